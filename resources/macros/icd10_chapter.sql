-- ja: ICD-10の章（I〜XXII）
-- en: Chapter of ICD-10 (I to XXII)
-- example: icd10_chapter(icd10_code)
-- source: WHO, ICD-10 version 2019
CREATE MACRO icd10_chapter(code) AS CASE
  WHEN substr(code, 1, 3) BETWEEN 'A00' AND 'B99' THEN 'I'
  WHEN substr(code, 1, 3) BETWEEN 'C00' AND 'D48' THEN 'II'
  WHEN substr(code, 1, 3) BETWEEN 'D50' AND 'D89' THEN 'III'
  WHEN substr(code, 1, 3) BETWEEN 'E00' AND 'E90' THEN 'IV'
  WHEN substr(code, 1, 3) BETWEEN 'F00' AND 'F99' THEN 'V'
  WHEN substr(code, 1, 3) BETWEEN 'G00' AND 'G99' THEN 'VI'
  WHEN substr(code, 1, 3) BETWEEN 'H00' AND 'H59' THEN 'VII'
  WHEN substr(code, 1, 3) BETWEEN 'H60' AND 'H95' THEN 'VIII'
  WHEN substr(code, 1, 3) BETWEEN 'I00' AND 'I99' THEN 'IX'
  WHEN substr(code, 1, 3) BETWEEN 'J00' AND 'J99' THEN 'X'
  WHEN substr(code, 1, 3) BETWEEN 'K00' AND 'K93' THEN 'XI'
  WHEN substr(code, 1, 3) BETWEEN 'L00' AND 'L99' THEN 'XII'
  WHEN substr(code, 1, 3) BETWEEN 'M00' AND 'M99' THEN 'XIII'
  WHEN substr(code, 1, 3) BETWEEN 'N00' AND 'N99' THEN 'XIV'
  WHEN substr(code, 1, 3) BETWEEN 'O00' AND 'O99' THEN 'XV'
  WHEN substr(code, 1, 3) BETWEEN 'P00' AND 'P96' THEN 'XVI'
  WHEN substr(code, 1, 3) BETWEEN 'Q00' AND 'Q99' THEN 'XVII'
  WHEN substr(code, 1, 3) BETWEEN 'R00' AND 'R99' THEN 'XVIII'
  WHEN substr(code, 1, 3) BETWEEN 'S00' AND 'T98' THEN 'XIX'
  WHEN substr(code, 1, 3) BETWEEN 'V01' AND 'Y98' THEN 'XX'
  WHEN substr(code, 1, 3) BETWEEN 'Z00' AND 'Z99' THEN 'XXI'
  WHEN substr(code, 1, 3) BETWEEN 'U00' AND 'U99' THEN 'XXII'
END
