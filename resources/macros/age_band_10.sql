-- ja: 10歳階級（最上位は90歳以上）
-- en: Ten-year age bands, 90 and over grouped
-- example: age_band_10(2024 - birth_year)
CREATE MACRO age_band_10(age) AS CASE
  WHEN age >= 90 THEN '90+'
  WHEN age >= 0 THEN lpad(CAST(age // 10 * 10 AS VARCHAR), 2, '0') || '–' || lpad(CAST(age // 10 * 10 + 9 AS VARCHAR), 2, '0')
END
