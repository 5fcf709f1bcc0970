/**
 * Sums that somebody declares between cells of several tables, beside those the tables say themselves: the whole is the
 * sum of the parts, and with one part the two are the same number under different names.
 */
import { keyAt, type LinkedPart, type Tie, type TiedCell } from './linked-tables.ts'

/** A cell of one of the tables by its key. */
export interface KeyedCell {
  table: number
  key: readonly (string | null)[]
}

export interface KeyedTie {
  whole: KeyedCell
  parts: readonly KeyedCell[]
}

/** A tie that names a cell its table does not hold, or that the numbers do not keep; `tie` is its place in the list. */
export class TieError extends Error {
  readonly tie: number
  readonly unknown: KeyedCell | null
  /** The whole and the sum of the parts. */
  readonly sums: readonly [number, number] | null
  constructor(tie: number, wrong: { unknown: KeyedCell } | { sums: readonly [number, number] }) {
    super('a tie does not fit the tables')
    this.tie = tie
    this.unknown = 'unknown' in wrong ? wrong.unknown : null
    this.sums = 'sums' in wrong ? wrong.sums : null
  }
}

/** Ties by cells instead of keys. Throws TieError. */
export function tiesOf(
  keyed: readonly KeyedTie[],
  tables: readonly Pick<LinkedPart, 'table' | 'valueOf'>[],
): Tie[] {
  return keyed.map(({ whole, parts }, tie) => {
    const cellOf = (at: KeyedCell): TiedCell => {
      const { table } = tables[at.table]!
      const name = JSON.stringify(at.key)
      const cell = table.cells.findIndex((_, k) => JSON.stringify(keyAt(table, k)) === name)
      if (cell < 0) throw new TieError(tie, { unknown: at })
      return { table: at.table, cell }
    }
    const found = { whole: cellOf(whole), parts: parts.map(cellOf) }
    const sums = sumsOf(found, tables)
    if (sums && !agree(sums)) throw new TieError(tie, { sums })
    return found
  })
}

/** The whole, and what its parts come to; null where one of them is not known. */
export function sumsOf(
  { whole, parts }: Tie,
  tables: readonly Pick<LinkedPart, 'table' | 'valueOf'>[],
): [number, number] | null {
  const shown = ({ table, cell }: TiedCell) => tables[table]!.valueOf(tables[table]!.table.cells[cell]!)
  const total = shown(whole)
  const values = parts.map(shown)
  if (total === null || values.includes(null)) return null
  return [total, values.reduce<number>((sum, value) => sum + value!, 0)]
}

/** Whether both are the same, up to the noise of decimals. */
export const agree = ([total, sum]: readonly [number, number]): boolean =>
  Math.abs(total - sum) <= 1e-9 * Math.max(1, Math.abs(total))

/** Those ties that are among these tables, numbered anew by their place there. */
export function tiesWithin(ties: readonly Tie[], tables: readonly number[]): Tie[] {
  const moved = ({ table, cell }: TiedCell): TiedCell => ({ table: tables.indexOf(table), cell })
  return ties
    .map(({ whole, beside = [], parts, ...more }) => ({
      ...more,
      whole: moved(whole),
      beside: beside.map(moved),
      parts: parts.map(moved),
    }))
    .filter(({ whole, beside, parts }) => [whole, ...beside, ...parts].every(({ table }) => table >= 0))
}

/** Puts groups together that a tie leads across, each a space of its own. */
export function joinTied<P extends LinkedPart>(
  groups: readonly (readonly P[])[],
  { ties, indexOf }: { ties: readonly Tie[]; indexOf: (part: P) => number },
): P[][] {
  let joined = groups.map((group, space) => group.map((part) => ({ ...part, space: String(space) })))
  for (const { whole, beside = [], parts } of ties) {
    const tied = new Set([whole, ...beside, ...parts].map(({ table }) => table))
    const isTied = (group: readonly P[]) => group.some((part) => tied.has(indexOf(part)))
    joined = [joined.filter(isTied).flat(), ...joined.filter((group) => !isTied(group))]
  }
  return joined.filter((group) => group.length > 0)
}
