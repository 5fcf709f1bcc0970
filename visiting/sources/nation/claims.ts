/**
 * Claims in the shape of the NDB: everyday visits drawn by month, and visits that stand for an event somebody else
 * planned (`planned_diagnosis`, `planned_drug`). `claim_no` counts within a person, so that it betrays nobody.
 */
import { procedures, quoted, seasonSlots } from './masters.ts'
import { months, type NationTable, periodFrom, type Stage } from './nation-table.ts'

const monthStart = (m: string): string => `(DATE '${periodFrom}' + to_months(${m}::INTEGER))::DATE`

/** `diagnoses` and `drugs`: SELECTs that plan events, see ./liver-study.ts for their columns. */
export const claimStages = (planned: { diagnoses: string[]; drugs: string[] }): Stage[] => [
  {
    name: 'planned_diagnosis',
    select: `
SELECT d.*, p.clinic_id, p.hospital_id, insurer_on(p.insurer_type, p.insurer_changed_on, p.old_on, d.on_date) AS insurer_type,
  date_diff('month', DATE '${periodFrom}', d.on_date)::INTEGER AS m,
  (row_number() OVER (PARTITION BY d.person_id, date_trunc('month', d.on_date) ORDER BY d.on_date, d.icd10, d.suspected, d.start_date, d.setting))
    ::INTEGER AS nth
FROM (${planned.diagnoses.join('\nUNION ALL BY NAME\n')}) AS d JOIN person AS p USING (person_id)
WHERE d.on_date <= p.seen_until AND d.on_date >= DATE '${periodFrom}'`,
  },
  {
    name: 'planned_drug',
    select: `
SELECT d.*, p.clinic_id, p.pharmacy_id, date_diff('month', DATE '${periodFrom}', d.on_date)::INTEGER AS m,
  (row_number() OVER (PARTITION BY d.person_id, date_trunc('month', d.on_date) ORDER BY d.on_date, d.drug_code))
    ::INTEGER AS nth
FROM (${planned.drugs.join('\nUNION ALL BY NAME\n')}) AS d JOIN person AS p USING (person_id)
WHERE d.on_date <= p.seen_until`,
  },
  {
    name: 'visit',
    select: `
WITH monthly AS (
  SELECT person_id, m::INTEGER AS m, person_id * 64 + m AS k, seen_from, seen_until, birth_date, clinic_id, pharmacy_id, insurer_type,
    insurer_changed_on, old_on, conditions, regular_drugs, (CASE WHEN age < 15 THEN 0 WHEN age < 65 THEN 1 ELSE 2 END)::TINYINT AS age_group,
    ((m + 3) % 12 + 1)::TINYINT AS month,
    clamp(0.11 + 0.085 * len(conditions) + CASE WHEN age < 10 THEN 0.15 WHEN age > 65 THEN 0.12 ELSE 0 END, 0, 0.75)
      AS rate
  FROM person, range(${months}) AS t(m)
)
SELECT * EXCLUDE (insurer_type, insurer_changed_on, old_on), ${monthStart('m')} + floor(u(k, 'visit.day') * 27)::INTEGER AS service_date,
  insurer_on(insurer_type, insurer_changed_on, old_on, service_date) AS insurer_type
FROM monthly WHERE u(k, 'visit') < rate AND service_date BETWEEN seen_from AND seen_until`,
  },
]

const lineSlots = (slots: number): string => `range(${slots}) AS s(slot)`

export const claimTables: NationTable[] = [
  {
    schema: 'ndb',
    name: 'medical_claim',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no',
    select: `
SELECT person_id, m * 100 + 1 AS claim_no, ${monthStart('m')} AS service_month, clinic_id AS institution_id,
  '2' AS setting, pick(['01', '01', '01', '06', '10', '19', '26', '27'], u(k, 'specialty')) AS specialty_code,
  insurer_type, service_date AS first_service_date, 1 + floor(u(k, 'visit.days') * 2.4)::INTEGER AS service_days,
  CASE WHEN u(k, 'dirt.points') >= 0.002 THEN (150 + expo(k, 'points', 0.0012))::INTEGER END AS points
FROM visit
UNION ALL
SELECT person_id, m * 100 + 10 + nth, ${monthStart('m')},
  CASE setting WHEN '1' THEN hospital_id ELSE clinic_id END, setting, '01', insurer_type, on_date,
  CASE setting WHEN '1' THEN 3 + floor(u(person_id * 64 + m, 'stay') * 18)::INTEGER ELSE 1 END,
  CASE setting WHEN '1' THEN 12000 + expo(person_id * 64 + m, 'points.in', 0.00003)::INTEGER ELSE 450 END
FROM planned_diagnosis`,
  },
  {
    schema: 'ndb',
    name: 'medical_diagnosis',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no, diagnosis_no, icd10_code, start_date',
    select: `
WITH line AS (
  SELECT person_id, m, slot, conditions, birth_date, service_date, k * 4 + slot AS kk, age_group, month FROM visit, ${lineSlots(3)}
  WHERE slot < 1 + (u(k, 'dx.n') < 0.55)::INTEGER + (len(conditions) > 1)::INTEGER
),
coded AS (
  SELECT l.*, u(kk, 'dx.suspected') < 0.07 AS suspected,
    CASE WHEN suspected THEN pick(['K709', 'K711', 'E119', 'C169', 'C189', 'I209', 'U071', 'N189'], u(kk, 'dx.code'))
      WHEN len(conditions) > 0 AND u(kk, 'dx.kind') < 0.6 THEN pick(conditions, u(kk, 'dx.code'))
      ELSE e.code END AS icd10_code
  FROM line AS l JOIN everyday_diagnosis AS e ON e.age_group = l.age_group AND e.month = l.month
    AND e.slot = floor(u(kk, 'dx.everyday') * ${seasonSlots})::SMALLINT
),
noted AS (
  SELECT person_id, m * 100 + 1 AS claim_no, slot + 1 AS diagnosis_no, ${monthStart('m')} AS service_month, icd10_code,
    suspected, slot = 0 AS main, kk,
    CASE WHEN u(kk, 'dirt.start') < 0.005 THEN NULL
      WHEN NOT suspected AND list_contains(conditions, icd10_code)
        THEN since(person_id, icd10_code, birth_date, DATE '${periodFrom}')
      ELSE service_date END AS start_date
  FROM coded
),
-- Three lines in a thousand were sent twice.
twice AS (SELECT * FROM noted UNION ALL SELECT * FROM noted WHERE u(kk, 'dirt.twice') < 0.003)
SELECT person_id, claim_no::INTEGER AS claim_no, diagnosis_no::INTEGER AS diagnosis_no, service_month, icd10_code,
  suspected, main, start_date,
  CASE WHEN u(kk, 'outcome') < 0.12 THEN '2' WHEN u(kk, 'outcome') < 0.14 THEN '4' ELSE '1' END AS outcome_code
FROM twice
UNION ALL
SELECT person_id, m * 100 + 10 + nth, 1, ${monthStart('m')}, icd10, suspected, true, start_date, '1'
FROM planned_diagnosis`,
  },
  {
    schema: 'ndb',
    name: 'medical_procedure',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no, procedure_no',
    select: `
WITH line AS (
  SELECT person_id, m, slot, service_date, k * 4 + slot AS kk FROM visit, ${lineSlots(3)}
  WHERE slot < 1 + floor(u(k, 'px.n') * 2.2)
)
SELECT person_id, (m * 100 + 1)::INTEGER AS claim_no, (slot + 1)::INTEGER AS procedure_no, ${monthStart('m')} AS service_month,
  service_date,
  CASE WHEN slot = 0 THEN CASE WHEN u(kk, 'px.first') < 0.3 THEN '111000110' ELSE '112007410' END
    ELSE pick(${quoted(procedures.slice(2).map((procedure) => procedure.code))}, u(kk, 'px.code')) END AS procedure_code,
  1 AS quantity,
  CASE WHEN slot = 0 THEN CASE WHEN u(kk, 'px.first') < 0.3 THEN 288 ELSE 73 END
    ELSE pick([${procedures
      .slice(2)
      .map((procedure) => procedure.points)
      .join(', ')}], u(kk, 'px.code')) END AS points
FROM line
UNION ALL
SELECT person_id, (m * 100 + 10 + nth)::INTEGER, 1, ${monthStart('m')}, on_date, '160022510', 1, 34 FROM planned_diagnosis`,
  },
  {
    schema: 'ndb',
    name: 'pharmacy_claim',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no',
    select: `
SELECT person_id, m * 100 + 2 AS claim_no, ${monthStart('m')} AS service_month, pharmacy_id AS institution_id,
  clinic_id AS prescriber_institution_id, service_date AS dispensed_date,
  (120 + expo(k, 'points.rx', 0.002))::INTEGER AS points
FROM visit WHERE u(k, 'rx') < 0.62
UNION ALL
SELECT person_id, m * 100 + 40 + nth, ${monthStart('m')}, pharmacy_id, clinic_id, on_date, 380 FROM planned_drug`,
  },
  {
    schema: 'ndb',
    name: 'drug',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no, drug_no',
    select: `
WITH line AS (
  SELECT person_id, m, slot, service_date, k * 4 + slot AS kk, regular_drugs, age_group, month FROM visit, ${lineSlots(3)}
  WHERE u(k, 'rx') < 0.62 AND slot < greatest(1 + floor(u(k, 'rx.n') * 1.8), len(regular_drugs))
),
chosen AS (
  SELECT person_id, m * 100 + 2 AS claim_no, l.slot + 1 AS drug_no, ${monthStart('m')} AS service_month,
    service_date AS dispensed_date,
    CASE WHEN l.slot < len(regular_drugs) THEN regular_drugs[l.slot + 1]
      ELSE e.code END AS drug_code,
    CASE WHEN l.slot < len(regular_drugs) THEN pick([28, 30, 56, 60, 90], u(kk, 'rx.days'))
      ELSE pick([3, 5, 7, 14], u(kk, 'rx.days')) END AS days_supplied
  FROM line AS l JOIN everyday_drug AS e ON e.age_group = l.age_group AND e.month = l.month
    AND e.slot = floor(u(kk, 'rx.everyday') * ${seasonSlots})::SMALLINT
  UNION ALL
  SELECT person_id, m * 100 + 40 + nth, 1, ${monthStart('m')}, on_date, drug_code, days_supplied FROM planned_drug
)
SELECT person_id, claim_no::INTEGER AS claim_no, drug_no::INTEGER AS drug_no, service_month, dispensed_date, drug_code,
  d.atc AS atc_code, (days_supplied * CASE d.route WHEN '内服' THEN 2 ELSE 1 END)::INTEGER AS quantity,
  days_supplied::INTEGER AS days_supplied
FROM chosen AS c JOIN drug_master AS d ON d.code = c.drug_code`,
  },
]
