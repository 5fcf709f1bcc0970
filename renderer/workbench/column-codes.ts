/**
 * What the values of a result's column mean, by the catalog. A result does not say which variable a column comes from, so
 * it is told by its name, among the permit's tables of the databases it draws on, and only where all of that name share
 * one code list: a column under another name has no words, and no two lists are ever mixed.
 */
import type { Dataset, Variable } from '../../shared/model/catalog.ts'
import type { PermitTable } from '../../shared/model/permit.ts'
import type { DisplayColumn } from '../display/column.ts'

/** Roles whose cells are values as they stand in the data, not numbers made of them. */
const OF_VALUES: ReadonlySet<DisplayColumn['role']> = new Set(['key', 'individual', 'constant', 'extreme'])

/** What of the catalog is looked at, and which tables of it the permit has. */
export interface Known {
  tables: readonly Pick<PermitTable, 'database' | 'schema' | 'name' | 'level'>[]
  datasets: readonly Pick<Dataset, 'tables'>[]
}

/** The variable whose codes say what a column's values mean; null where none does, or not for certain. */
export function codedVariable(
  column: Pick<DisplayColumn, 'name' | 'type' | 'role' | 'databases'>,
  { tables, datasets }: Known,
): Variable | null {
  if (!OF_VALUES.has(column.role)) return null
  const name = column.name.toLowerCase()
  const sources = tables.filter(({ database, level }) =>
    column.databases.length > 0 ? column.databases.includes(database) : level === 'open',
  )
  const variables = datasets
    .flatMap((dataset) => dataset.tables)
    .filter((table) => sources.some((one) => one.schema === table.schema && one.name === table.name))
    .flatMap((table) => table.variables.filter((one) => one.name === name))
  const [first] = variables
  if (!first || first.codes.length === 0) return null
  const agree = variables.every(
    ({ type, codeSystem }) => type === column.type && codeSystem === first.codeSystem,
  )
  return agree ? first : null
}
