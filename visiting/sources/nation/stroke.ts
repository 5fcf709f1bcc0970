/**
 * Fourth planted truth: rehabilitation within three days of a stroke raises the Barthel index at discharge and lowers
 * the risk of a high care level after. The milder the stroke, the earlier the rehabilitation, so that crude
 * differences flatter it.
 */
import { events } from './masters.ts'
import type { NationTable, Stage } from './nation-table.ts'

export const barthelGain = 8
export const severeCareRiskRatio = 0.7
/** Rehabilitation starts within this many days of admission: early. */
export const earlyDays = 3

export const strokeStages: Stage[] = [
  {
    name: 'stroke_admission',
    select: `
WITH admitted AS (
  SELECT person_id, age, female, seen_until, hospital_id, municipality_code, insurer_type,
    DATE '2019-06-01' + floor(u(person_id, 'stroke.day') * 1460)::INTEGER AS admission_date,
    (10 + 5 * floor(u(person_id, 'stroke.in') * 12))::INTEGER AS barthel_in
  FROM person WHERE age >= 55 AND u(person_id, 'stroke') < 0.035
),
aged AS (SELECT *, age + date_diff('day', DATE '2019-04-01', admission_date) / 365.25 AS age_then FROM admitted
  WHERE admission_date <= seen_until),
treated AS (
  SELECT *, u(person_id, 'stroke.early') < clamp(0.12 + 0.011 * barthel_in - 0.006 * (age_then - 75), 0.08, 0.92) AS early,
    admission_date + 12 + floor(u(person_id, 'stroke.stay') * 32)::INTEGER AS planned_discharge
  FROM aged
)
SELECT *, least(planned_discharge, seen_until) AS discharge_date, planned_discharge <= seen_until AS left_alive,
  admission_date + CASE WHEN early THEN floor(u(person_id, 'stroke.rehab') * ${earlyDays + 1})::INTEGER
    ELSE ${earlyDays + 1} + floor(u(person_id, 'stroke.rehab') * 7)::INTEGER END AS rehab_start,
  (5 * round(clamp(0.75 * barthel_in + 25 + CASE WHEN early THEN ${barthelGain} ELSE 0 END - 0.25 * (age_then - 75)
    + 8 * gauss(person_id, 'stroke.barthel'), 0, 100) / 5))::INTEGER AS barthel_out,
  u(person_id, 'stroke.care') < clamp(0.60 - 0.005 * barthel_in + 0.004 * (age_then - 75), 0.05, 0.9)
    * CASE WHEN early THEN ${severeCareRiskRatio} ELSE 1 END AS severe_care,
  u(person_id, 'stroke.care.mild') < 0.45 AS mild_care,
  planned_discharge + 10 + floor(u(person_id, 'stroke.care.day') * 120)::INTEGER AS care_date
FROM treated`,
  },
  {
    name: 'admission',
    select: `
SELECT person_id, 1 AS admission_no, hospital_id, admission_date, discharge_date, '010060x2990401' AS dpc_code,
  '${events.stroke.icd10}' AS icd10, age_then, barthel_in, CASE WHEN left_alive THEN barthel_out END AS barthel_out,
  CASE WHEN rehab_start <= discharge_date THEN rehab_start END AS rehab_start, left_alive, 'H001' AS rehab_code
FROM stroke_admission
UNION ALL
SELECT person_id, 2, hospital_id, day, least(day + stay, seen_until), '160800xx01xxxx', '${events.hip.icd10}', age,
  (5 * floor(u(person_id, 'hip.in') * 8))::INTEGER, CASE WHEN day + stay <= seen_until THEN (40 + 5 * floor(u(person_id, 'hip.out') * 12))::INTEGER END,
  CASE WHEN day + 3 <= least(day + stay, seen_until) THEN day + 3 END, day + stay <= seen_until, 'H002'
FROM (
  SELECT *, DATE '2019-05-01' + floor(u(person_id, 'hip.day') * 1700)::INTEGER AS day,
    15 + floor(u(person_id, 'hip.stay') * 30)::INTEGER AS stay
  FROM person WHERE age >= 65 AND u(person_id, 'hip') < 0.018)
WHERE day <= seen_until
UNION ALL
-- Any other reason, once or never.
SELECT person_id, 3, hospital_id, day, least(day + stay, seen_until), '060100xx01xxxx', pick(['K635', 'J189', 'I500', 'N390'], u(person_id, 'adm.code')), age,
  100 - (5 * floor(u(person_id, 'adm.in') * 6))::INTEGER, CASE WHEN day + stay <= seen_until THEN 100 - (5 * floor(u(person_id, 'adm.out') * 4))::INTEGER END,
  NULL, day + stay <= seen_until, NULL
FROM (
  SELECT *, DATE '2019-04-03' + floor(u(person_id, 'adm.day') * 1750)::INTEGER AS day,
    2 + floor(u(person_id, 'adm.stay') * 16)::INTEGER AS stay
  FROM person WHERE u(person_id, 'adm') < clamp(0.02 + age * 0.003, 0, 0.3))
WHERE day <= seen_until`,
  },
]

export const strokeDiagnoses = `
SELECT person_id, admission_date AS on_date, admission_date AS start_date, icd10, false AS suspected, '1' AS setting
FROM admission`

export const dpcTables: NationTable[] = [
  {
    schema: 'dpc',
    name: 'admission',
    yearOf: 'admission_date',
    orderBy: 'person_id, admission_no',
    select: `
SELECT person_id, admission_no::INTEGER AS admission_no, hospital_id AS institution_id, admission_date, discharge_date, dpc_code,
  icd10 AS main_icd10_code, floor(age_then)::INTEGER AS age, barthel_in, barthel_out,
  CASE WHEN NOT left_alive THEN '死亡' WHEN barthel_out < 60 THEN '転院・施設' ELSE '自宅' END AS discharge_to,
  (clamp(barthel_in / 10.0, 0, 9) + 1)::INTEGER AS emergency_score
FROM admission`,
  },
  {
    schema: 'dpc',
    name: 'procedure',
    yearOf: 'procedure_date',
    orderBy: 'person_id, admission_no, procedure_no',
    select: `
SELECT person_id, admission_no::INTEGER AS admission_no, (1 + nth)::INTEGER AS procedure_no, rehab_start + nth::INTEGER AS procedure_date,
  rehab_code AS procedure_code, (1 + floor(u(person_id * 64 + nth, 'rehab.units') * 6))::INTEGER AS units
FROM admission, range(10) AS n(nth)
WHERE rehab_start IS NOT NULL AND rehab_start + nth::INTEGER <= discharge_date`,
  },
]
