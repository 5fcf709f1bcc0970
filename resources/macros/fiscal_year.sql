-- ja: 年度（4月から翌年3月まで）
-- en: Japanese fiscal year (April to March)
-- example: fiscal_year(service_month)
CREATE MACRO fiscal_year(day) AS CAST(year(CAST(day AS DATE) - INTERVAL 3 MONTH) AS INTEGER)
