/** Where a table lies in the extract being built, and what can go wrong with it. */
import type { PermitTable } from '../../../shared/model/permit.ts'
import { quoted } from '../../../shared/model/sql-text.ts'

/** Says which table could not be built; what the engine said about it stays in this process. */
export class ProvisionFault extends Error {}

/** The engine lost the order in which rows were put. */
export class OutOfOrder extends ProvisionFault {}

/** The table's full name in SQL, each part quoted. */
export const placeOf = ({ schema, name }: { schema: string; name: string }): string =>
  `extract.${quoted(schema)}.${quoted(name)}`

/** The column of dates a table's rows are ordered by within a person. */
export const dateOf = (table: PermitTable): string | null =>
  table.columns.find((column) => column.type === 'DATE')?.name ?? null
