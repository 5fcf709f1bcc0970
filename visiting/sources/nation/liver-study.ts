/**
 * First planted truth: a drug raises the rate of a liver event against a comparator. Who drinks and who is old gets
 * the drug more rarely and has the event more often, so that the crude comparison hides the harm. How often it is
 * given changes at the limits of `ageLimits` and nowhere between: whoever compares within these has adjusted for age in
 * full, with groups large enough to be told.
 */
import { chronic, events, studyDrugs } from './masters.ts'
import { periodUntil, type Stage } from './nation-table.ts'

/** As planted: of the drug against its comparator. */
export const hazardRatio = 1.8
/** Follow-up ends after this many days. */
export const followUpDays = 730
/** Ages from which the drug is given more rarely to those who do not drink. */
export const ageLimits = [60, 70, 80] as const

/** One row a new user: first dispensing, arm, and the day of the liver event where it falls within follow-up. */
export const liverStages: Stage[] = [
  {
    name: 'study_user',
    select: `
WITH starter AS (
  SELECT *, DATE '2019-10-01' + floor(u(person_id, 'liver.start') * 900)::INTEGER AS index_date
  FROM person WHERE age >= 40 AND u(person_id, 'liver.user') < 0.15
),
armed AS (
  SELECT *, age + date_diff('day', DATE '2019-04-01', index_date) / 365.25 AS index_age FROM starter
  WHERE index_date <= seen_until
),
allotted AS (
  SELECT *, u(person_id, 'liver.arm') < CASE WHEN alcohol THEN 0.25 WHEN index_age < ${ageLimits[0]} THEN 0.78
    WHEN index_age < ${ageLimits[1]} THEN 0.68 WHEN index_age < ${ageLimits[2]} THEN 0.52 ELSE 0.38 END AS exposed
  FROM armed
),
timed AS (
  SELECT *, ceil(expo(person_id, 'liver.time', 0.012 * exp(0.035 * (index_age - 60))
    * CASE WHEN alcohol THEN 5 ELSE 1 END * CASE WHEN exposed THEN ${hazardRatio} ELSE 1 END) * 365.25) AS wait_days
  FROM allotted
)
SELECT person_id, index_date, exposed, index_age, alcohol, seen_until,
  CASE WHEN wait_days <= ${followUpDays} AND index_date + wait_days::INTEGER <= seen_until
    THEN index_date + wait_days::INTEGER END AS event_date
FROM timed`,
  },
]

/** Columns: person_id, on_date, start_date, icd10, suspected, setting. */
export const liverDiagnoses = `
SELECT person_id, event_date AS on_date, event_date AS start_date, '${events.liver.icd10}' AS icd10,
  false AS suspected, '1' AS setting
FROM study_user WHERE event_date IS NOT NULL
UNION ALL
-- Watchfulness is no event: suspected liver injury is written down more often under the newer drug.
SELECT person_id, index_date + 30 + floor(u(person_id, 'liver.watch.day') * 300)::INTEGER AS on_date, on_date,
  '${events.liver.icd10}', true, '2'
FROM study_user WHERE u(person_id, 'liver.watch') < CASE WHEN exposed THEN 0.10 ELSE 0.05 END
UNION ALL
SELECT person_id, DATE '2019-04-02' + floor(u(person_id, 'alcohol.seen') * 170)::INTEGER AS on_date, on_date,
  '${chronic.alcohol.icd10}', false, '2'
FROM person WHERE alcohol`

/** Columns: person_id, on_date, drug_code, days_supplied. A first dispensing and refills of 28 days. */
export const liverDrugs = `
SELECT person_id, index_date + 28 * refill::INTEGER AS on_date,
  CASE WHEN exposed THEN '${studyDrugs.exposed.code}' ELSE '${studyDrugs.comparator.code}' END AS drug_code,
  28 AS days_supplied
FROM study_user, range(12) AS r(refill)
WHERE refill <= floor(u(person_id, 'liver.refills') * 14) AND index_date + 28 * refill::INTEGER <= DATE '${periodUntil}'`
