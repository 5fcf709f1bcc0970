-- ja: 件数の95%信頼区間の下限（ポアソン分布、Byarの近似）
-- en: Lower 95% limit of a number of events (Poisson, Byar's approximation)
-- example: poisson_low(count(*))
-- source: Breslow NE, Day NE. Statistical Methods in Cancer Research II. IARC 1987, 69–71
CREATE MACRO poisson_low(events) AS CASE
  WHEN events = 0 THEN 0.0
  ELSE events * pow(1 - 1 / (9.0 * events) - 1.959963984540054 / (3 * sqrt(events)), 3)
END
