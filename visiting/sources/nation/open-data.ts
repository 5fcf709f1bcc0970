/** Open tables: the published PMH lists as transcribed, and the code lists and areas of the invented nation. */
import { join } from 'node:path'
import { literal } from '../../../shared/model/sql-text.ts'
import {
  admissions,
  cancers,
  chronic,
  type DiagnosisCode,
  drugs,
  events,
  everyday,
  everydayDrugs,
  procedures,
  seasonRows,
  studyDrugs,
} from './masters.ts'
import type { NationTable } from './nation-table.ts'

const pmhPrograms = [
  'intractable',
  'paediatric_chronic',
  'tuberculosis',
  'premature_infant',
  'psychiatric_outpatient',
  'rehabilitation',
  'upbringing',
  'children',
  'disability',
  'single_parent',
  'other',
]
const programs = pmhPrograms.map((name) => `${name}::INTEGER AS ${name}`).join(', ')

/** `folder` holds the transcribed lists, as CSV. */
export const openTables = (folder: string): NationTable[] => [
  {
    schema: 'open',
    name: 'pmh_prefectures',
    yearOf: null,
    orderBy: 'row_no',
    select: `
SELECT no::INTEGER AS row_no, (SELECT any_value(prefecture_code) FROM municipality AS m WHERE m.prefecture_name = prefecture)
  AS prefecture_code, prefecture AS prefecture_name, ${programs}, other_detail_ja AS other_detail
FROM read_csv(${literal(join(folder, 'pmh_prefectures.csv'))}, header = true, all_varchar = true)`,
  },
  {
    schema: 'open',
    name: 'pmh_municipalities',
    yearOf: null,
    orderBy: 'row_no',
    select: `
SELECT no::INTEGER AS row_no, (SELECT any_value(prefecture_code) FROM municipality AS m WHERE m.prefecture_name = prefecture)
  AS prefecture_code, prefecture AS prefecture_name, municipality AS municipality_name, ${programs},
  other_detail_ja AS other_detail
FROM read_csv(${literal(join(folder, 'pmh_municipalities.csv'))}, header = true, all_varchar = true)`,
  },
  {
    schema: 'open',
    name: 'pmh_totals',
    yearOf: null,
    orderBy: 'list, program',
    select: `
WITH transcription AS (
  ${['pmh_prefectures', 'pmh_municipalities']
    .map(
      (list) => `
  UNPIVOT (SELECT '${list}' AS list, ${pmhPrograms.map((name) => `sum(${name}::INTEGER)::INTEGER AS ${name}`).join(', ')}
    FROM read_csv(${literal(join(folder, `${list}.csv`))}, header = true, all_varchar = true))
  ON ${pmhPrograms.join(', ')} INTO NAME program VALUE transcribed`,
    )
    .map((unpivot) => `SELECT * FROM (${unpivot})`)
    .join(' UNION ALL ')}
)
SELECT list, program, published::INTEGER AS published, transcribed, (transcribed - published::INTEGER)::INTEGER AS difference
FROM read_csv(${literal(join(folder, 'pmh_published_totals.csv'))}, header = true, all_varchar = true)
JOIN transcription USING (list, program)`,
  },
  {
    schema: 'open',
    name: 'municipality',
    yearOf: null,
    orderBy: 'municipality_code',
    select: `
SELECT municipality_code, municipality_name, prefecture_code, prefecture_name, medical_area_code, medical_area_name,
  population, population_tier
FROM municipality`,
  },
  {
    schema: 'open',
    name: 'icd10',
    yearOf: null,
    orderBy: 'icd10_code',
    select: 'SELECT icd10 AS icd10_code, ja AS name_ja, en AS name_en FROM icd10_master',
  },
  {
    schema: 'open',
    name: 'drug',
    yearOf: null,
    orderBy: 'drug_code',
    select:
      'SELECT code AS drug_code, atc AS atc_code, ja AS name_ja, en AS name_en, route AS route FROM drug_master',
  },
  {
    schema: 'open',
    name: 'procedure',
    yearOf: null,
    orderBy: 'procedure_code',
    select:
      'SELECT code AS procedure_code, ja AS name_ja, en AS name_en, points::INTEGER AS points FROM procedure_master',
  },
]

/** Diagnoses that stand as causes of death, as dental findings or as suspicions only. */
const others: readonly DiagnosisCode[] = [
  { icd10: 'I219', ja: '急性心筋梗塞', en: 'Acute myocardial infarction' },
  { icd10: 'I509', ja: '心不全', en: 'Heart failure' },
  { icd10: 'I619', ja: '脳内出血', en: 'Intracerebral haemorrhage' },
  { icd10: 'K746', ja: '肝硬変', en: 'Cirrhosis of liver' },
  { icd10: 'R54', ja: '老衰', en: 'Senility' },
  { icd10: 'V899', ja: '交通事故', en: 'Transport accident' },
  { icd10: 'X599', ja: '不慮の事故', en: 'Accident' },
  { icd10: 'X709', ja: '自殺', en: 'Suicide' },
  { icd10: 'P220', ja: '新生児呼吸窮迫症候群', en: 'Respiratory distress of newborn' },
  { icd10: 'Q249', ja: '先天性心疾患', en: 'Congenital malformation of heart' },
  { icd10: 'R95', ja: '乳幼児突然死症候群', en: 'Sudden infant death syndrome' },
  { icd10: 'J690', ja: '誤嚥性肺炎', en: 'Aspiration pneumonia' },
  { icd10: 'K021', ja: 'う蝕', en: 'Dental caries' },
  { icd10: 'K051', ja: '慢性歯肉炎', en: 'Chronic gingivitis' },
  { icd10: 'K053', ja: '慢性歯周炎', en: 'Chronic periodontitis' },
  { icd10: 'K081', ja: '歯の喪失', en: 'Loss of teeth' },
]

const values = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n')

/** Code lists as temporary tables, for the joins of the generator. */
export const masterTables = `
CREATE OR REPLACE TEMP TABLE icd10_master AS SELECT * FROM (VALUES ${values([
  ...new Map(
    [
      ...everyday,
      ...admissions,
      ...cancers,
      ...Object.values(chronic),
      ...Object.values(events),
      ...others,
    ].map(({ icd10, ja, en }) => [icd10, [icd10, ja, en] as const]),
  ).values(),
])}) AS t(icd10, ja, en);
CREATE OR REPLACE TEMP TABLE drug_master AS SELECT * FROM (VALUES ${values(
  [...drugs, ...Object.values(studyDrugs)].map(({ code, atc, ja, en, route }) => [code, atc, ja, en, route]),
)}) AS t(code, atc, ja, en, route);
CREATE OR REPLACE TEMP TABLE procedure_master AS SELECT * FROM (VALUES ${values(
  procedures.map(({ code, ja, en, points }) => [code, ja, en, String(points)]),
)}) AS t(code, ja, en, points);
CREATE OR REPLACE TEMP TABLE everyday_diagnosis AS
  SELECT age_group::TINYINT AS age_group, month::TINYINT AS month, slot::SMALLINT AS slot, code
  FROM (VALUES ${seasonRows(everyday.map(({ icd10, ...rest }) => ({ code: icd10, ...rest })))}) AS t(age_group, month, slot, code);
CREATE OR REPLACE TEMP TABLE everyday_drug AS
  SELECT age_group::TINYINT AS age_group, month::TINYINT AS month, slot::SMALLINT AS slot, code
  FROM (VALUES ${seasonRows(everydayDrugs)}) AS t(age_group, month, slot, code);
`
