/**
 * Real data comes in: read, checked row by row, pseudonymised, and added to a table in one rename. A bad row goes to
 * quarantine with its reason and place, without its values; the good ones load. The same file under the same mapping
 * changes nothing the second time, a broken file changes nothing at all, and a changed copy of an earlier file is not
 * loaded beside it unless somebody says so.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CatalogTable } from '../../../shared/model/catalog.ts'
import { literal, quoted } from '../../../shared/model/sql-text.ts'
import { identifiersOf, KnownIdentifiers } from '../deidentify/identifiers.ts'
import { personKey, pseudonymise } from '../deidentify/pseudonymise.ts'
import { DeidentifyFault, type SourceRecord } from '../deidentify/rules.ts'
import { incomingFolder, quarantineFile } from '../layout.ts'
import type { Loader } from '../loader-port.ts'
import { findRepetition, placeOf } from './already-there.ts'
import { convert } from './convert.ts'
import { type LedgerEntry, readLedger, writeLedger } from './import-ledger.ts'
import type { Mapping } from './mapping.ts'
import { whyNotMapping } from './mapping.ts'
import { readSource } from './read-source.ts'
import { reasonInJapanese } from './reasons.ts'
import { RowFile } from './row-file.ts'
import { ImportFault, type SourceRow } from './source-rows.ts'

export interface ImportNeeds {
  loader: Loader
  dataFolder: string
  file: string
  mapping: Mapping
  /** Tables of the catalog. */
  tables: readonly CatalogTable[]
  /** The environment's secret of person keys, 32 bytes. */
  secret: Uint8Array
  /** Reads and reports everything, changes nothing. */
  dryRun?: boolean
  /**
   * What becomes of an earlier file with the same rows: 'replace' puts this one in its place, 'add' loads it beside.
   * Without either, a file of which half was there before is refused.
   */
  earlier?: 'replace' | 'add'
}

export interface ImportReport {
  table: string
  fileDigest: string
  /** 'already-loaded': the same file under the same mapping was loaded before. */
  outcome: 'loaded' | 'dry-run' | 'already-loaded'
  read: number
  loaded: number
  quarantined: number
  /** How many rows failed for which reason, by column where one is to blame. */
  reasons: Record<string, number>
  /** Texts that were emptied because a direct identifier stood in them, by column. */
  emptied: Record<string, number>
  persons: number
  /** Rows that an earlier file brought, alike in every column. */
  repeated: number
  /** Digest of the earlier file whose place this one took. */
  replaced: string | null
  quarantineFile: string | null
}

/** @throws ImportFault where mapping or file are unusable; nothing has changed then. */
export async function runImport(
  needs: ImportNeeds,
  onProgress: (rows: number) => void = () => {},
): Promise<ImportReport> {
  const { mapping, dataFolder, dryRun = false } = needs
  const table = needs.tables.find(({ schema, name }) => `${schema}.${name}` === mapping.table)
  const problem = whyNotMapping(mapping, table)
  if (problem !== null || !table) throw new ImportFault(problem?.en ?? '', problem?.ja ?? '')
  const fileDigest = await digestOf(needs.file)
  const key = createHash('sha256')
    .update(JSON.stringify([fileDigest, mapping]))
    .digest('hex')
  const ledger = await readLedger(dataFolder)
  const before = ledger.find((entry) => entry.key === key)
  if (before) return { ...before.report, outcome: 'already-loaded' }

  // Below the data folder, so that the last step is a rename within one file system.
  const scratch = join(incomingFolder(dataFolder), key.slice(0, 16))
  // What a run that was killed left behind goes too, whichever file it was of.
  await rm(incomingFolder(dataFolder), { recursive: true, force: true })
  await mkdir(scratch, { recursive: true })
  try {
    const everybody = await identifiersIn(needs, table)
    const staged = await stage(rowsOf(needs), { ...needs, table, scratch, everybody }, onProgress)
    const report: ImportReport = {
      table: mapping.table,
      fileDigest,
      outcome: dryRun ? 'dry-run' : 'loaded',
      ...staged.counts,
      repeated: 0,
      replaced: null,
      quarantineFile: null,
    }
    if (report.loaded === 0) throw nothingToLoad(report)
    const parquet = join(scratch, 'rows.parquet')
    await needs.loader.run(loadingSql(table, mapping, { rows: staged.file, parquet }))
    const repetition = await findRepetition(needs, { table, parquet, earlier: ledger })
    report.repeated = repetition?.rows ?? 0
    if (dryRun) return report
    if (repetition && needs.earlier === undefined && 2 * repetition.rows >= report.loaded)
      throw seenBefore(report, repetition.entry)
    if (report.quarantined > 0) {
      report.quarantineFile = quarantineFile(dataFolder, key)
      await mkdir(dirname(report.quarantineFile), { recursive: true })
      await rename(staged.quarantine, report.quarantineFile)
    }
    const old = needs.earlier === 'replace' ? repetition?.entry : undefined
    report.replaced = old?.report.fileDigest ?? null
    const entry: LedgerEntry = { key, table: mapping.table, at: new Date().toISOString(), report }
    if (old) entry.place = old.place ?? old.key
    const target = placeOf(dataFolder, table, entry)
    await mkdir(dirname(target), { recursive: true })
    // The rename makes the rows visible, and in an earlier file's place takes those away with it. A crash before the
    // ledger is written repeats it with the same name and content.
    await rename(parquet, target)
    await writeLedger(dataFolder, [...ledger.filter((one) => one !== old), entry])
    return report
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function nothingToLoad({ read, reasons }: ImportReport): ImportFault {
  if (read === 0) return new ImportFault('the file holds no rows', '行がありません')
  const counted = Object.entries(reasons)
  return new ImportFault(
    `no row can be loaded: ${counted.map(([reason, rows]) => `${reason} (${rows})`).join('; ')}`,
    `取り込める行がありません：${counted.map(([reason, rows]) => `${reasonInJapanese(reason)}（${rows}行）`).join('、')}`,
  )
}

const seenBefore = ({ repeated, loaded }: ImportReport, earlier: LedgerEntry): ImportFault =>
  new ImportFault(
    `${repeated} of its ${loaded} rows came in with another file on ${earlier.at.slice(0, 10)} (SHA-256 ${earlier.report.fileDigest.slice(0, 12)}…). --replace puts this file in the place of that one, --add loads it beside`,
    `${loaded} 行のうち ${repeated} 行は、${earlier.at.slice(0, 10)} に取り込んだ別のファイル（SHA-256 ${earlier.report.fileDigest.slice(0, 12)}…）にあります。置き換えるなら --replace、追加するなら --add を付けてください`,
  )

/** Only free text can hold somebody's name; a code or a quantity that happens to look like one is left alone. */
const freeTexts = (mapping: Mapping, types: ReadonlyMap<string, string>): Set<string> =>
  new Set(
    Object.entries(mapping.columns).flatMap(([column, rule]) =>
      'from' in rule && types.get(column) === 'VARCHAR' && !rule.codes ? [rule.from] : [],
    ),
  )

/** Reads the file once for whom it names, where there are texts that could name them. */
async function identifiersIn(needs: ImportNeeds, table: CatalogTable): Promise<KnownIdentifiers> {
  const { mapping } = needs
  const everybody = new KnownIdentifiers()
  const types = new Map(table.variables.map(({ name, type }) => [name, type]))
  if (freeTexts(mapping, types).size === 0) return everybody
  for await (const row of rowsOf(needs))
    if ('fields' in row) everybody.add(identifiersOf(row.fields, [mapping.person, ...mapping.remove]))
  return everybody
}

function rowsOf({ mapping, file, loader }: ImportNeeds): AsyncGenerator<SourceRow> {
  const used = Object.values(mapping.columns).flatMap((rule) => ('from' in rule ? [rule.from] : []))
  return readSource(mapping.source, {
    file,
    loader,
    needed: [...new Set([mapping.person, ...used])],
  })
}

async function stage(
  rows: AsyncGenerator<SourceRow>,
  {
    mapping,
    table,
    secret,
    scratch,
    everybody,
  }: ImportNeeds & { table: CatalogTable; scratch: string; everybody: KnownIdentifiers },
  onProgress: (rows: number) => void,
) {
  const types = new Map(table.variables.map(({ name, type }) => [name, type]))
  const texts = freeTexts(mapping, types)
  const file = join(scratch, 'rows.json')
  const quarantine = join(scratch, 'quarantine.csv')
  const [good, bad] = [await RowFile.create(file), await RowFile.create(quarantine)]
  bad.add('place,column,reason,reason_ja\n')
  const counts = {
    read: 0,
    loaded: 0,
    quarantined: 0,
    reasons: {} as Record<string, number>,
    emptied: {} as Record<string, number>,
    persons: 0,
  }
  const persons = new Set<string>()
  const reject = (place: string, column: string, reason: string) => {
    counts.quarantined += 1
    const named = column === '' ? reason : `${column}: ${reason}`
    counts.reasons[named] = (counts.reasons[named] ?? 0) + 1
    const fields = [place, column, reason, reasonInJapanese(reason)]
    return bad.add(`${fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`)
  }
  try {
    for await (const row of rows) {
      counts.read += 1
      if (counts.read % 10_000 === 0) onProgress(counts.read)
      if ('reason' in row) {
        await reject(row.place, '', row.reason)
        continue
      }
      const made = convertRow(row.fields, { mapping, types, texts, secret, everybody })
      if ('reason' in made) {
        await reject(row.place, made.column, made.reason)
        continue
      }
      for (const column of made.emptied) counts.emptied[column] = (counts.emptied[column] ?? 0) + 1
      counts.loaded += 1
      persons.add(made.person)
      const waiting = good.add(`${JSON.stringify(made.record)}\n`)
      if (waiting) await waiting
    }
    await Promise.all([good.finish(), bad.finish()])
  } catch (problem) {
    await Promise.allSettled([good.close(), bad.close()])
    throw problem
  }
  counts.persons = persons.size
  onProgress(counts.read)
  return { file, quarantine, counts }
}

type ConvertedRow =
  | { column: string; reason: string }
  | { record: SourceRecord; person: string; emptied: string[] }

function convertRow(
  fields: SourceRecord,
  {
    mapping,
    types,
    texts,
    secret,
    everybody,
  }: {
    mapping: Mapping
    types: Map<string, string>
    texts: Set<string>
    secret: Uint8Array
    everybody: KnownIdentifiers
  },
): ConvertedRow {
  try {
    const { record: kept, emptied } = pseudonymise(
      fields,
      { person: mapping.person, pseudonym: '__person', remove: mapping.remove, searched: texts, everybody },
      (person) => personKey(secret, person),
    )
    const record: SourceRecord = { person: kept.__person ?? null }
    for (const [column, rule] of Object.entries(mapping.columns)) {
      if ('sequence' in rule) continue
      if ('constant' in rule) {
        record[column] = rule.constant
        continue
      }
      const converted = convert(kept[rule.from] ?? null, types.get(column) ?? 'VARCHAR', rule)
      if ('reason' in converted) return { column, reason: converted.reason }
      record[column] = converted.value
    }
    return { record, person: String(record.person), emptied }
  } catch (problem) {
    if (problem instanceof DeidentifyFault) return { column: mapping.person, reason: 'no person' }
    throw problem
  }
}

/** All columns of the table in catalog order, typed; those the mapping does not name are null. */
function loadingSql(
  table: CatalogTable,
  mapping: Mapping,
  { rows, parquet }: { rows: string; parquet: string },
): string {
  const fields = Object.entries(mapping.columns).filter(([, rule]) => !('sequence' in rule))
  const ordered = ['person::BIGINT', ...fields.map(([column]) => quoted(column))].join(', ')
  const selected = table.variables.map(({ name, type, identity }) => {
    if (identity === 'person') return `person::BIGINT AS ${quoted(name)}`
    const rule = mapping.columns[name]
    if (rule === undefined) return `NULL::${type} AS ${quoted(name)}`
    if ('sequence' in rule)
      return `row_number() OVER (PARTITION BY person ORDER BY ${ordered})::${type} AS ${quoted(name)}`
    return `${quoted(name)}::${type} AS ${quoted(name)}`
  })
  const columns = ['person', ...fields.map(([column]) => column)]
    .map((column) => `${literal(column)}: 'VARCHAR'`)
    .join(', ')
  const person = table.variables.find(({ identity }) => identity === 'person')?.name ?? 'person_id'
  return `COPY (
    SELECT ${selected.join(', ')}
    FROM read_json(${literal(rows)}, format = 'newline_delimited', columns = {${columns}})
    ORDER BY ${quoted(person)}, ${table.variables.map(({ name }) => quoted(name)).join(', ')}
  ) TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer)
  } catch {
    throw new ImportFault('the file cannot be read', 'ファイルを読めません')
  }
  return hash.digest('hex')
}
