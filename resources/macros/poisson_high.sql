-- ja: 件数の95%信頼区間の上限（ポアソン分布、Byarの近似）
-- en: Upper 95% limit of a number of events (Poisson, Byar's approximation)
-- example: poisson_high(count(*))
-- source: Breslow NE, Day NE. Statistical Methods in Cancer Research II. IARC 1987, 69–71
CREATE MACRO poisson_high(events) AS
  (events + 1) * pow(1 - 1 / (9.0 * (events + 1)) + 1.959963984540054 / (3 * sqrt(events + 1)), 3)
