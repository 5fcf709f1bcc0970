-- ja: ATCコードを第1〜第5レベルで切る
-- en: An ATC code cut at level 1 to 5
-- example: atc_level(atc_code, 3)
-- source: WHO Collaborating Centre for Drug Statistics Methodology
CREATE MACRO atc_level(code, level) AS
  substr(code, 1, CASE level WHEN 1 THEN 1 WHEN 2 THEN 3 WHEN 3 THEN 4 WHEN 4 THEN 5 ELSE 7 END)
