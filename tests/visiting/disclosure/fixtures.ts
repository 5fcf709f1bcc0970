/** Builders for tables, facts and rules of the disclosure tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CellFacts, ColumnRole } from '../../../shared/model/facts.ts'
import type { RuleSet } from '../../../shared/model/rules.ts'
import type { RowInput } from '../../../visiting/disclosure/cell-table.ts'
import type { LinkedRow } from '../../../visiting/disclosure/protect-linked.ts'
import { parseRuleSets } from '../../../visiting/disclosure/rule-sets.ts'
import type { CellValue, TableInput } from '../../../visiting/disclosure/table-input.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'resources', 'rules')

/** The rule sets that ship with the programme. */
export function shippedRules(): RuleSet[] {
  return parseRuleSets(
    readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  )
}

export function someFacts(facts: Partial<CellFacts> = {}): CellFacts {
  return {
    persons: null,
    institutions: null,
    top1Share: null,
    top2Share: null,
    denominatorPersons: null,
    certainty: 'exact',
    databases: ['ndb'],
    ...facts,
  }
}

/** A measured result: columns as [name, role], rows as values; persons of a row from its `persons` column. */
export function aTable(
  columns: readonly (readonly [string, ColumnRole])[],
  rows: readonly (readonly CellValue[])[],
  {
    facts = () => ({}),
    databases = ['ndb'],
    minimumPersons = 10,
    verified = true,
  }: {
    facts?: (row: number, column: string) => Partial<CellFacts>
    databases?: string[]
    minimumPersons?: number
    verified?: boolean
  } = {},
): TableInput {
  const counter = columns.findIndex(([, role]) => role === 'persons')
  return {
    columns: columns.map(([name, role]) => ({ name, type: 'BIGINT', role, databases })),
    rows: rows.map((values, row) => {
      const persons = verified && counter >= 0 ? Number(values[counter]) : null
      return {
        values,
        rowPersons: persons,
        facts: columns.map(([name]) => someFacts({ persons, databases, ...facts(row, name) })),
      }
    }),
    minimumPersons,
    verified,
  }
}

/** Rows of a flat table: one count for each combination, in the order of the nested arrays. */
export function rowsOf(shape: readonly number[], counts: readonly number[]): RowInput[] {
  const keys: string[][] = shape.reduce<string[][]>(
    (all, size, d) =>
      all.flatMap((key) => Array.from({ length: size }, (_, k) => [...key, `${'abcd'[d]}${k + 1}`])),
    [[]],
  )
  return keys.map((key, line) => ({ key, value: counts[line]!, line: line + 2 }))
}

/** The same for tables protected together. */
export function countsOf(shape: readonly number[], counts: readonly number[]): LinkedRow[] {
  return rowsOf(shape, counts).map((row) => ({ ...row, value: row.value! }))
}
