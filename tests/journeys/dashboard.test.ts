import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { aggregate } from '../../shared/contract/dashboard.ts'
import type { CallOf } from '../../shared/contract/define-route.ts'
import { CatalogTable } from '../../shared/model/catalog.ts'
import { OpenQuestion } from '../../shared/model/open-question.ts'
import { literal } from '../../shared/model/sql-text.ts'
import { openLoader } from '../../visiting/engine/loader.ts'
import { makeOpenReader } from '../../visiting/engine/open-reader.ts'
import { detectSandbox } from '../../visiting/engine/process/sandbox.ts'
import { engineScripts } from '../../visiting/engine-scripts.ts'
import { openDataJourneys } from '../../visiting/journeys/ask-open-data.ts'
import { aService, codeOf, problemOf, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

type Question = CallOf<typeof aggregate>

const folder = temporaryFolder()
let service: Service
let reading: (folders: readonly string[]) => ReturnType<typeof makeOpenReader>
beforeAll(async () => {
  service = await aService(folder)
  const script = engineScripts().reader
  const sandbox = await detectSandbox(script)
  reading = (folders) => makeOpenReader({ script, sandbox, folders })
})
afterAll(() => service.stop())

const published = parse(
  readFileSync(join(import.meta.dirname, '../../resources/open-data/pmh_municipalities.csv'), 'utf8'),
  { columns: true },
) as Record<string, string>[]
const municipalities = { schema: 'open', name: 'pmh_municipalities' }
const byPrefecture: Question = {
  table: municipalities,
  rows: ['prefecture_name'],
  measure: { kind: 'count' },
}
const ask = (question: Question) => service.open.call('dashboard.aggregate', question)

describe('without signing in', () => {
  test('the published municipalities are counted by prefecture', async () => {
    const expected = new Map<string, number>()
    for (const { prefecture } of published) expected.set(prefecture!, (expected.get(prefecture!) ?? 0) + 1)
    const { cells, cut } = await ask(byPrefecture)
    expect(cut).toBe(false)
    expect(new Map(cells.map((cell) => [cell.rows[0], cell.value]))).toEqual(expected)
  })

  test('a filtered sum across a column is the sum of the published rows', async () => {
    const rows = published.filter((row) => row.prefecture === '北海道')
    const { cells } = await ask({
      ...byPrefecture,
      column: 'children',
      measure: { kind: 'sum', column: 'disability' },
      filters: [{ column: 'prefecture_name', in: ['北海道'] }],
    })
    const expected = new Map<string, number>()
    for (const row of rows)
      expected.set(row.children!, (expected.get(row.children!) ?? 0) + Number(row.disability))
    expect(rows.length).toBeGreaterThan(3)
    expect(new Map(cells.map(({ column, value }) => [column, value]))).toEqual(expected)
  })

  test('every open table of the catalog can be asked', async () => {
    const { datasets } = await service.open.call('catalog.datasets', {})
    const tables = datasets.filter(({ access }) => access === 'open').flatMap((dataset) => dataset.tables)
    expect(tables.length).toBeGreaterThan(5)
    for (const { schema, name, variables } of tables) {
      const { cells } = await ask({
        table: { schema, name },
        rows: [variables[0]!.name],
        measure: { kind: 'count' },
      })
      expect(cells.length).toBeGreaterThan(0)
    }
  })

  test('the CSV holds the cells of the answer', async () => {
    const { bytes, headers } = await service.open.call('dashboard.csv', byPrefecture)
    const text = new TextDecoder().decode(bytes)
    const { cells } = await ask(byPrefecture)
    // Without its mark a spreadsheet in Japan reads UTF-8 as Shift_JIS, and garbage stands in every cell.
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(headers['content-type']).toContain('text/csv')
    expect(parse(text) as string[][]).toEqual([
      ['prefecture_name', 'count', 'hidden_values'],
      ...cells.map((cell) => [cell.rows[0], String(cell.value), '0']),
    ])
  })

  test('pairs of databases tell their shared persons only in tens, and none under the minimum', async () => {
    const { pairs } = await service.open.call('catalog.linkage', {})
    const told = pairs.flatMap(({ persons }) => (persons === null ? [] : [persons]))
    expect(told.length).toBeGreaterThan(10)
    expect(told.every((persons) => persons >= 10 && persons % 10 === 0)).toBe(true)
  })
})

describe('what is not open stays shut', () => {
  test('a table with persons is not found, and the refusal has words in both languages', async () => {
    const problem = await problemOf(
      ask({ ...byPrefecture, table: { schema: 'ndb', name: 'person' }, rows: ['sex'] }),
    )
    expect(problem).toMatchObject({ code: 'open-table-not-found', status: 404 })
    expect(problem?.words.ja.title).toContain('ndb.person')
    expect(problem?.words.en.title).toContain('ndb.person')
  })

  test.each<[string, string, Partial<Question>]>([
    ['a variable the table has not', 'open-column-unknown', { rows: ['person_id'] }],
    ['a variable twice', 'open-column-twice', { rows: ['prefecture_name'], column: 'prefecture_name' }],
    ['a sum of text', 'open-not-a-quantity', { measure: { kind: 'sum', column: 'municipality_name' } }],
    ['a name that is SQL', 'input-invalid', { rows: ['row_no" FROM x --'] }],
    ['a table that is a file', 'input-invalid', { table: { schema: 'open', name: "x') UNION SELECT '" } }],
    ['a value with a NUL', 'input-invalid', { filters: [{ column: 'prefecture_name', in: ['a\0'] }] }],
  ])('%s is refused', async (_what, code, part) => {
    expect(await codeOf(ask({ ...byPrefecture, ...part }))).toBe(code)
  })

  test('a value that is SQL is compared as text', async () => {
    const hostile = "x' OR 1=1 UNION SELECT * FROM read_text('/etc/passwd') --"
    const { cells } = await ask({ ...byPrefecture, filters: [{ column: 'prefecture_name', in: [hostile] }] })
    expect(cells).toEqual([])
  })

  test('many questions at once are all answered or told to wait', async () => {
    const codes = await Promise.all(Array.from({ length: 60 }, () => codeOf(ask(byPrefecture))))
    expect(codes.filter((code) => code === null).length).toBeGreaterThanOrEqual(32)
    expect(codes.every((code) => code === null || code === 'busy')).toBe(true)
  })
})

describe('a table of more cells than anybody can read', () => {
  const store = temporaryFolder()
  const table: CatalogTable = CatalogTable.parse({
    schema: 'open',
    name: 'long',
    title: { ja: '長い表', en: 'Long' },
    level: 'open',
    variables: [{ name: 'place', type: 'VARCHAR', title: { ja: '場所', en: 'Place' }, sensitivity: 'plain' }],
  })
  const question = OpenQuestion.parse({
    table: { schema: 'open', name: 'long' },
    rows: ['place'],
    measure: { kind: 'count' },
  })

  test('is cut and says so, and its file is refused rather than half', async () => {
    const maker = await openLoader({ memoryBytes: 200_000_000, threads: 1, tempFolder: join(store, 'temp') })
    mkdirSync(join(store, 'open', 'long'), { recursive: true })
    const file = literal(join(store, 'open', 'long', 'part-0000.parquet'))
    await maker.run(`COPY (SELECT '=' || i AS place FROM range(6000) AS r(i)) TO ${file} (FORMAT parquet)`)
    await maker.close()
    const { datasets } = await service.open.call('catalog.datasets', {})
    const pmh = datasets.find(({ id }) => id === 'pmh')!
    const journeys = openDataJourneys({
      datasets: [{ ...pmh, tables: [table] }],
      store,
      openReader: reading,
    })
    expect(await journeys.aggregate(question)).toMatchObject({ cut: true })
    await expect(journeys.csv(question)).rejects.toMatchObject({ code: 'open-answer-too-large' })
    const few = OpenQuestion.parse({ ...question, filters: [{ column: 'place', in: ['=1'] }] })
    const text = new TextDecoder().decode((await journeys.csv(few)).bytes)
    expect(text, 'no formula for a spreadsheet').toContain("'=1,1,0")
    await journeys.close()
  })

  test('is answered by a process that can read nothing but open tables, and is replaced when it dies', async () => {
    const open = join(service.data, 'store', 'open', 'pmh_prefectures')
    const reader = reading([open])
    const good = `SELECT count(*)::DOUBLE FROM read_parquet(${literal(join(open, '**', '*.parquet'))})`
    expect(await reader.rows(good)).toEqual([[22]])
    const persons = literal(join(service.data, 'store', 'ndb', 'person', '**', '*.parquet'))
    for (const sql of [
      `SELECT count(*)::DOUBLE FROM read_parquet(${persons})`,
      "SELECT content FROM read_text('/etc/hostname')",
      "SELECT content FROM read_text('/proc/self/environ')",
      'SET enable_external_access = true',
      `COPY (SELECT 1) TO ${literal(join(open, 'x.parquet'))}`,
    ])
      expect([sql, await reader.rows(sql)]).toEqual([sql, null])
    const pid = reader.pid!
    expect(pid).not.toBe(process.pid)
    process.kill(pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await reader.rows(good)).toEqual([[22]])
    expect(reader.pid).not.toBe(pid)
    reader.close()
  })
})
