/** Lines of FHIR resources, or rows of a Parquet file. */

import { literal, quoted } from '../../../shared/model/sql-text.ts'
import type { Loader } from '../loader-port.ts'
import { flattenFhir } from './fhir-resources.ts'
import { whyNoFact } from './fhir-standing.ts'
import type { FhirResource } from './mapping.ts'
import { ImportFault, type SourceRow } from './source-rows.ts'
import { isSpoilt, sourceText } from './source-text.ts'

/** In characters; a resource with a whole document inside stays below. */
const longestLine = 50_000_000

/** Lines end at a line feed and nowhere else: JSON may hold U+2028, at which Node's own reader would cut it. */
async function* lines(file: string): AsyncGenerator<{ text: string; line: number }> {
  let [line, rest] = [0, '']
  for await (const part of sourceText(file, 'utf-8')) {
    const found = (rest + part).split('\n')
    rest = found.pop() ?? ''
    if (rest.length > longestLine)
      throw new ImportFault(
        `line ${line + found.length + 1} does not end`,
        `${line + found.length + 1} 行目が終わりません`,
      )
    for (const text of found) {
      line += 1
      if (text.trim() !== '') yield { text, line }
    }
  }
  if (rest.trim() !== '') yield { text: rest, line: line + 1 }
}

/** FHIR R4 bulk export: one resource a line, all of one type. */
export async function* readFhir(file: string, resource: FhirResource): AsyncGenerator<SourceRow> {
  for await (const { text, line } of lines(file)) {
    const place = `line ${line}`
    if (isSpoilt(text)) {
      yield { place, reason: 'characters that are not utf-8' }
      continue
    }
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      yield { place, reason: 'not JSON' }
      continue
    }
    const fields = flattenFhir(parsed, resource)
    if (fields === null) {
      yield { place, reason: `another resource than ${resource}` }
      continue
    }
    const reason = whyNoFact(parsed as Record<string, unknown>, resource)
    yield reason === null ? { place, fields } : { place, reason }
  }
}

/** Rows of a Parquet file read at a time. */
const atOnce = 20_000

/**
 * Parquet, through the loader, every value as text; never by way of a file, because its rows still name people.
 * @throws ImportFault where the file is not Parquet or lacks a column of `needed`.
 */
export async function* readParquet(
  file: string,
  { loader, needed }: { loader: Loader; needed: readonly string[] },
): AsyncGenerator<SourceRow> {
  const source = `read_parquet(${literal(file)}, hive_partitioning = false, file_row_number = true)`
  const asked = async (sql: string) => {
    try {
      return await loader.rows(sql)
    } catch {
      throw new ImportFault('the file is not readable Parquet', 'Parquetとして読めません')
    }
  }
  const described = await asked(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${source})`)
  const columns = described.map(([column]) => String(column)).filter((column) => column !== 'file_row_number')
  const missing = needed.filter((name) => !columns.includes(name))
  if (missing.length > 0)
    throw new ImportFault(
      `the file lacks ${missing.join(', ')}`,
      `ファイルに ${missing.join('、')} がありません`,
    )
  const texts = columns.map((column) => `${quoted(column)}::VARCHAR`).join(', ')
  const [counted] = await asked(`SELECT count(*)::INTEGER FROM ${source}`)
  const rows = Number(counted?.[0] ?? 0)
  for (let from = 0; from < rows; from += atOnce) {
    const page = await asked(
      `SELECT ${texts} FROM ${source} WHERE file_row_number >= ${from} AND file_row_number < ${from + atOnce} ORDER BY file_row_number`,
    )
    for (const [place, values] of page.entries())
      yield {
        place: `row ${from + place + 1}`,
        fields: Object.fromEntries(columns.map((column, i) => [column, values[i] as string | null])),
      }
  }
}
