/**
 * A planted truth: what the generator put into the invented nation, the analysis that should find it again within its
 * 95 % confidence interval, and the crude analysis that should miss it. All SQL uses the public tables only.
 */
export interface Truth {
  id: string
  useCase: { ja: string; en: string }
  title: { ja: string; en: string }
  /** Databases the analysis draws on; with more than one it is a linked analysis. */
  databases: string[]
  /** What was planted, by name of quantity. */
  planted: Record<string, { value: number; unit: string }>
  /** SELECT with the columns quantity, estimate, low, high: one row a planted quantity. */
  sql: string
  /**
   * The same question asked so that the answer can leave the environment's screen as numbers: counts and sums in strata
   * coarse enough to rest on the minimum of persons, from which a researcher computes the estimate.
   * `crudeSql`: the same without strata.
   */
  tables: { method: Method; sql: string; crudeSql: string }
  /** The same columns from an analysis that leaves out what confounds it. */
  crudeSql: string
  /** Side of the truth on which the crude estimate falls. */
  crudeIs: Record<string, 'too low' | 'too high'>
}

/**
 * How an estimate is computed from the tables, and what columns they have.
 * rate-ratio: stratum, arm, exposed, events, time. effectiveness: the same; one less the ratio.
 * risk-ratio: stratum, exposed, events, persons.
 * median: quantity, from_month, until_month, events, months (persons' time within the band).
 * adjusted-difference: stratum, exposed, n and the sums of y, y², x, x², x·y; x is the covariate adjusted for.
 */
export type Method = 'rate-ratio' | 'effectiveness' | 'risk-ratio' | 'median' | 'adjusted-difference'

/**
 * Mantel–Haenszel rate ratio with the Greenland–Robins variance (Rothman, Greenland and Lash, Modern Epidemiology,
 * 3rd ed., ch. 15), over a relation with the columns quantity, stratum, exposed, events, time.
 */
export const rateRatio = (relation: string): string => `
  cell AS (
    SELECT quantity, stratum,
      coalesce(sum(events) FILTER (exposed), 0)::DOUBLE AS a, coalesce(sum(events) FILTER (NOT exposed), 0)::DOUBLE AS b,
      coalesce(sum(time) FILTER (exposed), 0)::DOUBLE AS t1, coalesce(sum(time) FILTER (NOT exposed), 0)::DOUBLE AS t0
    FROM ${relation} GROUP BY quantity, stratum
  ),
  pooled AS (
    SELECT quantity, sum(a * t0 / (t1 + t0)) AS r, sum(b * t1 / (t1 + t0)) AS s,
      sum((a + b) * t1 * t0 / ((t1 + t0) * (t1 + t0))) AS v
    FROM cell WHERE t1 > 0 AND t0 > 0 GROUP BY quantity
  ),
  ratio AS (SELECT quantity, r / s AS estimate, sqrt(v / (r * s)) AS se FROM pooled)`

/**
 * Mantel–Haenszel risk ratio with the Greenland–Robins variance (Biometrics 41:55–68, 1985), over a relation with the
 * columns quantity, stratum, exposed, events, persons.
 */
export const riskRatio = (relation: string): string => `
  cell AS (
    SELECT quantity, stratum,
      coalesce(sum(events) FILTER (exposed), 0)::DOUBLE AS a, coalesce(sum(events) FILTER (NOT exposed), 0)::DOUBLE AS b,
      coalesce(sum(persons) FILTER (exposed), 0)::DOUBLE AS n1, coalesce(sum(persons) FILTER (NOT exposed), 0)::DOUBLE AS n0
    FROM ${relation} GROUP BY quantity, stratum
  ),
  pooled AS (
    SELECT quantity, sum(a * n0 / (n1 + n0)) AS r, sum(b * n1 / (n1 + n0)) AS s,
      sum(((a + b) * n1 * n0 - a * b * (n1 + n0)) / ((n1 + n0) * (n1 + n0))) AS v
    FROM cell WHERE n1 > 0 AND n0 > 0 GROUP BY quantity
  ),
  ratio AS (SELECT quantity, r / s AS estimate, sqrt(v / (r * s)) AS se FROM pooled)`

/** Five-year age band on a day, from year and month of birth (columns birth_year, birth_month). */
export const ageBandOn = (day: string): string =>
  `((year(${day}) * 12 + month(${day}) - birth_year * 12 - birth_month) // 60)`

/** The last step of both ratios: estimate with a 95 % interval on the log scale. */
export const withInterval = `
SELECT quantity, estimate, estimate * exp(-1.959964 * se) AS low, estimate * exp(1.959964 * se) AS high
FROM ratio ORDER BY quantity`
