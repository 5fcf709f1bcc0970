import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dataset } from '../../../shared/model/catalog.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import {
  profileTable,
  roundStep,
  safeCount,
  safeRows,
  sharedPersons,
} from '../../../visiting/catalog/profiles.ts'
import { openLoader } from '../../../visiting/engine/loader.ts'
import type { Loader } from '../../../visiting/sources/loader-port.ts'

let loader: Loader
const from = (schema: string, table: string) => `${schema}.${table}`
const datasets = await loadCatalog(join(import.meta.dirname, '../../../resources/catalog'))
const notification = table('idb', 'notification')

function table(schema: string, name: string): Dataset['tables'][number] {
  const found = datasets.flatMap(({ tables }) => tables).find((t) => t.schema === schema && t.name === name)
  if (!found) throw new Error(`${schema}.${name} is not in the catalog`)
  return found
}

beforeAll(async () => {
  loader = await openLoader({
    memoryBytes: 300_000_000,
    threads: 2,
    tempFolder: join(tmpdir(), 'profile-spill'),
  })
  // 9 persons in 2020, 37 with method A and 6 with B in 2022; one person has 500 rows.
  await loader.run(`
    CREATE SCHEMA idb; CREATE SCHEMA vaccination;
    CREATE TABLE idb.notification AS
    SELECT i AS person_id, 'X' AS disease_code, 'x' AS disease_name, CASE WHEN i < 6 THEN '重症' ELSE '軽症' END AS severity,
      CASE WHEN i < 9 THEN DATE '2020-03-05' ELSE DATE '2022-07-01' END AS onset_date,
      NULL::DATE AS first_visit_date, CASE WHEN i < 5 THEN DATE '2022-07-02' END AS diagnosis_date,
      CASE WHEN i >= 3 THEN DATE '2022-07-03' END AS notified_date,
      CASE WHEN i < 37 THEN 'A' ELSE 'B' END AS diagnosis_method, '1' AS institution_id, '13' AS prefecture_code
    FROM range(43) AS t(i);
    INSERT INTO idb.notification SELECT 1, 'Y', 'y', '重症', DATE '1999-01-01', NULL, NULL, NULL, 'C', '1', '47' FROM range(500);
    CREATE TABLE vaccination.record AS SELECT i + 30 AS person_id FROM range(100) AS t(i);`)
})
afterAll(() => loader.close())

const profile = () => profileTable(notification, { rows: (sql) => loader.rows(sql), from })
const bars = async (column: string) =>
  (await profile()).columns.find(({ name }) => name === column)?.distribution

test('a value that fewer than ten persons have never becomes a bar, however many rows it has', async () => {
  expect(await bars('diagnosis_method')).toEqual([{ label: 'A', count: 40 }])
  expect(await bars('disease_code')).toEqual([{ label: 'X', count: 40 }])
})

test('a bar counts persons, rounded to ten', async () => {
  expect(await bars('severity')).toEqual([{ label: '軽症', count: 40 }])
})

test('first and last are months in which ten persons or more appear', async () => {
  const { first, last } = await profile()
  expect([first, last]).toEqual(['2022-07', '2022-07'])
})

test('a completeness by which fewer than ten persons stand apart is told as all or none', async () => {
  const found = Object.fromEntries(
    (await profile()).columns.map((column) => [column.name, column.completeness]),
  )
  // Three persons (one with 500 rows) lack a day of notification, five have a day of diagnosis.
  expect([found.notified_date, found.diagnosis_date]).toEqual([1, 0])
  expect([found.first_visit_date, found.onset_date]).toEqual([0, 1])
})

test('identities have no distribution', async () => {
  expect(await bars('person_id')).toEqual([])
  expect(await bars('institution_id')).toEqual([])
})

test('completeness is the share of values that are there', async () => {
  const { columns } = await profile()
  const of = (column: string) => columns.find(({ name }) => name === column)?.completeness
  expect([of('onset_date'), of('diagnosis_date')]).toEqual([1, 0])
})

test('a table of fewer than ten persons shows nothing but its names', async () => {
  const few = await profileTable(notification, {
    rows: (sql) => loader.rows(sql),
    from: (schema, name) => `(SELECT * FROM ${schema}.${name} WHERE person_id < 9 AND person_id <> 1)`,
  })
  expect([few.rows, few.persons, few.first]).toEqual([null, null, null])
  expect(
    few.columns.every((column) => column.completeness === null && column.distribution.length === 0),
  ).toBe(true)
})

test('what few people add with an update is not read off the number of rows', async () => {
  // 300 persons of 40 rows each, then three more.
  const rowsOf = async (persons: number) =>
    (
      await profileTable(notification, {
        rows: (sql) => loader.rows(sql),
        from: () =>
          `(SELECT p.i AS person_id, n.* EXCLUDE (person_id)
            FROM (SELECT * FROM idb.notification WHERE person_id = 0) n, range(${persons}) p(i), range(40))`,
      })
    ).rows
  expect([await rowsOf(300), await rowsOf(303)]).toEqual([12_000, 12_000])
  expect([safeRows(12_480, 400), safeRows(3, 3), safeRows(543, 512)]).toEqual([12_500, 10, 1_000])
})

test('shared persons of two databases are rounded, and hidden under ten', async () => {
  const two = datasets
    .filter(({ id }) => id === 'idb' || id === 'vaccination')
    .map((dataset) => ({
      ...dataset,
      tables: dataset.tables.filter((t) => ['record', 'notification'].includes(t.name)),
    }))
  const shared = (from_: (schema: string, name: string) => string) =>
    sharedPersons(two, { rows: (sql) => loader.rows(sql), from: from_ })
  expect(await shared(from)).toEqual([{ databases: ['vaccination', 'idb'], persons: 10 }])
  expect(await shared((s, t) => `(SELECT * FROM ${s}.${t} WHERE person_id < 39)`)).toEqual([
    { databases: ['vaccination', 'idb'], persons: null },
  ])
})

test('a safe count is a multiple of ten within five of the truth, or hidden', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (persons) => {
      const shown = safeCount(persons)
      if (persons < 10) return shown === null
      return shown !== null && shown % 10 === 0 && Math.abs(shown - persons) <= 5
    }),
  )
})

test('steps of quantities are 1, 2 or 5 times a power of ten and make at most thirteen bars', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (range) => {
      const step = roundStep(range)
      const lead = step / 10 ** Math.floor(Math.log10(step) + 1e-9)
      return [1, 2, 5].some((x) => Math.abs(lead - x) < 1e-6) && range / step <= 13
    }),
  )
})
