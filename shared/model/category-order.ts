/**
 * The order people expect of categories by their names alone: prefectures by JIS code, age bands and other ranges by
 * where they begin, months and stages by their number. Names that fit no such order stay as they came: an order is
 * never half of one kind and half of another. Only names are looked at, never what stands beside them.
 */
import { PREFECTURES } from './prefectures.ts'

/** What stands for the rest of a table comes last, whatever the order: unknown, other, total. */
const LAST =
  /^(?:NULL|不明|不詳|欠損|その他|他|以外|合計|総計|総数|計|unknown|missing|others?|n\/?a|total|all)$/i

/** Whether a value stands for the rest of a table, as unknown, other and total do. */
export const isForTheRest = (name: string): boolean => LAST.test(name)

const short = (name: string): string => name.replace(/(?<!^京)[都府県]$/, '')

const PREFECTURE_PLACES = new Map(
  PREFECTURES.flatMap(({ ja, en }, place) => [
    [ja, place] as const,
    [short(ja), place] as const,
    [en.toLowerCase(), place] as const,
  ]),
)

const prefecture = (name: string): number | null =>
  PREFECTURE_PLACES.get(name.toLowerCase().replace(/[ -](?:prefecture|ken|fu|to)$/, '')) ?? null

const UNDER = /^(?:<|≤|<=|under |below |less than )\s*\d|\d\s*(?:歳|才|日|回|件|年|点)?(?:未満|以下)$/i

interface Beginning {
  number: number
  /** What is written before the number: in `Q1` and `第1波` something, in `< 20` nothing. */
  before: string | null
}

/** Where a range begins: `0-4`, `5～9歳`, `100歳以上`, `85+`, `<20`, `20歳未満`, `65 and over`, `Q2`, `第3波`. */
function beginning(name: string): Beginning | null {
  const plain = name.normalize('NFKC').trim()
  const found = /-?\d+(?:,\d{3})*(?:\.\d+)?/.exec(plain)
  if (!found) return null
  const number = Number((found.index === 0 ? found[0] : found[0].replace('-', '')).replaceAll(',', ''))
  // Below 20 lies before what begins there, and before what begins anywhere.
  return UNDER.test(plain)
    ? { number: number - 1e6, before: null }
    : { number, before: plain.slice(0, found.index).replace(/[≥>=\s-]+$/, '') }
}

/** Numbers with other letters before them (`A10`, `B05`) are codes, and in no order of their numbers. */
function beginnings(names: readonly string[]): number[] | null {
  const found = names.map(beginning)
  const befores = new Set(found.flatMap((one) => one?.before ?? []))
  return found.includes(null) || befores.size > 1 ? null : found.map((one) => one!.number)
}

const allOf =
  (placeOf: (name: string) => number | null) =>
  (names: readonly string[]): number[] | null => {
    const places = names.map(placeOf)
    return places.includes(null) ? null : (places as number[])
  }

const ROMAN = ['0', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X']
const stage = (name: string): number | null => {
  const found = /^(?:stage|grade|class|ステージ|病期|グレード)?\s*([IVX]{1,4}|0)([ABCabc]?)(?:期)?$/.exec(
    name.normalize('NFKC').trim(),
  )
  const at = found ? ROMAN.indexOf(found[1]!) : -1
  return at < 0 ? null : at + (found![2] ? (found![2].toLowerCase().charCodeAt(0) - 96) / 10 : 0)
}

/** A moment as ISO writes it, at any precision: its text is its order. */
const ISO = /^\d{4}(?:-(?:\d{2}|W\d{2}|Q\d))?(?:-\d{2})?(?:[ T][\d:.+]+)?$/

/** The names in the order people expect, those that stand for the rest last; as they came where there is none. */
export function naturalOrder(names: readonly string[]): string[] {
  const last = names.filter(isForTheRest)
  const ordered = names.filter((name) => !isForTheRest(name))
  if (ordered.every((name) => ISO.test(name))) return [...ordered.toSorted(), ...last]
  for (const placesOf of [allOf(prefecture), allOf(stage), beginnings]) {
    const places = placesOf(ordered)
    if (places) return [...sortedBy(ordered, places), ...last]
  }
  return [...names]
}

/** Alike in place: as they came. */
function sortedBy(names: readonly string[], places: readonly number[]): string[] {
  return names
    .map((name, at) => ({ name, at, place: places[at]! }))
    .sort((a, b) => a.place - b.place || a.at - b.at)
    .map(({ name }) => name)
}
