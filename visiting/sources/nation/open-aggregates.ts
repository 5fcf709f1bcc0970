/**
 * Open tables in the shape of the NDB Open Data, made from the invented nation once it is whole. As in the real ones a
 * count under ten persons is hidden; here every count is also rounded to ten, so that what is hidden cannot be found
 * by taking one table from another. Means and quantities are there only where ten persons or more stand behind them.
 */

import { literal } from '../../../shared/model/sql-text.ts'
import { parquetGlob } from '../layout.ts'
import type { NationTable } from './nation-table.ts'

const minimum = 10
const safe = (count: string): string =>
  `CASE WHEN ${count} >= ${minimum} THEN (round(${count} / 10) * 10)::INTEGER END`
const fiscalYear = (day: string): string => `(year(${day}) - (month(${day}) < 4)::INTEGER)::INTEGER`
const ageOn = (year: string): string => `(${year} - p.birth_year)`
/** Five-year bands, 90 and over together. */
const band = (age: string): string =>
  `CASE WHEN ${age} >= 90 THEN '90+' ELSE lpad(((${age} // 5) * 5)::VARCHAR, 2, '0') || '-' || lpad(((${age} // 5) * 5 + 4)::VARCHAR, 2, '0') END`

/** Tables as queries over the Parquet files in `dataFolder`, which must be whole. */
export function openAggregates(dataFolder: string): NationTable[] {
  const from = (schema: string, table: string): string =>
    `read_parquet(${literal(parquetGlob(dataFolder, schema, table))}, hive_partitioning = false)`
  const place = `(SELECT DISTINCT prefecture_code, prefecture_name FROM municipality)`
  const drugs = `${from('ndb', 'drug')} AS d JOIN ${from('ndb', 'person')} AS p USING (person_id) JOIN drug_master AS m ON m.code = d.drug_code`
  return [
    {
      schema: 'open',
      name: 'ndb_drug_prefecture',
      yearOf: null,
      orderBy: 'fiscal_year, prefecture_code, drug_code',
      select: `
SELECT fiscal_year, prefecture_code, prefecture_name, drug_code, atc_code, drug_name,
  ${safe('n')} AS patients, CASE WHEN n >= ${minimum} THEN (round(q / 10) * 10)::BIGINT END AS quantity
FROM (
  SELECT ${fiscalYear('dispensed_date')} AS fiscal_year, p.prefecture_code, d.drug_code, any_value(m.atc) AS atc_code,
    any_value(m.ja) AS drug_name, count(DISTINCT person_id) AS n, sum(d.quantity) AS q
  FROM ${drugs} GROUP BY 1, 2, 3)
JOIN ${place} USING (prefecture_code)`,
    },
    {
      schema: 'open',
      name: 'ndb_drug_sex_age',
      yearOf: null,
      orderBy: 'fiscal_year, sex, age_band, drug_code',
      select: `
SELECT fiscal_year, sex, age_band, drug_code, atc_code, drug_name,
  ${safe('n')} AS patients, CASE WHEN n >= ${minimum} THEN (round(q / 10) * 10)::BIGINT END AS quantity
FROM (
  SELECT ${fiscalYear('dispensed_date')} AS fiscal_year, p.sex, ${band(ageOn(fiscalYear('dispensed_date')))} AS age_band, d.drug_code,
    any_value(m.atc) AS atc_code, any_value(m.ja) AS drug_name, count(DISTINCT person_id) AS n, sum(d.quantity) AS q
  FROM ${drugs} GROUP BY 1, 2, 3, 4)`,
    },
    {
      schema: 'open',
      name: 'ndb_procedure_prefecture',
      yearOf: null,
      orderBy: 'fiscal_year, prefecture_code, procedure_code',
      select: `
SELECT fiscal_year, prefecture_code, prefecture_name, procedure_code, procedure_name, ${safe('n')} AS patients,
  CASE WHEN n >= ${minimum} THEN (round(q / 10) * 10)::BIGINT END AS times
FROM (
  SELECT ${fiscalYear('service_date')} AS fiscal_year, p.prefecture_code, procedure_code, any_value(m.ja) AS procedure_name,
    count(DISTINCT person_id) AS n, sum(quantity) AS q
  FROM ${from('ndb', 'medical_procedure')} JOIN ${from('ndb', 'person')} AS p USING (person_id)
  JOIN procedure_master AS m ON m.code = procedure_code GROUP BY 1, 2, 3)
JOIN ${place} USING (prefecture_code)`,
    },
    {
      schema: 'open',
      name: 'ndb_checkup',
      yearOf: null,
      orderBy: 'fiscal_year, prefecture_code, sex, age_band',
      select: `
SELECT fiscal_year, prefecture_code, prefecture_name, sex, age_band, ${safe('n')} AS people,
  CASE WHEN n >= ${minimum} THEN round(bmi, 1) END::DECIMAL(4, 1) AS mean_bmi,
  CASE WHEN n >= ${minimum} THEN round(sbp, 1) END::DECIMAL(5, 1) AS mean_systolic_mmhg,
  CASE WHEN n1 >= ${minimum} THEN round(a1c, 2) END::DECIMAL(4, 2) AS mean_hba1c_percent
FROM (
  SELECT ${fiscalYear('checkup_date')} AS fiscal_year, p.prefecture_code, p.sex,
    ${band(ageOn(fiscalYear('checkup_date')))} AS age_band, count(DISTINCT person_id) AS n,
    count(DISTINCT person_id) FILTER (hba1c_percent IS NOT NULL) AS n1,
    avg(bmi) AS bmi, avg(systolic_mmhg) AS sbp, avg(hba1c_percent) AS a1c
  FROM ${from('ndb', 'checkup')} JOIN ${from('ndb', 'person')} AS p USING (person_id) GROUP BY 1, 2, 3, 4)
JOIN ${place} USING (prefecture_code)`,
    },
  ]
}
