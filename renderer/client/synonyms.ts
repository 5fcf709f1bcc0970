/**
 * Words by which people look for what the catalog calls otherwise: everyday words for those of the law, older names of
 * a test, English for Japanese. They are looked up as whole words of a query and lead to the catalog's own words only,
 * never to each other, so that a short one does not bring hits of everything it happens to be a part of.
 */
import { fold } from './fold.ts'
import { readAs } from './readings.ts'

/** The catalog's own words, and what people ask for them by; blanks within a word do not count. */
const LINES: readonly (readonly [catalog: string, asked: string])[] = [
  [
    '特定健診 健診',
    '特定健康診査 健康診断 健康診査 メタボ健診 メタボ検診 検診 けんしん 人間ドック checkup check-up screening',
  ],
  ['腹囲', 'メタボ メタボリック ウエスト waist'],
  ['レセプト', '診療報酬明細書 診療報酬 rezept claim claims'],
  ['傷病名 告示病名 感染症の名称', '病名 診断名 疾患名 病気 疾病 びょうめい disease diagnoses'],
  ['医薬品', 'くすり 投薬 内服薬 お薬 medicine medication drugs'],
  ['処方 調剤', '処方箋 処方せん しょほう rx prescriptions'],
  ['薬局', 'pharmacies ドラッグストア'],
  ['診療行為 外科的治療', '手術 処置 手技 しゅじゅつ surgery operation operations'],
  ['入外区分', '外来 通院 outpatient inpatient'],
  ['入院', 'にゅういん inpatient hospitalisation hospitalization'],
  ['医療機関', '病院 診療所 クリニック 施設 びょういん hospital hospitals clinic clinics provider'],
  ['点数 単位数 自己負担', '医療費 費用 コスト 金額 価格 いりょうひ cost costs expenditure expense price'],
  ['死亡 死因', 'しぼう 死者 転帰死亡 mortality died dead'],
  ['生年 生月 年齢', '生年月日 誕生日 年令 ねんれい 出生 birth birthday dob age'],
  ['性別', '男女 男女別 男性 女性 せいべつ gender male female'],
  ['都道府県', '住所 地域 居住地 地方 県 region area address'],
  ['市区町村 市町村', '自治体 住所 市 city town municipalities'],
  ['保険者', '医療保険 健康保険 被保険者 国保 社保 後期高齢者 insurance insured'],
  ['がん', '悪性腫瘍 悪性新生物 腫瘍 tumour tumor neoplasm malignancy oncology'],
  ['進展度', 'ステージ 病期 staging'],
  ['副反応', '副作用 有害事象 健康被害 ふくはんのう side-effect adverse-event'],
  ['予防接種 ワクチン', 'ワクチン接種 接種 よぼうせっしゅ vaccines immunisation immunization shot'],
  [
    '新型コロナウイルス感染症 COVID-19',
    '新型コロナ コロナ コロナウイルス covid corona coronavirus sars-cov-2',
  ],
  ['感染症 発生届', '伝染病 かんせんしょう infections notifiable'],
  ['血圧', '高血圧 けつあつ hypertension bp'],
  [
    'HbA1c',
    'ヘモグロビンA1c 糖化ヘモグロビン ヘモグロビン 血糖 血糖値 糖尿病 diabetes glucose haemoglobin hemoglobin',
  ],
  ['LDLコレステロール', 'コレステロール 脂質 悪玉コレステロール lipid lipids'],
  ['γ-GT', 'γ-GTP γGTP ガンマGTP ガンマ GGT 肝機能 liver'],
  ['AST', 'GOT'],
  ['BMI', '肥満 体格指数 obesity'],
  ['喫煙', 'タバコ 煙草 きつえん smoking tobacco cigarette'],
  ['飲酒', 'アルコール お酒 酒 いんしゅ alcohol drinking'],
  ['検査', '臨床検査 血液検査 けんさ labs laboratory test tests'],
  ['要介護度 要介護認定', '要介護 要支援 介護度 介護認定 ようかいご care-level'],
  ['ADL BarthelIndex', '日常生活動作 バーセル バーセル指数 バーセルインデックス'],
  ['リハビリテーション', '機能訓練 rehab'],
  ['認知症', '痴呆 にんちしょう alzheimer'],
  ['障害', '障がい 障碍 しょうがい disabled handicap'],
  ['難病', '希少疾患 特定疾患 なんびょう rare orphan'],
  ['小児慢性 小慢 医療意見書', '小児 子ども 子供 こども child children pediatric paediatric'],
  ['こども医療費', '子ども医療費 子供医療費 乳幼児医療費 小児医療費'],
  ['医療費助成', '公費 公費負担 公費負担医療 助成 こうひ subsidies'],
  ['診断群分類', 'DPC'],
  ['電子カルテ', '診療録 EMR chart'],
  ['高齢者の医療の確保に関する法律', '高確法 高齢者医療確保法'],
  ['がん登録推進法', 'がん登録等の推進に関する法律'],
]

/** Words that are known on either side, as they are written. */
export const knownWords = (): string[] => LINES.flatMap((line) => line.flatMap((words) => words.split(' ')))

const folded = (words: string): string[] => words.split(' ').map((word) => fold(word).text)
const meant = new Map<string, Set<string>>()
for (const [catalog, asked] of LINES)
  for (const word of [...folded(asked), ...folded(catalog)]) {
    const words = meant.get(word) ?? new Set()
    for (const own of folded(catalog)) words.add(own)
    meant.set(word, words)
  }

/** A folded word of a query, first, and the catalog's own words for it, or for how it is read, folded. */
export function sameWords(word: string): string[] {
  const read = readAs(word)
  return [...new Set([word, ...read, ...[word, ...read].flatMap((one) => [...(meant.get(one) ?? [])])])]
}
