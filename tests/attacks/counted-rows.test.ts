/**
 * How many rows a result has, and in what order, is told only as far as it rests on many persons. Each attempt is made
 * twice, as if one person's number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be
 * the same, byte by byte.
 */
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteName } from '../../shared/contract/routes.ts'
import { MASK } from '../../shared/model/facts.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import { rowsInExtract } from '../fixtures/a-second-permit.ts'
import { aService, PERMIT, type Service } from '../fixtures/a-service.ts'
import { type PlainClient, plainHttp } from '../fixtures/plain-http.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { COUNTING } from './counted-rows.ts'

const folder = temporaryFolder()
let service: Service
let raw: PlainClient
let me: { person: string; group: string }

beforeAll(async () => {
  service = await aService(folder)
  raw = await plainHttp(service, 'sato')
  const [[person, group] = []] = await rowsInExtract(
    service.data,
    PERMIT,
    'SELECT person_id, birth_year % 60 FROM ndb.person WHERE birth_year BETWEEN 1950 AND 1970 ORDER BY person_id LIMIT 1',
  )
  me = { person: person!, group: group! }
})
afterAll(() => service.stop())

const ask = async (name: RouteName, input: Record<string, unknown>) =>
  JSON.parse((await raw(name, input)).bytes.toString()) as Record<string, unknown>

/** What differs of any two answers: names, times, and the researcher's own words. */
const OWN = new Set([
  ...['id', 'resultId', 'permitId', 'sql', 'submittedAt', 'createdAt', 'expiresAt', 'elapsedMs', 'requestId'],
  'progressRows',
  'instance',
])
const told = (answer: unknown): string =>
  JSON.stringify(answer, (key, value) => (OWN.has(key) ? undefined : value)).replaceAll(/res_\w+/g, 'res')

const written = (sql: string, k: number): string =>
  sql
    .replaceAll(/\b(\w)\.ME\b/g, `$1.person_id = '${me.person}'`)
    .replaceAll(/\bME\b/g, `(person_id = '${me.person}')`)
    .replaceAll(/\bG\b/g, me.group)
    .replaceAll(/\b(\w\.)?K\b/g, `(CAST($1birth_year > 0 AS INTEGER) * ${k})`)
    .replaceAll(/\bP\b/g, 'ndb.person')

async function run(statements: string[], k: number) {
  let query: Record<string, unknown> = {}
  for (const sql of statements) {
    query = await ask('queries.run', { permitId: PERMIT, sql: written(sql, k), waitMs: 20_000 })
    while (query.state === 'running' || query.state === 'queued')
      query = await ask('queries.state', { queryId: query.id, waitMs: 20_000 })
    // Two that fail alike would tell the same, too.
    expect(query.state, `${JSON.stringify(query)} ${sql}`).toBe('done')
  }
  return { query, resultId: query.resultId as ResultId | null | undefined }
}

/** All that a client gets as data of one text. */
async function everything(statements: string[], k: number): Promise<Record<string, string>> {
  const { query, resultId } = await run(statements, k)
  const found: Record<string, string> = { query: told(query) }
  found.workspace = told(await ask('permits.workspace', { permitId: PERMIT }))
  expect(resultId).toMatch(/^res_/)
  found.state = told(await ask('queries.state', { queryId: query.id }))
  found.view = told(await ask('results.view', { resultId }))
  for (const [offset, limit] of [
    [0, 10_000],
    [1, 2],
    [3, 1],
    [40, 50],
  ])
    found[`page ${offset}`] = (await raw('results.page', { resultId, offset, limit })).bytes.toString(
      'base64',
    )
  for (const page of [0, 1])
    for (const form of ['png', 'strips']) {
      const picture = await raw('results.picture', { resultId, page, form })
      found[`picture ${page} as ${form}`] = told({
        headers: picture.headers.map(([name]) => name),
        rest: Number(new Headers(picture.headers).get('content-length')) % 16_384,
      })
    }
  return found
}

test('at least 50 attempts are named, and no name stands twice', () => {
  expect(COUNTING.length).toBeGreaterThanOrEqual(50)
  expect(new Set(COUNTING.map(({ name }) => name)).size).toBe(COUNTING.length)
})

describe('whatever number one person has, a client gets the same', () => {
  test.each(COUNTING)('$name', async ({ statements }) => {
    const [few, many] = [await everything(statements, 3), await everything(statements, 45)]
    const differs = [...new Set([...Object.keys(few), ...Object.keys(many)])].filter(
      (of) => few[of] !== many[of],
    )
    expect(differs).toEqual([])
  })
})

describe('what rests on many persons is counted and stands where it was, so that the claims above can fail', () => {
  test.each<[what: string, sql: string, rows: number]>([
    [
      'groups beside a whole',
      "SELECT sex, count(*) AS n FROM P GROUP BY 1 UNION ALL SELECT '0', count(*) FROM P",
      3,
    ],
    [
      'an outer join of groups',
      'SELECT a.sex, a.n, m.n AS m FROM (SELECT sex, count(*) AS n FROM P GROUP BY 1) AS a FULL JOIN (SELECT sex, count(*) AS n FROM P WHERE birth_year > 1950 GROUP BY 1) AS m ON a.sex = m.sex',
      2,
    ],
    ['ROLLUP', 'SELECT sex, count(*) AS n FROM P GROUP BY ROLLUP (sex)', 3],
    ['CUBE', 'SELECT sex, birth_month % 2 AS m, count(*) AS n FROM P GROUP BY CUBE (sex, m)', 9],
    ['GROUPING SETS', 'SELECT sex, count(*) AS n FROM P GROUP BY GROUPING SETS ((sex), ())', 3],
    ['a list of different values', 'SELECT DISTINCT birth_month FROM P', 12],
    ['a UNION', 'SELECT sex FROM P UNION SELECT sex FROM P', 2],
    [
      'a list that is spread out',
      'SELECT i, count(*) AS n FROM (SELECT unnest(range(4)) AS i FROM P) AS u GROUP BY i',
      4,
    ],
    [
      'LATERAL',
      'SELECT s.i, count(*) AS n FROM P AS p, LATERAL (SELECT unnest(range(3)) AS i) AS s GROUP BY s.i',
      3,
    ],
    ['a window', 'SELECT sex, row_number() OVER (ORDER BY sex) AS r, count(*) AS n FROM P GROUP BY sex', 2],
    [
      'columns of a PIVOT',
      'PIVOT (SELECT sex, birth_month FROM P) ON sex USING count(*) GROUP BY birth_month',
      12,
    ],
    [
      'groups larger than a number',
      'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 HAVING count(*) > 100',
      12,
    ],
    [
      'the first few by a number',
      'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY n DESC LIMIT 5',
      5,
    ],
    [
      'groups in the order of a number',
      'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY n DESC',
      12,
    ],
  ])('%s', async (_what, sql, rows) => {
    const { resultId } = await run([sql], 0)
    const view = await ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
    const table = tableFromIPC((await raw('results.page', { resultId, limit: 10_000 })).bytes)
    expect(table.numRows).toBe(rows)
    if (!sql.includes('ORDER BY n DESC')) return
    const numbers = [...table.getChild('n')!].map(Number)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
  })

  test('of groups of which some are small, the others arrive with their numbers', async () => {
    const { resultId } = await run(
      [
        'SELECT i, count(*) AS n FROM P AS p, generate_series(1, CASE WHEN p.ME THEN 9 ELSE 2 END) AS g(i) GROUP BY i',
      ],
      0,
    )
    const table = tableFromIPC((await raw('results.page', { resultId, limit: 10_000 })).bytes)
    expect(
      ['i', 'i__mask', 'n__mask'].map((name) =>
        [...table.getChild(name)!].map((of) => (of === null ? null : Number(of))),
      ),
    ).toEqual([
      [1, 2, null],
      [MASK.shown, MASK.shown, MASK['below-minimum']],
      [MASK.shown, MASK.shown, MASK['below-minimum']],
    ])
  })
})
