import { ageLimits, followUpDays, hazardRatio } from '../nation/liver-study.ts'
import { chronic, events as codes, studyDrugs } from '../nation/masters.ts'
import { ageBandOn, rateRatio, type Truth, withInterval } from './truth.ts'

const followed = `
WITH first_use AS (
  SELECT person_id, min(dispensed_date) AS index_date, min(drug_code) AS drug_code
  FROM ndb.drug WHERE drug_code IN ('${studyDrugs.exposed.code}', '${studyDrugs.comparator.code}')
  GROUP BY person_id
),
drinker AS (
  SELECT person_id, min(start_date) AS alcohol_date FROM ndb.medical_diagnosis
  WHERE icd10_code = '${chronic.alcohol.icd10}' AND NOT suspected GROUP BY person_id
),
liver_event AS (
  SELECT person_id, min(start_date) AS event_date FROM ndb.medical_diagnosis
  WHERE icd10_code = '${codes.liver.icd10}' AND NOT suspected GROUP BY person_id
),
followed AS (
  SELECT f.person_id, f.index_date, f.drug_code = '${studyDrugs.exposed.code}' AS exposed, p.birth_year, p.birth_month,
    coalesce(d.alcohol_date < f.index_date, false) AS alcohol,
    least(p.observed_until, f.index_date + ${followUpDays}) AS last_day, e.event_date
  FROM first_use AS f JOIN ndb.person AS p ON p.person_id = f.person_id
  LEFT JOIN drinker AS d ON d.person_id = f.person_id
  LEFT JOIN liver_event AS e ON e.person_id = f.person_id AND e.event_date > f.index_date
)`

const events = 'sum(CASE WHEN event_date <= last_day THEN 1 ELSE 0 END)'
const days = `sum(date_diff('day', index_date, least(last_day, coalesce(event_date, last_day))) + 0.5)`

const cohort = (stratum: string): string => `${followed},
study AS (
  SELECT 'hazard_ratio' AS quantity, ${stratum} AS stratum, exposed,
    ${events} AS events, ${days} AS time
  FROM followed GROUP BY stratum, exposed
),${rateRatio('study')}
${withInterval}`

const age = '((year(index_date) * 12 + month(index_date) - birth_year * 12 - birth_month) // 12)'
/** Bands wide enough for ten events in each arm; drinkers, who are fewer, get the drug as often at any age. */
const coarse = `CASE WHEN alcohol THEN CASE WHEN ${age} < 65 THEN 'drinker under 65' ELSE 'drinker 65+' END WHEN ${age} < ${ageLimits[0]} THEN '40-59'
    WHEN ${age} < ${ageLimits[1]} THEN '60-69' WHEN ${age} < ${ageLimits[2]} THEN '70-79' ELSE '80+' END`

const tables = (stratum: string): string => `${followed}
SELECT ${stratum} AS stratum, 'hazard_ratio' AS arm, exposed, ${events} AS events, ${days} AS time
FROM followed GROUP BY ALL ORDER BY ALL`

export const liverTruth: Truth = {
  id: 'liver-safety',
  useCase: { ja: '医薬品の安全性評価', en: 'Drug safety after marketing' },
  title: {
    ja: '架空薬甲は架空薬乙に比べて肝障害の発生率を高める',
    en: 'Invented drug A raises the rate of liver injury against invented drug B',
  },
  databases: ['ndb'],
  planted: { hazard_ratio: { value: hazardRatio, unit: 'ratio' } },
  sql: cohort(`${ageBandOn('index_date')}::VARCHAR || CASE WHEN alcohol THEN ' alcohol' ELSE '' END`),
  tables: { method: 'rate-ratio', sql: tables(coarse), crudeSql: tables(`'all'`) },
  crudeSql: cohort(`'all'`),
  crudeIs: { hazard_ratio: 'too low' },
}
