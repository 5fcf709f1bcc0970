/**
 * A quantile is one person's value, and a query may say whose: all others are moved to either side, or told apart by a
 * number that weighs more. Each attempt is made as if that person's number were 3 and as if it were 45.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import { inTwoWorlds, testShown } from './in-two-worlds.ts'

const worlds = inTwoWorlds()

/** The part of the rows at which the person stands, whom others leave between them. */
let between: string
beforeAll(async () => {
  const { raw, run } = worlds()
  const halves = ['SELECT birth_month <= 6 AS early, count(*) AS n FROM P GROUP BY 1 ORDER BY 1']
  const { bytes } = await raw('results.page', { resultId: (await run(halves, 0)).resultId })
  const { columns } = readResultPage(bytes)
  const [late, early] = [columns[1]!.number(0)!, columns[1]!.number(1)!]
  between = ((early + 0.5) / (early + late)).toFixed(8)
})

const MOVED =
  'CASE WHEN ME THEN birth_month + K WHEN birth_month <= 6 THEN birth_month - 20 ELSE birth_month + 100 END'
const SIDES = '(VALUES (true, false, -200), (false, false, 200), (false, true, 0)) AS t(early, me, o)'

const ATTEMPTS: Record<string, string[]> = {
  'moved by CASE': [`SELECT quantile_disc(${MOVED}, AT) AS q FROM P`],
  'moved by CASE, between two rows': [`SELECT quantile_cont(${MOVED}, AT) AS q FROM P`],
  'moved by CASE, one of several': [`SELECT quantile_disc(${MOVED}, [0.1, AT, 0.9]) AS q FROM P`],
  'moved by CASE, roughly': [`SELECT approx_quantile(${MOVED}, AT) AS q FROM P`],
  'moved by an added CASE': [
    'SELECT quantile_disc(birth_month + CASE WHEN ME THEN K WHEN birth_month <= 6 THEN -20 ELSE 100 END, AT) AS q FROM P',
  ],
  'moved by a factor': [
    'SELECT quantile_disc(birth_month * CASE WHEN ME THEN K WHEN birth_month <= 6 THEN -20 ELSE 600 END, AT) AS q FROM P',
  ],
  'moved by conditions as numbers': [
    'SELECT quantile_disc(birth_month - 20 * (birth_month <= 6)::INTEGER + 100 * (birth_month > 6)::INTEGER + ME::INTEGER * (K - 100), AT) AS q FROM P',
  ],
  'moved by COALESCE': [
    'SELECT quantile_disc(coalesce(CASE WHEN ME THEN K END, birth_month + CASE WHEN birth_month <= 6 THEN -20 ELSE 100 END), AT) AS q FROM P',
  ],
  'moved by days': [
    "SELECT quantile_disc(date_diff('day', CASE WHEN ME THEN DATE '2000-01-01' - K::INTEGER WHEN birth_month <= 6 THEN DATE '2000-02-01' ELSE DATE '1999-01-01' END, DATE '2000-01-01' + birth_month), AT) AS q FROM P",
  ],
  'moved to several numbers': [
    'SELECT quantile_disc(CASE WHEN ME THEN K WHEN birth_month <= 3 THEN -30 WHEN birth_month <= 6 THEN -20 WHEN birth_month <= 9 THEN 100 ELSE 200 END, AT) AS q FROM P',
  ],
  'moved to several numbers, one after the other': [
    'SELECT quantile_disc(CASE WHEN birth_month = 8 AND NOT ME THEN 200 ELSE c END, AT) AS q FROM (SELECT *, CASE WHEN birth_month <= 3 THEN -20 ELSE b END AS c FROM (SELECT *, CASE WHEN birth_month BETWEEN 4 AND 6 THEN -30 ELSE a END AS b FROM (SELECT *, CASE WHEN birth_month > 6 AND NOT ME THEN 100 ELSE K END AS a FROM P)))',
  ],
  'moved in a subquery': [`SELECT quantile_disc(v, AT) AS q FROM (SELECT ${MOVED} AS v FROM P)`],
  'moved in a union': [
    'SELECT quantile_disc(v, AT) AS q FROM (SELECT birth_month - 20 AS v FROM P WHERE birth_month <= 6 UNION ALL SELECT birth_month + 100 FROM P WHERE birth_month > 6 AND NOT ME UNION ALL SELECT birth_month + K FROM P WHERE ME)',
  ],
  'moved and stored': [
    `CREATE OR REPLACE TABLE moved AS SELECT ${MOVED} AS v FROM P`,
    'SELECT quantile_disc(v, AT) AS q FROM moved',
  ],
  'moved person by person': [
    `SELECT quantile_disc(v, AT) AS q FROM (SELECT person_id, sum(${MOVED}) AS v FROM P GROUP BY 1)`,
  ],
  'moved by what is looked up': [
    `SELECT quantile_disc(K + o, AT) AS q FROM P AS p JOIN ${SIDES} ON t.early = (p.birth_month <= 6) AND t.me = p.ME`,
  ],
  'told apart by what weighs more': [
    'SELECT quantile_disc(((birth_year * 12 + birth_month) * 1e5 + municipality_code::INTEGER) * 1e3 + K, 0.3) AS q FROM P',
  ],
  'told apart by what weighed more before': [
    'SELECT quantile_disc(w * 1e3 + K, 0.3) AS q FROM (SELECT *, t * 1e5 + municipality_code::INTEGER AS w FROM (SELECT *, birth_year * 12 + birth_month AS t FROM P))',
  ],
  'moved to either side of days that may be missing': [
    "SELECT quantile_disc(date_diff('day', coalesce(e, l, DATE '2000-01-01' - K::INTEGER), DATE '2000-01-01'), AT) AS q FROM (SELECT *, CASE WHEN birth_month <= 6 THEN DATE '2010-01-01' END AS e, CASE WHEN birth_month > 6 AND NOT ME THEN DATE '1990-01-01' END AS l FROM P)",
  ],
}

describe('a quantile', () => {
  test.each(Object.entries(ATTEMPTS))('%s is not the person’s', async (_, statements) => {
    expect(await worlds().differing(statements.map((sql) => sql.replaceAll(/\bAT\b/g, between)))).toEqual([])
  })
})

testShown(
  'a quantile of many is shown',
  [
    [
      'time followed up, to the first of three days',
      "WITH c AS (SELECT p.*, d.death_date FROM P AS p LEFT JOIN ndb.death d USING (person_id)) SELECT sex, median(date_diff('day', observed_from, least(coalesce(death_date, DATE '2024-03-31'), observed_until))) AS q FROM c GROUP BY 1",
      2,
    ],
    [
      'time followed up, to a day that has a name',
      'WITH c AS (SELECT p.*, coalesce(d.death_date, p.observed_until) AS last FROM P AS p LEFT JOIN ndb.death d USING (person_id)) SELECT sex, median((last - observed_from) / 365.25) AS q FROM c GROUP BY 1',
      2,
    ],
    [
      'two costs added up',
      'SELECT sex, median(m.c + coalesce(f.c, 0)) AS q FROM P JOIN (SELECT person_id, sum(points) AS c FROM ndb.medical_claim GROUP BY 1) AS m USING (person_id) LEFT JOIN (SELECT person_id, sum(points) AS c FROM ndb.pharmacy_claim GROUP BY 1) AS f USING (person_id) GROUP BY 1',
      2,
    ],
    [
      'costs of a month',
      'WITH c AS (SELECT person_id, sum(points) / count(DISTINCT service_month) AS a FROM ndb.medical_claim GROUP BY 1) SELECT sex, median(round(a, 1)) AS q FROM c JOIN P USING (person_id) GROUP BY 1',
      2,
    ],
    ['ages', 'SELECT sex, median(2024 - birth_year) AS q FROM P GROUP BY 1', 2],
    ['time observed', 'SELECT sex, median(observed_until - observed_from) AS q FROM P GROUP BY 1', 2],
    [
      'years observed, in steps',
      "WITH c AS (SELECT person_id, sex, date_diff('day', observed_from, observed_until) AS d FROM P) SELECT sex, quantile_cont(d / 365.25, [0.25, 0.5, 0.75]) AS q FROM c GROUP BY 1",
      2,
    ],
    [
      'costs of each person',
      'SELECT sex, median(c) AS q FROM (SELECT person_id, sex, sum(points) * 10 AS c FROM P JOIN ndb.medical_claim USING (person_id) GROUP BY ALL) GROUP BY 1',
      2,
    ],
    [
      'costs of each person, or none',
      'SELECT sex, quantile_cont(coalesce(c, 0), 0.75) AS q FROM P LEFT JOIN (SELECT person_id, sum(points) AS c FROM ndb.medical_claim GROUP BY 1) USING (person_id) GROUP BY 1',
      2,
    ],
    [
      'costs under a condition',
      "SELECT sex, median(CASE WHEN setting = '2' THEN points END) AS q FROM P JOIN ndb.medical_claim USING (person_id) GROUP BY 1",
      2,
    ],
    [
      'ages at a claim',
      'SELECT setting, median(year(first_service_date) - birth_year) AS q FROM P JOIN ndb.medical_claim USING (person_id) GROUP BY 1',
      2,
    ],
    [
      'days between claims',
      'SELECT median(gap) AS q FROM (SELECT person_id, first_service_date - lag(first_service_date) OVER (PARTITION BY person_id ORDER BY first_service_date) AS gap FROM ndb.medical_claim)',
      1,
    ],
  ],
  worlds,
)

/** Of claims, whose points hardly anybody shares with others: a number that is told by another which weighs more. */
const WEIGHED: Record<string, string> = {
  'times many in a subquery':
    'SELECT median(w + points) AS q FROM (SELECT *, service_days * 1e6 AS w FROM C)',
  'times many, by another name':
    'SELECT median(w + points) AS q FROM (SELECT *, v AS w FROM (SELECT *, service_days * 1e6 AS v FROM C))',
  'times many right there': 'SELECT median(service_days * 1e6 + points) AS q FROM C',
  'divided by many': 'SELECT median(service_days + points / 1e7) AS q FROM C',
  'to a power': 'SELECT median(points * service_days ** 40) AS q FROM C',
  'times itself, and another':
    'SELECT median(w * points) AS q FROM (SELECT *, service_days * service_days AS w FROM C)',
  'added to itself, and another':
    'SELECT median(w + points) AS q FROM (SELECT *, service_days + service_days AS w FROM C)',
  'added to its other name, and another':
    'SELECT median(w + points) AS q FROM (SELECT *, d + service_days AS w FROM (SELECT *, service_days AS d FROM C))',
  'beside a number as large': 'SELECT median(service_days * (points + 1e9)) AS q FROM C',
  'beside a number as large, by name':
    'SELECT median(service_days * w) AS q FROM (SELECT *, points + 1e9 AS w FROM C)',
  'added, and times another': 'SELECT median((service_days + claim_no) * points) AS q FROM C',
}
describe('of two numbers of which one is made to weigh more a quantile is not shown', () => {
  test.each(Object.entries(WEIGHED))('%s', async (_, sql) => {
    const { resultId } = await worlds().run([sql.replaceAll(/\bC\b/g, 'ndb.medical_claim')], 0)
    expect(await worlds().ask('results.view', { resultId })).toMatchObject({ rowCount: 1, maskedCells: 1 })
  })
  test('as they are it is', async () => {
    const sql =
      'SELECT median(service_days + points) AS a, median(points / service_days) AS b FROM ndb.medical_claim'
    const { resultId } = await worlds().run([sql], 0)
    expect(await worlds().ask('results.view', { resultId })).toMatchObject({ rowCount: 1, maskedCells: 0 })
  })
})
