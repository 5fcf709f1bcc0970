/** CSV in UTF-8 or CP932 (Windows-31J), with a header. Bytes that are no text spoil their row, not the file. */
import { CsvError, parse } from 'csv-parse'
import { ImportFault, type SourceRow } from './source-rows.ts'
import { type Encoding, isSpoilt, sourceText } from './source-text.ts'

/**
 * Rows with the names of the header as fields; empty text is null.
 * @throws ImportFault where there is no header, a column of `needed` is missing, quotes do not close, or the
 * file is plainly written in the other encoding.
 */
export async function* readCsv(
  file: string,
  options: { encoding: Encoding; delimiter: string; needed: readonly string[] },
): AsyncGenerator<SourceRow> {
  if (options.encoding === 'cp932') await refuseUtf8(file)
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
        header = record
        const fault = whyNotHeader(record, options.needed)
        if (fault) throw (await whyNotUtf8(file, { header, needed: options.needed })) ?? fault
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

const isWrittenIn = (actual: Encoding, said: Encoding): ImportFault =>
  new ImportFault(
    `the file is written in ${actual}, not in ${said}; set "encoding": "${actual}" in the mapping’s source`,
    `ファイルの文字コードは ${said} ではなく ${actual} です。対応表の source に "encoding": "${actual}" と書いてください`,
  )

const beginningOf = async (file: string, encoding: Encoding): Promise<string> => {
  for await (const text of sourceText(file, encoding)) return text
  return ''
}

/** Japanese in UTF-8 makes sense as CP932 too, if a wrong one; the other way round nothing of that length does. */
async function refuseUtf8(file: string): Promise<void> {
  const text = await beginningOf(file, 'utf-8')
  if (!isSpoilt(text) && /[\u3040-\u30ff\u4e00-\u9fff]/.test(text)) throw isWrittenIn('utf-8', 'cp932')
}

/** What is wrong with a header that gives no column of the mapping, where it is the encoding. */
async function whyNotUtf8(
  file: string,
  { header, needed }: { header: readonly string[]; needed: readonly string[] },
): Promise<ImportFault | null> {
  if (!header.some(isSpoilt)) return null
  const [first = ''] = (await beginningOf(file, 'cp932')).split(/[\r\n]/, 1)
  if (!isSpoilt(first) && needed.every((name) => first.includes(name))) return isWrittenIn('cp932', 'utf-8')
  return new ImportFault('the header is not written in utf-8', '見出しの文字コードが utf-8 ではありません')
}

function whyNotHeader(header: string[], needed: readonly string[]): ImportFault | null {
  if (new Set(header).size !== header.length)
    return new ImportFault('the header names a column twice', '見出しに同じ列名が2回あります')
  const missing = needed.filter((name) => !header.includes(name))
  // Only names from the mapping are repeated: a file without a header would show its first row otherwise.
  if (missing.length > 0)
    return new ImportFault(
      `the header lacks ${missing.join(', ')}`,
      `見出しに ${missing.join('、')} がありません`,
    )
  return null
}
