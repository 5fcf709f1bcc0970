/**
 * Code lists of the invented nation: a small choice of real ICD-10 and ATC codes. Drugs, vaccines and the rare disease
 * that carry a planted effect have unassigned codes on purpose, so that nobody reads a risk into a real product.
 */

export interface DiagnosisCode {
  icd10: string
  ja: string
  en: string
}

/** Diagnoses of everyday visits. None of them carries a planted truth. */
export const everyday: readonly DiagnosisCode[] = [
  { icd10: 'J069', ja: '急性上気道炎', en: 'Acute upper respiratory infection' },
  { icd10: 'J209', ja: '急性気管支炎', en: 'Acute bronchitis' },
  { icd10: 'J304', ja: 'アレルギー性鼻炎', en: 'Allergic rhinitis' },
  { icd10: 'K297', ja: '胃炎', en: 'Gastritis' },
  { icd10: 'K590', ja: '便秘症', en: 'Constipation' },
  { icd10: 'M545', ja: '腰痛症', en: 'Low back pain' },
  { icd10: 'M179', ja: '変形性膝関節症', en: 'Gonarthrosis' },
  { icd10: 'L309', ja: '皮膚炎', en: 'Dermatitis' },
  { icd10: 'H101', ja: 'アレルギー性結膜炎', en: 'Allergic conjunctivitis' },
  { icd10: 'N390', ja: '尿路感染症', en: 'Urinary tract infection' },
  { icd10: 'G470', ja: '不眠症', en: 'Insomnia' },
  { icd10: 'R51', ja: '頭痛', en: 'Headache' },
]

/** Long-lasting diseases a person has or has not. */
export const chronic = {
  hypertension: { icd10: 'I10', ja: '本態性高血圧症', en: 'Essential hypertension' },
  diabetes: { icd10: 'E119', ja: '２型糖尿病', en: 'Type 2 diabetes' },
  lipid: { icd10: 'E785', ja: '脂質異常症', en: 'Dyslipidaemia' },
  asthma: { icd10: 'J459', ja: '気管支喘息', en: 'Asthma' },
  renal: { icd10: 'N189', ja: '慢性腎臓病', en: 'Chronic kidney disease' },
  depression: { icd10: 'F329', ja: 'うつ病', en: 'Depressive episode' },
  dementia: { icd10: 'F03', ja: '認知症', en: 'Dementia' },
  alcohol: { icd10: 'K709', ja: 'アルコール性肝疾患', en: 'Alcoholic liver disease' },
} as const satisfies Record<string, DiagnosisCode>

/** Diagnoses that stand for an event. */
export const events = {
  liver: { icd10: 'K711', ja: '薬物性肝障害', en: 'Toxic liver disease' },
  covid: { icd10: 'U071', ja: 'COVID-19', en: 'COVID-19' },
  lasting: { icd10: 'U099', ja: 'COVID-19後の病態', en: 'Post COVID-19 condition' },
  stroke: { icd10: 'I639', ja: '脳梗塞', en: 'Cerebral infarction' },
  hip: { icd10: 'S7200', ja: '大腿骨頚部骨折', en: 'Fracture of neck of femur' },
  rare: { icd10: 'G1290', ja: '進行性神経筋症（架空）', en: 'Progressive neuromyopathy (invented)' },
} as const satisfies Record<string, DiagnosisCode>

export const cancers: readonly (DiagnosisCode & { topography: string; weight: number })[] = [
  { icd10: 'C189', topography: 'C189', ja: '大腸癌', en: 'Colorectal cancer', weight: 0.25 },
  { icd10: 'C349', topography: 'C349', ja: '肺癌', en: 'Lung cancer', weight: 0.2 },
  { icd10: 'C169', topography: 'C169', ja: '胃癌', en: 'Stomach cancer', weight: 0.2 },
  { icd10: 'C509', topography: 'C509', ja: '乳癌', en: 'Breast cancer', weight: 0.17 },
  { icd10: 'C61', topography: 'C619', ja: '前立腺癌', en: 'Prostate cancer', weight: 0.18 },
]

export interface DrugCode {
  code: string
  atc: string
  ja: string
  en: string
  route: string
}

export const drugs: readonly DrugCode[] = [
  { code: '610000011', atc: 'C08CA01', ja: 'アムロジピン', en: 'Amlodipine', route: '内服' },
  { code: '610000012', atc: 'C09CA01', ja: 'ロサルタン', en: 'Losartan', route: '内服' },
  { code: '610000013', atc: 'C10AA05', ja: 'アトルバスタチン', en: 'Atorvastatin', route: '内服' },
  { code: '610000014', atc: 'A10BA02', ja: 'メトホルミン', en: 'Metformin', route: '内服' },
  { code: '610000015', atc: 'A10BH01', ja: 'シタグリプチン', en: 'Sitagliptin', route: '内服' },
  { code: '610000016', atc: 'A02BC03', ja: 'ランソプラゾール', en: 'Lansoprazole', route: '内服' },
  { code: '610000017', atc: 'N02BE01', ja: 'アセトアミノフェン', en: 'Paracetamol', route: '内服' },
  { code: '610000018', atc: 'M01AE02', ja: 'ナプロキセン', en: 'Naproxen', route: '内服' },
  { code: '610000019', atc: 'R06AX13', ja: 'ロラタジン', en: 'Loratadine', route: '内服' },
  { code: '610000020', atc: 'R03AC02', ja: 'サルブタモール', en: 'Salbutamol', route: '吸入' },
  { code: '610000021', atc: 'D07AC01', ja: 'ベタメタゾン', en: 'Betamethasone', route: '外用' },
  { code: '610000022', atc: 'N06AB05', ja: 'パロキセチン', en: 'Paroxetine', route: '内服' },
  { code: '610000023', atc: 'N06DA02', ja: 'ドネペジル', en: 'Donepezil', route: '内服' },
  { code: '610000024', atc: 'J01CA04', ja: 'アモキシシリン', en: 'Amoxicillin', route: '内服' },
]

/** The drug of the planted hazard ratio and its comparator: ATC codes that are not assigned. */
export const studyDrugs = {
  exposed: { code: '619900001', atc: 'A10BX91', ja: '架空薬甲', en: 'Invented drug A', route: '内服' },
  comparator: { code: '619900002', atc: 'A10BX92', ja: '架空薬乙', en: 'Invented drug B', route: '内服' },
} as const satisfies Record<string, DrugCode>

export const procedures: readonly { code: string; ja: string; en: string; points: number }[] = [
  { code: '111000110', ja: '初診料', en: 'First consultation', points: 288 },
  { code: '112007410', ja: '再診料', en: 'Follow-up consultation', points: 73 },
  { code: '120002910', ja: '処方箋料', en: 'Prescription', points: 68 },
  { code: '160008010', ja: '末梢血液一般検査', en: 'Complete blood count', points: 21 },
  { code: '160010010', ja: 'ＨｂＡ１ｃ', en: 'HbA1c', points: 49 },
  { code: '160022510', ja: 'ＡＳＴ・ＡＬＴ', en: 'AST and ALT', points: 34 },
  { code: '170000410', ja: '単純撮影（胸部）', en: 'Chest X-ray', points: 85 },
  { code: '113001810', ja: '特定疾患療養管理料', en: 'Chronic disease management', points: 147 },
]

export const quoted = (texts: readonly string[]): string => `[${texts.map((text) => `'${text}'`).join(', ')}]`
