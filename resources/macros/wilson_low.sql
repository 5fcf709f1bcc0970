-- ja: 割合の95%信頼区間の下限（Wilsonのスコア法）
-- en: Lower 95% limit of a proportion (Wilson's score interval)
-- example: wilson_low(count(*) FILTER (WHERE died), count(*))
-- source: Wilson EB. J Am Stat Assoc 1927;22:209–212
CREATE MACRO wilson_low(cases, total) AS
  (cases + 1.920729410347062 - 1.959963984540054 * sqrt(cases * (1.0 - cases / nullif(CAST(total AS DOUBLE), 0)) + 0.960364705173531)) / nullif(total + 3.841458820694124, 0)
