/** What can be asked of an open table, and the question to begin with. */
import type { CatalogTable, Dataset, Variable } from '../../shared/model/catalog.ts'
import type { OpenMeasure, OpenQuestion } from '../../shared/model/open-question.ts'

export interface OpenTable {
  dataset: Dataset
  table: CatalogTable
}

export const PREFECTURE = 'prefecture_name'

/** Those that can be asked without a permit, in the catalog's order. */
export const openTablesOf = (datasets: readonly Dataset[]): OpenTable[] =>
  datasets
    .filter(({ access }) => access === 'open')
    .flatMap((dataset) =>
      dataset.tables.filter(({ level }) => level === 'open').map((table) => ({ dataset, table })),
    )

/** Undefined where a link names a table that is no longer there. */
export const findTable = (tables: readonly OpenTable[], { schema, name }: OpenQuestion['table']) =>
  tables.find(({ table }) => table.schema === schema && table.name === name)

const isWhole = ({ type }: Variable): boolean => /^(TINYINT|SMALLINT|INTEGER|BIGINT)/.test(type)
const isFraction = ({ type }: Variable): boolean => /^(DOUBLE|FLOAT|DECIMAL)/.test(type)
/** Years and running numbers are whole numbers whose sum says nothing. */
const isLabel = ({ name }: Variable): boolean => /(^|_)(year|no)$/.test(name)

/** Variables that make good rows and columns: names before codes before numbers. */
export function dimensionsOf({ variables }: CatalogTable): Variable[] {
  const rank = (variable: Variable) =>
    isLabel(variable) ? 1 : isWhole(variable) ? 3 : variable.name.endsWith('_code') ? 2 : 0
  return variables
    .filter((variable) => !isFraction(variable) && variable.name !== 'row_no')
    .toSorted((a, b) => rank(a) - rank(b))
}

/** Variables that rows can be left out by: numbers, years among them, by a range; all else by values. */
export const filterableOf = (table: CatalogTable): { variable: Variable; quantity: boolean }[] => [
  ...dimensionsOf(table).map((variable) => ({ variable, quantity: isWhole(variable) })),
  ...table.variables.filter(isFraction).map((variable) => ({ variable, quantity: true })),
]

/** Counts are summed; fractions are means already, and are averaged by the people behind them where that is known. */
export function measuresOf({ variables }: CatalogTable): OpenMeasure[] {
  const weight = variables.find(({ name }) => name === 'people')?.name ?? null
  return [
    { kind: 'count' },
    ...variables.flatMap((variable): OpenMeasure[] => {
      if (isFraction(variable)) return [{ kind: 'mean', column: variable.name, weight }]
      return isWhole(variable) && !isLabel(variable) ? [{ kind: 'sum', column: variable.name }] : []
    }),
  ]
}

/** A measure as one text, for menus. */
export const measureKey = (measure: OpenMeasure): string =>
  measure.kind === 'count' ? 'count' : `${measure.kind}:${measure.column}`

/** Where one begins: a list of municipalities, which many prefectures have several of, before one row a prefecture. */
export const firstOf = (tables: readonly OpenTable[]): OpenTable | undefined =>
  tables.find(({ table }) => table.variables.some(({ name }) => name === 'municipality_name')) ?? tables[0]

/** Prefectures where the table has them, measured by its first quantity where it was made from counts. */
export function startingQuestion({ dataset, table }: OpenTable): OpenQuestion {
  const dimensions = dimensionsOf(table)
  const rows = dimensions.find(({ name }) => name === PREFECTURE) ?? dimensions[0] ?? table.variables[0]!
  const measures = measuresOf(table)
  return {
    table: { schema: table.schema, name: table.name },
    rows: [rows.name],
    column: null,
    measure: (dataset.id === 'pmh' ? undefined : measures[1]) ?? { kind: 'count' },
    filters: [],
  }
}
