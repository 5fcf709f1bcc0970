-- ja: 服薬期間（処方の切れ目が指定日数以内なら続いているとみなしてつなぐ）
-- en: Periods of use: dispensings joined where the gap between supplies is at most so many days
-- example: FROM drug_eras('C10AA', 30)
-- source: OMOP Common Data Model, DRUG_ERA (persistence window)
CREATE MACRO drug_eras(atc_prefix, gap_days) AS TABLE
  SELECT person_id, min(dispensed_date) AS era_start, max(supplied_until) AS era_end, count(*) AS dispensings
  FROM (
    SELECT *, sum(CASE WHEN before_until IS NULL OR date_diff('day', before_until, dispensed_date) > gap_days THEN 1 ELSE 0 END)
      OVER (PARTITION BY person_id ORDER BY dispensed_date, supplied_until ROWS UNBOUNDED PRECEDING) AS era
    FROM (
      SELECT person_id, dispensed_date, supplied_until,
        max(supplied_until) OVER (PARTITION BY person_id ORDER BY dispensed_date, supplied_until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_until
      FROM (
        SELECT d.person_id, d.dispensed_date, d.dispensed_date + CAST(d.days_supplied AS INTEGER) AS supplied_until
        FROM ndb.drug AS d
        WHERE starts_with(d.atc_code, atc_prefix)
      ) AS supplies
    ) AS ordered
  ) AS numbered
  GROUP BY person_id, era
