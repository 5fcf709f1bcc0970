-- ja: 要介護度の名称
-- en: Japanese name of a care level
-- example: care_level_name(care_level)
CREATE MACRO care_level_name(level) AS CASE level
  WHEN '12' THEN '要支援1' WHEN '13' THEN '要支援2' WHEN '21' THEN '要介護1' WHEN '22' THEN '要介護2'
  WHEN '23' THEN '要介護3' WHEN '24' THEN '要介護4' WHEN '25' THEN '要介護5'
END
