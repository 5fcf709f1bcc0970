/**
 * Folding for search, so that people find what they mean however it is typed: full and half width, hiragana and
 * katakana, capitals, old and other forms of a character, and the marks between words count as the same. Keeps, for each folded character, the place of
 * the original one, so that hits can be shown in the text as it is written.
 */

export interface Folded {
  text: string
  /** Where each character of `text` begins and ends in the original. */
  places: [from: number, until: number][]
}

/** A character with what changes it: half-width ﾞ and ﾟ, combining marks, and the later letters of a Korean syllable. */
const UNITS = /[\s\S][ﾞﾟ\u3099\u309a\u1160-\u11ff\ud7b0-\ud7ff\p{M}]*/gu
/** Forms of a character that medical words and names are also written in, as the catalog writes them. */
const FORMS: Readonly<Record<string, string>> = {
  ...{ 癌: 'がん', 鬱: 'うつ', 齲: 'う', 頚: '頸', 齒: '歯', 藥: '薬', 醫: '医', 體: '体', 數: '数' },
  ...{ 髙: '高', 﨑: '崎', 濵: '浜', 濱: '浜', 澤: '沢', 廣: '広', 國: '国', 區: '区', 縣: '県', 會: '会' },
}
/** Not heard and often left out: spaces, middle dots, hyphens, brackets, slashes. */
const SILENT = /[\s・･\-‐‑–—_/／()（）[\]［］「」『』,，、。.:：]/u

export function fold(original: string): Folded {
  let text = ''
  const places: Folded['places'] = []
  for (const match of original.matchAll(UNITS)) {
    for (const character of match[0].normalize('NFKC').toLowerCase()) {
      if (SILENT.test(character)) continue
      const folded = FORMS[character] ?? toHiragana(character)
      text += folded
      const place: [number, number] = [match.index, match.index + match[0].length]
      for (let i = 0; i < folded.length; i++) places.push(place)
    }
  }
  return { text, places }
}

/** Katakana ァ–ヶ to hiragana; the long mark stays, because it tells words apart. */
function toHiragana(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code >= 0x30a1 && code <= 0x30f6 ? String.fromCodePoint(code - 0x60) : character
}

/** The words of a query, folded; all of them must be found. The long mark at a word's end is written or left out. */
export const queryWords = (query: string): string[] =>
  query
    .normalize('NFKC')
    .split(/\s+/)
    .map((word) => fold(word).text.replace(/(?<=..)ー+$/u, ''))
    .filter((word) => word !== '')

/** Parts of a text, marked where a word of the query stands; the parts joined are the text. */
export function markHits(original: string, words: readonly string[]): { text: string; hit: boolean }[] {
  const { text, places } = fold(original)
  const marked = new Array<boolean>(original.length).fill(false)
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      marked.fill(true, places[at]?.[0], places[at + word.length - 1]?.[1])
    }
  }
  const parts: { text: string; hit: boolean }[] = []
  for (let i = 0; i < original.length; i++) {
    const hit = marked[i] ?? false
    const part = parts.at(-1)
    if (part && part.hit === hit) part.text += original[i]
    else parts.push({ text: original[i] ?? '', hit })
  }
  return parts
}
