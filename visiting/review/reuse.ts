/**
 * Whether two people's earlier decision may count for an output made again: the very same query, words, figure,
 * protection and rules on new data, with nothing found. One person still looks, at what changed.
 *
 * What somebody could try with it, and what stands against it: swap what the query reads (it may read tables of the
 * permit only, no workspace), make it turn at a date (no clock, no chance), carry a message in words that nobody reads
 * (title, context and figure must be the same), move by a few persons between two releases (any number that moved by
 * less than the minimum), build a chain in which nobody ever looked twice (only a decision of two people counts).
 */
import type { WhyNotReuse } from '../../shared/model/review-course.ts'
import type { FrozenRound, FrozenTable } from '../outputs/outputs-port.ts'

/** Everything that must be the same, as one text; equal texts are equal outputs on different data. */
export function likenessOf(round: Pick<FrozenRound, 'title' | 'items'>): string {
  return JSON.stringify([
    round.title,
    round.items.map((item) =>
      item.kind === 'text'
        ? ['text', item.title, item.what, item.text]
        : [
            item.title,
            item.context,
            item.chart,
            item.form,
            item.protection,
            item.sql,
            item.table.columns,
            item.table.ruleEditions,
          ],
    ),
  ])
}

/** Functions that answer differently at another time or by chance, and samples. Text is enough: doubt counts against. */
const CLOCK_OR_CHANCE =
  /\b(?:now|today|age|random|setseed|uuid\w*|gen_random_uuid|transaction_timestamp|statement_timestamp|get_current_\w+|current_\w+|localtime\w*|current_localtime\w*|sample|tablesample)\b/i

/** Whether a query may give another answer on the same data; a word in a comment counts too. */
export const readsClock = (sql: string): boolean => CLOCK_OR_CHANCE.test(sql)

/** Why an output by itself is none whose decision can be taken from another, or null. */
export function whyNotRepeatable(items: FrozenRound['items']): WhyNotReuse | null {
  for (const item of items) {
    if (item.kind === 'text') return 'text'
    if (!item.table.verified) return 'unverified'
    if (item.table.findings.length > 0) return 'finding'
    if (item.table.rows.some((row) => row.some(({ status }) => status !== 'shown'))) return 'hidden-cell'
    if (readsClock(item.sql)) return 'reads-clock'
  }
  return null
}

/**
 * Whether a count of the same people's group moved by somebody, but by fewer than `minimum`, between two releases: the
 * difference would be those few.
 */
export function movedByFew(
  earlier: FrozenTable['table'],
  now: FrozenTable['table'],
  minimum: number,
): boolean {
  const counts = countsByKey(earlier)
  for (const [key, count] of countsByKey(now)) {
    const before = counts.get(key)
    const apart = before === undefined ? 0 : Math.abs(count - before)
    if (apart > 0 && apart < minimum) return true
  }
  return false
}

/** Every number of the table by its keys and column; persons behind it where they are told, else the number itself. */
function countsByKey({ columns, rows }: FrozenTable['table']): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const keys = row.flatMap((cell, index) => (columns[index]?.role === 'key' ? [cell.text] : []))
    row.forEach((cell, index) => {
      const column = columns[index]
      if (!column || column.role === 'key') return
      const place = JSON.stringify([keys, index])
      if (/^\d+$/.test(cell.persons)) counts.set(`${place} persons`, Number(cell.persons))
      if (['persons', 'institutions', 'count'].includes(column.role) && cell.text !== null)
        counts.set(place, Number(cell.text))
    })
  }
  return counts
}
