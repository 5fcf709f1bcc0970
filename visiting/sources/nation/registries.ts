/** Registers and forms that stand beside the claims: cancer, children's diseases, disability, adverse reactions, subsidies. */
import { cancers } from './masters.ts'
import { type NationTable, periodFrom, periodUntil, type Stage } from './nation-table.ts'

/** Children on the register of paediatric chronic diseases. */
const paediatricShare = 0.008

const morphology = cancers.map((cancer) => `WHEN '${cancer.icd10}' THEN '${cancer.morphology}'`).join(' ')
const topography = cancers.map((cancer) => `WHEN '${cancer.icd10}' THEN '${cancer.topography}'`).join(' ')

export const registryStages: Stage[] = [
  {
    name: 'cancer_case',
    select: `
SELECT * RENAME (cancer_date AS diagnosis_date, cancer_icd10 AS icd10, cancer_stage AS stage) FROM person
WHERE cancer_date <= seen_until`,
  },
]

export const registryDiagnoses = `
SELECT person_id, least(diagnosis_date + 3, seen_until) AS on_date, diagnosis_date AS start_date, icd10, false AS suspected, '1' AS setting
FROM cancer_case`

export const registryTables: NationTable[] = [
  {
    schema: 'cancer',
    name: 'registration',
    yearOf: null,
    orderBy: 'person_id',
    select: `
SELECT person_id, diagnosis_date, icd10 AS icd10_code, CASE icd10 ${topography} END AS topography_code,
  CASE WHEN u(person_id, 'cancer.morph') < 0.08 THEN '80003' ELSE CASE icd10 ${morphology} END END AS morphology_code,
  CASE WHEN u(person_id, 'dirt.stage') >= 0.05 THEN ['上皮内', '限局', '領域', '遠隔'][stage] END AS extent,
  CASE WHEN u(person_id, 'cancer.found') < 0.002 THEN '剖検' ELSE pick(['検診', '他疾患の観察中', '他疾患の観察中', '自覚症状', '自覚症状'], u(person_id, 'cancer.way')) END AS detection,
  u(person_id, 'cancer.op') < 0.65 - 0.1 * stage AS surgery, u(person_id, 'cancer.chemo') < 0.2 + 0.12 * stage AS chemotherapy,
  u(person_id, 'cancer.radio') < 0.15 AS radiotherapy, died_on AS death_date, hospital_id AS institution_id, prefecture_code, municipality_code
FROM cancer_case`,
  },
  {
    schema: 'shoman',
    name: 'opinion_form',
    yearOf: null,
    orderBy: 'person_id, form_date',
    select: `
SELECT person_id, pick(['内分泌疾患', '悪性新生物', '慢性心疾患', '糖尿病', '神経・筋疾患'], u(person_id, 'shoman.kind')) AS disease_group,
  pick(['成長ホルモン分泌不全性低身長症', '白血病', '心室中隔欠損症', '１型糖尿病', '点頭てんかん'], u(person_id, 'shoman.kind')) AS disease_name,
  floor(greatest(0, age) * u(person_id, 'shoman.onset'))::INTEGER AS onset_age,
  DATE '${periodFrom}' + 365 * nth::INTEGER + floor(u(person_id, 'shoman.day') * 300)::INTEGER AS form_date,
  CASE WHEN u(person_id * 8 + nth, 'dirt.height') >= 0.03 THEN round(52 + 5.6 * greatest(0, age + nth) + 4 * gauss(person_id, 'shoman.height'), 1)::DECIMAL(5, 1) END AS height_cm,
  round(4 + 2.6 * greatest(0, age + nth) + 2 * gauss(person_id, 'shoman.weight'), 1)::DECIMAL(5, 1) AS weight_kg,
  round(6 + 1.2 * gauss(person_id * 8 + nth, 'shoman.a1c'), 1)::DECIMAL(4, 1) AS hba1c, hospital_id AS institution_id, prefecture_code
FROM person, range(5) AS n(nth)
WHERE age < 18 AND age + nth < 19 AND u(person_id, 'shoman') < ${paediatricShare}
  AND DATE '${periodFrom}' + 365 * nth::INTEGER + floor(u(person_id, 'shoman.day') * 300)::INTEGER BETWEEN seen_from + 30 AND seen_until`,
  },
  {
    schema: 'disability',
    name: 'classification',
    yearOf: null,
    orderBy: 'person_id, certified_date',
    select: `
SELECT person_id, CASE WHEN u(person_id, 'dis.kind') < 0.01 THEN '難病等' ELSE pick(['身体', '身体', '知的', '知的', '知的', '精神', '精神', '精神'], u(person_id, 'dis.type')) END AS disability_type,
  (1 + floor(u(person_id, 'dis.class') * 6))::INTEGER AS support_class,
  DATE '${periodFrom}' + 1095 * nth::INTEGER + floor(u(person_id, 'dis.day') * 700)::INTEGER AS certified_date,
  certified_date + 1094 AS valid_until, municipality_code
FROM person, range(2) AS n(nth)
WHERE age >= 6 AND u(person_id, 'disability') < 0.014
  AND DATE '${periodFrom}' + 1095 * nth::INTEGER + floor(u(person_id, 'dis.day') * 700)::INTEGER <= seen_until`,
  },
  {
    schema: 'disability',
    name: 'claim',
    yearOf: 'service_month',
    orderBy: 'person_id, claim_no',
    select: `
SELECT person_id, (m + 1)::INTEGER AS claim_no, (DATE '${periodFrom}' + to_months(m::INTEGER))::DATE AS service_month,
  institution(prefecture_code, '8', u(person_id, 'dis.office'), 150) AS institution_id,
  pick(['11 居宅介護', '22 生活介護', '43 就労移行支援', '46 就労継続支援Ｂ型', '61 児童発達支援'], u(person_id, 'dis.service')) AS service,
  (300 + floor(expo(person_id * 64 + m, 'dis.units', 0.0004)))::INTEGER AS units
FROM person, range(60) AS t(m)
WHERE age >= 6 AND u(person_id, 'disability') < 0.014 AND u(person_id * 64 + m, 'dis.used') < 0.8
  AND DATE '${periodFrom}' + floor(u(person_id, 'dis.day') * 700)::INTEGER <= (DATE '${periodFrom}' + to_months(m::INTEGER))::DATE
  AND (DATE '${periodFrom}' + to_months(m::INTEGER))::DATE <= seen_until`,
  },
  {
    schema: 'vaccination',
    name: 'adverse_report',
    yearOf: null,
    orderBy: 'person_id, vaccination_date',
    select: `
SELECT person_id, '架空ワクチン甲' AS vaccine_name, dose_number::INTEGER AS dose_number, dose_date AS vaccination_date,
  dose_date + floor(u(person_id * 4 + dose_number, 'adv.day') * 8)::INTEGER AS onset_date,
  pick(['発熱', '発熱', '発熱', '頭痛', '頭痛', 'アナフィラキシー', '心筋炎', '血小板減少'], u(person_id * 4 + dose_number, 'adv.kind')) AS symptom,
  pick(['重くない', '重くない', '重い'], u(person_id * 4 + dose_number, 'adv.grave')) AS severity,
  pick(['回復', '軽快', '未回復', '不明'], u(person_id * 4 + dose_number, 'adv.out')) AS outcome, clinic_id AS institution_id
FROM dose WHERE dose_date + 8 <= seen_until AND u(person_id * 4 + dose_number, 'adverse') < 0.0012`,
  },
  {
    schema: 'subsidy',
    name: 'entitlement',
    yearOf: null,
    orderBy: 'person_id, program',
    select: `
WITH entitled AS (
  SELECT person_id, unnest(list_filter([
    CASE WHEN age < 15 THEN 'children' END,
    CASE WHEN age < 18 AND u(person_id, 'shoman') < ${paediatricShare} THEN 'paediatric_chronic' END,
    CASE WHEN person_id IN (SELECT person_id FROM rare_patient) THEN 'intractable' END,
    CASE WHEN depression AND u(person_id, 'sub.psy') < 0.4 THEN 'psychiatric_outpatient' END,
    CASE WHEN age >= 6 AND u(person_id, 'disability') < 0.014 THEN 'disability' END,
    CASE WHEN age < 18 AND u(person_id, 'sub.single') < 0.07 THEN 'single_parent' END
  ], x -> x IS NOT NULL)) AS program, prefecture_code, municipality_code, birth_date, seen_from, seen_until
  FROM person
)
SELECT person_id, program,
  CASE WHEN program IN ('intractable', 'paediatric_chronic', 'psychiatric_outpatient') THEN '都道府県' ELSE '市町村' END AS granted_by,
  seen_from + CASE WHEN seen_from = birth_date THEN 0 ELSE floor(u(person_id, 'sub.' || program) * 300)::INTEGER END AS valid_from,
  -- Children's programs end in the March after their birthday.
  least(seen_until, CASE program WHEN 'children' THEN school_year_end(birth_date, 15) WHEN 'single_parent' THEN school_year_end(birth_date, 18)
    WHEN 'paediatric_chronic' THEN (birth_date + INTERVAL 20 YEAR)::DATE ELSE DATE '${periodUntil}' END) AS valid_until,
  pick([0, 0, 500, 2500, 5000, 10000], u(person_id, 'sub.limit')) AS monthly_limit_yen, prefecture_code, municipality_code
FROM entitled WHERE valid_from < valid_until`,
  },
]
