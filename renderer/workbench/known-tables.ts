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
