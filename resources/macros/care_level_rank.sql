-- ja: 要介護度の順位（要支援1＝1 〜 要介護5＝7）
-- en: Rank of a care level (要支援1, code 12 = 1, to 要介護5, code 25 = 7)
-- example: care_level_rank(care_level)
CREATE MACRO care_level_rank(level) AS CASE level
  WHEN '12' THEN 1 WHEN '13' THEN 2 WHEN '21' THEN 3 WHEN '22' THEN 4 WHEN '23' THEN 5 WHEN '24' THEN 6 WHEN '25' THEN 7
END
