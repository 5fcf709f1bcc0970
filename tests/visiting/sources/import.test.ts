import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CatalogTable } from '../../../shared/model/catalog.ts'
import { literal } from '../../../shared/model/sql-text.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import { openLoader } from '../../../visiting/engine/loader.ts'
import { Mapping } from '../../../visiting/sources/import/mapping.ts'
import { reasonInJapanese } from '../../../visiting/sources/import/reasons.ts'
import { type ImportReport, runImport } from '../../../visiting/sources/import/run-import.ts'
import { ImportFault } from '../../../visiting/sources/import/source-rows.ts'
import { parquetGlob } from '../../../visiting/sources/layout.ts'
import type { Loader } from '../../../visiting/sources/loader-port.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/sources')
const resources = join(import.meta.dirname, '../../../resources')
const catalog = (await loadCatalog(join(resources, 'catalog'))).flatMap(({ tables }) => tables)
const secret = new Uint8Array(32).fill(3)

let root: string
let folder: string
let loader: Loader
let runs = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'import-'))
  loader = await openLoader({ memoryBytes: 300_000_000, threads: 2, tempFolder: join(root, 'spill') })
})
beforeEach(() => {
  folder = join(root, `data-${runs++}`)
})
afterAll(async () => {
  await loader.close()
  await rm(root, { recursive: true, force: true })
})

/** A table of the catalog with these columns, all plain. */
function aTable(name: string, columns: Record<string, string>): CatalogTable {
  const words = { ja: name, en: name }
  return CatalogTable.parse({
    schema: 'study',
    name,
    title: words,
    level: 'person',
    variables: [
      {
        name: 'person_id',
        type: 'VARCHAR',
        title: words,
        sensitivity: 'quasi-identifier',
        identity: 'person',
      },
      ...Object.entries(columns).map(([column, type]) => ({
        name: column,
        type,
        title: words,
        sensitivity: 'plain',
      })),
    ],
  })
}
const visits = aTable('visits', { day: 'DATE', kind: 'VARCHAR', points: 'INTEGER', note: 'VARCHAR' })
const visitMapping = Mapping.parse({
  table: 'study.visits',
  source: { format: 'csv' },
  person: 'patient',
  remove: ['name'],
  columns: {
    day: { from: 'day', required: true },
    kind: { from: 'kind', codes: { A: 'outpatient', B: 'inpatient' } },
    points: { from: 'points' },
    note: { from: 'note' },
  },
})

async function load(
  file: string,
  mapping: Mapping,
  {
    tables = [visits],
    ...more
  }: { tables?: readonly CatalogTable[]; dryRun?: boolean; earlier?: 'replace' | 'add' } = {},
): Promise<ImportReport> {
  return runImport({ loader, dataFolder: folder, file, mapping, tables, secret, ...more })
}
/** Of an import that is refused: what is said in both languages. */
const wordsOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'loaded',
    (problem: ImportFault) => `${problem.message} / ${problem.ja}`,
  )
async function aFile(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(root, `${runs}-${name}`)
  await writeFile(file, content)
  return file
}
const from = (schema: string, table: string) =>
  `read_parquet(${literal(parquetGlob(folder, schema, table))}, hive_partitioning = false)`
const contentOf = async (path: string): Promise<string[]> =>
  existsSync(path) ? (await readdir(path, { recursive: true })).sort() : []

describe('data sets of R, which nobody here invented', async () => {
  const sums = JSON.parse(await readFile(join(fixtures, 'r-sums.json'), 'utf8')) as Record<
    'lung' | 'pbcseq' | 'diet',
    { rows: number; persons: number; columns: Record<string, { present: number; sum: number }> }
  > & { dietPersonYears: number }
  const columnName = (name: string) => name.replaceAll('.', '_')

  test.each(['lung', 'pbcseq'] as const)(
    '%s: rows, persons, counts and sums equal those of R',
    async (name) => {
      const columns = Object.keys(sums[name].columns)
      const table = aTable(name, Object.fromEntries(columns.map((column) => [columnName(column), 'DOUBLE'])))
      const mapping = Mapping.parse({
        table: `study.${name}`,
        source: { format: 'csv' },
        person: name === 'lung' ? 'patient' : 'id',
        columns: Object.fromEntries(columns.map((column) => [columnName(column), { from: column }])),
      })
      const report = await load(join(fixtures, `${name}.csv`), mapping, { tables: [table] })
      expect([report.loaded, report.persons, report.quarantined]).toEqual([
        sums[name].rows,
        sums[name].persons,
        0,
      ])
      for (const column of columns) {
        const [found] = await loader.rows(
          `SELECT count(${columnName(column)})::INTEGER, sum(${columnName(column)}) FROM ${from('study', name)}`,
        )
        expect(found?.[0]).toBe(sums[name].columns[column]?.present)
        expect(Number(found?.[1])).toBeCloseTo(sums[name].columns[column]?.sum as number, 3)
      }
      const [persons] = await loader.rows(
        `SELECT count(DISTINCT person_id)::INTEGER FROM ${from('study', name)}`,
      )
      expect(persons?.[0]).toBe(sums[name].persons)
    },
  )

  test('diet: person-years computed from imported dates equal those of R, also by way of Parquet', async () => {
    const table = aTable('diet', { entered: 'DATE', left_on: 'DATE', chd: 'INTEGER' })
    const mapping = (format: 'csv' | 'parquet') =>
      Mapping.parse({
        table: 'study.diet',
        source: { format },
        person: 'id',
        columns: {
          entered: { from: 'doe', required: true },
          left_on: { from: 'dox', required: true },
          chd: { from: 'chd' },
        },
      })
    const csv = join(fixtures, 'diet.csv')
    const parquet = join(root, 'diet.parquet')
    await loader.run(`COPY (SELECT * FROM read_csv(${literal(csv)})) TO ${literal(parquet)} (FORMAT parquet)`)
    for (const [file, format] of [
      [csv, 'csv'],
      [parquet, 'parquet'],
    ] as const) {
      folder = join(root, `diet-${format}`)
      await load(file, mapping(format), { tables: [table] })
      const [found] = await loader.rows(
        `SELECT sum(left_on - entered)::DOUBLE / 365.25, sum(chd)::INTEGER FROM ${from('study', 'diet')}`,
      )
      expect(Number(found?.[0])).toBeCloseTo(sums.dietPersonYears, 5)
      expect(found?.[1]).toBe(sums.diet.columns.chd?.sum)
    }
  })
})

const csv = `patient,name,day,kind,points,note
0001,山田花子,2022-04-01,A,120,経過良好
0002,佐藤太郎,2022-04-31,A,50,
0003,鈴木一郎,2022-04-02,C,50,
0004,高橋次郎,2022-04-03,B,たくさん,
0005,田中三郎,2022-04-04,B,700,田中三郎さんは転院
,伊藤四郎,2022-04-05,B,1,
0006,渡辺五郎,2022-04-06,B
0001,山田花子,2022-05-01,B,,
`

describe('a file with good and bad rows', () => {
  test('loads the good ones and says of each bad one what is wrong and where, without its values', async () => {
    const report = await load(await aFile('visits.csv', csv), visitMapping)
    expect(report).toMatchObject({ outcome: 'loaded', read: 8, loaded: 3, quarantined: 5, persons: 2 })
    expect(report.reasons).toEqual({
      'day: not a date': 1,
      'kind: not in the code list': 1,
      'points: not a number': 1,
      'patient: no person': 1,
      '4 fields instead of 6': 1,
    })
    const quarantine = await readFile(report.quarantineFile as string, 'utf8')
    expect(quarantine.split('\n').slice(1, 4)).toEqual([
      '"line 3","day","not a date","日付ではありません"',
      '"line 4","kind","not in the code list","コード表にない値です"',
      '"line 5","points","not a number","数値ではありません"',
    ])
    expect(quarantine).not.toMatch(/佐藤|たくさん|0002/)
  })

  test('keeps no direct identifier anywhere in the data folder, also not in a text', async () => {
    const report = await load(await aFile('visits.csv', csv), visitMapping)
    expect(report.emptied).toEqual({ note: 1 })
    const rows = await loader.rows(`SELECT * FROM ${from('study', 'visits')}`)
    const written = [
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
      await readFile(join(folder, 'imports.json'), 'utf8'),
      await readFile(report.quarantineFile as string, 'utf8'),
    ].join()
    expect(written).not.toMatch(/山田|田中|0001|0005/)
    expect(written).toContain('経過良好')
    expect(existsSync(join(folder, '.incoming', 'rows.json'))).toBe(false)
  })

  test('gives one person one key, whatever the file', async () => {
    await load(await aFile('a.csv', csv), visitMapping)
    await load(
      await aFile('b.csv', 'patient,name,day,kind,points,note\n0001,x,2023-01-01,A,1,\n'),
      visitMapping,
    )
    const [found] = await loader.rows(`
      SELECT count(*)::INTEGER FROM ${from('study', 'visits')}
      WHERE person_id = (SELECT person_id FROM ${from('study', 'visits')} WHERE day = DATE '2023-01-01')`)
    expect(found?.[0]).toBe(3)
  })

  test('a second run of the same file changes nothing', async () => {
    const file = await aFile('visits.csv', csv)
    await load(file, visitMapping)
    const before = await contentOf(folder)
    const again = await load(file, visitMapping)
    expect(again).toMatchObject({ outcome: 'already-loaded', loaded: 3 })
    expect(await contentOf(folder)).toEqual(before)
  })

  test('a run that stopped between rows and ledger is finished by the next one, without doubles', async () => {
    const file = await aFile('visits.csv', csv)
    await load(file, visitMapping)
    await rm(join(folder, 'imports.json'))
    expect(await load(file, visitMapping)).toMatchObject({ outcome: 'loaded', loaded: 3 })
    const [found] = await loader.rows(`SELECT count(*)::INTEGER FROM ${from('study', 'visits')}`)
    expect(found?.[0]).toBe(3)
  })

  test('a dry run reports the same and writes nothing', async () => {
    const file = await aFile('visits.csv', csv)
    const report = await load(file, visitMapping, { dryRun: true })
    expect(report).toMatchObject({ outcome: 'dry-run', loaded: 3, quarantined: 5, quarantineFile: null })
    expect((await contentOf(folder)).filter((name) => name !== '.incoming')).toEqual([])
  })
})

describe('a changed copy of a file that was imported', () => {
  const header = 'patient,name,day,kind,points,note\n'
  const rowsUntil = (last: number, changed?: number) =>
    header +
    Array.from({ length: last }, (_, i) => `${i},x,2022-04-01,A,${i === changed ? 999 : i},\n`).join('')
  const countOf = async () =>
    (await loader.rows(`SELECT count(*)::INTEGER, max(points)::INTEGER FROM ${from('study', 'visits')}`))[0]

  test('is not loaded beside it: the refusal says how many rows are there and what can be done', async () => {
    await load(await aFile('march.csv', rowsUntil(100)), visitMapping)
    const changed = await aFile('april.csv', rowsUntil(101, 50))
    const words = await wordsOf(load(changed, visitMapping))
    expect(words).toContain('99 of its 101 rows')
    expect(words).toContain('101 行のうち 99 行')
    expect(words).toContain('--replace')
    expect(await countOf()).toEqual([100, 99])
    const dry = await load(changed, visitMapping, { dryRun: true })
    expect(dry).toMatchObject({ outcome: 'dry-run', loaded: 101, repeated: 99 })
  })

  test('takes its place when told to, and only its', async () => {
    await load(await aFile('other.csv', `${header}900,x,2021-01-01,B,5,\n`), visitMapping)
    const march = await load(await aFile('march.csv', rowsUntil(100)), visitMapping)
    const changed = await aFile('april.csv', rowsUntil(101, 50))
    const report = await load(changed, visitMapping, { earlier: 'replace' })
    expect(report).toMatchObject({ outcome: 'loaded', loaded: 101, repeated: 99, replaced: march.fileDigest })
    expect(await countOf()).toEqual([102, 999])
    expect(await load(changed, visitMapping)).toMatchObject({ outcome: 'already-loaded' })
  })

  test('stopped between rows and ledger, the same command ends where it would have ended', async () => {
    await load(await aFile('march.csv', rowsUntil(100)), visitMapping)
    const before = await readFile(join(folder, 'imports.json'), 'utf8')
    const changed = await aFile('april.csv', rowsUntil(101, 50))
    await load(changed, visitMapping, { earlier: 'replace' })
    await writeFile(join(folder, 'imports.json'), before)
    expect(await wordsOf(load(changed, visitMapping))).toContain('101 of its 101 rows')
    await load(changed, visitMapping, { earlier: 'replace' })
    expect(await countOf()).toEqual([101, 999])
  })

  test('is loaded beside it when told to', async () => {
    await load(await aFile('march.csv', rowsUntil(100)), visitMapping)
    await load(await aFile('twice.csv', `${rowsUntil(100)}\n`), visitMapping, { earlier: 'add' })
    expect((await countOf())?.[0]).toBe(200)
  })

  test('a file that shares a few rows only is another file', async () => {
    await load(await aFile('march.csv', rowsUntil(10)), visitMapping)
    const more =
      rowsUntil(100).replaceAll('2022-04-01,A,', '2022-05-01,A,') + rowsUntil(10).slice(header.length)
    expect(await load(await aFile('may.csv', more), visitMapping)).toMatchObject({
      loaded: 110,
      repeated: 10,
    })
  })
})

describe('a file that cannot be used changes nothing', () => {
  const good = csv.split('\n').slice(0, 2).join('\n')
  test.each([
    ['an unclosed quote', `${good}\n0009,"山田,2022-01-01,A,1,\n`, visitMapping],
    ['no header', '0001,山田花子,2022-04-01,A,120,経過良好\n', visitMapping],
    ['an empty file', '', visitMapping],
    ['a header alone', 'patient,name,day,kind,points,note\n', visitMapping],
    ['half a compressed file', gzipSync(csv.repeat(50)).subarray(0, 200), visitMapping],
    ['only bad rows', `${csv.split('\n')[0]}\n0002,佐藤太郎,2022-04-31,A,50,\n`, visitMapping],
    ['text instead of Parquet', csv, { ...visitMapping, source: { format: 'parquet' as const } }],
  ])('%s', async (_, content, mapping) => {
    const first = await aFile('first.csv', csv)
    await load(first, visitMapping)
    const before = await contentOf(folder)
    const attempt = load(await aFile('broken', content), mapping)
    await expect(attempt).rejects.toThrow(ImportFault)
    const words = await wordsOf(attempt)
    expect(words).not.toMatch(/山田|佐藤/)
    expect(words.split(' / ')[1]).toMatch(/[ぁ-ん]/)
    expect((await contentOf(folder)).filter((name) => name !== '.incoming')).toEqual(
      before.filter((name) => name !== '.incoming'),
    )
  })

  test('half a Parquet file', async () => {
    const whole = join(root, 'whole.parquet')
    await loader.run(
      `COPY (SELECT range AS patient, DATE '2022-01-01' AS day, 'A' AS kind, 1 AS points, '' AS note FROM range(5000)) TO ${literal(whole)} (FORMAT parquet)`,
    )
    const bytes = await readFile(whole)
    const file = await aFile('half.parquet', bytes.subarray(0, bytes.length / 2))
    await expect(load(file, { ...visitMapping, source: { format: 'parquet' } })).rejects.toThrow(
      'not readable Parquet',
    )
  })

  test.each([
    ['a table that is not in the catalog', { table: 'study.none' }, 'no table study.none'],
    [
      'a column that the table lacks',
      { columns: { height: { from: 'day', required: false } } },
      'no column height',
    ],
    [
      'a mapping that would keep a name',
      { columns: { note: { from: 'name', required: false } } },
      'keep the direct identifier name',
    ],
  ])('%s', async (_, change, words) => {
    await expect(load(await aFile('v.csv', csv), { ...visitMapping, ...change })).rejects.toThrow(words)
  })
})

describe('files as they come', () => {
  const row = (n: number) => `${n},x,2022-01-${String(n).padStart(2, '0')},A,${n},`
  const head = 'patient,name,day,kind,points,note'
  const ends = ['\r\n', '\n', '\r']

  test('line ends of three kinds in one file, with their places', async () => {
    const rows = [1, 2, 3, 4, 5, 32, 7].map((n, i) => row(n) + ends[i % 3])
    const report = await load(await aFile('mixed.csv', `${head}\r\n${rows.join('')}`), visitMapping)
    expect(report).toMatchObject({ read: 7, loaded: 6, reasons: { 'day: not a date': 1 } })
    expect(await readFile(report.quarantineFile as string, 'utf8')).toContain('"line 7","day"')
  })

  test('a byte order mark, a missing last line end, gzip', async () => {
    const text = `\uFEFF${head}\n${row(1)}\n${row(2)}`
    expect(await load(await aFile('bom.csv', text), visitMapping)).toMatchObject({
      loaded: 2,
      quarantined: 0,
    })
    const packed = gzipSync(`${head}\n${row(3)}\n${row(4)}\n`)
    expect(await load(await aFile('packed.csv.gz', packed), visitMapping)).toMatchObject({ loaded: 2 })
  })

  test('a NUL spoils its row', async () => {
    const report = await load(await aFile('nul.csv', `${head}\n${row(1)}a\0b\n${row(2)}\n`), visitMapping)
    expect(report).toMatchObject({ loaded: 1, reasons: { 'characters that are not utf-8': 1 } })
  })

  test('half-width kana of CP932 stay as they are', async () => {
    // ﾍﾓｸﾞﾛﾋﾞﾝ
    const kana = Buffer.from([0xcd, 0xd3, 0xb8, 0xde, 0xdb, 0xcb, 0xde, 0xdd])
    const bytes = Buffer.concat([Buffer.from(`${head}\r\n${row(1)}`), kana, Buffer.from('\r\n')])
    await load(await aFile('kana.csv', bytes), {
      ...visitMapping,
      source: { format: 'csv', encoding: 'cp932', delimiter: ',' },
    })
    expect(await loader.rows(`SELECT note FROM ${from('study', 'visits')}`)).toEqual([['ﾍﾓｸﾞﾛﾋﾞﾝ']])
  })
})

describe('encodings and dates of Japan', () => {
  test('CP932 is read with its extensions, and a byte that is no text spoils only its row', async () => {
    // 髙橋① in Windows-31J, then a row with a lone lead byte.
    const bytes = Buffer.concat([
      Buffer.from('patient,name,day,kind,points,note\n1,x,2022-01-01,A,1,'),
      Buffer.from([0xfb, 0xfc, 0x8b, 0xb4, 0x87, 0x40]),
      Buffer.from('\n2,x,2022-01-01,A,1,'),
      Buffer.from([0xff]),
      Buffer.from('\n3,x,2022-01-01,A,1,ok\n'),
    ])
    const mapping = {
      ...visitMapping,
      source: { format: 'csv' as const, encoding: 'cp932' as const, delimiter: ',' },
    }
    const report = await load(await aFile('sjis.csv', bytes), mapping)
    expect(report.reasons).toEqual({ 'characters that are not cp932': 1 })
    const notes = await loader.rows(`SELECT note FROM ${from('study', 'visits')} ORDER BY note`)
    expect(notes.flat().sort()).toEqual(['ok', '髙橋①'])
  })

  test('a UTF-8 file taken for CP932 is refused or lands in quarantine, never as garbage that looks right', async () => {
    const mapping = {
      ...visitMapping,
      source: { format: 'csv' as const, encoding: 'cp932' as const, delimiter: ',' },
    }
    const file = await aFile(
      'utf8.csv',
      'patient,name,day,kind,points,note\n1,あ,2022-01-01,A,1,診療情報提供書\n',
    )
    const said = 'the file is written in utf-8, not in cp932; set "encoding": "utf-8" in the mapping’s source'
    await expect(load(file, mapping)).rejects.toThrow(said)
    // Six bytes of UTF-8 that are three characters of CP932.
    const even = await aFile('even.csv', 'patient,name,day,kind,points,note\n1,x,2022-01-01,A,1,ああ\n')
    await expect(load(even, mapping)).rejects.toThrow(said)
  })

  test('a CP932 file taken for UTF-8 is refused with the words that mend it', async () => {
    // 患者 and 氏名 in Windows-31J: as UTF-8 both names would be the same marks for what cannot be read.
    const bytes = Buffer.concat([
      Buffer.from([0x8a, 0xb3, 0x8e, 0xd2, 0x2c, 0x8e, 0x81, 0x96, 0xbc]),
      Buffer.from(',day,kind,points,note\r\n1,x,2022-01-01,A,1,ok\r\n'),
    ])
    const mapping = { ...visitMapping, person: '患者', remove: ['氏名'] }
    const file = await aFile('excel.csv', bytes)
    await expect(load(file, mapping)).rejects.toThrow(
      'the file is written in cp932, not in utf-8; set "encoding": "cp932" in the mapping’s source',
    )
    const read = {
      ...mapping,
      source: { format: 'csv' as const, encoding: 'cp932' as const, delimiter: ',' },
    }
    expect(await load(file, read)).toMatchObject({ loaded: 1, quarantined: 0 })
  })

  test.each([
    ['yyyymmdd', '20220401', '2022-04-01'],
    ['yyyy/mm/dd', '2022/4/1', '2022-04-01'],
    ['gyy.mm.dd', 'R4.4.1', '2022-04-01'],
    ['gyy.mm.dd', '令和元年5月1日', '2019-05-01'],
    ['gyy.mm.dd', 'S64.1.7', '1989-01-07'],
  ])('%s: %s is %s', async (date, text, iso) => {
    const mapping = Mapping.parse({
      ...visitMapping,
      columns: { day: { from: 'day', date, required: true } },
    })
    await load(await aFile('d.csv', `patient,name,day\n1,x,${text}\n`), mapping)
    const rows = await loader.rows(`SELECT day::VARCHAR FROM ${from('study', 'visits')}`)
    expect(rows).toEqual([[iso]])
  })
})

describe('FHIR R4 bulk export', () => {
  const bundle: Record<string, object[]> = {
    patient: [
      {
        resourceType: 'Patient',
        id: 'pt-77',
        name: [{ text: '山田 花子' }],
        gender: 'female',
        birthDate: '1950-07-26',
        address: [{ state: '東京都' }],
        managingOrganization: { reference: 'Organization/h1' },
      },
    ],
    encounter: [
      {
        resourceType: 'Encounter',
        subject: { reference: 'Patient/pt-77' },
        class: { code: 'IMP' },
        period: { start: '2022-04-09T23:30:00Z', end: '2022-04-20' },
      },
      {
        resourceType: 'Encounter',
        subject: { reference: 'Patient/pt-77' },
        class: { code: 'AMB' },
        period: { start: '2021-01-05' },
      },
    ],
    condition: [
      {
        resourceType: 'Condition',
        subject: { reference: 'Patient/pt-77' },
        code: {
          coding: [
            { system: 'http://example.org/local', code: 'L1' },
            { system: 'http://hl7.org/fhir/sid/icd-10', code: 'E119', display: '２型糖尿病' },
          ],
        },
        onsetDateTime: '2015-03-02',
        clinicalStatus: { coding: [{ code: 'active' }] },
      },
    ],
    'allergy-intolerance': [
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/pt-77' },
        category: ['medication'],
        code: { text: 'ペニシリン系' },
        criticality: 'high',
        recordedDate: '2020-02-02',
      },
    ],
    observation: [
      {
        resourceType: 'Observation',
        subject: { reference: 'Patient/pt-77' },
        code: { coding: [{ system: 'http://jpfhir.jp/jlac10', code: '3D046', display: 'HbA1c' }] },
        effectiveDateTime: '2022-05-01T09:00:00+09:00',
        valueQuantity: { value: 6.9, unit: '%' },
      },
      {
        resourceType: 'Observation',
        subject: { reference: 'Patient/pt-77' },
        code: { coding: [{ code: '3D046' }] },
        effectiveDateTime: '2022-05',
      },
    ],
    'medication-request': [
      {
        resourceType: 'MedicationRequest',
        subject: { reference: 'Patient/pt-77' },
        medicationCodeableConcept: {
          coding: [
            { system: 'urn:oid:1.2.392.100495.20.2.74', code: '103831601' },
            { system: 'http://www.whocc.no/atc', code: 'A10BA02' },
          ],
          text: 'メトホルミン',
        },
        authoredOn: '2022-05-01',
        dispenseRequest: { expectedSupplyDuration: { value: 28 } },
      },
    ],
    immunization: [
      {
        resourceType: 'Immunization',
        patient: { reference: 'Patient/pt-77' },
        vaccineCode: { coding: [{ code: 'COV' }], text: 'ワクチン' },
        occurrenceDateTime: '2021-06-01',
        protocolApplied: [{ doseNumberPositiveInt: 1 }],
      },
    ],
    procedure: [
      {
        resourceType: 'Procedure',
        subject: { reference: 'Patient/pt-77' },
        code: { coding: [{ code: '160008010', display: '末梢血液一般検査' }] },
        performedDateTime: '2022-05-01',
      },
    ],
    'document-reference': [
      {
        resourceType: 'DocumentReference',
        subject: { reference: 'Patient/pt-77' },
        type: { text: '退院時サマリー' },
        date: '2022-04-21T10:00:00+09:00',
        content: [{ attachment: { size: 2048 } }],
      },
    ],
  }
  const loadResource = async (name: string, extra = '', earlier?: 'add') => {
    const mapping = Mapping.parse(
      JSON.parse(await readFile(join(resources, 'import-mappings', `fhir-${name}.json`), 'utf8')),
    )
    const lines = `${(bundle[name] ?? []).map((resource) => JSON.stringify(resource)).join('\n')}\n${extra}`
    const options = { tables: catalog, ...(earlier ? { earlier } : {}) }
    return { mapping, report: await load(await aFile(`${name}.ndjson`, lines), mapping, options) }
  }

  test.each(Object.keys(bundle))('%s has a mapping that fills its table', async (name) => {
    const { mapping, report } = await loadResource(name)
    const [schema = '', table = ''] = mapping.table.split('.')
    const [first] = await loader.rows(
      `SELECT count(*)::INTEGER, count(DISTINCT person_id)::INTEGER FROM ${from(schema, table)}`,
    )
    expect(first).toEqual([report.loaded, 1])
    expect(report.loaded).toBeGreaterThan(0)
  })

  test('a patient becomes sex, year and prefecture; name and day of birth do not come in', async () => {
    await loadResource('patient')
    const [row] = await loader.rows(`SELECT * EXCLUDE (person_id) FROM ${from('ehr', 'patient')}`)
    expect(row).toEqual(['2', 1950, '13', 'h1'])
  })

  test('a time of day is a day in Japan, and encounters are numbered within the person', async () => {
    await loadResource('encounter')
    const rows = await loader.rows(
      `SELECT encounter_no, started_date::VARCHAR, class FROM ${from('ehr', 'encounter')} ORDER BY 1`,
    )
    expect(rows).toEqual([
      [1, '2021-01-05', 'AMB'],
      [2, '2022-04-10', 'IMP'],
    ])
  })

  test('the ICD-10 coding is taken, not the first one', async () => {
    await loadResource('condition')
    expect(await loader.rows(`SELECT icd10_code FROM ${from('ehr', 'condition')}`)).toEqual([['E119']])
  })

  const denied: [string, object, string][] = [
    ['condition', { verificationStatus: { coding: [{ code: 'refuted' }] } }, 'refuted'],
    ['condition', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } }, 'entered in error'],
    ['allergy-intolerance', { verificationStatus: { coding: [{ code: 'refuted' }] } }, 'refuted'],
    ['encounter', { status: 'cancelled' }, 'its status is cancelled'],
    ['observation', { status: 'entered-in-error' }, 'entered in error'],
    ['medication-request', { doNotPerform: true }, 'not an order'],
    ['medication-request', { intent: 'proposal' }, 'not an order'],
    ['immunization', { status: 'not-done' }, 'its status is not-done'],
    ['procedure', { status: 'not-done' }, 'its status is not-done'],
    ['document-reference', { status: 'entered-in-error' }, 'entered in error'],
  ]
  test.each(denied)('a resource %s that says %j is no fact', async (name, saying, reason) => {
    const before = await loadResource(name)
    const { report } = await loadResource(
      name,
      `${JSON.stringify({ ...bundle[name]?.[0], ...saying })}\n`,
      'add',
    )
    expect(report.loaded).toBe(before.report.loaded)
    expect(report.reasons).toEqual({ ...before.report.reasons, [reason]: 1 })
    expect(reasonInJapanese(reason)).toMatch(/[ぁ-ん]/)
  })

  test('a result that is a limit or words is not taken for a number, nor for none', async () => {
    const one = { ...bundle.observation?.[0], valueQuantity: undefined }
    const lines = [
      { ...one, valueQuantity: { value: 5, comparator: '<' } },
      { ...one, valueCodeableConcept: { text: '陰性' } },
      { ...one, valueString: '6.1' },
      { ...one, dataAbsentReason: { coding: [{ code: 'unknown' }] } },
    ]
    const { report } = await loadResource(
      'observation',
      lines.map((each) => `${JSON.stringify(each)}\n`).join(''),
    )
    expect(report.reasons).toMatchObject({ 'value: not a number': 2 })
    const rows = await loader.rows(
      `SELECT value::DOUBLE FROM ${from('ehr', 'lab_result')} ORDER BY 1 NULLS LAST`,
    )
    expect(rows.flat()).toEqual([6.1, 6.9, null])
  })

  test('ICD-10 is written as in claims', async () => {
    const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'E11.9' }] }
    await loadResource('condition', `${JSON.stringify({ ...bundle.condition?.[0], code })}\n`)
    const rows = await loader.rows(`SELECT DISTINCT icd10_code FROM ${from('ehr', 'condition')}`)
    expect(rows).toEqual([['E119']])
  })

  test('an incomplete date, another resource and a broken line go to quarantine with their place', async () => {
    const { report } = await loadResource(
      'observation',
      '{"resourceType":"Patient","id":"x"}\n{"resourceType":\n',
    )
    expect(report.reasons).toEqual({
      'sampled_date: the date is not complete': 1,
      'another resource than Observation': 1,
      'not JSON': 1,
    })
    expect(await readFile(report.quarantineFile as string, 'utf8')).toContain('"line 4","","not JSON"')
  })

  const allergy = (reference: unknown, text = 'ペニシリン系') =>
    JSON.stringify({ resourceType: 'AllergyIntolerance', patient: { reference }, code: { text } })
  const loadLines = async (content: string | Uint8Array) => {
    const file = join(resources, 'import-mappings/fhir-allergy-intolerance.json')
    const mapping = Mapping.parse(JSON.parse(await readFile(file, 'utf8')))
    const columns = { substance: mapping.columns.substance!, category: { constant: 'x' } }
    return load(await aFile('allergy.ndjson', content), { ...mapping, columns }, { tables: catalog })
  }

  test('one patient is one person, however the reference is written; a group is nobody', async () => {
    const references = ['Patient/a1', 'https://h.example/fhir/Patient/a1', 'Patient/a1/_history/2']
    const lines = [...references, 'urn:uuid:a1', 'Group/a1', '#a1', null].map((one) => allergy(one))
    const report = await loadLines(lines.join('\n'))
    expect(report).toMatchObject({ loaded: 4, persons: 2, reasons: { 'subject: no person': 3 } })
  })

  test('a byte order mark, bytes that are no text, and a line separator inside a text', async () => {
    const broken = Buffer.concat([
      Buffer.from(`\uFEFF${allergy('Patient/1')}\r\n${allergy('Patient/2', 'a\u2028b')}\r\n`),
      Buffer.from(allergy('Patient/3', '@')).map((byte) => (byte === 0x40 ? 0xff : byte)),
    ])
    const report = await loadLines(broken)
    expect(report).toMatchObject({ loaded: 2, reasons: { 'characters that are not utf-8': 1 } })
    const rows = await loader.rows(`SELECT substance FROM ${from('ehr', 'allergy')} ORDER BY 1`)
    expect(rows.flat()).toEqual(['a\u2028b', 'ペニシリン系'])
  })
})
