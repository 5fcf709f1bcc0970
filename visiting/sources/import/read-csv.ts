/** CSV in UTF-8 or CP932 (Windows-31J), with a header. Bytes that are no text spoil their row, not the file. */
import { CsvError, parse } from 'csv-parse'
import { ImportFault, type SourceRow } from './source-rows.ts'
import { type Encoding, isSpoilt, sourceText } from './source-text.ts'

/**
 * Rows with the names of the header as fields; empty text is null.
 * @throws ImportFault where there is no header, a column of `needed` is missing, or quotes do not close.
 */
export async function* readCsv(
  file: string,
  options: { encoding: Encoding; delimiter: string; needed: readonly string[] },
): AsyncGenerator<SourceRow> {
  const parser = parse({
    delimiter: options.delimiter,
    // All three, in whatever mixture: found out from the first line, the rest of a mixed file would run together.
    record_delimiter: ['\r\n', '\n', '\r'],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  })
  const feeding = (async () => {
    try {
      for await (const text of sourceText(file, options.encoding))
        if (!parser.write(text)) await new Promise((resolve) => parser.once('drain', resolve))
      parser.end()
    } catch (problem) {
      parser.destroy(problem as Error)
    }
  })()
  let header: string[] | null = null
  try {
    for await (const item of parser) {
      const { record, info } = item as { record: string[]; info: { lines: number } }
      if (header === null) {
        header = checkedHeader(record, options.needed)
        continue
      }
      const place = `line ${info.lines}`
      if (record.length !== header.length)
        yield { place, reason: `${record.length} fields instead of ${header.length}` }
      else if (record.some(isSpoilt)) yield { place, reason: `characters that are not ${options.encoding}` }
      else
        yield {
          place,
          fields: Object.fromEntries(
            header.map((name, i) => [name, record[i] === '' ? null : (record[i] ?? null)]),
          ),
        }
    }
    await feeding
  } catch (problem) {
    if (problem instanceof CsvError)
      throw new ImportFault(`the file is not CSV: ${problem.code}`, `CSVとして読めません（${problem.code}）`)
    throw problem
  }
  if (header === null) throw new ImportFault('the file has no header', '見出し行がありません')
}

function checkedHeader(header: string[], needed: readonly string[]): string[] {
  if (new Set(header).size !== header.length)
    throw new ImportFault('the header names a column twice', '見出しに同じ列名が2回あります')
  const missing = needed.filter((name) => !header.includes(name))
  // Only names from the mapping are repeated: a file without a header would show its first row otherwise.
  if (missing.length > 0)
    throw new ImportFault(
      `the header lacks ${missing.join(', ')}`,
      `見出しに ${missing.join('、')} がありません`,
    )
  return header
}
