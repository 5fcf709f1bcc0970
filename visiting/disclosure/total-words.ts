/** Words by which a key says that its row sums over the column. One list for files and for results of queries. */

/** Without spaces and in small letters: tables of the Japanese government space theirs out (合 計). */
const TOTAL_WORDS = new Set(
  (
    'total totals grandtotal all overall sum bothsexes allages ' +
    '合計 総合計 計 総計 総数 全数 全体 全国 全国計 男女計 男女合計 全年齢 年齢計'
  ).split(' '),
)

const PLAIN = /^[!-~]*$/

/** In any width and case, blanks aside. */
export function isTotalWord(text: string): boolean {
  // Asked of every key of every row, and most are plain codes: nothing in them to normalise.
  if (PLAIN.test(text)) return TOTAL_WORDS.has(text.toLowerCase())
  return TOTAL_WORDS.has(text.normalize('NFKC').replace(/\s+/g, '').toLowerCase())
}
