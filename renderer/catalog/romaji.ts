/**
 * Kana of words typed in Latin letters, as typed with an input method that is off: Hepburn and kunrei spelling, long vowels
 * letter by letter (`kensa`, `byoumei`, `wakutin`). Pure; knows no words.
 */

const VOWELS = 'aiueo'
/** Rows of the table of sounds, in the order of the vowels; a blank is a sound there is none of. */
const ROWS: Readonly<Record<string, string>> = {
  ...{
    '': 'あいうえお',
    k: 'かきくけこ',
    s: 'さしすせそ',
    t: 'たちつてと',
    n: 'なにぬねの',
    h: 'はひふへほ',
  },
  ...{ m: 'まみむめも', y: 'や ゆ よ', r: 'らりるれろ', w: 'わ   を', g: 'がぎぐげご', z: 'ざじずぜぞ' },
  ...{ d: 'だぢづでど', b: 'ばびぶべぼ', p: 'ぱぴぷぺぽ' },
}
/** What makes a syllable of two with a small や, ゆ, よ. */
const PALATAL: Readonly<Record<string, string>> = {
  ...{ ky: 'き', sy: 'し', sh: 'し', ty: 'ち', ch: 'ち', ny: 'に', hy: 'ひ', my: 'み', ry: 'り' },
  ...{ gy: 'ぎ', zy: 'じ', jy: 'じ', j: 'じ', by: 'び', py: 'ぴ' },
}
const SMALL: Readonly<Record<string, string>> = { a: 'ゃ', u: 'ゅ', o: 'ょ', e: 'ぇ' }

const SYLLABLES = new Map<string, string>([
  ['fu', 'ふ'],
  ['tsu', 'つ'],
])
for (const [consonant, kana] of Object.entries(ROWS))
  for (const [at, sound] of [...kana].entries())
    if (sound !== ' ') SYLLABLES.set(`${consonant}${VOWELS[at]}`, sound)
for (const [consonant, kana] of Object.entries(PALATAL)) {
  if (!consonant.endsWith('y')) SYLLABLES.set(`${consonant}i`, kana)
  for (const [vowel, small] of Object.entries(SMALL)) SYLLABLES.set(`${consonant}${vowel}`, kana + small)
}

const LONGEST = 3

/** In hiragana; null where a part of the word is no Japanese sound. */
export function kanaOfRomaji(word: string): string | null {
  let kana = ''
  for (let at = 0; at < word.length; ) {
    const next = word[at + 1] ?? ''
    const syllable = [...Array(LONGEST).keys()]
      .map((less) => word.slice(at, at + LONGEST - less))
      .find((sound) => SYLLABLES.has(sound))
    if (syllable) {
      kana += SYLLABLES.get(syllable)
      at += syllable.length
    } else if (word[at] === 'n' || (word[at] === 'm' && /[bmp]/.test(next))) {
      kana += 'ん'
      // `kennsa` is how an input method is told of it, `onna` is not: two before a vowel are one ん and the next sound.
      at += next === 'n' && !/[aiueoy]/.test(word[at + 2] ?? '') ? 2 : 1
    } else if (/[a-z]/.test(next) && (next === word[at] || word.startsWith('tch', at))) {
      kana += 'っ'
      at += 1
    } else return null
  }
  return kana
}
