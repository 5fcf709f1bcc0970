import { effectiveness, lastingRiskRatio, monthsOfLevel } from '../nation/covid.ts'
import { chronic, events } from '../nation/masters.ts'
import { ageBandOn, rateRatio, riskRatio, type Truth, withInterval } from './truth.ts'

const quantityOf = (untilDay: number, fromDay: number): string =>
  untilDay > 9000 ? `from day ${fromDay}` : `day ${fromDay} to ${untilDay - 1}`

const band = `CASE ${effectiveness
  .map(
    ({ fromDay, untilDay }) =>
      `WHEN date_diff('day', last_dose, month_start) < ${untilDay} THEN '${quantityOf(untilDay, fromDay)}'`,
  )
  .join(' ')} END`

/** Months at risk of a first severe episode, by vaccination at the start of each month. */
const personMonths = `
WITH calendar AS (
  SELECT (DATE '2021-06-01' + to_months(m::INTEGER))::DATE AS month_start FROM range(24) AS t(m)
),
severe AS (
  SELECT person_id, min(onset_date) AS severe_date FROM idb.notification
  WHERE disease_code = 'COVID-19' AND severity = '重症' GROUP BY person_id
),
dose AS (SELECT person_id, vaccination_date FROM vaccination.record WHERE vaccine_type = 'COV' AND dose_number >= 2),
dosed AS (
  SELECT c.month_start, d.person_id, max(d.vaccination_date) AS last_dose
  FROM calendar AS c JOIN dose AS d ON d.vaccination_date < c.month_start GROUP BY c.month_start, d.person_id
),
person_month AS (
  SELECT p.person_id, c.month_start, p.birth_year, p.birth_month, d.last_dose,
    coalesce(s.severe_date < (c.month_start + INTERVAL 1 MONTH)::DATE, false) AS fell_ill
  FROM ndb.person AS p JOIN calendar AS c ON c.month_start <= p.observed_until
  LEFT JOIN severe AS s ON s.person_id = p.person_id
  LEFT JOIN dosed AS d ON d.person_id = p.person_id AND d.month_start = c.month_start
  WHERE s.severe_date IS NULL OR s.severe_date >= c.month_start
)`

const months = (relation: string): string => `${personMonths},
counted AS (${relation}),
quantity AS (SELECT DISTINCT vaccinated AS quantity FROM counted WHERE vaccinated IS NOT NULL),
study AS (
  SELECT quantity, stratum, vaccinated IS NOT NULL AS exposed, events, time
  FROM quantity JOIN counted ON vaccinated IS NULL OR vaccinated = quantity
),${rateRatio('study')}
SELECT quantity, 1 - estimate AS estimate, 1 - estimate * exp(1.959964 * se) AS low,
  1 - estimate * exp(-1.959964 * se) AS high
FROM ratio ORDER BY quantity`

/**
 * Months in which as many of the unvaccinated fell severely ill, from few to many. Calendar time confounds by how
 * strong the epidemic was and by nothing else; single months of one vaccination status are too few to be told.
 */
const intensity = `CASE ${monthsOfLevel
  .map(
    (of, n) =>
      `WHEN strftime(month_start, '%Y-%m') IN (${of.map((m) => `'${m}'`).join(', ')}) THEN '${n + 1}'`,
  )
  .join(' ')} END`

const counts = (stratum: string, among: string): string => `${personMonths}
SELECT ${stratum} AS stratum, coalesce(${band}, 'none') AS arm, last_dose IS NOT NULL AS exposed,
  sum(CASE WHEN fell_ill THEN 1 ELSE 0 END) AS events, count(*) AS time
FROM person_month WHERE ${among} GROUP BY ALL ORDER BY ALL`
/** Those of 65 and over in the year the vaccinations began: among the younger too few fall severely ill. */
const byIntensity = counts(intensity, '(2021 * 12 + 4 - birth_year * 12 - birth_month) // 12 >= 65')

export const vaccineTruth: Truth = {
  id: 'vaccine-effectiveness',
  useCase: { ja: '感染症危機への対応（ワクチン有効性）', en: 'Infectious disease: vaccine effectiveness' },
  title: {
    ja: '架空ワクチン甲の重症化予防効果は時間とともに下がる',
    en: 'Effectiveness of the invented vaccine against severe disease wanes',
  },
  databases: ['ndb', 'vaccination', 'idb'],
  planted: Object.fromEntries(
    effectiveness.map(({ fromDay, untilDay, value }) => [
      quantityOf(untilDay, fromDay),
      { value, unit: 'effectiveness' },
    ]),
  ),
  sql: months(`
  SELECT ${band} AS vaccinated, month_start::VARCHAR || ' ' || ${ageBandOn("DATE '2019-04-01'")} AS stratum,
    sum(fell_ill::INTEGER) AS events, count(*) AS time
  FROM person_month GROUP BY ALL`),
  tables: { method: 'effectiveness', sql: byIntensity, crudeSql: counts(`'all'`, 'true') },
  crudeSql: months(`
  SELECT ${band} AS vaccinated, 'all' AS stratum, sum(fell_ill::INTEGER) AS events, count(*) AS time
  FROM person_month GROUP BY ALL`),
  crudeIs: Object.fromEntries(
    effectiveness.map(({ fromDay, untilDay }) => [quantityOf(untilDay, fromDay), 'too low' as const]),
  ),
}

const infected = `
WITH infected AS (
  SELECT person_id, min(onset_date) AS onset_date, arg_min(severity, onset_date) AS severity
  FROM idb.notification WHERE disease_code = 'COVID-19' GROUP BY person_id
),
diabetic AS (
  SELECT person_id, min(start_date) AS since FROM ndb.medical_diagnosis
  WHERE icd10_code = '${chronic.diabetes.icd10}' AND NOT suspected GROUP BY person_id
),
lasting AS (
  SELECT person_id, min(start_date) AS lasting_date FROM ndb.medical_diagnosis
  WHERE icd10_code = '${events.lasting.icd10}' AND NOT suspected GROUP BY person_id
)`
const isDiabetic = 'coalesce(d.since < i.onset_date, false)'
const fellIll = 'sum(CASE WHEN l.lasting_date > i.onset_date THEN 1 ELSE 0 END)'
const followed = `infected AS i JOIN ndb.person AS p ON p.person_id = i.person_id
  LEFT JOIN diabetic AS d ON d.person_id = i.person_id
  LEFT JOIN lasting AS l ON l.person_id = i.person_id`

const cases = (stratum: string): string => `${infected},
study AS (
  SELECT 'risk_ratio' AS quantity, ${stratum} AS stratum, ${isDiabetic} AS exposed,
    ${fellIll} AS events, count(*) AS persons
  FROM ${followed}
  GROUP BY ALL
),${riskRatio('study')}
${withInterval}`

const coarse = `CASE WHEN (2019 * 12 + 4 - p.birth_year * 12 - p.birth_month) // 12 < 50 THEN 'under 50 ' ELSE '50+ ' END || i.severity`
const lastingCounts = (stratum: string): string => `${infected}
SELECT ${stratum} AS stratum, ${isDiabetic} AS exposed, ${fellIll} AS events, count(*) AS persons
FROM ${followed} GROUP BY ALL ORDER BY ALL`

export const lastingTruth: Truth = {
  id: 'lasting-symptoms',
  useCase: { ja: '感染症危機への対応（罹患後症状）', en: 'Infectious disease: lasting symptoms' },
  title: { ja: '糖尿病は罹患後症状の危険を高める', en: 'Diabetes raises the risk of lasting symptoms' },
  databases: ['ndb', 'idb'],
  planted: { risk_ratio: { value: lastingRiskRatio, unit: 'ratio' } },
  sql: cases(`${ageBandOn("DATE '2019-04-01'")}::VARCHAR || ' ' || severity`),
  tables: { method: 'risk-ratio', sql: lastingCounts(coarse), crudeSql: lastingCounts(`'all'`) },
  crudeSql: cases(`'all'`),
  crudeIs: { risk_ratio: 'too low' },
}
