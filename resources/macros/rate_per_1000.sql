-- ja: 1,000人年あたりの率
-- en: Rate per 1,000 person-years
-- example: rate_per_1000(count(*), sum(years))
CREATE MACRO rate_per_1000(events, years) AS 1000.0 * events / nullif(years, 0)
