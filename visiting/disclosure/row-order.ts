/**
 * The order of rows is a statement about their numbers: of rows from the most to the fewest, one that is hidden lies between
 * its neighbours, and what it was hidden for follows the closer. So a table whose rows stand in the order of a number, and
 * not of their keys, leaves in the order of its keys.
 */
import { isFrame, isMarginKey, isTold, numberOf, type TableInput, textOf } from './table-input.ts'

/** Keys whose combinations are looked at as groups within which numbers may order rows. */
const MOST_KEYS = 4
const inWords = new Intl.Collator('ja', { numeric: true })

/**
 * The order in which rows may leave, as their places; null where the one they have tells nothing, or nothing is kept back.
 * Judged by what may be told alone; rows whose keys may not be told come last.
 */
export function orderToLeave(table: TableInput, travels: readonly (readonly boolean[])[]): number[] | null {
  const input = { ...table, rows: table.rows.map((row, r) => ({ ...row, travels: travels[r]! })) }
  const { columns, rows } = input
  const keys = columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const numbers = columns.flatMap(({ role }, column) => (isFrame(role) ? [] : [column]))
  const isOpen = travels.every((row) => numbers.every((column) => row[column]))
  if (isOpen || keys.length === 0 || keys.length > MOST_KEYS) return null
  if (isInOrderOfKeys(input, keys)) return null
  const groupings = Array.from({ length: 2 ** keys.length }, (_, set) =>
    groupsBy(
      input,
      keys.filter((_, k) => ((set >> k) & 1) === 1),
      keys,
    ),
  )
  const tells = numbers.some((column) => groupings.some((groups) => areOrderedBy(input, { column, groups })))
  if (!tells) return null
  const compare = comparison(input, { keys, signs: keys.map(() => 1) })
  const [told, others] = [true, false].map((mark) =>
    rows.flatMap((row, r) => (keys.every((key) => isTold(row, key)) === mark ? [r] : [])),
  )
  return [told!, others!].flatMap((some) => some.sort((a, b) => compare(a, b) || a - b))
}

type Compare = (a: number, b: number) => number

/** By each key in turn; totals come after what they are of. */
function comparison(
  { rows }: TableInput,
  { keys, signs }: { keys: readonly number[]; signs: readonly number[] },
): Compare {
  return (a, b) => {
    for (const [k, key] of keys.entries()) {
      const [one, other] = [rows[a]!.values[key], rows[b]!.values[key]]
      const margins = Number(isMarginKey(one)) - Number(isMarginKey(other))
      const apart = margins || signs[k]! * inWords.compare(textOf(one), textOf(other))
      if (apart !== 0) return apart
    }
    return 0
  }
}

/** Upwards or downwards in each key; where totals stand tells nothing. */
function isInOrderOfKeys(input: TableInput, keys: readonly number[]): boolean {
  const inner = innerRows(input, keys)
  return Array.from({ length: 2 ** keys.length }, (_, set) => set).some((set) => {
    const compare = comparison(input, { keys, signs: keys.map((_, k) => (((set >> k) & 1) === 1 ? -1 : 1)) })
    return inner.every((row, at) => at === 0 || compare(inner[at - 1]!, row) <= 0)
  })
}

const innerRows = ({ rows }: TableInput, keys: readonly number[]): number[] =>
  rows.flatMap((row, r) => (keys.some((key) => isMarginKey(row.values[key]) || !isTold(row, key)) ? [] : [r]))

function groupsBy(input: TableInput, by: readonly number[], keys: readonly number[]): number[][] {
  const groups = new Map<string, number[]>()
  for (const row of innerRows(input, keys)) {
    const name = JSON.stringify(by.map((key) => textOf(input.rows[row]!.values[key])))
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return [...groups.values()]
}

/** Whether a number goes up in every group, or down in every group, by more than one step in all. */
function areOrderedBy(
  { rows }: TableInput,
  { column, groups }: { column: number; groups: readonly (readonly number[])[] },
): boolean {
  let [up, down] = [0, 0]
  for (const group of groups) {
    const values = group.flatMap((row) =>
      isTold(rows[row]!, column) ? (numberOf(rows[row]!.values[column]) ?? []) : [],
    )
    for (let at = 1; at < values.length; at++) {
      if (values[at]! > values[at - 1]!) up++
      if (values[at]! < values[at - 1]!) down++
    }
  }
  return Math.min(up, down) === 0 && Math.max(up, down) > 1
}
