/**
 * Third planted truth: a vaccine whose effectiveness against severe disease wanes, and diabetes as a risk factor of
 * lasting symptoms. The old are vaccinated more and fall ill more severely, so that crude rates flatter nobody.
 */
import { chronic, events } from './masters.ts'
import type { NationTable, Stage } from './nation-table.ts'
import { otherNotifications } from './notifiable.ts'

/** Effectiveness against severe disease by days since the last dose (second or later) at the start of a month. */
export const effectiveness = [
  { fromDay: 0, untilDay: 90, value: 0.9 },
  { fromDay: 90, untilDay: 180, value: 0.75 },
  { fromDay: 180, untilDay: 9999, value: 0.5 },
] as const
/** As planted: of lasting symptoms with diabetes against without. */
export const lastingRiskRatio = 2

/**
 * How strong the epidemic is at each of three levels, and at which it is in each month from June 2021 to May 2023. Few
 * levels, so that months of one can be taken together and still hold enough severe cases among the vaccinated.
 */
const strength = [0.3, 1, 1.8]
const levels = [1, 2, 3, 2, 1, 1, 1, 3, 3, 3, 2, 2, 2, 3, 3, 2, 2, 2, 3, 3, 2, 1, 1, 1]
const waves = levels.map((level) => strength[level - 1])
/** Months by level of the epidemic, weakest first: `2021-06` and so on. */
export const monthsOfLevel = strength.map((_, n) =>
  levels.flatMap((level, m) =>
    level === n + 1 ? [new Date(Date.UTC(2021, 5 + m)).toISOString().slice(0, 7)] : [],
  ),
)

const since = "date_diff('day', last_dose, month_start)"
const effectivenessOf = `CASE WHEN last_dose IS NULL THEN 0 ${effectiveness
  .map(({ untilDay, value }) => `WHEN ${since} < ${untilDay} THEN ${value}`)
  .join(' ')} END`

export const covidStages: Stage[] = [
  {
    name: 'dose',
    select: `
WITH first AS (
  SELECT person_id, seen_until, age, clinic_id, municipality_code,
    CASE WHEN age >= 63 THEN DATE '2021-05-01' ELSE DATE '2021-07-10' END
      + floor(u(person_id, 'vax.1') * 100)::INTEGER AS first_date
  FROM person
  WHERE u(person_id, 'vax') < CASE WHEN age >= 63 THEN 0.85 WHEN age >= 38 THEN 0.78 WHEN age >= 10 THEN 0.62 WHEN age >= 3 THEN 0.05 ELSE 0 END
),
second AS (SELECT *, first_date + 21 + floor(u(person_id, 'vax.2') * 8)::INTEGER AS second_date FROM first),
booster AS (
  SELECT *, CASE WHEN u(person_id, 'vax.b') < CASE WHEN age >= 63 THEN 0.7 ELSE 0.4 END
    THEN second_date + 210 + floor(u(person_id, 'vax.3') * 120)::INTEGER END AS third_date
  FROM second
)
SELECT person_id, unnest([1, 2, 3]) AS dose_number, unnest([first_date, second_date, third_date]) AS dose_date,
  seen_until, clinic_id, municipality_code
FROM booster`,
  },
  {
    name: 'epidemic_month',
    select: `
WITH month AS (
  SELECT (DATE '2021-06-01' + to_months(m::INTEGER))::DATE AS month_start,
    ${`[${waves.join(', ')}]`}[m + 1] AS wave
  FROM range(${waves.length}) AS t(m)
)
SELECT p.person_id, p.age, p.diabetes, p.seen_until, p.clinic_id, p.hospital_id, p.prefecture_code, m.month_start, m.wave,
  max(d.dose_date) AS last_dose
FROM person AS p
JOIN month AS m ON m.month_start BETWEEN p.seen_from AND p.seen_until
LEFT JOIN dose AS d ON d.person_id = p.person_id AND d.dose_number >= 2 AND d.dose_date < m.month_start
GROUP BY ALL`,
  },
  {
    name: 'infection',
    select: `
WITH drawn AS (
  SELECT *, person_id * 32 + date_diff('month', DATE '2021-06-01', month_start) AS k FROM epidemic_month
),
fallen AS (
  SELECT *,
    u(k, 'covid.severe') < 0.0014 * exp(0.045 * (age - 60)) * wave * (1 - ${effectivenessOf}) AS severe,
    u(k, 'covid.mild') < 0.008 * wave * CASE WHEN ${since} < 180 THEN 0.7 ELSE 1 END AS mild
  FROM drawn
),
-- The first severe episode counts as such; a mild one may come before it.
first AS (
  SELECT * FROM fallen WHERE severe OR mild
  QUALIFY row_number() OVER (PARTITION BY person_id, severe ORDER BY month_start) = 1
),
dated AS (SELECT *, month_start + floor(u(k, 'covid.day') * 28)::INTEGER AS onset_date FROM first)
SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY onset_date, severe) AS episode FROM dated
WHERE onset_date <= seen_until`,
  },
  {
    name: 'lasting',
    select: `
SELECT person_id, seen_until, onset_date + 30 + floor(u(person_id, 'lasting.day') * 150)::INTEGER AS on_date
FROM infection
WHERE episode = 1 AND u(person_id, 'lasting') < CASE WHEN age < 50 THEN 0.14 ELSE 0.045 END
  * CASE WHEN severe THEN 2.5 ELSE 1 END * CASE WHEN diabetes THEN ${lastingRiskRatio} ELSE 1 END`,
  },
]

export const covidDiagnoses = `
SELECT person_id, onset_date + 1 AS on_date, on_date AS start_date, '${events.covid.icd10}' AS icd10, false AS suspected,
  CASE WHEN severe THEN '1' ELSE '2' END AS setting
FROM infection
UNION ALL
SELECT person_id, on_date, on_date, '${events.lasting.icd10}', false, '2' FROM lasting WHERE on_date <= seen_until
UNION ALL
SELECT person_id, DATE '2019-04-02' + floor(u(person_id, 'diabetes.seen') * 170)::INTEGER AS on_date,
  DATE '2019-04-01' - floor(u(person_id, 'since.${chronic.diabetes.icd10}') * 3650)::INTEGER,
  '${chronic.diabetes.icd10}', false, '2'
FROM person WHERE diabetes`

export const covidTables: NationTable[] = [
  {
    schema: 'vaccination',
    name: 'record',
    yearOf: null,
    orderBy: 'person_id, dose_number',
    select: `
SELECT person_id, dose_date AS vaccination_date, 'COV' AS vaccine_type, '架空ワクチン甲' AS vaccine_name,
  dose_number::INTEGER AS dose_number,
  CASE WHEN u(person_id * 4 + dose_number, 'dirt.lot') >= 0.02
    THEN 'VW' || lpad(floor(u(person_id * 4 + dose_number, 'lot') * 400)::INTEGER::VARCHAR, 4, '0') END AS lot_number,
  clinic_id AS institution_id, municipality_code
FROM dose WHERE dose_date <= seen_until`,
  },
  {
    schema: 'idb',
    name: 'notification',
    yearOf: null,
    orderBy: 'person_id, onset_date, disease_code',
    select: `
SELECT person_id, 'COVID-19' AS disease_code, '新型コロナウイルス感染症' AS disease_name,
  CASE WHEN severe THEN '重症' ELSE '軽症' END AS severity,
  onset_date, onset_date + 1 AS first_visit_date, onset_date + 1 + (u(k, 'idb.lag') < 0.3)::INTEGER AS diagnosis_date,
  onset_date + 2 + floor(u(k, 'idb.notify') * 4)::INTEGER AS notified_date,
  pick(['核酸検出', '抗原定性', '抗原定量'], u(k, 'idb.method')) AS diagnosis_method,
  CASE WHEN severe THEN hospital_id ELSE clinic_id END AS institution_id, prefecture_code
FROM infection
UNION ALL ${otherNotifications}`,
  },
]
