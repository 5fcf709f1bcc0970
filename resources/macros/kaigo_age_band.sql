-- ja: 介護DBの年齢階級（65歳未満と95歳以上をまとめた5歳階級）
-- en: Age bands of the Long-Term Care Database: five years, under 65 and 95 and over grouped
-- example: kaigo_age_band(2024 - birth_year)
-- source: 匿名介護情報等の提供に関するガイドライン（2023年6月改正）の公表基準
CREATE MACRO kaigo_age_band(age) AS CASE
  WHEN age >= 95 THEN '95+'
  WHEN age >= 65 THEN CAST(age // 5 * 5 AS VARCHAR) || '–' || CAST(age // 5 * 5 + 4 AS VARCHAR)
  WHEN age >= 0 THEN '<65'
END
