-- ja: 観察人年（終わりが始まりより前なら0、1年は365.25日）
-- en: Person-years of observation (0 where the end lies before the start; a year has 365.25 days)
-- example: sum(person_years(observed_from, observed_until))
CREATE MACRO person_years(from_day, until_day) AS
  greatest(date_diff('day', CAST(from_day AS DATE), CAST(until_day AS DATE)), 0) / 365.25
