/**
 * Who lives in the invented nation: age and sex as in Japan, a home, an insurer, long-lasting diseases, a cancer, a
 * death. Hazards are rounded from the abridged life table of 2019 and the cancer registry of the same year. One in 32 is
 * born within the period, as in Japan; nobody moves in. `age` is the age on the first day, of the newborn a negative one.
 */
import { cancers, chronic, quoted } from './masters.ts'
import { type NationTable, periodFrom, periodUntil, type Stage } from './nation-table.ts'

/** Persons in thousands by five-year age band from 0–4 to 95 and over (rounded from the census of 2020). */
const ageBands = [
  4541, 5114, 5376, 5706, 6320, 6384, 6714, 7498, 8476, 9868, 8738, 7940, 7442, 8236, 9189, 7065, 5404, 3742,
  1811, 580,
]
const total = ageBands.reduce((sum, band) => sum + band, 0)
const ageRows = ageBands
  .map((_, i) => `(${i * 5}, ${ageBands.slice(0, i).reduce((sum, band) => sum + band, 0) / total})`)
  .join(', ')

/** Reference tables that people are drawn from; made once, before the first chunk. */
export const ageBandTable = `
CREATE OR REPLACE TEMP TABLE age_band AS SELECT * FROM (VALUES ${ageRows}) AS t(age_from, p_from);
`

/** Born within the five years, of all who ever live in them (4.02 million to a population of 126.1 million). */
const bornWithin = 0.031
/** Deaths in the first year of life. */
const infantMortality = 0.0019

/** The cancer register begins two years before the claims, so that some live with a cancer on the first day. */
const registryFrom = '2017-04-01'

/** Yearly hazard of a first cancer at the middle of the period; women's rises early and then slowly. */
const cancerHazard = `CASE WHEN female
    THEN least(0.0052 * exp(0.09 * (age + 2.5 - 47)), 0.0052 * exp(0.034 * (age + 2.5 - 50)))
    ELSE least(0.0019 * exp(0.105 * (age + 2.5 - 47.5)), 0.033) END`

/** Sites by sex and age: the lower end of each one's share, for an ASOF join against a uniform draw. */
const siteRows = (['young_man', 'old_man', 'young_woman', 'old_woman'] as const)
  .flatMap((bearer) => {
    const all = cancers.reduce((sum, site) => sum + site.share[bearer], 0)
    let reached = 0
    return cancers.flatMap((site) => {
      const from = reached / all
      reached += site.share[bearer]
      return site.share[bearer] > 0
        ? [`('${bearer}', ${from}, '${site.icd10}', ${site.lethality}, '${site.dpc}')`]
        : []
    })
  })
  .join(', ')

export const cancerSiteTable = `
CREATE OR REPLACE TEMP TABLE cancer_site AS SELECT * FROM (VALUES ${siteRows}) AS t(bearer, p_from, icd10, lethality, dpc);
`

const has = (name: keyof typeof chronic): string => `CASE WHEN ${name} THEN '${chronic[name].icd10}' END`

/** The chunk's persons, `from` ≤ person_id < `until`. Columns not in any table are what the generator alone knows. */
export const personStage = ({ from, until }: { from: number; until: number }): Stage => ({
  name: 'person',
  select: `
WITH drawn AS (SELECT i AS person_id, u(i, 'age') AS ua, u(i, 'home') AS uh FROM range(${from}, ${until}) AS t(i)),
aged AS (
  SELECT d.*, CASE WHEN u(d.person_id, 'born') >= ${bornWithin} THEN b.age_from + 5 * u(d.person_id, 'age.in')
    -- Sixteen in a hundred fewer are born in the last year than in the first.
    ELSE -0.001 - 4.99 * u(d.person_id, 'born.on') * (0.915 + 0.085 * u(d.person_id, 'born.on')) END AS age
  FROM drawn AS d ASOF JOIN age_band AS b ON d.ua >= b.p_from
),
housed AS (
  SELECT a.*, m.prefecture_code, m.prefecture_name, m.medical_area_code, m.municipality_code, m.municipality_name,
    m.thousands,
    u(person_id, 'sex') < 0.487 + greatest(0, age - 40) * 0.003 AS female,
    DATE '${periodFrom}' - (age * 365.25)::INTEGER AS birth_date, greatest(birth_date, DATE '${periodFrom}') AS seen_from
  FROM aged AS a ASOF JOIN municipality AS m ON a.uh >= m.p_from
),
ill AS (
  SELECT *,
    u(person_id, 'hypertension') < clamp((age - 35) * 0.011, 0, 0.5) AS hypertension,
    u(person_id, 'diabetes') < CASE WHEN age < 20 THEN 0 WHEN age < 40 THEN 0.015 WHEN age < 60 THEN 0.08 ELSE 0.18 END
      AS diabetes,
    u(person_id, 'lipid') < clamp((age - 35) * 0.008, 0, 0.35) AS lipid,
    u(person_id, 'asthma') < 0.05 AS asthma,
    u(person_id, 'renal') < clamp((age - 55) * 0.005, 0, 0.2) AS renal,
    age >= 18 AND u(person_id, 'depression') < 0.05 AS depression,
    u(person_id, 'dementia') < clamp((age - 70) * 0.02, 0, 0.5) AS dementia,
    age >= 30 AND u(person_id, 'alcohol') < CASE WHEN female THEN 0.03 ELSE 0.12 END AS alcohol,
    -- Everything but cancer, of which a quarter of the deaths come.
    CASE WHEN age < 0 AND u(person_id, 'infant') < ${infantMortality} THEN birth_date + floor(360 * pow(u(person_id, 'infant.day'), 2))::INTEGER
      ELSE seen_from + floor(365.25 * least(200, CASE WHEN female THEN gompertz(person_id, 'death', greatest(0, age), 0.000002, 0.1165)
        ELSE gompertz(person_id, 'death', greatest(0, age), 0.0000083, 0.1045) END))::INTEGER END AS dies_otherwise_on,
    CASE WHEN age >= 20 THEN
      DATE '${registryFrom}' + least(40000, ceil(365.25 * expo(person_id, 'cancer.wait', ${cancerHazard})))::INTEGER END AS cancer_date,
    CASE WHEN age < 50 THEN 'young' ELSE 'old' END || CASE WHEN female THEN '_woman' ELSE '_man' END AS bearer,
    u(person_id, 'cancer.site') AS us
  FROM housed
),
sited AS (
  SELECT i.* EXCLUDE (us, bearer), c.icd10 AS cancer_icd10, c.dpc AS cancer_dpc, c.lethality,
    pick([1, 2, 2, 2, 2, 3, 3, 3, 4, 4], u(person_id, 'cancer.stage')) AS cancer_stage
  FROM ill AS i ASOF JOIN cancer_site AS c ON i.bearer = c.bearer AND i.us >= c.p_from
),
mortal AS (
  SELECT *, cancer_date + greatest(0, DATE '${periodFrom}' - cancer_date)::INTEGER + least(40000, ceil(365.25 * expo(person_id, 'cancer.death', lethality * [0.001, 0.03, 0.14, 0.65][cancer_stage])))::INTEGER
      AS dies_of_cancer_on,
    least(dies_otherwise_on, coalesce(dies_of_cancer_on, dies_otherwise_on)) AS dies_on
  FROM sited
)
SELECT * EXCLUDE (dies_on, dies_otherwise_on, dies_of_cancer_on, lethality),
  dies_on = dies_of_cancer_on AS died_of_cancer,
  CASE WHEN dies_on <= DATE '${periodUntil}' THEN dies_on END AS died_on,
  least(dies_on, DATE '${periodUntil}') AS seen_until,
  CASE WHEN age >= 75 THEN '5'
    WHEN age >= 65 THEN pick(${quoted(['1', '1', '1', '1', '1', '2', '3'])}, u(person_id, 'insurer'))
    ELSE pick(${quoted(['1', '1', '2', '2', '2', '2', '3', '3', '3', '4'])}, u(person_id, 'insurer')) END AS insurer_type,
  -- A job changes: one in nine under 70 has another insurer from some day on.
  CASE WHEN age < 70 AND u(person_id, 'insurer.change') < 0.11
      AND DATE '${periodFrom}' + 90 + floor(u(person_id, 'insurer.day') * 1600)::INTEGER > birth_date
    THEN DATE '${periodFrom}' + 90 + floor(u(person_id, 'insurer.day') * 1600)::INTEGER END AS insurer_changed_on,
  -- At 75 everybody comes to the medical care system for the old.
  (birth_date + INTERVAL 75 YEAR)::DATE AS old_on,
  list_filter([${(Object.keys(chronic) as (keyof typeof chronic)[]).map(has).join(', ')}], x -> x IS NOT NULL)
    AS conditions,
  list_filter([
    CASE WHEN hypertension THEN pick(['610000011', '610000012'], u(person_id, 'rx.h')) END,
    CASE WHEN lipid THEN '610000013' END,
    CASE WHEN diabetes THEN pick(['610000014', '610000015'], u(person_id, 'rx.d')) END,
    CASE WHEN asthma THEN '610000020' END,
    CASE WHEN depression THEN '610000022' END,
    CASE WHEN dementia AND u(person_id, 'rx.m') < 0.5 THEN '610000023' END
  ], x -> x IS NOT NULL) AS regular_drugs,
  institution(prefecture_code, '1', u(person_id, 'clinic'), 20 + thousands / 10) AS clinic_id,
  institution(prefecture_code, '19', u(person_id, 'hospital'), 3 + thousands / 100) AS hospital_id,
  institution(prefecture_code, '4', u(person_id, 'pharmacy'), 20 + thousands / 12) AS pharmacy_id
FROM mortal`,
})

export const personTables: NationTable[] = [
  {
    schema: 'ndb',
    name: 'person',
    yearOf: null,
    orderBy: 'person_id',
    select: `
SELECT person_id, CASE WHEN female THEN '2' ELSE '1' END AS sex, year(birth_date)::INTEGER AS birth_year,
  month(birth_date)::INTEGER AS birth_month, prefecture_code, medical_area_code,
  CASE WHEN u(person_id, 'dirt.home') >= 0.004 THEN municipality_code END AS municipality_code,
  insurer_type, seen_from AS observed_from, seen_until AS observed_until
FROM person`,
  },
  {
    schema: 'ndb',
    name: 'enrolment',
    yearOf: null,
    orderBy: 'person_id, enrolled_from',
    select: `
WITH entered AS (
  SELECT person_id, seen_until, seen_from AS enrolled_from, insurer_on(insurer_type, insurer_changed_on, old_on, seen_from) AS insurer_type FROM person
  UNION ALL
  SELECT person_id, seen_until, insurer_changed_on, insurer_on(insurer_type, insurer_changed_on, old_on, insurer_changed_on)
  FROM person WHERE insurer_changed_on BETWEEN seen_from + 1 AND seen_until
  UNION ALL
  SELECT person_id, seen_until, old_on, '5' FROM person WHERE old_on BETWEEN seen_from + 1 AND seen_until
)
SELECT person_id, insurer_type, enrolled_from,
  coalesce(lead(enrolled_from) OVER (PARTITION BY person_id ORDER BY enrolled_from) - 1, seen_until) AS enrolled_until
FROM entered`,
  },
  {
    schema: 'ndb',
    name: 'death',
    yearOf: null,
    orderBy: 'person_id',
    select: `
SELECT person_id, died_on AS death_date,
  -- Some deaths reach the register months late.
  died_on + CASE WHEN u(person_id, 'death.late') < 0.03 THEN 90 + floor(u(person_id, 'death.lag') * 200)::INTEGER
    ELSE 3 + floor(u(person_id, 'death.lag') * 20)::INTEGER END AS registered_date,
  CASE WHEN died_of_cancer THEN cancer_icd10
    WHEN age < 0 THEN pick(['Q249', 'Q249', 'P220', 'R95', 'J189'], u(person_id, 'death.cause'))
    WHEN age < 10 THEN pick(['Q249', 'V899', 'X599', 'J189'], u(person_id, 'death.cause'))
    WHEN age < 40 THEN pick(['X709', 'X709', 'V899', 'I219', 'J189'], u(person_id, 'death.cause'))
    WHEN age < 70 THEN pick(['I219', 'I219', 'I509', 'I639', 'I619', 'K746', 'X709', 'J189', 'N189'], u(person_id, 'death.cause'))
    WHEN age < 83 THEN pick(['I219', 'I509', 'I509', 'I639', 'I639', 'J189', 'J189', 'N189', 'R54', 'X599'], u(person_id, 'death.cause'))
    ELSE pick(['R54', 'R54', 'R54', 'I509', 'I509', 'I219', 'I639', 'J189', 'J189', 'N189', 'X599'], u(person_id, 'death.cause')) END
    AS cause_icd10,
  prefecture_code
FROM person WHERE died_on IS NOT NULL`,
  },
]
