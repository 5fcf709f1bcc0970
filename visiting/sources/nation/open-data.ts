/** Open tables: the published PMH lists as transcribed, and the code lists and areas of the invented nation. */
import { join } from 'node:path'
import { literal } from '../loader-port.ts'
import { cancers, chronic, drugs, events, everyday, procedures, studyDrugs } from './masters.ts'
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

const values = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n')

/** Code lists as temporary tables, for the joins of the generator. */
export const masterTables = `
CREATE OR REPLACE TEMP TABLE icd10_master AS SELECT * FROM (VALUES ${values(
  [...everyday, ...Object.values(chronic), ...Object.values(events), ...cancers].map(({ icd10, ja, en }) => [
    icd10,
    ja,
    en,
  ]),
)}) AS t(icd10, ja, en);
CREATE OR REPLACE TEMP TABLE drug_master AS SELECT * FROM (VALUES ${values(
  [...drugs, ...Object.values(studyDrugs)].map(({ code, atc, ja, en, route }) => [code, atc, ja, en, route]),
)}) AS t(code, atc, ja, en, route);
CREATE OR REPLACE TEMP TABLE procedure_master AS SELECT * FROM (VALUES ${values(
  procedures.map(({ code, ja, en, points }) => [code, ja, en, String(points)]),
)}) AS t(code, ja, en, points);
`
