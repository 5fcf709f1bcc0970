/**
 * The invariant against a hostile researcher over HTTP: whatever is done to one person's value, it does not arrive as
 * data. Each attempt says in which columns the value would be; none of their cells may be shown.
 */
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HttpClient, Refused } from '../../visiting/command-line/http-client.ts'
import { rowsInExtract } from '../fixtures/a-second-permit.ts'
import { aService, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { AMONG_CONSTANTS } from './among-constants.ts'
import { BESIDE_EACH_OTHER, HONESTLY_BESIDE } from './beside-each-other.ts'
import { FEW_PERSONS, HONEST_TAILS } from './few-persons.ts'
import { SMUGGLING } from './smuggled-values.ts'
import { SAMPLED, WEIGHED_PERSONS } from './weighed-persons.ts'

const ATTEMPTS = [...SMUGGLING, ...AMONG_CONSTANTS, ...WEIGHED_PERSONS, ...BESIDE_EACH_OTHER, ...FEW_PERSONS]

const folder = temporaryFolder()
let service: Service
let researcher: HttpClient
/** Whoever comes first is what several attempts hope for; the pseudonym is read off a picture. */
let pseudonym: string
/** Where they live, and when they were born, as nobody else there was. */
let born: { year: string; month: string; town: string }
/** The same of three persons. */
let few: string[]
/** That person’s sex: their group is the one whose number is to be handed on. */
let mine: string
/** Where they stand when all others are put before them or behind them by sex; which sex is theirs is new in each extract. */
let between: number
/** Whoever comes second. */
let next: string
beforeAll(async () => {
  service = await aService(folder)
  researcher = await service.as('sato')
  const found = await rowsInExtract(
    service.data,
    PERMIT,
    `SELECT person_id, sex, ((SELECT count(*) FROM ndb.person AS q WHERE q.sex <> p.sex) + 0.5) / (SELECT count(*) FROM ndb.person),
         birth_year, birth_month, municipality_code
       FROM ndb.person AS p WHERE municipality_code IS NOT NULL
         AND (birth_year, birth_month) NOT IN (SELECT (birth_year, birth_month) FROM ndb.person WHERE municipality_code IS NULL)
       QUALIFY count(*) OVER (PARTITION BY birth_year, birth_month, municipality_code) = 1
       ORDER BY person_id LIMIT 3`,
  )
  const [[id = '', sex = '', share, year = '', month = '', town = ''] = [], [second = ''] = []] = found
  few = found.map(([, , , y, m, t]) => `(${y}, ${m}, '${t}')`)
  expect(few.length).toBe(3)
  expect([id, second].map((one) => one.length > 0)).toEqual([true, true])
  born = { year, month, town }
  pseudonym = id
  next = second
  mine = sex
  between = Number(share)
})
afterAll(() => service.stop())

/** Code of a cell that arrives as data (results.page). */
const MASK = { shown: 0 }

/**
 * Who it is, said by what is known of the person: numbers that go by a pseudonym may not be added up at all
 * (visiting/provenance/weights.ts), so that nothing else would be tried. By the pseudonym where the text has no such column.
 */
const ME = {
  byBirth: (t: string) =>
    `(${t}birth_year = ${born.year} AND ${t}birth_month = ${born.month} AND ${t}municipality_code = '${born.town}')`,
  byName: (t: string) => `(${t}person_id = '${pseudonym}')`,
}
type Manner = keyof typeof ME

const written = (sql: string, manner: Manner): string =>
  sql
    .replaceAll(/\b(\w\.)?ME\b/g, (_, table: string | undefined) => ME[manner](table ?? ''))
    .replaceAll(
      /\b(\w\.)?FEW\b/g,
      (_, t = '') => `((${t}birth_year, ${t}birth_month, ${t}municipality_code) IN (${few.join(', ')}))`,
    )
    .replaceAll(/\bNEXT\b/g, `(person_id = '${next}')`)
    .replaceAll(/\bMINE\b/g, `'${mine}'`)
    .replaceAll(/\bBETWEEN_THEM\b/g, between.toFixed(6))
    .replaceAll(/\bP\b/g, 'ndb.person')

/** Null where a text has no such columns to go by. */
async function ran(statements: string[], manner: Manner) {
  let view: Awaited<ReturnType<typeof runToEnd>> | null = null
  for (const sql of statements) {
    const text = written(sql, manner)
    try {
      view = await runToEnd(researcher, text)
    } catch (problem) {
      if (manner === 'byBirth' && problem instanceof Refused) return null
      throw problem
    }
    if (manner === 'byBirth' && view.state === 'failed' && text !== written(sql, 'byName')) return null
    expect(view.state, `${JSON.stringify(view.error)} ${view.sql}`).toBe('done')
  }
  return { view: view! }
}

/** Cells of the named columns that arrive as data, and how many rows do. */
async function arriving(statements: string[], isAsked: (column: string) => boolean) {
  const { view } = (await ran(statements, 'byBirth')) ?? (await ran(statements, 'byName'))!
  const { resultId } = view
  const { bytes } = await researcher.call('results.page', { resultId: resultId!, limit: 10_000 })
  // Read as any program would, by Arrow's own reader.
  const table = tableFromIPC(bytes)
  const asked = table.schema.fields
    .map(({ name }) => name)
    .filter((name) => !/__(mask|persons)$/.test(name) && isAsked(name))
  const shown = asked.flatMap((name) => {
    const [values, masks] = [table.getChild(name)!, table.getChild(`${name}__mask`)!]
    return [...masks].flatMap((mask, row) => (mask === MASK.shown ? [`${name}: ${values.get(row)}`] : []))
  })
  return { asked: asked.length, cells: asked.length * table.numRows, shown }
}

test('at least 200 attempts are named, and no name stands twice', () => {
  const names = ATTEMPTS.map(({ area, name }) => `${area}: ${name}`)
  expect(names.length).toBeGreaterThanOrEqual(200)
  expect(new Set(names).size).toBe(names.length)
})

describe.each([...new Set(ATTEMPTS.map(({ area }) => area))])('%s', (area) => {
  test.each(ATTEMPTS.filter((one) => one.area === area))('$name', async ({ statements }) => {
    const { asked, shown } = await arriving(statements, (name) => name.startsWith('secret'))
    // The plan of a query names its columns itself.
    if (!statements.at(-1)!.startsWith('EXPLAIN')) expect(asked).toBeGreaterThan(0)
    expect(shown).toEqual([])
  })
})

test('groups come in the order of their keys, whoever’s rows come first', async () => {
  const years = async (order: string) =>
    (
      await arriving(
        [`SELECT birth_year AS y, count(*) AS n FROM (SELECT * FROM P ORDER BY ${order}) GROUP BY 1`],
        (name) => name === 'y',
      )
    ).shown
  const first = await years('ME DESC')
  expect(first.length).toBeGreaterThan(10)
  expect(first).toEqual(await years('person_id DESC'))
  expect(first).toEqual([...first].sort())
})

test.each([
  ...SAMPLED,
  ...HONESTLY_BESIDE,
  ...HONEST_TAILS,
  ['counts and means', `SELECT count(*) AS n, avg(birth_year) AS m, stddev(birth_year) AS s FROM P`],
  [
    'a slope and a correlation',
    'SELECT regr_slope(birth_month, birth_year) AS b, corr(birth_month, birth_year) AS r FROM P',
  ],
  ['the mean of a mean', 'SELECT avg(m) AS m FROM (SELECT sex, avg(birth_year) AS m FROM P GROUP BY sex)'],
  [
    'persons against the mean of their prefecture',
    'SELECT p.sex, count(*) FILTER (WHERE p.birth_year > m.m) AS n FROM P AS p JOIN (SELECT prefecture_code, avg(birth_year) AS m FROM P GROUP BY 1) AS m USING (prefecture_code) GROUP BY 1',
  ],
  ['a mean as a scalar subquery', 'SELECT (SELECT avg(birth_year) FROM P) AS m'],
  [
    'groups chosen by a rate',
    'SELECT sex, count(*) AS n FROM P GROUP BY 1 HAVING 1.0 * count(*) FILTER (WHERE birth_year < 1960) / count(*) > 0.05',
  ],
  [
    'rows in an order that they show',
    'SELECT y, n FROM (SELECT birth_year AS y, count(*) AS n FROM P WHERE birth_year BETWEEN 1950 AND 1970 GROUP BY 1 ORDER BY n DESC)',
  ],
  [
    'rows in an order that they showed',
    'SELECT y FROM (SELECT birth_year AS y, count(*) AS n FROM P WHERE birth_year BETWEEN 1950 AND 1970 GROUP BY 1 ORDER BY n DESC)',
  ],
  [
    'persons beside the mean of their prefecture, where there is one',
    'SELECT p.sex, count(*) AS n FROM P AS p LEFT JOIN (SELECT prefecture_code, avg(birth_year) AS m FROM P GROUP BY 1) AS m USING (prefecture_code) GROUP BY 1',
  ],
  [
    'persons beside those above a mean',
    'SELECT p.sex, count(*) AS n, count(c.person_id) AS above FROM P AS p LEFT JOIN (SELECT person_id FROM P WHERE birth_year > (SELECT avg(birth_year) FROM P)) AS c ON c.person_id = p.person_id GROUP BY 1',
  ],
  [
    'a value that many have, else a number',
    "SELECT sum(CASE WHEN sex = '1' THEN birth_year ELSE 1900 END) AS s, avg(coalesce(birth_month, 6)) AS m FROM P",
  ],
  [
    'follow-up until a day of the query’s own',
    "SELECT sex, sum(date_diff('day', observed_from, least(observed_until, DATE '2024-03-31'))) AS days FROM P GROUP BY 1",
  ],
  [
    'days covered, at most all',
    'SELECT p.sex, avg(least(1.0, d.days / 180.0)) AS pdc FROM (SELECT person_id, sum(days_supplied) AS days FROM ndb.drug GROUP BY 1) AS d JOIN P AS p USING (person_id) GROUP BY 1',
  ],
  [
    'costs of everybody, none where there are none',
    'SELECT p.sex, sum(coalesce(t.total, 0)) AS s, avg(coalesce(t.total, 0)) AS m, median(coalesce(t.total, 0)) AS q FROM P AS p LEFT JOIN (SELECT person_id, sum(points) AS total FROM ndb.medical_claim GROUP BY 1) AS t USING (person_id) GROUP BY 1',
  ],
  [
    'a score of weights',
    "SELECT prefecture_code, avg(CASE WHEN birth_year < 1940 THEN 3 WHEN birth_year < 1960 THEN 2 ELSE 1 END) AS m, median(CASE WHEN birth_year < 1940 THEN 3 WHEN birth_year < 1960 THEN 2 ELSE 1 END) AS q FROM P WHERE prefecture_code < '14' GROUP BY 1",
  ],
  [
    'capped and reduced points',
    'SELECT setting, avg(least(points, 10000)) AS a, sum(greatest(points, 100)) AS b, avg(CASE WHEN points > 500 THEN points * 0.9 ELSE points END) AS c FROM ndb.medical_claim GROUP BY 1',
  ],
  [
    'points of a price list',
    'SELECT sum(r.quantity * o.points) AS a, sum(o.points) AS b FROM ndb.medical_procedure AS r JOIN open.procedure AS o USING (procedure_code)',
  ],
  ['a mean date', 'SELECT avg(observed_until) AS d FROM P'],
  ['a value that many hold', 'SELECT arg_max(sex, sex) AS s, mode(sex) AS t, max(birth_year) AS y FROM P'],
  [
    'numbers of one name, stored',
    [
      'CREATE OR REPLACE TABLE twice AS SELECT sex, count(*) AS n, avg(birth_year) AS n FROM P GROUP BY 1',
      'SELECT sex, n, n_1 FROM twice',
    ],
  ],
  [
    'persons’ columns of one name, stored',
    [
      'CREATE OR REPLACE TABLE joined AS SELECT a.*, b.* FROM (SELECT person_id, sex FROM P) AS a JOIN (SELECT person_id, birth_year FROM P) AS b ON a.person_id = b.person_id',
      'SELECT sex, count(DISTINCT person_id) AS n, avg(birth_year) AS y FROM joined GROUP BY 1',
    ],
  ],
  [
    'a stored cohort',
    [
      'CREATE OR REPLACE TABLE cohort (person_id, y) AS SELECT person_id, birth_year FROM P',
      'SELECT count(*) AS n FROM P WHERE person_id NOT IN (SELECT person_id FROM cohort WHERE y > 1950)',
    ],
  ],
])('%s of many do arrive, so that the claims above can fail', async (_what, given) => {
  const { cells, shown } = await arriving([given].flat(), () => true)
  expect(cells).toBeGreaterThan(0)
  expect(shown.length).toBe(cells)
})
