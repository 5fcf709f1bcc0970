-- ja: 期間内の確定病名からの一人ごとのCharlsonスコア（重症の肝疾患・転移がんがあれば軽症側は数えない）
-- en: Charlson score of each person from confirmed diagnoses of a period (the severer of liver disease and cancer counts)
-- example: FROM charlson_scores(DATE '2022-04-01', DATE '2023-03-31')
-- source: Quan H, et al. Am J Epidemiol 2011;173:676–682
CREATE MACRO charlson_scores(from_day, until_day) AS TABLE
  SELECT
    person_id,
    sum(weight)
      - CASE WHEN bool_or(condition = 'moderate or severe liver disease') AND bool_or(condition = 'mild liver disease') THEN 2 ELSE 0 END
      - CASE WHEN bool_or(condition = 'metastatic solid tumor') AND bool_or(condition = 'any malignancy') THEN 2 ELSE 0 END
      AS score
  FROM (
    SELECT DISTINCT d.person_id, charlson_condition(d.icd10_code) AS condition, charlson_weight(charlson_condition(d.icd10_code)) AS weight
    FROM ndb.medical_diagnosis AS d
    WHERE NOT d.suspected AND d.service_month BETWEEN from_day AND until_day
  ) AS found
  GROUP BY person_id
