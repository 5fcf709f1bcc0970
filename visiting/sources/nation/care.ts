/** Long-term care: certification, claims of services, assessments of ADL. Takes its planned onsets from the studies. */
import { type NationTable, periodFrom, type Stage } from './nation-table.ts'

/** Codes of the care levels, lightest first: 要支援1・2, 要介護1–5. */
const levels = "['12', '13', '21', '22', '23', '24', '25']"

/** The level of the nth certification, counted from nought: it slowly rises. */
const levelAt = (nth: string): string =>
  `${levels}[clamp(first_level + floor(${nth} * 0.4 + u(person_id * 8 + ${nth}, 'care.worse')), 1, 7)::INTEGER]`

export const careStages: Stage[] = [
  {
    name: 'care_need',
    select: `
SELECT person_id, care_date, (2 + floor(u(person_id, 'care.level') * 4))::INTEGER AS first_level, seen_until, municipality_code, age, hospital_id,
  prefecture_code
FROM rare_patient WHERE care_date <= seen_until
UNION ALL
SELECT person_id, care_date,
  CASE WHEN severe_care THEN 5 + floor(u(person_id, 'care.level') * 3) ELSE 1 + floor(u(person_id, 'care.level') * 4) END::INTEGER,
  seen_until, municipality_code, age, hospital_id, left(hospital_id, 2)
FROM stroke_admission ANTI JOIN rare_patient USING (person_id)
WHERE (severe_care OR mild_care) AND left_alive AND care_date <= seen_until
UNION ALL
-- Everybody else of 65 and over: hazard about 0.003 · exp(0.155 · (age − 65)) a year, counted from five years before.
SELECT person_id, care_date, pick([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6], u(person_id, 'care.level')), seen_until, municipality_code, age, hospital_id, prefecture_code
FROM (
  SELECT *, DATE '2014-04-01' + ceil(365.25 * gompertz(person_id, 'care.wait', age - 70, CASE WHEN female THEN 0.0033 ELSE 0.0028 END, 0.155))::INTEGER
    AS care_date
  FROM person WHERE age >= 65)
ANTI JOIN rare_patient USING (person_id) ANTI JOIN stroke_admission USING (person_id)
WHERE care_date <= seen_until`,
  },
]

export const careTables: NationTable[] = [
  {
    schema: 'kaigo',
    name: 'certification',
    yearOf: null,
    orderBy: 'person_id, certification_no',
    select: `
SELECT person_id, (nth + 1)::INTEGER AS certification_no, care_date + 540 * nth::INTEGER AS applied_date,
  applied_date + 25 AS certified_from, certified_from + 539 AS certified_until,
  ${levelAt('nth')} AS care_level,
  pick(['自立', 'Ⅰ', 'Ⅱa', 'Ⅱb', 'Ⅲa', 'M'], u(person_id * 8 + nth, 'care.mind')) AS dementia_independence,
  pick(['J1', 'J2', 'A1', 'A2', 'B1', 'C1'], u(person_id * 8 + nth, 'care.bed')) AS daily_independence, municipality_code
FROM care_need, range(7) AS n(nth) WHERE care_date + 540 * nth::INTEGER <= seen_until`,
  },
  {
    schema: 'kaigo',
    name: 'claim',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no',
    select: `
WITH monthly AS (
  SELECT *, (DATE '${periodFrom}' + to_months(m::INTEGER))::DATE AS service_month, person_id * 64 + m AS k
  FROM care_need, range(60) AS t(m)
)
SELECT person_id, (m * 10 + slot)::INTEGER AS claim_no, service_month,
  institution(prefecture_code, '7', u(person_id, 'care.office'), 400) AS institution_id,
  pick(['11', '13', '15', '16', '17', '21', '43', '51', '52'], u(person_id * 4 + slot, 'care.service')) AS service_code,
  (600 + floor(expo(k * 4 + slot, 'care.units', 0.0003)))::INTEGER AS units,
  ${levelAt("(date_diff('day', care_date, service_month) // 540)")} AS care_level
FROM monthly, range(3) AS s(slot)
WHERE service_month > care_date AND service_month <= seen_until AND slot < 1 + floor(u(k, 'care.slots') * 2.3) AND u(k, 'care.used') < 0.85`,
  },
  {
    schema: 'kaigo',
    name: 'adl_assessment',
    yearOf: null,
    orderBy: 'person_id, assessed_date',
    select: `
SELECT person_id, (greatest(care_date, DATE '2021-04-01') + 30 + 180 * nth::INTEGER) AS assessed_date,
  (5 * round(clamp(95 - 9 * first_level - 4 * nth + 8 * gauss(person_id * 8 + nth, 'life'), 0, 100) / 5))::INTEGER AS barthel_index,
  CASE WHEN u(person_id * 8 + nth, 'dirt.weight') >= 0.1 THEN round(52 + 9 * gauss(person_id, 'life.weight') - nth, 1)::DECIMAL(5, 1) END AS weight_kg,
  institution(prefecture_code, '7', u(person_id, 'care.office'), 400) AS institution_id
FROM care_need, range(6) AS n(nth)
WHERE u(person_id, 'life.office') < 0.5 AND greatest(care_date, DATE '2021-04-01') + 30 + 180 * nth::INTEGER <= seen_until`,
  },
]
