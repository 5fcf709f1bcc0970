/**
 * Second planted truth: a rare disease with a known median time from onset to care need, longer in those who carry a
 * marker and take the therapy. Many have not come to need care when observation ends, so that the median of those
 * who have is too short. The disease is commoner here than a real rare disease, so that it can be studied.
 */
import { events } from './masters.ts'
import { type NationTable, periodFrom, type Stage } from './nation-table.ts'

/** As planted, from onset to care need. */
export const medianMonths = 30
/** The same in treated carriers of the marker. */
export const responderMedianMonths = 60
/** Shape of the Weibull distribution of the waiting time. */
const shape = 1.4
/** Of 365.25 days a year. */
export const daysPerMonth = 30.4375

export const rareDisease = { number: '9001', ja: '進行性神経筋症（架空）' }

export const rareStages: Stage[] = [
  {
    name: 'rare_patient',
    select: `
WITH patient AS (
  SELECT person_id, age, female, seen_until, hospital_id, prefecture_code, municipality_code,
    DATE '2014-04-01' + floor(u(person_id, 'rare.onset') * 3100)::INTEGER AS onset_date,
    u(person_id, 'rare.marker') < 0.45 AS marker_positive,
    u(person_id, 'rare.therapy') < 0.5 AS modifying_therapy
  FROM person WHERE age BETWEEN 47 AND 85 AND u(person_id, 'rare') < 0.012
)
SELECT *, onset_date + ceil(${daysPerMonth} * CASE WHEN marker_positive AND modifying_therapy THEN ${responderMedianMonths}
    ELSE ${medianMonths} END * pow(-ln(1 - u(person_id, 'rare.wait')) / ln(2), ${1 / shape}))::INTEGER AS care_date
FROM patient WHERE onset_date < seen_until`,
  },
]

export const rareDiagnoses = `
SELECT person_id, greatest(onset_date, DATE '${periodFrom}') + 7 + floor(u(person_id, 'rare.seen') * 20)::INTEGER AS on_date,
  onset_date AS start_date, '${events.rare.icd10}' AS icd10, false AS suspected, '2' AS setting
FROM rare_patient`

export const rareTables: NationTable[] = [
  {
    schema: 'nanbyo',
    name: 'survey_form',
    yearOf: null,
    orderBy: 'person_id, form_date, disease_no',
    select: `
SELECT person_id, '${rareDisease.number}' AS disease_no, '${rareDisease.ja}' AS disease_name,
  CASE nth WHEN 0 THEN '新規' ELSE '更新' END AS form_kind,
  (greatest(onset_date, DATE '2017-04-01') + 40 + 365 * nth::INTEGER)::DATE AS form_date, onset_date, marker_positive, modifying_therapy,
  clamp(1 + nth + floor(u(person_id * 16 + nth, 'rare.severity') * 2), 1, 5)::INTEGER AS severity,
  CASE WHEN u(person_id * 16 + nth, 'dirt.ck') >= 0.06
    THEN round(180 + 60 * nth + 90 * gauss(person_id * 16 + nth, 'rare.ck'))::INTEGER END AS creatine_kinase,
  CASE WHEN severity >= 4 THEN '全介助' WHEN severity = 3 THEN '部分介助' ELSE '自立' END AS daily_life,
  hospital_id AS institution_id, prefecture_code
FROM rare_patient, range(7) AS n(nth) WHERE form_date <= seen_until
UNION ALL
SELECT person_id, d.no, d.ja, CASE nth WHEN 0 THEN '新規' ELSE '更新' END,
  (DATE '2017-06-01' + 365 * nth::INTEGER + floor(u(person_id, 'nanbyo.day') * 300)::INTEGER)::DATE AS form_date,
  DATE '2016-06-01' - floor(u(person_id, 'nanbyo.onset') * 4000)::INTEGER, NULL, NULL,
  1 + floor(u(person_id * 16 + nth, 'nanbyo.severity') * 4)::INTEGER, NULL, '自立', hospital_id, prefecture_code
FROM person AS p
JOIN (VALUES ('97', '潰瘍性大腸炎', 15, 75, 0.0017, 0.0017), ('96', 'クローン病', 12, 60, 0.0009, 0.0004),
  ('49', '全身性エリテマトーデス', 15, 80, 0.0002, 0.0011), ('6', 'パーキンソン病', 60, 100, 0.0035, 0.0042))
  AS d(no, ja, age_from, age_until, men, women)
  ON age BETWEEN age_from AND age_until AND u(person_id, 'nanbyo.' || d.no) < CASE WHEN female THEN women ELSE men END, range(7) AS n(nth)
WHERE person_id NOT IN (SELECT person_id FROM rare_patient)
  AND DATE '2017-06-01' + 365 * nth::INTEGER + floor(u(person_id, 'nanbyo.day') * 300)::INTEGER <= seen_until`,
  },
]
