/** Rows of a source file, whatever it is written in. */
import type { Loader } from '../loader-port.ts'
import { fhirFields } from './fhir-resources.ts'
import type { FileSource } from './mapping.ts'
import { readCsv } from './read-csv.ts'
import { readFhir, readParquet } from './read-lines.ts'
import { ImportFault, type SourceRow } from './source-rows.ts'

/** @throws ImportFault where the source gives no field of `needed`. */
export function readSource(
  source: FileSource,
  { file, loader, needed }: { file: string; loader: Loader; needed: readonly string[] },
): AsyncGenerator<SourceRow> {
  if (source.format === 'csv')
    return readCsv(file, { encoding: source.encoding, delimiter: source.delimiter, needed })
  if (source.format === 'parquet') return readParquet(file, { loader, needed })
  const missing = needed.filter((name) => !fhirFields(source.resource).includes(name))
  if (missing.length > 0)
    throw new ImportFault(
      `${source.resource} gives no ${missing.join(', ')}`,
      `${source.resource} には ${missing.join('、')} がありません`,
    )
  return readFhir(file, source.resource)
}
