/**
 * The dashboard: anybody may ask open tables, without a permit and without signing in.
 * What answers is a process of its own, caged like the researchers': it can read the folders of the open tables and
 * nothing else, and a question it dies or dawdles over costs nobody but its asker. Names come from the catalog, values
 * are literals.
 */
import { existsSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { CatalogTable, Dataset } from '../../shared/model/catalog.ts'
import type { OpenAnswer, OpenQuestion } from '../../shared/model/open-question.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { sheetText } from '../../shared/model/sheet-text.ts'
import { literal } from '../../shared/model/sql-text.ts'
import { openAggregationSql, openAnswer, openTable, whyNotAsk } from '../catalog/open-aggregation.ts'
import { parquetGlob, tableFolder } from '../sources/layout.ts'

/** Questions that may wait; one is answered at a time, so that nobody's curiosity slows the researchers. */
const WAITING_AT_MOST = 32

export interface OpenDataNeeds {
  datasets: Dataset[]
  /** Folder of the loaded data, absolute. */
  store: string
  /** Something that answers one SELECT at a time over these folders and nothing else. */
  openReader(folders: readonly string[]): OpenReader
}

export interface OpenReader {
  /** Rows, or null where there is no answer. */
  rows(sql: string): Promise<unknown[][] | null>
  close(): void
}

/**
 * Questions are answered one at a time; beyond WAITING_AT_MOST, or where the process gives no answer, `busy`.
 * An open table that was never loaded is `open-table-empty`.
 */
export function openDataJourneys({ datasets, store, openReader }: OpenDataNeeds) {
  const reader = openReader(openFolders(datasets, store))
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= WAITING_AT_MOST) throw new Refusal('busy', { seconds: 5 })
    waiting += 1
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn.finally(() => {
      waiting -= 1
    })
  }

  async function aggregate(question: OpenQuestion): Promise<OpenAnswer> {
    const table = askable(question, datasets)
    if (!existsSync(tableFolder(store, table.schema, table.name)))
      throw new Refusal('open-table-empty', { table: `${table.schema}.${table.name}` })
    const from = `read_parquet(${literal(parquetGlob(store, table.schema, table.name))}, hive_partitioning = false)`
    const sql = openAggregationSql(question, table, from)
    const rows = await inTurn(() => reader.rows(sql))
    if (rows === null) throw new Refusal('busy', { seconds: 5 })
    return openAnswer(question, rows)
  }

  return {
    aggregate,
    async csv(question: OpenQuestion): Promise<BytesAnswer> {
      const answer = await aggregate(question)
      if (answer.cut) throw new Refusal('open-answer-too-large', { cells: answer.cells.length })
      const { schema, name } = question.table
      return {
        bytes: new TextEncoder().encode(csvOf(question, answer)),
        headers: { 'content-disposition': `attachment; filename="${schema}.${name}.csv"` },
      }
    },
    async close(): Promise<void> {
      await last
      reader.close()
    },
  }
}

function openFolders(datasets: readonly Dataset[], store: string): string[] {
  return datasets
    .flatMap((dataset) => (dataset.access === 'open' ? dataset.tables : []))
    .filter((table) => table.level === 'open')
    .map((table) => tableFolder(store, table.schema, table.name))
}

/** The open table of a question that can be answered. @throws Refusal where it cannot, with the words why. */
function askable(question: OpenQuestion, datasets: readonly Dataset[]): CatalogTable {
  const { schema, name } = question.table
  const table = openTable(datasets, question.table)
  if (!table) throw new Refusal('open-table-not-found', { table: `${schema}.${name}` })
  const problem = whyNotAsk(question, table)
  if (problem !== null) throw new Refusal(`open-${problem}`, { table: `${schema}.${name}` })
  return table
}

/**
 * UTF-8 CSV, one line a cell, with the byte order mark by which spreadsheets know it from Shift_JIS. Text that a
 * spreadsheet would run as a formula is quoted with an apostrophe.
 */
export function csvOf(question: OpenQuestion, answer: OpenAnswer): string {
  const { rows, column, measure } = question
  const value = measure.kind === 'count' ? 'count' : `${measure.kind}_${measure.column}`
  const head = [...rows, ...(column === null ? [] : [column]), value, 'hidden_values']
  const lines = answer.cells.map((cell) => [
    ...cell.rows.map(sheetText),
    ...(column === null ? [] : [sheetText(cell.column)]),
    cell.value === null ? '' : String(cell.value),
    String(cell.hidden),
  ])
  return stringify([head, ...lines], { record_delimiter: '\r\n', bom: true })
}
