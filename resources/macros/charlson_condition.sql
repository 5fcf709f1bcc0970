-- ja: Charlson併存疾患のどれに当たるか（17疾患、ICD-10。当たらなければNULL）
-- en: Which of the 17 Charlson conditions an ICD-10 code belongs to; NULL for none
-- example: charlson_condition(icd10_code)
-- source: Quan H, et al. Med Care 2005;43:1130–1139, table 1
CREATE MACRO charlson_condition(code) AS CASE
  WHEN regexp_matches(replace(code, '.', ''), '^(I21|I22|I252)') THEN 'myocardial infarction'
  WHEN regexp_matches(replace(code, '.', ''), '^(I099|I110|I130|I132|I255|I420|I42[5-9]|I43|I50|P290)') THEN 'congestive heart failure'
  WHEN regexp_matches(replace(code, '.', ''), '^(I70|I71|I731|I738|I739|I771|I790|I792|K551|K558|K559|Z958|Z959)') THEN 'peripheral vascular disease'
  WHEN regexp_matches(replace(code, '.', ''), '^(G45|G46|H340|I6[0-9])') THEN 'cerebrovascular disease'
  WHEN regexp_matches(replace(code, '.', ''), '^(F0[0-3]|F051|G30|G311)') THEN 'dementia'
  WHEN regexp_matches(replace(code, '.', ''), '^(I278|I279|J4[0-7]|J6[0-7]|J684|J701|J703)') THEN 'chronic pulmonary disease'
  WHEN regexp_matches(replace(code, '.', ''), '^(M05|M06|M315|M3[2-4]|M351|M353|M360)') THEN 'rheumatic disease'
  WHEN regexp_matches(replace(code, '.', ''), '^K2[5-8]') THEN 'peptic ulcer disease'
  WHEN regexp_matches(replace(code, '.', ''), '^(I850|I859|I864|I982|K704|K711|K721|K729|K765|K766|K767)') THEN 'moderate or severe liver disease'
  WHEN regexp_matches(replace(code, '.', ''), '^(B18|K70[0-3]|K709|K71[3-5]|K717|K73|K74|K760|K76[2-4]|K768|K769|Z944)') THEN 'mild liver disease'
  WHEN regexp_matches(replace(code, '.', ''), '^E1[0-4][2-57]') THEN 'diabetes with chronic complication'
  WHEN regexp_matches(replace(code, '.', ''), '^E1[0-4][01689]') THEN 'diabetes without chronic complication'
  WHEN regexp_matches(replace(code, '.', ''), '^(G041|G114|G801|G802|G81|G82|G83[0-4]|G839)') THEN 'hemiplegia or paraplegia'
  WHEN regexp_matches(replace(code, '.', ''), '^(I120|I131|N03[2-7]|N05[2-7]|N18|N19|N250|Z49[0-2]|Z940|Z992)') THEN 'renal disease'
  WHEN regexp_matches(replace(code, '.', ''), '^(C7[7-9]|C80)') THEN 'metastatic solid tumor'
  WHEN regexp_matches(replace(code, '.', ''), '^(C[01][0-9]|C2[0-6]|C3[0-4]|C3[7-9]|C4[01]|C43|C4[5-9]|C5[0-8]|C6[0-9]|C7[0-6]|C8[1-5]|C88|C9[0-7])') THEN 'any malignancy'
  WHEN regexp_matches(replace(code, '.', ''), '^(B2[0-2]|B24)') THEN 'AIDS/HIV'
END
