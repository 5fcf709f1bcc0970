/**
 * Whether a file brings rows that its table holds already, alike in every column: the sign of a changed or lengthened
 * copy of a file that was imported before. Loaded beside it, everybody in it would count twice.
 */
import { existsSync } from 'node:fs'
import { literal, quoted } from '../../../shared/model/sql-text.ts'
import { importedFile } from '../layout.ts'
import type { LedgerEntry } from './import-ledger.ts'
import type { ImportNeeds } from './run-import.ts'

export interface Repetition {
  entry: LedgerEntry
  /** Rows of the new file that the earlier one brought too. */
  rows: number
}

/** The earlier import that shares the most rows with `parquet`; null where none shares any. */
export async function findRepetition(
  { loader, dataFolder, mapping }: Pick<ImportNeeds, 'loader' | 'dataFolder' | 'mapping'>,
  {
    table,
    parquet,
    earlier,
  }: { table: ImportNeeds['tables'][number]; parquet: string; earlier: readonly LedgerEntry[] },
): Promise<Repetition | null> {
  // Numbers within a person follow from the rest.
  const columns = table.variables
    .filter(({ name }) => !('sequence' in (mapping.columns[name] ?? {})))
    .map(({ name }) => quoted(name))
    .join(', ')
  const rowsOf = (file: string) =>
    `SELECT ${columns} FROM read_parquet(${literal(file)}, hive_partitioning = false)`
  let most: Repetition | null = null
  for (const entry of earlier) {
    const file = placeOf(dataFolder, table, entry)
    if (entry.table !== mapping.table || !existsSync(file)) continue
    const [found] = await loader.rows(
      `SELECT count(*)::DOUBLE FROM (${rowsOf(parquet)} INTERSECT ALL ${rowsOf(file)})`,
    )
    const rows = Number(found?.[0] ?? 0)
    if (rows > (most?.rows ?? 0)) most = { entry, rows }
  }
  return most
}

/** Where the rows of an import lie. */
export const placeOf = (
  dataFolder: string,
  table: { schema: string; name: string },
  { key, place }: Pick<LedgerEntry, 'key' | 'place'>,
): string => importedFile(dataFolder, table, place ?? key)
