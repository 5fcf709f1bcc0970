/** Whether the rows of a result that are margins of a key are what the other rows come to. */
import type { StructureFinding } from './additive-structure.ts'
import type { Hierarchies } from './hierarchies.ts'
import { isMarginKey, numberOf, type TableInput, textOf } from './table-input.ts'

/** Whether rows without this key are the sums of the rows with it, in all these columns. */
export function addsUpOver(
  input: TableInput,
  {
    key,
    keys,
    columns,
    findings,
    hierarchies,
  }: {
    key: number
    keys: number[]
    columns: number[]
    findings: StructureFinding[]
    hierarchies?: Hierarchies
  },
): 'holds' | 'fails' | 'no-margins' {
  const others = keys.filter((column) => column !== key)
  // Of categories within others only the outermost make up the whole.
  const inside = hierarchies?.within.get(input.columns[key]!.name)
  const { groupOf, count } = groupRows(input, others)
  const width = columns.length
  const margin = new Float64Array(count * width)
  const sums = new Float64Array(count * width)
  const least = new Float64Array(count * width)
  const parts = new Int32Array(count)
  const hasMargin = new Uint8Array(count)
  input.rows.forEach(({ values }, row) => {
    const group = groupOf[row]!
    const isMargin = isMarginKey(values[key])
    if (isMargin) hasMargin[group] = 1
    else if (inside?.has(textOf(values[key]))) return
    else parts[group]!++
    for (let k = 0; k < width; k++) {
      const value = numberOf(values[columns[k]!]) ?? 0
      const at = group * width + k
      if (isMargin) margin[at] = value
      else {
        sums[at]! += value
        least[at] = Math.max(least[at]!, value)
      }
    }
  })
  if (!hasMargin.includes(1)) return 'no-margins'
  let looksLikeTotal = true
  let holds = true
  for (let at = 0; at < margin.length; at++) {
    const group = Math.floor(at / width)
    if (hasMargin[group] === 0 || parts[group] === 0) continue
    if (Math.abs(margin[at]! - sums[at]!) > 1e-6 * Math.max(1, Math.abs(margin[at]!))) holds = false
    if (margin[at]! < least[at]!) looksLikeTotal = false
  }
  if (!holds && looksLikeTotal)
    findings.push({
      code: 'not-additive',
      column: input.columns[columns[0]!]!.name,
      params: { key: input.columns[key]!.name },
    })
  return holds ? 'holds' : 'fails'
}

/** Numbers rows by what they say in these keys: the same categories, the same group. */
function groupRows({ rows }: TableInput, keys: readonly number[]): { groupOf: Int32Array; count: number } {
  const groupOf = new Int32Array(rows.length)
  let count = 1
  for (const key of keys) {
    const categories = new Map<string, number>()
    const groups = new Map<number, number>()
    rows.forEach(({ values }, row) => {
      let category = 0
      if (!isMarginKey(values[key])) {
        const text = textOf(values[key])
        category = categories.get(text) ?? categories.size + 1
        if (category > categories.size) categories.set(text, category)
      }
      // Groups so far are numbered without gaps, so that the product stays a whole number.
      const both = category * count + groupOf[row]!
      const group = groups.get(both) ?? groups.size
      if (group === groups.size) groups.set(both, group)
      groupOf[row] = group
    })
    count = groups.size
  }
  return { groupOf, count }
}
