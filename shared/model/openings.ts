/**
 * What a reviewer must have opened before approving: each item, and of an item with a figure the figure too. An
 * unverified table does not travel as data, so that only its picture counts. The desk shows what is left, the
 * environment keeps what it handed out and enforces it; whether somebody read it, neither can know.
 */
import { z } from 'zod'

export const Opening = z.strictObject({
  /** Name of the item. */
  item: z.string(),
  part: z.enum(['content', 'picture', 'figure']),
})
export type Opening = z.infer<typeof Opening>

interface Openable {
  name: string
  title: string
  kind: 'table' | 'text'
  figure?: unknown
  table?: { verified: boolean }
}

/** All that is to be opened, in the order of the items. */
export const toOpen = (items: readonly Openable[]): Opening[] =>
  items.flatMap(({ name: item, table, figure }): Opening[] => [
    { item, part: table && !table.verified ? 'picture' : 'content' },
    ...(figure ? [{ item, part: 'figure' as const }] : []),
  ])

/** What of it is left. */
export const unopened = (items: readonly Openable[], opened: readonly Opening[]): Opening[] =>
  toOpen(items).filter(({ item, part }) => !opened.some((one) => one.item === item && one.part === part))

const PART_WORDS = {
  content: { ja: '', en: '' },
  picture: { ja: '（提出された表の画像）', en: ' (picture of the table)' },
  figure: { ja: '（図）', en: ' (figure)' },
}

/** What is left in words, as refusals and the desk say it: `1. title, 2. title (figure)`. */
export function openingWords(
  items: readonly Openable[],
  left: readonly Opening[],
): { ja: string; en: string } {
  const each = (language: 'ja' | 'en') =>
    left.map(({ item, part }) => {
      const place = items.findIndex(({ name }) => name === item)
      return `${place + 1}. ${items[place]?.title ?? item}${PART_WORDS[part][language]}`
    })
  return { ja: each('ja').join('、'), en: each('en').join(', ') }
}
