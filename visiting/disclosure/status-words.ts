/** Words by which a table says whether a cell is shown or hidden; both languages, and what the commands themselves print. */

/** In the order they are listed to people. */
export const STATUS_WORDS = {
  shown: ['shown', 'published', 'public', 'safe', '表示', '公表', '公開', '示す', '可'],
  hidden: [
    ...['hidden', 'primary', 'secondary', 'not-allowed', 'suppressed', 'masked', 'confidential', 'redacted'],
    ...[
      '秘匿',
      '一次',
      '二次',
      '一次秘匿',
      '二次秘匿',
      '秘匿済',
      '秘匿済み',
      '非表示',
      '非公表',
      '非公開',
      'マスク',
      '不可',
    ],
  ],
} as const

export type CellMark = keyof typeof STATUS_WORDS

const MARK_OF = new Map<string, CellMark>(
  (['shown', 'hidden'] as const).flatMap((mark) =>
    STATUS_WORDS[mark].map((word) => [plain(word), mark] as const),
  ),
)

/** In half width and small letters, without spaces and hyphens. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
}

/** What a status says, “■ 一次 primary” word by word; null where a word is unknown (“not shown”), or one says this and one that. */
export function markOf(status: string): CellMark | null {
  const whole = MARK_OF.get(plain(status))
  if (whole) return whole
  const words = status
    .replace(/[●○■□◆◇▲△※]/g, ' ')
    .replace(/not allowed/i, 'not-allowed')
    .trim()
    .split(/\s+/)
  const marks = new Set(words.map((word) => MARK_OF.get(plain(word)) ?? null))
  const [mark] = marks
  return marks.size === 1 ? mark! : null
}
