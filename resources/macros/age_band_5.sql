-- ja: 5歳階級（最上位は90歳以上。NDBオープンデータと同じ区切り）
-- en: Five-year age bands, 90 and over grouped, as in NDB Open Data
-- example: age_band_5(2024 - birth_year)
-- source: NDBオープンデータの公表区分。最上位の区切りは未確認（90歳以上）
CREATE MACRO age_band_5(age) AS CASE
  WHEN age >= 90 THEN '90+'
  WHEN age >= 0 THEN lpad(CAST(age // 5 * 5 AS VARCHAR), 2, '0') || '–' || lpad(CAST(age // 5 * 5 + 4 AS VARCHAR), 2, '0')
END
