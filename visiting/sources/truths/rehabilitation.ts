import { events } from '../nation/masters.ts'
import { barthelGain, earlyDays, severeCareRiskRatio, severityClass } from '../nation/stroke.ts'
import { riskRatio, type Truth, withInterval } from './truth.ts'

const admissions = `
rehabilitation AS (
  SELECT person_id, admission_no, min(procedure_date) AS rehab_date FROM dpc.procedure
  WHERE procedure_code = 'H001' GROUP BY person_id, admission_no
),
stroke AS (
  SELECT a.person_id, a.discharge_date, a.age, a.age // 5 AS age_band, a.barthel_in, a.barthel_out,
    date_diff('day', a.admission_date, r.rehab_date) <= ${earlyDays} AS early
  FROM dpc.admission AS a JOIN rehabilitation AS r ON r.person_id = a.person_id AND r.admission_no = a.admission_no
  WHERE a.main_icd10_code = '${events.stroke.icd10}' AND a.barthel_out IS NOT NULL
)`

// Difference of means within strata, weighted by n₁n₀/(n₁+n₀), with the pooled variance within strata.
const difference = (stratum: string): string => `
WITH ${admissions},
cell AS (
  SELECT ${stratum} AS stratum, early, count(*)::DOUBLE AS n, avg(barthel_out) AS mean,
    sum(barthel_out::DOUBLE * barthel_out) - count(*) * avg(barthel_out) * avg(barthel_out) AS within
  FROM stroke GROUP BY stratum, early
),
pair AS (
  SELECT e.mean - l.mean AS difference, e.n * l.n / (e.n + l.n) AS weight
  FROM cell AS e JOIN cell AS l ON e.stratum = l.stratum AND e.early AND NOT l.early
),
spread AS (SELECT sum(within) / (sum(n) - count(*)) AS variance FROM cell)
SELECT 'barthel_points' AS quantity, sum(weight * difference) / sum(weight) AS estimate,
  sum(weight * difference) / sum(weight) - 1.959964 * sqrt(any_value(variance) / sum(weight)) AS low,
  sum(weight * difference) / sum(weight) + 1.959964 * sqrt(any_value(variance) / sum(weight)) AS high
FROM pair, spread`

const severe = `severe AS (
  SELECT person_id, min(applied_date) AS care_date FROM kaigo.certification WHERE care_level IN ('23', '24', '25')
  GROUP BY person_id
)`
const fellSevere =
  'sum(CASE WHEN v.care_date BETWEEN s.discharge_date AND s.discharge_date + 180 THEN 1 ELSE 0 END)'

const care = (stratum: string): string => `
WITH ${admissions},
${severe},
study AS (
  SELECT 'severe_care_risk_ratio' AS quantity, ${stratum} AS stratum, early AS exposed,
    ${fellSevere} AS events,
    count(*) AS persons
  FROM stroke AS s LEFT JOIN severe AS v ON v.person_id = s.person_id GROUP BY ALL
),${riskRatio('study')}
${withInterval}`

const byMildness = `barthel_in::VARCHAR || ' ' || age_band`
const useCase = { ja: '医療・介護サービスの質の評価', en: 'Quality of medical and care services' }

/** What an analysis of covariance needs, by stratum and arm. */
const sums = (stratum: string): string => `
WITH ${admissions}
SELECT ${stratum} AS stratum, early AS exposed, count(*) AS n, sum(barthel_out) AS y, sum(barthel_out * barthel_out) AS yy,
  sum(age) AS x, sum(age * age) AS xx, sum(age * barthel_out) AS xy
FROM stroke GROUP BY ALL ORDER BY ALL`

const coarse = `'severity ' || ${severityClass} || CASE WHEN age < 75 THEN ', under 75' ELSE ', 75+' END`
const counts = (stratum: string): string => `
WITH ${admissions},
${severe}
SELECT ${stratum} AS stratum, early AS exposed, ${fellSevere} AS events, count(*) AS persons
FROM stroke AS s LEFT JOIN severe AS v ON v.person_id = s.person_id GROUP BY ALL ORDER BY ALL`

export const barthelTruth: Truth = {
  id: 'early-rehabilitation-adl',
  useCase,
  title: {
    ja: '入院3日以内のリハビリは退院時のADLを高める',
    en: 'Rehabilitation within three days raises ADL at discharge',
  },
  databases: ['dpc'],
  planted: { barthel_points: { value: barthelGain, unit: 'points' } },
  sql: difference(byMildness),
  tables: { method: 'adjusted-difference', sql: sums('barthel_in'), crudeSql: sums(`'all'`) },
  crudeSql: difference(`'all'`),
  crudeIs: { barthel_points: 'too high' },
}

export const careLevelTruth: Truth = {
  id: 'early-rehabilitation-care',
  useCase,
  title: {
    ja: '入院3日以内のリハビリは退院後の要介護3以上を減らす',
    en: 'Rehabilitation within three days lowers the risk of care level 3 or higher',
  },
  databases: ['dpc', 'kaigo'],
  planted: { severe_care_risk_ratio: { value: severeCareRiskRatio, unit: 'ratio' } },
  sql: care(byMildness),
  tables: { method: 'risk-ratio', sql: counts(coarse), crudeSql: counts(`'all'`) },
  crudeSql: care(`'all'`),
  crudeIs: { severe_care_risk_ratio: 'too low' },
}
