/**
 * Rates have two sides: those who are counted above, and all others below. Where both counts stand beside the rate, one is
 * part of the other, and nobody can be fewer than their part: a count of 15 cases bounds a hidden count of persons from
 * below, and through the total its neighbour from above. So both columns are one sum with the others, whom no row gives.
 */
import type { ColumnTree } from './column-sums.ts'
import { findQuotients } from './linked-columns.ts'
import type { Sides } from './numerators.ts'
import { MOST_JOINED_ROWS, numberOf, type TableInput } from './table-input.ts'

/** The same trees; counts of a rate that are in none yet are one. `sides`: of rates that stand for their counts. */
export function withOtherSides(
  input: TableInput,
  { trees, sides }: { trees: readonly ColumnTree[]; sides: readonly Sides[] },
): readonly ColumnTree[] {
  const { columns, rows } = input
  if (rows.length > MOST_JOINED_ROWS) return trees
  const joined = [...trees]
  const rates = columns.some(({ role }) => role === 'rate')
    ? findQuotients(input).filter(({ column }) => columns[column]!.role === 'rate')
    : []
  for (const { numerator, denominator } of [...rates, ...sides]) {
    const isCount = (one: number) => ['persons', 'count'].includes(columns[one]!.role)
    if (!isCount(numerator) || !isCount(denominator)) continue
    if (columns[numerator]!.role !== columns[denominator]!.role) continue
    const [side, all] = [numerator, denominator].map((one) =>
      joined.findIndex((tree) => tree.columns.length === 1 && tree.top === one),
    ) as [number, number]
    const isPart = rows.every(({ values }) => {
      const [part, whole] = [numberOf(values[numerator]), numberOf(values[denominator])]
      return part !== null && whole !== null && part >= 0 && part <= whole
    })
    if (side < 0 || all < 0 || side === all || !isPart) continue
    joined[all] = {
      columns: [denominator, numerator],
      parents: new Map([[numerator, denominator]]),
      top: denominator,
      otherSide: numerator,
    }
    joined.splice(side, 1)
  }
  return joined
}
