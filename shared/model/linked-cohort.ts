/**
 * The query a newcomer meets first, in the walk-through and in the editor: persons notified, by ten-year age band and
 * severity, linked across two databases.
 */
export const LINKED_COHORT_SQL = `WITH cohort AS (
  SELECT
    n.person_id,
    n.severity,
    CASE
      WHEN 2024 - p.birth_year >= 90 THEN '90+'
      ELSE lpad(CAST((2024 - p.birth_year) // 10 * 10 AS VARCHAR), 2, '0') || '–'
        || lpad(CAST((2024 - p.birth_year) // 10 * 10 + 9 AS VARCHAR), 2, '0')
    END AS age_band
  FROM idb.notification AS n
  JOIN ndb.person AS p ON p.person_id = n.person_id
)
SELECT age_band, severity, count(DISTINCT person_id) AS persons
FROM cohort
GROUP BY age_band, severity
ORDER BY age_band, severity`
