/** What hospitals hold: certified operators' and MID-NET extracts, and the three documents and six kinds of information of the EHR. */
import { type NationTable, periodFrom, type Stage } from './nation-table.ts'

/** JLAC10 analyte codes with mean and standard deviation in their unit. */
const tests = `(VALUES
  ('3D046', 'HbA1c', '%', 5.6, 0.5), ('3B035', 'AST', 'U/L', 24, 9), ('3B045', 'ALT', 'U/L', 22, 11),
  ('3C015', 'クレアチニン', 'mg/dL', 0.8, 0.2), ('3F077', 'LDLコレステロール', 'mg/dL', 118, 28), ('2A030', 'ヘモグロビン', 'g/dL', 13.6, 1.5)
) AS t(code, name, unit, mean, spread)`

const laboratory = (source: string, label: string, visits: number): string => `
SELECT person_id, DATE '${periodFrom}' + floor(u(person_id * 64 + nth, '${label}.day') * 1800)::INTEGER AS sampled_date,
  t.code AS analyte_code, t.name AS analyte_name,
  CASE WHEN u(hash(person_id, nth, t.code), '${label}.miss') >= 0.02
    THEN greatest(0.1, round(t.mean * CASE WHEN diabetes AND t.code = '3D046' THEN 1.25 WHEN alcohol AND t.code IN ('3B035', '3B045') THEN 1.8 ELSE 1 END
      + t.spread * gauss(hash(person_id, nth, t.code), '${label}.value'), 2))::DECIMAL(9, 2) END AS value,
  t.unit AS unit, hospital_id AS institution_id
FROM ${source}, range(${visits}) AS n(nth), ${tests}
WHERE u(person_id * 64 + nth, '${label}.visit') < 0.6
  AND DATE '${periodFrom}' + floor(u(person_id * 64 + nth, '${label}.day') * 1800)::INTEGER BETWEEN seen_from AND seen_until`

const prescriptions = (source: string, label: string): string => `
SELECT person_id, DATE '${periodFrom}' + floor(u(person_id * 64 + nth, '${label}.rx') * 1800)::INTEGER AS ordered_date,
  drug_code, d.atc AS atc_code, d.ja AS drug_name, pick([14, 28, 30, 56], u(person_id * 64 + nth, '${label}.rx.days')) AS days_supplied,
  hospital_id AS institution_id
FROM (SELECT *, unnest(regular_drugs) AS drug_code FROM ${source}) AS p JOIN drug_master AS d ON d.code = p.drug_code, range(4) AS n(nth)
WHERE DATE '${periodFrom}' + floor(u(person_id * 64 + nth, '${label}.rx') * 1800)::INTEGER BETWEEN seen_from AND seen_until`

export const recordStages: Stage[] = [
  { name: 'certified_patient', select: `SELECT * FROM person WHERE u(person_id, 'certified') < 0.07` },
  { name: 'midnet_patient', select: `SELECT * FROM person WHERE u(person_id, 'midnet') < 0.05` },
  { name: 'ehr_patient', select: `SELECT * FROM person WHERE u(person_id, 'ehr') < 0.10` },
]

const byPerson = (schema: string, name: string, orderBy: string, select: string): NationTable => ({
  schema,
  name,
  yearOf: null,
  orderBy: `person_id, ${orderBy}`,
  select,
})

const patient = (source: string): string => `
SELECT person_id, CASE WHEN female THEN '2' ELSE '1' END AS sex, year(birth_date)::INTEGER AS birth_year, prefecture_code,
  hospital_id AS institution_id FROM ${source}`

const ehrDay = (label: string): string =>
  `DATE '${periodFrom}' + floor(u(person_id * 16 + nth, '${label}') * 1800)::INTEGER`

export const recordTables: NationTable[] = [
  byPerson('certified', 'patient', 'institution_id', patient('certified_patient')),
  byPerson(
    'certified',
    'lab_result',
    'sampled_date, analyte_code, value',
    laboratory('certified_patient', 'cert', 6),
  ),
  byPerson(
    'certified',
    'prescription',
    'ordered_date, drug_code, days_supplied',
    prescriptions('certified_patient', 'cert'),
  ),
  byPerson('midnet', 'patient', 'institution_id', patient('midnet_patient')),
  byPerson(
    'midnet',
    'lab_result',
    'sampled_date, analyte_code, value',
    laboratory('midnet_patient', 'mid', 8),
  ),
  byPerson(
    'midnet',
    'prescription',
    'ordered_date, drug_code, days_supplied',
    prescriptions('midnet_patient', 'mid'),
  ),
  byPerson('ehr', 'patient', 'institution_id', patient('ehr_patient')),
  byPerson(
    'ehr',
    'encounter',
    'encounter_no',
    `SELECT person_id, (nth + 1)::INTEGER AS encounter_no, ${ehrDay('ehr.enc')} AS started_date,
  CASE WHEN u(person_id * 16 + nth, 'ehr.class') < 0.1 THEN 'IMP' ELSE 'AMB' END AS class,
  started_date + CASE WHEN class = 'IMP' THEN 9 ELSE 0 END AS ended_date, hospital_id AS institution_id
FROM ehr_patient, range(5) AS n(nth) WHERE ${ehrDay('ehr.enc')} BETWEEN seen_from AND seen_until - 9`,
  ),
  byPerson(
    'ehr',
    'condition',
    'icd10_code',
    `SELECT person_id, icd10_code, m.ja AS name, since(person_id, icd10_code, birth_date, DATE '${periodFrom}') AS onset_date,
  'active' AS clinical_status, hospital_id AS institution_id
FROM (SELECT *, unnest(conditions) AS icd10_code FROM ehr_patient) AS p JOIN icd10_master AS m ON m.icd10 = p.icd10_code`,
  ),
  byPerson(
    'ehr',
    'infection',
    'tested_date, test_name',
    `SELECT person_id, ${ehrDay('ehr.inf')} AS tested_date, pick(['HBs抗原', 'HCV抗体', '梅毒', 'HIV'], (nth + 0.5) / 4) AS test_name,
  u(person_id * 16 + nth, 'ehr.pos') < 0.01 AS positive, hospital_id AS institution_id
FROM ehr_patient, range(4) AS n(nth) WHERE u(person_id, 'ehr.tested') < 0.4 AND ${ehrDay('ehr.inf')} BETWEEN seen_from AND seen_until`,
  ),
  byPerson(
    'ehr',
    'allergy',
    'category, substance',
    `SELECT person_id, CASE WHEN nth = 0 THEN '薬剤' ELSE 'その他' END AS category,
  CASE WHEN nth = 0 THEN pick(['ペニシリン系', 'セフェム系', 'ヨード造影剤', 'NSAIDs'], u(person_id, 'ehr.drug.kind'))
    ELSE pick(['卵', '小麦', 'ラテックス', 'そば'], u(person_id, 'ehr.food.kind')) END AS substance,
  pick(['軽度', '軽度', '重度'], u(person_id * 16 + nth, 'ehr.allergy.grade')) AS severity, ${ehrDay('ehr.allergy.day')} AS recorded_date,
  hospital_id AS institution_id
FROM ehr_patient, range(2) AS n(nth) WHERE u(person_id * 16 + nth, 'ehr.allergy') < 0.06 AND ${ehrDay('ehr.allergy.day')} BETWEEN seen_from AND seen_until`,
  ),
  byPerson('ehr', 'lab_result', 'sampled_date, analyte_code, value', laboratory('ehr_patient', 'ehr', 5)),
  byPerson(
    'ehr',
    'prescription',
    'ordered_date, drug_code, days_supplied',
    prescriptions('ehr_patient', 'ehr'),
  ),
  byPerson(
    'ehr',
    'document',
    'document_no',
    `SELECT person_id, (nth + 1)::INTEGER AS document_no, pick(['診療情報提供書', '退院時サマリー', '健診結果報告書'], u(person_id * 16 + nth, 'ehr.doc.kind')) AS document_type,
  ${ehrDay('ehr.doc')} AS issued_date, (200 + floor(u(person_id * 16 + nth, 'ehr.doc.len') * 3000))::INTEGER AS characters, hospital_id AS institution_id
FROM ehr_patient, range(2) AS n(nth) WHERE u(person_id * 16 + nth, 'ehr.doc.has') < 0.35 AND ${ehrDay('ehr.doc')} BETWEEN seen_from AND seen_until`,
  ),
  byPerson(
    'ehr',
    'immunization',
    'given_date',
    `SELECT d.person_id, dose_date AS given_date, 'COV' AS vaccine_code, '架空ワクチン甲' AS vaccine_name, dose_number::INTEGER AS dose_number,
  d.clinic_id AS institution_id
FROM dose AS d SEMI JOIN ehr_patient USING (person_id) WHERE dose_date <= d.seen_until`,
  ),
  byPerson(
    'ehr',
    'procedure',
    'performed_date, procedure_code',
    `SELECT person_id, ${ehrDay('ehr.proc')} AS performed_date, m.code AS procedure_code, m.ja AS procedure_name, hospital_id AS institution_id
FROM ehr_patient, range(3) AS n(nth) JOIN procedure_master AS m ON m.code = ['160008010', '170000410', '160022510'][nth + 1]
WHERE u(person_id * 16 + nth, 'ehr.proc.has') < 0.5 AND ${ehrDay('ehr.proc')} BETWEEN seen_from AND seen_until`,
  ),
]
