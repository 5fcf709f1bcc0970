/** The NDB's other sources: dental and DPC claims, and specific health checkups of the insured from 40 to 74. */
import { months, type NationTable, periodFrom } from './nation-table.ts'

const monthStart = `(DATE '${periodFrom}' + to_months(m::INTEGER))::DATE`

export const moreClaimTables: NationTable[] = [
  {
    schema: 'ndb',
    name: 'dental_claim',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no',
    select: `
SELECT person_id, (m * 100 + 3)::INTEGER AS claim_no, ${monthStart} AS service_month,
  institution(prefecture_code, '3', u(person_id, 'dentist'), 20 + thousands / 12) AS institution_id,
  pick(['K021', 'K051', 'K053', 'K081'], u(person_id * 64 + m, 'dental.code')) AS icd10_code,
  (1 + floor(u(person_id * 64 + m, 'dental.days') * 2.5))::INTEGER AS service_days,
  (300 + floor(expo(person_id * 64 + m, 'dental.points', 0.0015)))::INTEGER AS points
FROM person, range(${months}) AS t(m)
WHERE u(person_id * 64 + m, 'dental') < 0.075 AND ${monthStart} BETWEEN birth_date + 365 AND seen_until`,
  },
  {
    schema: 'ndb',
    name: 'dpc_claim',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no',
    select: `
SELECT a.person_id, (date_diff('month', DATE '${periodFrom}', admission_date) * 100 + 80 + admission_no)::INTEGER AS claim_no,
  date_trunc('month', admission_date)::DATE AS service_month, a.hospital_id AS institution_id, dpc_code, icd10 AS icd10_code,
  admission_date, (discharge_date - admission_date + 1)::INTEGER AS service_days,
  (8000 + 2600 * (discharge_date - admission_date + 1) + floor(u(a.person_id, 'dpc.points') * 30000))::INTEGER AS points
FROM admission AS a`,
  },
  {
    schema: 'ndb',
    name: 'checkup',
    yearOf: 'checkup_date',
    orderBy: 'person_id, checkup_date',
    select: `
WITH seen AS (
  SELECT *, person_id * 8 + y AS k, age + y AS age_then,
    DATE '2019-05-01' + 365 * y::INTEGER + floor(u(person_id * 8 + y, 'check.day') * 280)::INTEGER AS checkup_date
  FROM person, range(5) AS t(y)
  WHERE u(person_id * 8 + y, 'check') < 0.5
)
SELECT person_id, checkup_date,
  round(22.6 + CASE WHEN female THEN -0.6 ELSE 0.6 END + 3.2 * gauss(person_id, 'bmi') + 0.4 * gauss(k, 'bmi.y'), 1)::DECIMAL(4, 1) AS bmi,
  round(82 + 8 * gauss(person_id, 'bmi') + 2 * gauss(k, 'waist'), 1)::DECIMAL(5, 1) AS waist_cm,
  round(122 + 0.3 * (age_then - 55) + CASE WHEN hypertension THEN 12 ELSE 0 END + 12 * gauss(k, 'sbp'))::INTEGER AS systolic_mmhg,
  round(75 + CASE WHEN hypertension THEN 6 ELSE 0 END + 9 * gauss(k, 'dbp'))::INTEGER AS diastolic_mmhg,
  CASE WHEN u(k, 'dirt.a1c') >= 0.04 THEN round(5.5 + CASE WHEN diabetes THEN 1.3 ELSE 0 END + 0.35 * gauss(k, 'a1c'), 1)::DECIMAL(4, 1) END AS hba1c_percent,
  round(120 + CASE WHEN lipid THEN 25 ELSE 0 END + 26 * gauss(k, 'ldl'))::INTEGER AS ldl_mg_dl,
  round(greatest(8, 22 + CASE WHEN alcohol THEN 22 ELSE 0 END + 7 * gauss(k, 'ast')))::INTEGER AS ast_u_l,
  round(greatest(8, 34 + CASE WHEN alcohol THEN 70 ELSE 0 END + 14 * gauss(k, 'ggt')))::INTEGER AS gamma_gt_u_l,
  u(person_id, 'smoker') < CASE WHEN female THEN 0.08 ELSE 0.28 END AS smoker,
  CASE WHEN alcohol THEN '毎日' ELSE pick(['毎日', '時々', '時々', '飲まない', '飲まない'], u(person_id, 'drinks')) END AS drinking,
  clinic_id AS institution_id
FROM seen WHERE age_then >= 40 AND checkup_date < old_on AND checkup_date <= seen_until`,
  },
]
