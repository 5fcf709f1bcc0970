/**
 * Fourth planted truth: rehabilitation within three days of a stroke raises the Barthel index at discharge and lowers
 * the risk of a high care level after. The milder the stroke, the earlier the rehabilitation, so that crude
 * differences flatter it. How early it begins depends on the class of severity and on being 75 or older, so that
 * comparing within these adjusts in full.
 */
import { admissions, events } from './masters.ts'
import type { NationTable, Stage } from './nation-table.ts'

/** As planted: points of the Barthel index (0 to 100) at discharge. */
export const barthelGain = 8
/** As planted: of care level 3 or higher, with early rehabilitation against without. */
export const severeCareRiskRatio = 0.7
/** Rehabilitation starts within this many days of admission: early. */
export const earlyDays = 3

/** 0 to 2, lightest last; Barthel index at admission 10–25, 30–45, 50–65. */
export const severityClass = '((barthel_in - 10) // 20)'

const ageOn = (day: string): string => `(age + date_diff('day', DATE '2019-04-01', ${day}) / 365.25)`

/** Reasons by age group: the lower end of each one's share, for an ASOF join against a uniform draw. */
const reasonRows = ([0, 1, 2] as const)
  .flatMap((group) => {
    const all = admissions.reduce((sum, reason) => sum + reason.weight[group], 0)
    let reached = 0
    return admissions.flatMap((reason) => {
      const from = reached / all
      reached += reason.weight[group]
      return reason.weight[group] > 0
        ? [`(${group}, ${from}, '${reason.icd10}', '${reason.dpc}', ${reason.medianDays})`]
        : []
    })
  })
  .join(', ')

export const strokeStages: Stage[] = [
  {
    name: 'stroke_admission',
    select: `
WITH admitted AS (
  SELECT person_id, age, female, seen_until, hospital_id, municipality_code, insurer_type,
    DATE '2019-06-01' + floor(u(person_id, 'stroke.day') * 1460)::INTEGER AS admission_date,
    (10 + 5 * floor(u(person_id, 'stroke.in') * 12))::INTEGER AS barthel_in
  FROM person WHERE age >= 55 AND u(person_id, 'stroke') < least(0.09, 0.013 * exp(0.065 * (age - 55)))
),
aged AS (SELECT *, ${ageOn('admission_date')} AS age_then FROM admitted
  WHERE admission_date <= seen_until),
treated AS (
  SELECT *, u(person_id, 'stroke.early') < [0.32, 0.54, 0.76][1 + ${severityClass}::INTEGER] - CASE WHEN age_then >= 75 THEN 0.1 ELSE 0 END AS early,
    admission_date + 12 + floor(u(person_id, 'stroke.stay') * 32)::INTEGER AS planned_discharge
  FROM aged
)
SELECT *, least(planned_discharge, seen_until) AS discharge_date, planned_discharge <= seen_until AS left_alive,
  admission_date + CASE WHEN early THEN floor(u(person_id, 'stroke.rehab') * ${earlyDays + 1})::INTEGER
    ELSE ${earlyDays + 1} + floor(u(person_id, 'stroke.rehab') * 7)::INTEGER END AS rehab_start,
  (5 * round(clamp(0.75 * barthel_in + 25 + CASE WHEN early THEN ${barthelGain} ELSE 0 END - 0.25 * (age_then - 75)
    + 8 * gauss(person_id, 'stroke.barthel'), 0, 100) / 5))::INTEGER AS barthel_out,
  u(person_id, 'stroke.care') < clamp(0.68 - 0.0075 * barthel_in + 0.004 * (age_then - 75), 0.05, 0.9)
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
SELECT person_id, 2, hospital_id, day, least(day + stay, seen_until), '160800xx01xxxx', '${events.hip.icd10}', ${ageOn('day')},
  (5 * floor(u(person_id, 'hip.in') * 8))::INTEGER, CASE WHEN day + stay <= seen_until THEN (40 + 5 * floor(u(person_id, 'hip.out') * 12))::INTEGER END,
  CASE WHEN day + 3 <= least(day + stay, seen_until) THEN day + 3 END, day + stay <= seen_until, 'H002'
FROM (
  SELECT *, DATE '2019-05-01' + floor(u(person_id, 'hip.day') * 1700)::INTEGER AS day,
    15 + floor(u(person_id, 'hip.stay') * 30)::INTEGER AS stay
  FROM person WHERE age >= 65 AND u(person_id, 'hip') < least(0.15, 0.003 * exp(0.1 * (age - 65))) * CASE WHEN female THEN 2.4 ELSE 1 END)
WHERE day BETWEEN seen_from AND seen_until
UNION ALL
-- Any other reason, once or never. Stays are skewed: half of them at most the reason's median, some much longer.
SELECT person_id, 3, hospital_id, day, least(day + stay, seen_until), dpc, icd10, ${ageOn('day')},
  100 - (5 * floor(u(person_id, 'adm.in') * CASE WHEN age < 65 THEN 2 ELSE 9 END))::INTEGER,
  CASE WHEN day + stay <= seen_until THEN 100 - (5 * floor(u(person_id, 'adm.out') * CASE WHEN age < 65 THEN 1 ELSE 6 END))::INTEGER END,
  NULL, day + stay <= seen_until, NULL
FROM (
  SELECT p.*, r.icd10, r.dpc, DATE '2019-04-03' + floor(u(person_id, 'adm.day') * 1780)::INTEGER AS day,
    clamp(round(median_days * exp(0.6 * gauss(person_id, 'adm.stay'))), 1, 120)::INTEGER AS stay
  FROM (
    SELECT *, CASE WHEN age < 15 THEN 0 WHEN age < 65 THEN 1 ELSE 2 END AS age_group, u(person_id, 'adm.reason') AS ur
    FROM person WHERE u(person_id, 'adm') < clamp(0.06 + age * 0.0045, 0, 0.45)) AS p
  ASOF JOIN (VALUES ${reasonRows}) AS r(age_group, p_from, icd10, dpc, median_days) ON p.age_group = r.age_group AND p.ur >= r.p_from)
WHERE day BETWEEN seen_from AND seen_until
UNION ALL
-- Most cancers are operated on or first treated in hospital.
SELECT person_id, 4, hospital_id, day, least(day + stay, seen_until), cancer_dpc, cancer_icd10, ${ageOn('day')},
  100, CASE WHEN day + stay <= seen_until THEN 100 - (5 * floor(u(person_id, 'can.out') * 4))::INTEGER END, NULL, day + stay <= seen_until, NULL
FROM (
  SELECT *, cancer_date + 10 + floor(u(person_id, 'can.day') * 40)::INTEGER AS day,
    clamp(round(10 * exp(0.5 * gauss(person_id, 'can.stay'))), 2, 90)::INTEGER AS stay
  FROM person WHERE cancer_date <= seen_until AND u(person_id, 'can.in') < 0.7)
WHERE day BETWEEN DATE '2019-04-01' AND seen_until
UNION ALL
-- Two of three deaths are in hospital; a good half of these in one that reports DPC.
SELECT person_id, 5, hospital_id, greatest(seen_from, died_on - stay), died_on,
  CASE WHEN died_of_cancer THEN cancer_dpc WHEN age < 10 THEN '040080xx99x0xx' ELSE pick(['040081xx99x0xx', '040080xx99x0xx', '050130xx9900xx', '010060x2990401', '010040x099000x'], u(person_id, 'last.code')) END,
  CASE WHEN died_of_cancer THEN cancer_icd10 WHEN age < 10 THEN 'J189' ELSE pick(['J690', 'J189', 'I500', 'I639', 'I619'], u(person_id, 'last.code')) END,
  ${ageOn('died_on')}, (5 * floor(u(person_id, 'last.in') * 10))::INTEGER, NULL, NULL, false, NULL
FROM (SELECT *, clamp(round(14 * exp(0.7 * gauss(person_id, 'last.stay'))), 1, 120)::INTEGER AS stay FROM person
  WHERE died_on IS NOT NULL AND u(person_id, 'last') < 0.4)`,
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
