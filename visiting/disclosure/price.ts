/** What hiding a cell costs: by its value, by the persons behind it, or the same for each; weighted as the researcher says. */
import type { CostChoice } from '../../shared/model/protection.ts'
import { type TableInput, textOf } from './table-input.ts'

/** A price, 0 or more. Weights of columns and of categories multiply; a category that no row has weighs nothing down. */
export function priceOf(
  { columns, rows }: TableInput,
  {
    row,
    column,
    value,
    persons,
    costs,
  }: { row: number; column: number; value: number; persons: number | null; costs: CostChoice | undefined },
): number {
  const { by, weights } = costs ?? { by: 'value', weights: [] }
  const basis = by === 'equal' ? 1 : by === 'persons' ? (persons ?? value) : value
  const factor = weights.reduce((product, { column: name, category, weight }) => {
    if (category === null) return columns[column]!.name === name ? product * weight : product
    const key = columns.findIndex((each) => each.role === 'key' && each.name === name)
    return key >= 0 && textOf(rows[row]!.values[key]) === category ? product * weight : product
  }, 1)
  return Math.abs(basis) * factor
}
