/**
 * What several published numbers give away together: each pair may be far apart, and a whole less its pieces, or a chain
 * of overlapping sets, still leaves a number about a few persons.
 *
 * The sets cut one another into parts of people who are in exactly the same sets. A sum of published numbers, each times
 * a factor, is a number about the parts whose factors do not cancel. Elimination with the columns ordered by size, the
 * largest part first, brings out sums in which only small parts are left; a single part that follows from the numbers is
 * always found, several together where one or two rows of the elimination give them. The attacker is credited with
 * knowing which sets do not overlap at all, as they usually follow from how they are defined.
 *
 * Counts modulo a prime: exact but for factors that are multiples of it by chance, about once in sixty million.
 */

export interface PublishedNumber {
  /** Of the new output, whose combinations are looked for; what earlier numbers give by themselves is no finding of it. */
  own: boolean
  /** Itself a sum of others that are shown, and named only where these do not say it. */
  derived?: boolean
  /** Fewest persons a number about people of this set may rest on. */
  threshold: number
}

/** People who are in exactly these sets. */
export interface PersonPart {
  /** Indexes into the numbers. */
  sets: readonly number[]
  persons: number
  /** Who they are, by numbers that mean nothing elsewhere; needed of small parts only. */
  who: readonly number[] | null
}

export interface SmallCombination {
  /** Numbers that must be put together; more than two. */
  sets: number[]
  /** Indexes of the parts that remain. */
  parts: number[]
  persons: number
  /** It adds the parts up, rather than taking some from others. */
  adds: boolean
}

/** A prime under 2^26, so that products are exact in a double. */
const PRIME = 67_108_859
/** Rows that leave only small parts are combined in pairs, up to so many. */
const MOST_ROWS = 80

/** Combinations of three numbers and more that rest on 1 to threshold − 1 persons. */
export function findSmallCombinations(
  numbers: readonly PublishedNumber[],
  parts: readonly PersonPart[],
): SmallCombination[] {
  const least = Math.max(0, ...numbers.map(({ threshold }) => threshold))
  const order = parts.map((_, part) => part).sort((a, b) => parts[b]!.persons - parts[a]!.persons)
  const small = order.findIndex((part) => parts[part]!.persons < least && parts[part]!.who !== null)
  if (small < 0) return []
  const rows = eliminate(numbers, { parts, order })
    .filter(({ pivot }) => pivot >= small)
    .sort((a, b) => b.pivot - a.pivot)
  const inside = numbers.map((_, set) =>
    parts.flatMap(({ sets }, part) => (sets.includes(set) ? [part] : [])),
  )
  const published = new Set(inside.map((some) => some.join()))
  /** Left by one number, or two: such are looked at as they are, and in pairs. */
  const isPair = (left: readonly number[]): boolean =>
    published.has(left.join()) || inside.some((some) => published.has(difference(some, left).join()))
  const found = new Map<string, SmallCombination>()
  const look = (row: Row): void => {
    const sets = numbers.flatMap((_, set) => (row.factors[set] === 0 ? [] : [set]))
    if (sets.length < 3 || !sets.some((set) => numbers[set]!.own)) return
    const left = order.flatMap((part, column) =>
      row.values[column] === 0 ? [] : [{ part, value: row.values[column]! }],
    )
    const who = new Set<number>()
    for (const { part } of left) for (const one of parts[part]!.who ?? []) who.add(one)
    if (left.length === 0 || who.size >= Math.max(...sets.map((set) => numbers[set]!.threshold))) return
    const signs = left.map(({ value }) => value > PRIME / 2)
    const adds = signs.every((sign) => sign === signs[0])
    const even = left.every(({ value }) => value === left[0]!.value || value === PRIME - left[0]!.value)
    const remaining = left.map(({ part }) => part).sort((a, b) => a - b)
    if (even && isPair(remaining)) return
    const key = remaining.join()
    const known = found.get(key)
    if (known && (known.adds || !adds)) return
    found.set(key, { sets, parts: remaining, persons: who.size, adds })
  }
  for (const row of rows) look(row)
  const close = rows.slice(0, MOST_ROWS)
  close.forEach((one, at) => {
    for (const other of close.slice(0, at)) for (const row of cancelled(one, other, small)) look(row)
  })
  return [...found.values()]
}

interface Row {
  /** By column: what of the part is left. */
  values: Float64Array
  /** By set: how often it was taken. */
  factors: Float64Array
  /** Its first column that is not zero. */
  pivot: number
}

/** Reduced echelon form; earlier numbers first, so that what they give by themselves takes none of the new ones. */
function eliminate(
  numbers: readonly PublishedNumber[],
  { parts, order }: { parts: readonly PersonPart[]; order: readonly number[] },
): Row[] {
  const rows: Row[] = []
  const inOrder = numbers
    .map((_, set) => set)
    .sort((a, b) => rankOf(numbers[a]!) - rankOf(numbers[b]!) || a - b)
  const columns: number[][] = numbers.map(() => [])
  order.forEach((part, column) => {
    for (const set of parts[part]!.sets) columns[set]!.push(column)
  })
  for (const set of inOrder) {
    const values = new Float64Array(order.length)
    const factors = new Float64Array(numbers.length)
    for (const column of columns[set]!) values[column] = 1
    factors[set] = 1
    const row: Row = { values, factors, pivot: -1 }
    for (const known of rows) subtract(row, known, values[known.pivot]!)
    row.pivot = values.findIndex((value) => value !== 0)
    if (row.pivot < 0) continue
    const inverse = inverseOf(values[row.pivot]!)
    for (const vector of [values, factors])
      for (let k = 0; k < vector.length; k++) vector[k] = times(vector[k]!, inverse)
    for (const known of rows) subtract(known, row, known.values[row.pivot]!)
    rows.push(row)
  }
  return rows
}

const rankOf = ({ own, derived = false }: PublishedNumber): number => 2 * Number(own) + Number(derived)

/** What is in one of two, in order. */
const difference = (some: readonly number[], others: readonly number[]): number[] =>
  [...some.filter((one) => !others.includes(one)), ...others.filter((one) => !some.includes(one))].sort(
    (a, b) => a - b,
  )

/** row − factor · other, in place. */
function subtract(row: Row, other: Row, factor: number): void {
  if (factor === 0) return
  const minus = PRIME - factor
  for (const [vector, given] of [
    [row.values, other.values],
    [row.factors, other.factors],
  ] as const)
    for (let k = 0; k < vector.length; k++)
      if (given[k] !== 0) {
        const sum = vector[k]! + times(given[k]!, minus)
        vector[k] = sum >= PRIME ? sum - PRIME : sum
      }
}

/** Every sum of two rows in which a part cancels that both leave. */
function* cancelled(one: Row, other: Row, from: number): Generator<Row> {
  const seen = new Set<number>()
  for (let column = from; column < one.values.length; column++) {
    if (one.values[column] === 0 || other.values[column] === 0) continue
    const factor = times(one.values[column]!, inverseOf(other.values[column]!))
    if (seen.has(factor)) continue
    seen.add(factor)
    const row: Row = { values: one.values.slice(), factors: one.factors.slice(), pivot: one.pivot }
    subtract(row, other, factor)
    yield row
  }
}

const times = (a: number, b: number): number => {
  const product = a * b
  const rest = product - Math.floor(product / PRIME) * PRIME
  return rest < 0 ? rest + PRIME : rest >= PRIME ? rest - PRIME : rest
}

/** By Fermat: a^(p − 2). */
function inverseOf(value: number): number {
  let [result, base, exponent] = [1, value, PRIME - 2]
  for (; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, base)
    base = times(base, base)
  }
  return result
}
