/**
 * The checks before submitting against a hostile researcher. Each attempt is several results that look the same to their
 * researcher, byte for byte, and differ in one person's value. Whatever is asked of them then has to be answered the
 * same, or the answer says that value. Beside them stands what must still be said.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteCall, RouteOutput } from '../../shared/contract/routes.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { inExtract } from '../fixtures/a-second-permit.ts'
import { aService, PERMIT, problemOf, resultOf, type Service } from '../fixtures/a-service.ts'
import { aTable } from '../fixtures/a-submission.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
/**
 * Who is asked about, and three more. Nobody born in their months lacks a municipality: of such a person it would be unknown
 * whether they are the one who is asked about, and two questions would differ in whom they count.
 */
let people: string[]
/** What is true of the first of them alone; by the pseudonym nothing may be added up (visiting/provenance/weights.ts). */
let me: string
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  people = await inExtract(
    service.data,
    PERMIT,
    `SELECT person_id FROM ndb.person AS p
       WHERE municipality_code IS NOT NULL
         AND (birth_year, birth_month) NOT IN (SELECT (birth_year, birth_month) FROM ndb.person WHERE municipality_code IS NULL)
       ORDER BY count(*) OVER (PARTITION BY birth_year, birth_month, municipality_code) <> 1, person_id LIMIT 4`,
  )
  ;[me = ''] = await inExtract(
    service.data,
    PERMIT,
    `SELECT format('(birth_year = {} AND birth_month = {} AND municipality_code = ''{}'')', birth_year, birth_month, municipality_code) FROM ndb.person WHERE person_id = '${people[0]}'`,
  )
}, 240_000)
afterAll(() => service.stop())

type Asked = RouteCall<'outputs.preview'>
type Submitted = RouteCall<'outputs.submit'>
type Chosen = Partial<Extract<Asked['items'][number], { kind: 'table' }>>
type Preview = RouteOutput<'outputs.preview'>
type Table = Extract<Preview['items'][number], { kind: 'table' }>['table']

const written = (sql: string): string =>
  sql
    .replaceAll(/\bME\b/g, me)
    .replaceAll(/\bFIRST(\d)\b/g, (_, n) => `(person_id IN ('${people.slice(0, Number(n)).join("', '")}'))`)
    .replaceAll(/\bP\b/g, 'ndb.person')

const askedOf = (sql: string): Promise<ResultId> => resultOf(sato, written(sql))

/** What a result says of itself: its columns, counts, cells and masks. */
async function looksOf(resultId: ResultId): Promise<unknown> {
  const { standing, columns, rowCount, maskedCells } = await sato.call('results.view', { resultId })
  const { bytes } = await sato.call('results.page', { resultId, limit: 10_000 })
  return { standing, columns, rowCount, maskedCells, page: Buffer.from(bytes).toString('base64') }
}

/** An answer without what differs by the clock, the name of a result and that of the request. */
const told = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/"elapsedMs":[\d.e+-]+/g, '"elapsedMs":0')
      .replaceAll(/res_\w+/g, 'res_')
      .replaceAll(/"(instance|requestId)":"[^"]*"/g, '"$1":""'),
  )
const tableOf = ({ items }: Preview): Table => {
  const [item] = items
  if (item?.kind !== 'table') throw new Error('no table there')
  return item.table
}

interface Attempt {
  sql: (value: number) => string
  values: number[]
  chosen?: Chosen
  /** Of a result that is not measured. */
  unverified?: true
  /** Another result it is put beside. */
  beside?: (value: number) => string
  together?: Partial<Asked>
  /** Also by what a submission is refused with. */
  submitted?: true
  /** Also by what the ledger finds in it. */
  compared?: true
}

async function answersOf({ sql, chosen, beside, together, submitted, compared }: Attempt, value: number) {
  const ids = [await askedOf(sql(value)), ...(beside ? [await askedOf(beside(value))] : [])]
  const items = ids.map((resultId, place) => ({
    kind: 'table' as const,
    resultId,
    ...(place === 0 ? chosen : {}),
  }))
  const preview = await sato.call('outputs.preview', { items, ...together })
  const found = compared ? await sato.call('outputs.compare', { items, ...together }) : null
  const refused = submitted
    ? await problemOf(
        sato.call('outputs.submit', {
          ...together,
          title: '一人を尋ねる表',
          items: items.map((item): Submitted['items'][number] => ({
            ...aTable(item.resultId as ResultId),
            ...item,
          })),
        }),
      )
    : null
  return { looks: await looksOf(ids[0]!), preview, found, refused }
}

const GROUPED = "CASE WHEN ME THEN 'x' ELSE sex END AS k, count(DISTINCT person_id) AS persons"
const ZERO = (v: number) =>
  `SELECT ${GROUPED}, count(DISTINCT person_id) FILTER (NOT ME OR ${v} = 1) AS n FROM P GROUP BY k ORDER BY persons DESC`
/** A table of which nobody knows whom it rests on. */
const SAMPLED = (columns: string) => `SELECT ${columns} FROM P GROUP BY birth_year USING SAMPLE 30 ROWS`

const ATTEMPTS: Record<string, Attempt> = {
  'whether a number of one person is zero': { values: [0, 1], sql: ZERO },
  'whether it is zero, by the figure': {
    values: [0, 1],
    sql: ZERO,
    chosen: { chart: { kind: 'bar', x: 'k', y: ['n'], colour: null } },
  },
  'whether it is zero, by rounding': {
    values: [0, 1],
    sql: ZERO,
    chosen: { protection: { method: 'round' } },
  },
  'whether it is zero, by what is refused without protection': {
    values: [0, 1],
    sql: ZERO,
    chosen: { protection: { method: 'none' } },
    submitted: true,
  },
  'whether it is zero, by what the ledger finds without protection': {
    values: [0, 1],
    sql: (v) =>
      `SELECT ${GROUPED}, count(*) FILTER (ME AND ${v} = 1 OR NOT ME AND birth_month > 3) AS n FROM P GROUP BY k ORDER BY persons DESC`,
    chosen: { protection: { method: 'none' } },
    compared: true,
  },
  'a number of one person that others begin with': {
    values: [3, 43],
    sql: (v) =>
      `SELECT CASE WHEN ME THEN ${v} ELSE birth_month * 5 END AS k, count(DISTINCT person_id) AS persons FROM P GROUP BY k ORDER BY persons DESC`,
  },
  'whether a mean of one person is missing': {
    values: [0, 1],
    sql: (v) =>
      `SELECT ${GROUPED}, avg(CASE WHEN NOT ME OR ${v} = 1 THEN birth_year END) AS n FROM P GROUP BY k ORDER BY persons DESC`,
  },
  'the sign of a sum': {
    values: [-1, 1],
    sql: (v) =>
      `SELECT ${GROUPED}, sum(CASE WHEN ME THEN ${v * 7} ELSE 2 END) AS s FROM P GROUP BY k ORDER BY persons DESC`,
  },
  'which side of the top age one person is': {
    values: [50, 95],
    sql: (v) =>
      `SELECT CASE WHEN ME THEN ${v} ELSE birth_year % 3 * 10 END AS age, count(DISTINCT person_id) AS persons FROM P GROUP BY age ORDER BY persons DESC`,
  },
  'how large the municipality of one person is': {
    values: [0, 1],
    sql: (v) =>
      `SELECT CASE WHEN ME THEN ${v === 0 ? "'どこにもない町'" : "'13101'"} ELSE '合計外' END AS municipality, count(DISTINCT person_id) AS persons FROM P GROUP BY municipality ORDER BY persons DESC`,
  },
  'a key of one person that others have, too': {
    values: [1, 2],
    sql: (v) =>
      `SELECT ME AS k, CASE WHEN ME THEN 'u${v}' ELSE 'u' || (birth_year % 3) END AS l, count(DISTINCT person_id) AS persons FROM P GROUP BY ALL ORDER BY persons DESC`,
  },
  'a key of one person, both halves of it known': {
    values: [1, 2],
    sql: (v) =>
      `SELECT CASE WHEN ME OR birth_year < 1940 THEN 'b' ELSE 'a' END AS k, CASE WHEN ME THEN 'u${v}' WHEN birth_year < 1940 THEN 'u0' ELSE 'u' || (birth_year % 3) END AS l, count(DISTINCT person_id) AS persons FROM P GROUP BY ALL ORDER BY persons DESC`,
  },
  'whether one person’s key lies within another': {
    values: [1, 2],
    sql: (v) =>
      `SELECT CASE WHEN ME THEN 'x${v}' ELSE sex END AS k, count(DISTINCT person_id) AS persons FROM P GROUP BY k ORDER BY persons DESC`,
    chosen: { protection: { recodings: [{ kind: 'top', column: 'k', from: 10 }] } },
  },
  'a key of one person who is ten categories, by merging them': {
    values: [1, 2],
    // A total that adds up over the categories, made of others, so that it says nothing of who stands in several.
    sql: (v) =>
      `SELECT k, l, count(DISTINCT person_id) AS persons FROM (
         SELECT 'a' AS k, 'all' AS l, person_id FROM P WHERE NOT ME
         UNION ALL SELECT NULL, 'all', person_id FROM P WHERE NOT ME
         UNION ALL SELECT 'x' || i, 'u${v}', person_id FROM P, range(10) AS t(i) WHERE ME
       ) GROUP BY k, l ORDER BY persons DESC`,
    chosen: {
      protection: {
        recodings: [
          {
            kind: 'groups',
            column: 'k',
            groups: [{ label: 'x', members: Array.from({ length: 10 }, (_, i) => `x${i}`) }],
          },
        ],
      },
    },
  },
  'which of hidden numbers are zero, by the terms of a model': {
    values: [3, 45],
    sql: (v) =>
      `SELECT CASE WHEN ME THEN 'x' || i ELSE sex END AS k, count(*) AS m, count(*) FILTER (NOT ME OR i = ${v}) AS n
       FROM P, range(60) AS t(i) GROUP BY k ORDER BY m DESC`,
    chosen: {
      form: {
        kind: 'model',
        term: 'k',
        estimate: 'm',
        statedObservations: 20_000,
        persons: 'n',
      },
    },
    submitted: true,
  },
  'a key of one person, by a model of terms that are called like it': {
    values: [1, 2],
    sql: () => "SELECT 'u' || birth_month AS k, count(*) AS m FROM P GROUP BY k ORDER BY m DESC",
    beside: (v) =>
      `SELECT CASE WHEN ME THEN 'u${v}' ELSE 'w' END AS c, count(DISTINCT person_id) AS persons FROM P GROUP BY c ORDER BY persons DESC`,
    chosen: {
      form: {
        kind: 'model',
        term: 'k',
        estimate: 'm',
        statedObservations: 20_000,
        counts: { item: 1, term: 'c', persons: 'persons' },
      },
    },
  },
  'how many persons a hidden number has': {
    values: [2, 4],
    sql: (v) =>
      `SELECT CASE WHEN FIRST${v} THEN 'x' WHEN FIRST4 THEN 'y' ELSE sex END AS k, count(DISTINCT person_id) AS persons FROM P GROUP BY k HAVING k <> 'y' ORDER BY persons DESC`,
  },
  'what two hidden numbers add up to, by columns': {
    values: [2, 3],
    sql: (v) =>
      `SELECT count(DISTINCT person_id) FILTER (FIRST${v}) AS a, count(DISTINCT person_id) FILTER (FIRST2) AS b FROM P`,
  },
  'a sign in what nobody measured': {
    unverified: true,
    values: [-1, 1],
    sql: (v) => SAMPLED(`birth_year, ${v} AS s, count(*) AS n, sum(${v}) AS t`),
  },
  'an equality in what nobody measured': {
    unverified: true,
    values: [3, 4],
    sql: (v) => SAMPLED(`birth_year, sum(${v}) AS s, sum(3) AS t, sum(1) AS u`),
  },
  'a missing number in what nobody measured': {
    unverified: true,
    values: [0, 1],
    sql: (v) => SAMPLED(`birth_year, CASE WHEN ${v} = 1 THEN count(*) END AS n`),
  },
  'an age in what nobody measured': {
    unverified: true,
    values: [50, 95],
    sql: (v) => SAMPLED(`birth_year - birth_year + ${v} AS age, count(*) AS n`),
  },
  'small numbers in what nobody measured, by how many stand against it': {
    unverified: true,
    values: [1, 1000],
    sql: (v) => SAMPLED(`birth_year, count(*) * 0 + ${v} AS n, count(*) AS m`),
    chosen: { protection: { method: 'none' } },
  },
  'a declared equality in what nobody measured': {
    unverified: true,
    values: [3, 4],
    sql: (v) => SAMPLED(`birth_year, sum(${v}) AS s, sum(3) AS t`),
    together: {
      declared: [{ whole: { item: 0, row: 0, column: 's' }, parts: [{ item: 0, row: 0, column: 't' }] }],
    },
  },
}

describe('tells nothing of', () => {
  test.each(Object.entries(ATTEMPTS))('%s', async (_, attempt) => {
    const all: Awaited<ReturnType<typeof answersOf>>[] = []
    for (const value of attempt.values) all.push(await answersOf(attempt, value))
    for (const one of all.slice(1)) {
      expect(one.looks).toEqual(all[0]!.looks)
      expect(told(one.preview)).toEqual(told(all[0]!.preview))
      expect(told(one.found)).toEqual(told(all[0]!.found))
      expect(told(one.refused)).toEqual(told(all[0]!.refused))
    }
    expect(tableOf(all[0]!.preview).verified).toBe(attempt.unverified !== true)
    if (attempt.submitted) expect(all[0]!.refused?.code).toBe('output-blocked')
  })
})

describe('still says', () => {
  const tableAsked = async (sql: string, chosen: Chosen = {}) =>
    tableOf(
      await sato.call('outputs.preview', {
        items: [{ kind: 'table', resultId: await askedOf(sql), ...chosen }],
      }),
    )

  test('what is hidden and why, and numbers that rest on enough', async () => {
    const table = await tableAsked(ZERO(0))
    expect(table.rows.flat().filter(({ text }) => text !== null).length).toBeGreaterThan(2)
    const hidden = table.rows.at(-1)!
    expect(hidden.map(({ text, status }) => [text, status])).toEqual(Array(3).fill([null, 'primary']))
    expect(hidden.slice(1).flatMap(({ findings }) => findings.map((at) => table.findings[at]!.code))).toEqual(
      ['below-minimum', 'below-minimum'],
    )
  })

  test('what small groups come to that share nobody, once they are merged', async () => {
    const small = await inExtract(
      service.data,
      PERMIT,
      `SELECT birth_year || '-' || birth_month FROM ndb.person GROUP BY ALL HAVING count(*) BETWEEN 5 AND 9 LIMIT 3`,
    )
    expect(small).toHaveLength(3)
    const members = small.map((_, n) => `x${n}`)
    const cases = small.map((month, n) => `WHEN birth_year || '-' || birth_month = '${month}' THEN 'x${n}'`)
    const table = await tableAsked(
      `SELECT CASE ${cases.join(' ')} ELSE 'a' END AS k, count(DISTINCT person_id) AS persons, count(*) AS n
       FROM P GROUP BY k ORDER BY persons DESC`,
      { protection: { recodings: [{ kind: 'groups', column: 'k', groups: [{ label: 'x', members }] }] } },
    )
    expect(table.rows.map((row) => row.map(({ text }) => text !== null))).toEqual([
      [true, true, true],
      [true, true, true],
    ])
    expect(Number(table.rows[1]![1]!.text)).toBeGreaterThanOrEqual(15)
  })

  test('that nothing is hidden in a table that is to leave as it is', async () => {
    const table = await tableAsked(ZERO(0), { protection: { method: 'none' } })
    const untold = table.rows.at(-1)!
    expect(untold.map(({ text, status }) => [text, status])).toEqual(Array(3).fill([null, 'shown']))
    expect(table.summary.primary).toBe(0)
    expect(table.findings.filter(({ severity }) => severity === 'blocking')).toHaveLength(2)
  })

  test('that a sum which may be told is negative', async () => {
    const table = await tableAsked(
      `SELECT ${GROUPED}, sum(-1 - birth_year % 2) AS s FROM P GROUP BY k ORDER BY persons DESC`,
    )
    expect(table.findings.map(({ code }) => code)).toContain('negative-values')
  })
})
