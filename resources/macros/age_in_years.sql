-- ja: 満年齢（生年と生月から。誕生月に達したら加齢）
-- en: Age in completed years from year and month of birth (a person is a year older from the month of birth on)
-- example: age_in_years(birth_year, birth_month, DATE '2024-04-01')
CREATE MACRO age_in_years(birth_year, birth_month, day) AS
  year(day) - birth_year - CASE WHEN month(day) < birth_month THEN 1 ELSE 0 END
