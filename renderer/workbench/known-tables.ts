/** The tables of a permit and of the person's workspace, as explorer, completion and hover know them. */
import type { z } from 'zod'
import type { WorkspaceTable } from '../../shared/contract/permits.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { Language } from '../ui/language.ts'
import type { KnownTable } from './completion.ts'

export type OwnTable = z.infer<typeof WorkspaceTable>

export function knownTables(permit: Permit, own: readonly OwnTable[], language: Language): KnownTable[] {
  const ja = language === 'ja'
  return [
    ...permit.tables.map((table) => ({
      schema: table.schema,
      name: table.name,
      title: ja ? table.nameJa : table.nameEn,
      columns: table.columns.map((column) => ({
        name: column.name,
        type: column.type,
        title: ja ? column.nameJa : column.nameEn,
        note: ja ? column.noteJa : column.noteEn,
      })),
    })),
    ...own.map((table) => ({
      schema: null,
      name: table.name,
      title: '',
      columns: table.columns.map((column) => ({ ...column, title: '', note: null })),
    })),
  ]
}

/** Columns people count by, the most telling first. */
const COUNTED_BY = ['prefecture', 'age_band', 'age_group', 'sex', 'gender']

/** A first statement that runs and can be drawn: the persons of a table of the permit, by one of its columns. */
export function firstSql(permit: Permit, hint: string): string {
  const found = permit.tables
    .filter(({ level }) => level === 'person')
    .flatMap((table) => {
      const person = table.columns.find(({ identity }) => identity === 'person')
      const names = table.columns.map(({ name }) => name)
      const by = COUNTED_BY.find((name) => names.includes(name))
      return person && by ? [{ table, person, by, rank: COUNTED_BY.indexOf(by) }] : []
    })
    .sort((a, b) => a.rank - b.rank)[0]
  if (found) {
    const { table, person, by } = found
    const lines = [
      `SELECT ${by}, count(DISTINCT ${person.name}) AS persons`,
      `FROM ${table.schema}.${table.name}`,
      `GROUP BY ${by}`,
      `ORDER BY ${by}`,
    ]
    return `-- ${hint}\n${lines.join('\n')}\n`
  }
  const table = permit.tables[0]
  return table ? `-- ${hint}\nSELECT count(*) AS n\nFROM ${table.schema}.${table.name}\n` : `-- ${hint}\n`
}
