import { daysPerMonth, medianMonths, rareDisease, responderMedianMonths } from '../nation/rare-disease.ts'
import type { Truth } from './truth.ts'

const patients = `
patient AS (
  SELECT person_id, min(onset_date) AS onset_date,
    CASE WHEN bool_or(marker_positive) AND bool_or(modifying_therapy) THEN 'median_responders' ELSE 'median_others' END AS quantity
  FROM nanbyo.survey_form WHERE disease_no = '${rareDisease.number}' GROUP BY person_id
),
care AS (SELECT person_id, min(applied_date) AS care_date FROM kaigo.certification GROUP BY person_id),
waited AS (
  SELECT t.quantity, t.person_id, c.care_date IS NOT NULL AS in_need,
    date_diff('day', t.onset_date, coalesce(c.care_date, p.observed_until)) / ${daysPerMonth} AS months
  FROM patient AS t JOIN ndb.person AS p ON p.person_id = t.person_id LEFT JOIN care AS c ON c.person_id = t.person_id
)`

/** Events and persons' months by time since onset. */
const bands = (among: string): string => `
WITH ${patients}
SELECT w.quantity, b.from_month, b.until_month,
  sum(CASE WHEN w.in_need AND w.months <= b.until_month THEN 1 ELSE 0 END) AS events,
  sum(least(w.months, b.until_month) - b.from_month) AS months
FROM waited AS w JOIN (VALUES (0, 18), (18, 36), (36, 54), (54, 78)) AS b(from_month, until_month)
  ON w.months > b.from_month
WHERE ${among} GROUP BY w.quantity, b.from_month, b.until_month ORDER BY ALL`

export const rareDiseaseTruth: Truth = {
  id: 'rare-disease-course',
  useCase: { ja: '希少疾患の臨床像の解明', en: 'Course of a rare disease' },
  title: {
    ja: '発症から要介護までの期間は、マーカー陽性で治療を受けた人で長い',
    en: 'Time from onset to care need is longer in treated carriers of a marker',
  },
  databases: ['nanbyo', 'kaigo', 'ndb'],
  planted: {
    median_responders: { value: responderMedianMonths, unit: 'months' },
    median_others: { value: medianMonths, unit: 'months' },
  },
  // Kaplan–Meier; the interval of the median after Brookmeyer and Crowley (1982) with limits of ln(−ln S), as R's survfit
  // gives it with conf.type = 'log-log': up to the first time at which the upper limit falls below one half.
  sql: `
WITH ${patients},
at_time AS (SELECT quantity, months, sum(in_need::INTEGER) AS d, count(*) AS leaving FROM waited GROUP BY quantity, months),
risk AS (
  SELECT *, sum(leaving) OVER (PARTITION BY quantity ORDER BY months DESC ROWS UNBOUNDED PRECEDING) AS n FROM at_time
),
curve AS (
  SELECT quantity, months, d, exp(sum(CASE WHEN d = n THEN -30 ELSE ln(1 - d / n) END) OVER before) AS survival,
    sqrt(sum(CASE WHEN d = n THEN 0 ELSE d / (n * (n - d)) END) OVER before) AS greenwood
  FROM risk WINDOW before AS (PARTITION BY quantity ORDER BY months ROWS UNBOUNDED PRECEDING)
),
limits AS (
  SELECT *, pow(survival, exp(-1.959964 * greenwood / ln(survival))) AS lower,
    pow(survival, exp(1.959964 * greenwood / ln(survival))) AS upper
  FROM curve WHERE d > 0
)
SELECT quantity, min(months) FILTER (survival <= 0.5) AS estimate, min(months) FILTER (lower <= 0.5) AS low,
  min(months) FILTER (upper <= 0.5) AS high
FROM limits GROUP BY quantity ORDER BY quantity`,
  // Of those who came to need care alone, half had done so after this many months: what the crude answer takes for all.
  tables: { method: 'median', sql: bands('true'), crudeSql: bands('w.in_need') },
  // Only those who came to need care, as if nobody were still waiting; interval of order statistics.
  crudeSql: `
WITH ${patients},
ranked AS (
  SELECT quantity, months, row_number() OVER (PARTITION BY quantity ORDER BY months) AS place,
    count(*) OVER (PARTITION BY quantity) AS n
  FROM waited WHERE in_need
)
SELECT quantity, min(months) FILTER (place >= n * 0.5) AS estimate,
  min(months) FILTER (place >= n * 0.5 - 0.979982 * sqrt(n)) AS low,
  min(months) FILTER (place >= n * 0.5 + 0.979982 * sqrt(n)) AS high
FROM ranked GROUP BY quantity ORDER BY quantity`,
  crudeIs: { median_responders: 'too low', median_others: 'too low' },
}
