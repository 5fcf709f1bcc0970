/**
 * The dashboard's aggregation: a question to an open table becomes one SELECT over that table and nothing else. Every
 * name is looked up in the catalog and every value is quoted as a literal; only tables of level 'open' can be asked.
 *
 * Says what to ask; the caller has the database.
 */
import type { CatalogTable, Dataset } from '../../shared/model/catalog.ts'
import type { OpenAnswer, OpenFilter, OpenQuestion } from '../../shared/model/open-question.ts'
import { literal, quoted } from '../../shared/model/sql-text.ts'

/** More cells than these are no chart and no table to read. */
export const cellsAtMost = 5000

const numeric = (type: string): boolean =>
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|DOUBLE|FLOAT|DECIMAL)/.test(type)

/** The open table a question names, or undefined. Tables with persons are not found, whatever they are called. */
export function openTable(
  datasets: readonly Dataset[],
  { schema, name }: OpenQuestion['table'],
): CatalogTable | undefined {
  return datasets
    .filter((dataset) => dataset.access === 'open')
    .flatMap((dataset) => dataset.tables)
    .find((table) => table.level === 'open' && table.schema === schema && table.name === name)
}

export type NotAskable = 'column-unknown' | 'column-twice' | 'not-a-quantity'

/** Why a table cannot answer a question, or null. */
export function whyNotAsk(question: OpenQuestion, table: CatalogTable): NotAskable | null {
  const types = new Map(table.variables.map(({ name, type }) => [name, type]))
  const groups = [...question.rows, ...(question.column === null ? [] : [question.column])]
  const { measure } = question
  const quantities =
    measure.kind === 'count'
      ? []
      : [measure.column, ...(measure.kind === 'mean' && measure.weight !== null ? [measure.weight] : [])]
  const ranges = question.filters.flatMap((filter) => ('in' in filter ? [] : [filter.column]))
  const named = [...groups, ...quantities, ...question.filters.map((filter) => filter.column)]
  if (named.some((column) => !types.has(column))) return 'column-unknown'
  if (new Set(groups).size !== groups.length) return 'column-twice'
  if ([...quantities, ...ranges].some((column) => !numeric(types.get(column) ?? ''))) return 'not-a-quantity'
  return null
}

/**
 * Columns of the result: one text a row label, `column_label`, `value` DOUBLE, `hidden` INTEGER; one row more than
 * `cellsAtMost` tells that there are more. `from` is the FROM item of the table.
 * @throws RangeError for a question that `whyNotAsk` refuses.
 */
export function openAggregationSql(question: OpenQuestion, table: CatalogTable, from: string): string {
  const problem = whyNotAsk(question, table)
  if (problem !== null) throw new RangeError(problem)
  const groups = [...question.rows, ...(question.column === null ? [] : [question.column])]
  const labels = question.rows.map((column, i) => `${quoted(column)}::VARCHAR AS row_${i + 1}`)
  const across = question.column === null ? 'NULL::VARCHAR' : `${quoted(question.column)}::VARCHAR`
  const where = question.filters.map(condition)
  return `SELECT ${[...labels, `${across} AS column_label`, ...measured(question)].join(', ')}
FROM ${from}
${where.length > 0 ? `WHERE ${where.join(' AND ')}\n` : ''}GROUP BY ${groups.map(quoted).join(', ')}
ORDER BY ${groups.map((column) => `${quoted(column)} NULLS LAST`).join(', ')}
LIMIT ${cellsAtMost + 1}`
}

function measured({ measure }: OpenQuestion): string[] {
  if (measure.kind === 'count') return ['count(*)::DOUBLE AS value', '0 AS hidden']
  const column = quoted(measure.column)
  if (measure.kind !== 'mean')
    return [
      `${measure.kind}(${column})::DOUBLE AS value`,
      `count(*) FILTER (${column} IS NULL)::INTEGER AS hidden`,
    ]
  if (measure.weight === null)
    return [`avg(${column})::DOUBLE AS value`, `count(*) FILTER (${column} IS NULL)::INTEGER AS hidden`]
  const weight = quoted(measure.weight)
  const usable = `${column} IS NOT NULL AND ${weight} IS NOT NULL`
  return [
    `sum(${column}::DOUBLE * ${weight}) FILTER (${usable}) / nullif(sum(${weight}::DOUBLE) FILTER (${usable}), 0) AS value`,
    `count(*) FILTER (NOT (${usable}))::INTEGER AS hidden`,
  ]
}

function condition(filter: OpenFilter): string {
  const column = quoted(filter.column)
  if ('in' in filter) {
    const values = filter.in.filter((value) => value !== null)
    const listed = values.length > 0 ? [`${column}::VARCHAR IN (${values.map(literal).join(', ')})`] : []
    return `(${[...listed, ...(filter.in.includes(null) ? [`${column} IS NULL`] : [])].join(' OR ')})`
  }
  const bounds = [
    ...(filter.from === null ? [] : [`${column} >= ${bound(filter.from)}`]),
    ...(filter.until === null ? [] : [`${column} <= ${bound(filter.until)}`]),
  ]
  return bounds.length > 0 ? bounds.join(' AND ') : 'true'
}

function bound(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('not-a-quantity')
  return String(value)
}

/** The rows of `openAggregationSql` as an answer. */
export function openAnswer(question: OpenQuestion, rows: readonly (readonly unknown[])[]): OpenAnswer {
  const text = (value: unknown): string | null =>
    value === null || value === undefined ? null : String(value)
  const labels = question.rows.length
  return {
    cells: rows.slice(0, cellsAtMost).map((row) => ({
      rows: row.slice(0, labels).map(text),
      column: text(row[labels]),
      value: row[labels + 1] === null ? null : Number(row[labels + 1]),
      hidden: Number(row[labels + 2] ?? 0),
    })),
    cut: rows.length > cellsAtMost,
  }
}
