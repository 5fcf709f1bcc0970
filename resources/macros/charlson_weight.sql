-- ja: Charlson併存疾患の重み（2011年に更新されたもの。0〜24点の12疾患）
-- en: Weight of a Charlson condition (as updated in 2011: twelve conditions, 0 to 24 points)
-- example: charlson_weight(charlson_condition(icd10_code))
-- source: Quan H, et al. Am J Epidemiol 2011;173:676–682
CREATE MACRO charlson_weight(condition) AS CASE condition
  WHEN 'congestive heart failure' THEN 2
  WHEN 'dementia' THEN 2
  WHEN 'chronic pulmonary disease' THEN 1
  WHEN 'rheumatic disease' THEN 1
  WHEN 'mild liver disease' THEN 2
  WHEN 'moderate or severe liver disease' THEN 4
  WHEN 'diabetes with chronic complication' THEN 1
  WHEN 'hemiplegia or paraplegia' THEN 2
  WHEN 'renal disease' THEN 1
  WHEN 'any malignancy' THEN 2
  WHEN 'metastatic solid tumor' THEN 6
  WHEN 'AIDS/HIV' THEN 4
  ELSE 0
END
