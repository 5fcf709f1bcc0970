-- ja: ある薬効群の新規使用者（最初の処方より前に、処方のない観察期間が指定日数以上ある人）
-- en: New users of a drug class: persons observed for at least so many days before their first dispensing
-- example: FROM new_users('C10AA', 180)
-- source: Ray WA. Am J Epidemiol 2003;158:915–920
CREATE MACRO new_users(atc_prefix, washout_days) AS TABLE
  SELECT f.person_id, f.started_on
  FROM (
    SELECT d.person_id, min(d.dispensed_date) AS started_on
    FROM ndb.drug AS d
    WHERE starts_with(d.atc_code, atc_prefix)
    GROUP BY d.person_id
  ) AS f
  JOIN ndb.person AS p ON p.person_id = f.person_id
  WHERE date_diff('day', p.observed_from, f.started_on) >= washout_days
