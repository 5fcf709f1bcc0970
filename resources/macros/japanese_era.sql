-- ja: 和暦の年（昭和・平成・令和。元年は「元」）
-- en: Year in the Japanese era (Showa, Heisei, Reiwa; the first year is 元)
-- example: japanese_era(diagnosis_date)
-- source: 元号を改める政令（昭和64年政令第1号、平成31年政令第143号）
CREATE MACRO japanese_era(day) AS CASE
  WHEN CAST(day AS DATE) >= DATE '2020-01-01' THEN '令和' || CAST(year(day) - 2018 AS VARCHAR) || '年'
  WHEN CAST(day AS DATE) >= DATE '2019-05-01' THEN '令和元年'
  WHEN CAST(day AS DATE) >= DATE '1990-01-01' THEN '平成' || CAST(year(day) - 1988 AS VARCHAR) || '年'
  WHEN CAST(day AS DATE) >= DATE '1989-01-08' THEN '平成元年'
  WHEN CAST(day AS DATE) >= DATE '1927-01-01' THEN '昭和' || CAST(year(day) - 1925 AS VARCHAR) || '年'
  WHEN CAST(day AS DATE) >= DATE '1926-12-25' THEN '昭和元年'
END
