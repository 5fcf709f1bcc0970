import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CatalogTable } from '../../../shared/model/catalog.ts'
import { OpenAnswer, OpenQuestion } from '../../../shared/model/open-question.ts'
import { literal } from '../../../shared/model/sql-text.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import {
  cellsAtMost,
  openAggregationSql,
  openAnswer,
  openTable,
  whyNotAsk,
} from '../../../visiting/catalog/open-aggregation.ts'
import { openLoader } from '../../../visiting/engine/loader.ts'
import type { Loader } from '../../../visiting/sources/loader-port.ts'

const resources = join(import.meta.dirname, '../../../resources')
const datasets = await loadCatalog(join(resources, 'catalog'))
let loader: Loader

beforeAll(async () => {
  loader = await openLoader({
    memoryBytes: 300_000_000,
    threads: 2,
    tempFolder: join(tmpdir(), 'open-spill'),
  })
  const csv = join(resources, 'open-data/pmh_municipalities.csv')
  await loader.run(`
    CREATE SCHEMA open;
    CREATE TABLE open.pmh_municipalities AS
    SELECT no AS row_no, NULL::VARCHAR AS prefecture_code, prefecture AS prefecture_name, municipality AS municipality_name,
      * EXCLUDE (no, prefecture, municipality) FROM read_csv(${literal(csv)});
    CREATE TABLE open.ndb_checkup AS
    SELECT * FROM (VALUES (2020, '01', '北海道', '1', '40-44', 30, 20.0, 120.0, 5.5),
      (2020, '01', '北海道', '2', '40-44', 10, 24.0, 130.0, NULL),
      (2020, '47', '沖縄県', '1', '40-44', NULL, NULL, NULL, NULL))
      AS t(fiscal_year, prefecture_code, prefecture_name, sex, age_band, people, mean_bmi, mean_systolic_mmhg, mean_hba1c_percent);`)
})
afterAll(() => loader.close())

function table(name: string): CatalogTable {
  const found = openTable(datasets, { schema: 'open', name })
  if (!found) throw new Error(`${name} is not open`)
  return found
}
async function ask(question: Partial<OpenQuestion> & { rows: string[] }, name = 'pmh_municipalities') {
  const whole = OpenQuestion.parse({
    table: { schema: 'open', name },
    measure: { kind: 'count' },
    ...question,
  })
  return openAnswer(whole, await loader.rows(openAggregationSql(whole, table(name), `open.${name}`)))
}

test('municipalities are counted by prefecture as in the published file', async () => {
  const file = readFileSync(join(resources, 'open-data/pmh_municipalities.csv'), 'utf8')
  const expected: Record<string, number> = {}
  for (const line of file.trim().split('\n').slice(1)) {
    const prefecture = line.split(',')[1] as string
    expected[prefecture] = (expected[prefecture] ?? 0) + 1
  }
  const answer = await ask({ rows: ['prefecture_name'] })
  expect(OpenAnswer.safeParse(answer).success).toBe(true)
  expect(Object.fromEntries(answer.cells.map((cell) => [cell.rows[0], cell.value]))).toEqual(expected)
})

test('rows, a column, a sum and filters work together', async () => {
  const answer = await ask({
    rows: ['prefecture_name'],
    column: 'children',
    measure: { kind: 'sum', column: 'disability' },
    filters: [
      { column: 'prefecture_name', in: ['北海道', '青森県'] },
      { column: 'single_parent', from: 1, until: null },
    ],
  })
  expect(answer.cells).toEqual([
    { rows: ['北海道'], column: '1', value: 6, hidden: 0 },
    { rows: ['青森県'], column: '1', value: 0, hidden: 0 },
  ])
})

test('a mean of groups is weighted by their size, and what the publisher hid is counted', async () => {
  const answer = await ask(
    { rows: ['prefecture_name'], measure: { kind: 'mean', column: 'mean_bmi', weight: 'people' } },
    'ndb_checkup',
  )
  expect(answer.cells).toEqual([
    { rows: ['北海道'], column: null, value: 21, hidden: 0 },
    { rows: ['沖縄県'], column: null, value: null, hidden: 1 },
  ])
})

test('empty values can be asked for', async () => {
  const answer = await ask({ rows: ['sex'], filters: [{ column: 'people', in: [null] }] }, 'ndb_checkup')
  expect(answer.cells.map((cell) => cell.value)).toEqual([1])
})

describe('what cannot be asked', () => {
  test('no table with persons is open, whatever question names it', () => {
    for (const { schema, name } of datasets
      .flatMap(({ tables }) => tables)
      .filter((t) => t.level === 'person'))
      expect(openTable(datasets, { schema, name })).toBeUndefined()
  })

  test.each([
    ['column-unknown', { rows: ['height'] }],
    ['column-unknown', { rows: ['prefecture_name'], filters: [{ column: 'height', in: ['1'] }] }],
    ['column-twice', { rows: ['prefecture_name'], column: 'prefecture_name' }],
    ['not-a-quantity', { rows: ['children'], measure: { kind: 'sum' as const, column: 'prefecture_name' } }],
    [
      'not-a-quantity',
      { rows: ['children'], filters: [{ column: 'prefecture_name', from: 1, until: null }] },
    ],
  ])('%s', async (code, question) => {
    const whole = OpenQuestion.parse({
      table: { schema: 'open', name: 'pmh_municipalities' },
      measure: { kind: 'count' },
      ...question,
    })
    expect(whyNotAsk(whole, table('pmh_municipalities'))).toBe(code)
    expect(() => openAggregationSql(whole, table('pmh_municipalities'), 'x')).toThrow(RangeError)
  })

  test('a value never becomes part of the statement', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), async (value) => {
        fc.pre(!value.includes('\u0000') && value !== '北海道')
        const answer = await ask({
          rows: ['prefecture_name'],
          filters: [{ column: 'prefecture_name', in: [value] }],
        })
        expect(answer.cells).toEqual([])
      }),
      { numRuns: 60, examples: [["' OR 1=1 --"], ["'); DROP TABLE open.pmh_municipalities; --"]] },
    )
    expect((await ask({ rows: ['prefecture_name'] })).cells.length).toBeGreaterThan(30)
  })
})

test('an answer with too many cells is cut and says so', () => {
  const question = OpenQuestion.parse({
    table: { schema: 'open', name: 'pmh_municipalities' },
    rows: ['municipality_name'],
    measure: { kind: 'count' },
  })
  const rows = Array.from({ length: cellsAtMost + 1 }, (_, i) => [`${i}`, null, 1, 0])
  const answer = openAnswer(question, rows)
  expect([answer.cells.length, answer.cut]).toEqual([cellsAtMost, true])
  expect(openAnswer(question, rows.slice(1)).cut).toBe(false)
})
