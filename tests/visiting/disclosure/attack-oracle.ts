/**
 * The attacker by brute force: every whole-number table that agrees with what is
 * shown, written without any of the code under test. Tiny tables only; the grand
 * total must be shown.
 */
export interface OracleTable {
  shape: readonly number[]
  /** Leaf counts in nested order. */
  leaves: readonly number[]
}

/** Cells as keys: a place per dimension, -1 for the total. */
export function allKeys(shape: readonly number[]): number[][] {
  let keys: number[][] = [[]]
  for (const size of shape)
    keys = keys.flatMap((key) => [-1, ...Array.from({ length: size }, (_, k) => k)].map((k) => [...key, k]))
  return keys
}

function leafKeys(shape: readonly number[]): number[][] {
  return allKeys(shape).filter((key) => !key.includes(-1))
}

export function countAt({ shape, leaves }: OracleTable, key: readonly number[]): number {
  let sum = 0
  leafKeys(shape).forEach((leaf, k) => {
    if (leaf.every((place, d) => key[d] === -1 || key[d] === place)) sum += leaves[k]!
  })
  return sum
}

/** Least and greatest count of each hidden cell over all tables that agree with the shown cells. */
export function bruteForceIntervals(
  table: OracleTable,
  isHidden: (key: readonly number[]) => boolean,
): Map<string, [number, number]> {
  const keys = allKeys(table.shape)
  const leaves = leafKeys(table.shape)
  const members = keys.map((key) =>
    leaves.flatMap((leaf, k) => (leaf.every((place, d) => key[d] === -1 || key[d] === place) ? [k] : [])),
  )
  const shown = keys.flatMap((key, k) =>
    isHidden(key)
      ? []
      : [{ members: members[k]!, value: countAt(table, key), last: Math.max(...members[k]!) }],
  )
  const found = new Map<string, [number, number]>()
  const hidden = keys.flatMap((key, k) => (isHidden(key) ? [{ name: key.join(), members: members[k]! }] : []))
  const total = table.leaves.reduce((a, b) => a + b, 0)
  const trial: number[] = []
  const walk = (at: number, left: number) => {
    if (at === leaves.length) {
      for (const { name, members: inside } of hidden) {
        const value = inside.reduce((sum, k) => sum + trial[k]!, 0)
        const range = found.get(name)
        if (!range) found.set(name, [value, value])
        else {
          range[0] = Math.min(range[0], value)
          range[1] = Math.max(range[1], value)
        }
      }
      return
    }
    for (let value = 0; value <= left; value++) {
      trial[at] = value
      const agrees = shown.every(({ members: inside, value: wanted, last }) => {
        const sum = inside.reduce((all, k) => all + (k <= at ? trial[k]! : 0), 0)
        return last <= at ? sum === wanted : sum <= wanted
      })
      if (agrees) walk(at + 1, left - value)
    }
  }
  walk(0, total)
  return found
}
