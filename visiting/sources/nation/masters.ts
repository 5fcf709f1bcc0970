/**
 * Code lists of the invented nation: a small choice of real ICD-10 and ATC codes. Drugs, vaccines and the rare disease
 * that carry a planted effect have unassigned codes on purpose, so that nobody reads a risk into a real product.
 */

export interface DiagnosisCode {
  icd10: string
  ja: string
  en: string
}

/** Weights by age at the period's start: under 15, 15 to 64, 65 and over. */
type ByAge = readonly [number, number, number]
/** Factors from January to December. */
type BySeason = readonly number[]

const winter: BySeason = [2.2, 1.8, 1.2, 0.9, 0.8, 0.7, 0.7, 0.6, 0.7, 0.9, 1.1, 1.7]
const pollen: BySeason = [0.6, 1.8, 3.2, 2.2, 0.8, 0.4, 0.3, 0.3, 0.6, 0.6, 0.4, 0.4]
const influenza: BySeason = [5, 3.5, 1.2, 0.3, 0.05, 0.02, 0.02, 0.02, 0.05, 0.1, 0.4, 2]
const summer: BySeason = [0.1, 0.1, 0.1, 0.2, 0.6, 1.8, 3.6, 2.8, 1.4, 0.7, 0.4, 0.2]

/** Diagnoses of everyday visits, by age and season. None of them carries a planted truth. */
export const everyday: readonly (DiagnosisCode & { weight: ByAge; season?: BySeason })[] = [
  {
    icd10: 'J069',
    ja: '急性上気道炎',
    en: 'Acute upper respiratory infection',
    weight: [28, 12, 6],
    season: winter,
  },
  { icd10: 'J209', ja: '急性気管支炎', en: 'Acute bronchitis', weight: [12, 6, 5], season: winter },
  { icd10: 'J111', ja: 'インフルエンザ', en: 'Influenza', weight: [6, 3, 1], season: influenza },
  { icd10: 'A09', ja: '感染性胃腸炎', en: 'Infectious gastroenteritis', weight: [8, 4, 2], season: winter },
  { icd10: 'B084', ja: '手足口病', en: 'Hand, foot and mouth disease', weight: [5, 0, 0], season: summer },
  { icd10: 'J304', ja: 'アレルギー性鼻炎', en: 'Allergic rhinitis', weight: [14, 14, 7], season: pollen },
  {
    icd10: 'H101',
    ja: 'アレルギー性結膜炎',
    en: 'Allergic conjunctivitis',
    weight: [5, 6, 4],
    season: pollen,
  },
  { icd10: 'L309', ja: '皮膚炎', en: 'Dermatitis', weight: [14, 9, 9] },
  { icd10: 'K297', ja: '胃炎', en: 'Gastritis', weight: [1, 9, 13] },
  { icd10: 'K590', ja: '便秘症', en: 'Constipation', weight: [3, 5, 13] },
  { icd10: 'M545', ja: '腰痛症', en: 'Low back pain', weight: [0, 10, 13] },
  { icd10: 'M179', ja: '変形性膝関節症', en: 'Gonarthrosis', weight: [0, 2, 12] },
  { icd10: 'N390', ja: '尿路感染症', en: 'Urinary tract infection', weight: [1, 4, 4] },
  { icd10: 'G470', ja: '不眠症', en: 'Insomnia', weight: [0, 8, 10] },
  { icd10: 'R51', ja: '頭痛', en: 'Headache', weight: [2, 7, 3] },
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

/**
 * Cancers with their ICD-O-3 codes. `share`: of all cancers of men and women under 50 and from 50 (rounded from the
 * national registry of 2019). `lethality`: factor on the excess mortality of the stage.
 */
export const cancers: readonly (DiagnosisCode & {
  topography: string
  morphology: string
  /** Diagnosis procedure combination of a stay for it. */
  dpc: string
  share: { young_man: number; old_man: number; young_woman: number; old_woman: number }
  lethality: number
})[] = [
  cancer(['C169', 'C169', '81403', '060020xx02xxxx'], '胃癌', 'Stomach cancer', [15, 17, 5, 12], 1),
  cancer(['C189', 'C189', '81403', '060035xx0100xx'], '大腸癌', 'Colorectal cancer', [25, 17, 9, 19], 0.8),
  cancer(['C220', 'C220', '81703', '060050xx0301xx'], '肝細胞癌', 'Liver cancer', [6, 5, 1, 4], 2),
  cancer(['C259', 'C259', '81403', '06007xxx9910xx'], '膵癌', 'Pancreatic cancer', [5, 5, 2, 6], 4),
  cancer(['C349', 'C349', '81403', '040040xx97x00x'], '肺癌', 'Lung cancer', [10, 16, 4, 12], 1.6),
  cancer(['C509', 'C509', '85003', '090010xx010xxx'], '乳癌', 'Breast cancer', [0, 0, 48, 20], 0.4),
  cancer(['C539', 'C539', '80703', '12002xxx02xxxx'], '子宮頸癌', 'Cervical cancer', [0, 0, 11, 2], 0.7),
  cancer(['C541', 'C541', '83803', '12002xxx01xxxx'], '子宮体癌', 'Endometrial cancer', [0, 0, 7, 4], 0.5),
  cancer(['C61', 'C619', '81403', '110080xx01xxxx'], '前立腺癌', 'Prostate cancer', [2, 19, 0, 0], 0.2),
  cancer(['C679', 'C679', '81203', '110070xx03x0xx'], '膀胱癌', 'Bladder cancer', [4, 5, 1, 2], 0.7),
  cancer(['C73', 'C739', '82603', '100020xx010xxx'], '甲状腺癌', 'Thyroid cancer', [9, 1, 10, 3], 0.1),
  cancer(
    ['C859', 'C779', '95913', '130030xx99x30x'],
    '悪性リンパ腫',
    'Malignant lymphoma',
    [10, 4, 4, 5],
    0.9,
  ),
]

function cancer(
  [icd10, topography, morphology, dpc]: readonly [string, string, string, string],
  ja: string,
  en: string,
  [young_man, old_man, young_woman, old_woman]: readonly [number, number, number, number],
  lethality: number,
) {
  return {
    icd10,
    topography,
    morphology,
    dpc,
    ja,
    en,
    share: { young_man, old_man, young_woman, old_woman },
    lethality,
  }
}

/** Reasons of admission to a DPC hospital beside the planned ones; weights by age as above. `medianDays`: of the stay. */
export const admissions: readonly (DiagnosisCode & { dpc: string; medianDays: number; weight: ByAge })[] = [
  reason(['J459', '040100xxxxx00x'], '気管支喘息', 'Asthma', 5, [40, 2, 1]),
  reason(['A09', '060130xx99000x'], '感染性胃腸炎', 'Infectious gastroenteritis', 4, [35, 5, 2]),
  reason(['K358', '060150xx03xx0x'], '急性虫垂炎', 'Acute appendicitis', 5, [10, 6, 1]),
  reason(['S5250', '160740xx01xx0x'], '橈骨遠位端骨折', 'Fracture of radius', 4, [15, 7, 4]),
  reason(['K635', '060100xx01xxxx'], '大腸ポリープ', 'Polyp of colon', 2, [0, 13, 9]),
  reason(['I209', '050050xx9910xx'], '狭心症', 'Angina pectoris', 3, [0, 6, 8]),
  reason(['H259', '020110xx97xxx0'], '老人性白内障', 'Senile cataract', 2, [0, 6, 14]),
  reason(['G473', '030250xx990xxx'], '睡眠時無呼吸', 'Sleep apnoea', 2, [0, 10, 2]),
  reason(['M511', '070350xx99xx0x'], '腰椎椎間板ヘルニア', 'Lumbar disc disorder', 9, [0, 9, 3]),
  reason(['N201', '110320xx99xx0x'], '尿管結石', 'Ureteric stone', 5, [0, 9, 3]),
  reason(['K802', '060335xx02000x'], '胆石症', 'Gallstone', 7, [0, 8, 6]),
  reason(['K566', '060210xx99000x'], 'イレウス', 'Ileus', 8, [0, 4, 6]),
  reason(['E116', '10007xxxxxx0xx'], '２型糖尿病（教育入院）', 'Type 2 diabetes, education', 11, [0, 6, 5]),
  reason(['M171', '070230xx01xxxx'], '膝関節症（人工関節）', 'Knee replacement', 22, [0, 2, 6]),
  reason(['S2200', '160690xx99xx0x'], '胸椎圧迫骨折', 'Vertebral compression fracture', 18, [0, 1, 8]),
  reason(['J189', '040080xx99x0xx'], '肺炎', 'Pneumonia', 13, [0, 5, 9]),
  reason(['I500', '050130xx9900xx'], 'うっ血性心不全', 'Congestive heart failure', 15, [0, 2, 8]),
  reason(['N390', '110310xx99xxxx'], '尿路感染症', 'Urinary tract infection', 9, [0, 6, 6]),
]

function reason(
  [icd10, dpc]: readonly [string, string],
  ja: string,
  en: string,
  medianDays: number,
  weight: ByAge,
) {
  return { icd10, dpc, ja, en, medianDays, weight }
}

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
  { code: '610000025', atc: 'J05AH02', ja: 'オセルタミビル', en: 'Oseltamivir', route: '内服' },
  { code: '610000026', atc: 'R05DB20', ja: 'デキストロメトルファン', en: 'Dextromethorphan', route: '内服' },
  { code: '610000027', atc: 'N05CF02', ja: 'ゾルピデム', en: 'Zolpidem', route: '内服' },
]

/** Drugs of everyday visits with weights by age and season. */
export const everydayDrugs: readonly { code: string; weight: ByAge; season?: BySeason }[] = [
  { code: '610000016', weight: [0, 12, 26] },
  { code: '610000017', weight: [28, 24, 18], season: winter },
  { code: '610000018', weight: [2, 18, 16] },
  { code: '610000019', weight: [22, 20, 10], season: pollen },
  { code: '610000021', weight: [14, 10, 12] },
  { code: '610000024', weight: [16, 8, 5] },
  { code: '610000025', weight: [6, 3, 1], season: influenza },
  { code: '610000026', weight: [14, 8, 5], season: winter },
  { code: '610000027', weight: [0, 6, 12] },
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

/** A list of texts in SQL. For the nation's own codes, which hold no quotes. */
export const quoted = (texts: readonly string[]): string => `[${texts.map((text) => `'${text}'`).join(', ')}]`

/** Slots of a season table; a uniform draw names one of them. */
export const seasonSlots = 200

/**
 * Rows (age group 0 to 2, month 1 to 12, slot, code) in which each code holds as many slots as its weight in that age
 * and month says. A join on three whole numbers costs less than comparing cumulative weights line by line.
 */
export function seasonRows(
  codes: readonly { code: string; weight: readonly [number, number, number]; season?: readonly number[] }[],
): string {
  const rows: string[] = []
  for (const group of [0, 1, 2] as const)
    for (let month = 1; month <= 12; month += 1) {
      const weights = codes.map((one) => one.weight[group] * (one.season?.[month - 1] ?? 1))
      const all = weights.reduce((sum, weight) => sum + weight, 0)
      let [place, reached] = [0, weights[0] ?? 0]
      for (let slot = 0; slot < seasonSlots; slot += 1) {
        while (place < codes.length - 1 && reached / all <= (slot + 0.5) / seasonSlots) {
          place += 1
          reached += weights[place] ?? 0
        }
        rows.push(`(${group}, ${month}, ${slot}, '${codes[place]?.code}')`)
      }
    }
  return rows.join(', ')
}
