/**
 * How the catalog's own words are read, for people who type before their input method converts, or without one. A reading
 * is found by its beginning; where a part of a word is asked for by itself, that has a line of its own.
 */
import { toHiragana } from 'wanakana'
import { fold } from './fold.ts'

const READINGS = `
医療機関 いりょうきかん|都道府県 とどうふけん|医薬品 いやくひん やくざい|薬剤 やくざい|傷病名 しょうびょうめい びょうめい|診療年月 しんりょうねんげつ
診療行為 しんりょうこうい|市区町村 しくちょうそん|性別 せいべつ|検査項目 けんさこうもく|検査結果 けんさけっか|検査値 けんさち
生年 せいねん|投与日数 とうよにっすう|点数 てんすう|処方 しょほう|接種 せっしゅ|予防接種 よぼうせっしゅ|副反応 ふくはんのう
難病 なんびょう|保険者 ほけんじゃ|医科 いか|歯科 しか|調剤 ちょうざい|診断群分類 しんだんぐんぶんるい|入院 にゅういん|退院 たいいん
体重 たいじゅう|身長 しんちょう|登録 とうろく|死亡 しぼう|死因 しいん|感染症 かんせんしょう|発生届 はっせいとどけ|結核 けっかく
二次医療圏 にじいりょうけん|重症度 じゅうしょうど|小児慢性特定疾病 しょうにまんせいとくていしっぺい|医療費 いりょうひ|医療費助成 いりょうひじょせい
介護 かいご|要介護度 ようかいごど|要介護認定 ようかいごにんてい|障害 しょうがい|特定健診 とくていけんしん|腹囲 ふくい|血圧 けつあつ
年齢階級 ねんれいかいきゅう|年齢 ねんれい|疾患 しっかん|進展度 しんてんど|外科的治療 げかてきちりょう|化学療法 かがくりょうほう
放射線療法 ほうしゃせんりょうほう|人口 じんこう|事業所 じぎょうしょ|転帰 てんき|症状 しょうじょう|発症日 はっしょうび|認知症 にんちしょう
資格期間 しかくきかん|個人台帳 こじんだいちょう|薬局 やっきょく|レセプト れせぷと|喫煙 きつえん|飲酒 いんしゅ`

const LINES = READINGS.split(/[|\n]/)
  .filter(Boolean)
  .map((line) => line.split(' ').map((word) => fold(word).text))

/** Shorter beginnings are those of too many words. */
const LEAST_KANA = 3

const KANA = /^[ぁ-ゖー]+$/

/** In hiragana, of a word in kana or, Hepburn or kunrei, in Latin letters; null where a part of it is no Japanese sound. */
export function kanaOf(word: string): string | null {
  // As input methods are told of ん and っ: `kempo`, `kennsa`, `matchi`.
  const spelt = word
    .replace(/m(?=[bmp])/g, 'n')
    .replace(/nn(?![aiueoy])/g, 'n')
    .replaceAll('tch', 'cch')
  const kana = toHiragana(spelt)
  return KANA.test(kana) ? kana : null
}

/** The catalog's words, folded, whose reading begins with a word in kana or in Latin letters; and the word in kana itself. */
export function readAs(word: string): string[] {
  const kana = kanaOf(word)
  if (kana === null || kana.length < LEAST_KANA) return []
  const read = LINES.flatMap(([catalog = '', ...readings]) =>
    readings.some((reading) => reading.startsWith(kana)) ? [catalog] : [],
  )
  return kana === word ? read : [kana, ...read]
}
