/** Lines of JSON: from a file of FHIR resources, or from what the loader wrote out of a Parquet file. */
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { SourceRecord } from '../deidentify/rules.ts'
import { type Loader, literal } from '../loader-port.ts'
import { flattenFhir } from './fhir-resources.ts'
import type { FhirResource } from './mapping.ts'
import { ImportFault, type SourceRow } from './source-rows.ts'

async function* lines(file: string): AsyncGenerator<{ text: string; line: number }> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() !== '') yield { text, line }
  }
}

/** FHIR R4 bulk export: one resource a line, all of one type. */
export async function* readFhir(file: string, resource: FhirResource): AsyncGenerator<SourceRow> {
  for await (const { text, line } of lines(file)) {
    const place = `line ${line}`
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      yield { place, reason: 'not JSON' }
      continue
    }
    const fields = flattenFhir(parsed, resource)
    yield fields === null ? { place, reason: `not a ${resource}` } : { place, fields }
  }
}

/**
 * Parquet, through the loader, every value as text.
 * @throws ImportFault where the file is not Parquet or lacks a column of `needed`.
 */
export async function* readParquet(
  file: string,
  { loader, scratch, needed }: { loader: Loader; scratch: string; needed: readonly string[] },
): AsyncGenerator<SourceRow> {
  const source = `read_parquet(${literal(file)}, hive_partitioning = false)`
  let columns: string[]
  try {
    const described = await loader.rows(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${source})`)
    columns = described.map(([column]) => String(column))
  } catch {
    throw new ImportFault('the file is not readable Parquet')
  }
  const missing = needed.filter((name) => !columns.includes(name))
  if (missing.length > 0) throw new ImportFault(`the file lacks ${missing.join(', ')}`)
  await mkdir(scratch, { recursive: true })
  const text = join(scratch, 'rows.ndjson')
  try {
    try {
      await loader.run(
        `COPY (SELECT COLUMNS(*)::VARCHAR FROM ${source}) TO ${literal(text)} (FORMAT json, ARRAY false)`,
      )
    } catch {
      throw new ImportFault('the file is not readable Parquet')
    }
    for await (const { text: row, line } of lines(text))
      yield { place: `row ${line}`, fields: JSON.parse(row) as SourceRecord }
  } finally {
    await rm(text, { force: true })
  }
}
