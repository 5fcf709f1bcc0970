/**
 * How many persons the least of the counts rests on that can be read off one sum. Whoever writes the numbers that are
 * added up can make a sum of several counts: of `sum(CASE WHEN rare THEN 1 ELSE 1000 END)` the last three digits say how
 * many are rare. Judged from the different values of a sum and how many rows and persons have each; the values are taken
 * to be known, their rows not.
 *
 * Two things are legible. A part: where the sum of some values is smaller than what all others are multiples of, it can
 * be told from the rest, and the rest from it; the parts are judged again. A single value: where no few rows of it can
 * be exchanged for rows of one or two others without changing the sum. One 3 for a 1 and a 2 leaves the points of a
 * score as they are, so that a score of 3 that few have is not legible; a 1 among thousands is.
 *
 * Combinations of more than two others are not looked for, so that a value may be taken for legible that is not. That
 * values can be told by what else is known of their rows, a count beside the sum, is not asked here.
 */
import { FACT_PREFIX } from './facts.ts'

/**
 * The function of the environment's own queries: values of a cell, `rows persons value` each, separated by `BETWEEN_VALUES`;
 * how many persons have any; whether who has zero is among these. NULL for none.
 */
export const LEAST_LEGIBLE = `${FACT_PREFIX}least_legible`

export const BETWEEN_VALUES = ';'

/** Of sums of more different values it is only asked who is off a unit that all others have in common. */
const MOST_VALUES = 64
/** Sums of more different values are not looked at, and taken for such as hold anything. */
export const MOST_READ = 32_768
/** What is said of these in place of their values. */
export const TOO_MANY = '*'

/** A count of which every eighth is possible, or fewer, is told: of those up to twenty two are left. */
const TELLING = 8n
/** A sum in which this part of the rows would have to be others is another sum. */
const CHANGED = 1 / 4
const SOME_ROWS = 10
/** How many others are tried against each other. */
const OTHERS = 24
const DEPTH = 12

interface Held {
  value: bigint
  rows: number
  persons: number
}

/** Values of a sum, whole numbers of some common unit; `noise`: what is no larger is none. */
interface Values {
  held: Held[]
  noise: bigint
  /** From so many persons on nothing is few. */
  enough: number
  /** Persons are counted once for each value they have, at most this much too often. */
  twice: number
}

/**
 * The least number of persons behind anything that is legible in a sum of these, or infinity. `persons`: how many
 * different ones have any of the values, zero among them or not.
 */
export function leastLegible(
  cell: string[],
  { persons, withZeros, enough }: { persons: number; withZeros: boolean; enough: number },
): number {
  if (cell.length > MOST_READ || cell[0] === TOO_MANY) return 0
  const read = cell.map(readValue)
  const endless = read.filter(({ number }) => number === 'endless')
  if (endless.length > 0) return Math.min(...endless.map((one) => one.persons))
  const some = read.flatMap(({ number, ...counts }) =>
    number === 'endless' || number === null || number.digits === 0n ? [] : [{ number, ...counts }],
  )
  if (some.length < 2 || some.every((one) => one.persons >= enough)) return Number.POSITIVE_INFINITY
  const least = Math.min(...some.map(({ number }) => number.exponent))
  const scaled = (digits: bigint, exponent: number): bigint => digits * 10n ** BigInt(exponent - least)
  const noise = some
    .filter(({ number }) => number.isRounded)
    .map(({ number }) => scaled(ROUNDING, number.exponent))
    .reduce((a, b) => (a > b ? a : b), 0n)
  const held = some
    .map(({ number, ...counts }) => ({ ...counts, value: scaled(number.digits, number.exponent) }))
    .filter(({ value }) => sizeOf(value) > noise)
  const counted = (withZeros ? read : held).reduce((sum, one) => sum + one.persons, 0)
  const values = {
    held,
    noise,
    enough,
    twice: Math.max(0, counted - persons),
  }
  return cell.length > MOST_VALUES ? fewestOffUnit(values) : leastOf(values, DEPTH)
}

/** How often a unit is looked for among four values, and what it is looked for by. */
const DRAWS = 48

/**
 * Of many values: `sum(CASE WHEN rare THEN year * 1000 + 1 ELSE year * 1000 END)` says in its last three digits how many are
 * rare. What all but a few are apart by is what some of them are, drawn as often as persons have them.
 */
function fewestOffUnit(values: Values): number {
  const { held, noise, enough } = values
  const least = TELLING * maxOf(commonUnit(valuesOf(held), noise), noise)
  const draw = drawing(held)
  const found = new Map<string, number>()
  for (let count = 0; count < DRAWS; count++) {
    const [base, ...others] = [draw(), draw(), draw(), draw()]
    const unit = commonUnit(
      others.map((other) => other - base!),
      noise,
    )
    const key = `${unit} ${unit === 0n ? 0n : remainder(base!, unit, noise)}`
    if (unit < least || unit === 0n || found.has(key)) continue
    // A unit that was found among rounded numbers is off by as much as they are, once for each time it is in a value.
    const restOf = (value: bigint): bigint => remainder(value, unit, noise * (2n + sizeOf(value) / unit))
    const off = held
      .map((one) => ({ ...one, value: restOf(one.value - base!) }))
      .filter(({ value }) => value !== 0n)
    const persons = off.length === 0 ? enough : personsOf(off, values)
    found.set(key, persons < enough && isTold(together(off), unit, noise) ? persons : enough)
  }
  const fewest = Math.min(...found.values())
  return fewest < enough ? fewest : Number.POSITIVE_INFINITY
}

const maxOf = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/** A value as often as persons have it, the same ones each time. */
function drawing(held: Held[]): () => bigint {
  const ends: number[] = []
  for (const { persons } of held) ends.push((ends.at(-1) ?? 0) + persons)
  let state = 1
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const at = (state / 0x7fffffff) * ends.at(-1)!
    let [low, high] = [0, held.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! > at) high = middle
      else low = middle + 1
    }
    return held[low]!.value
  }
}

/** Of a fraction in binary the last digits are not what was written: so many units of its last place. */
const ROUNDING = 1000n

const DAY_MS = 86_400_000

function readValue(text: string): {
  /** Null: no number, so that nothing can be added up. */
  number: { digits: bigint; exponent: number; isRounded: boolean } | 'endless' | null
  rows: number
  persons: number
} {
  const [rows, persons, ...words] = text.split(' ')
  const [counts, written] = [{ rows: Number(rows), persons: Number(persons) }, words.join(' ')]
  if (/^-?(nan|inf)/i.test(written)) return { number: 'endless', ...counts }
  const date = /^\d{4}-\d\d-\d\d/.test(written) ? Date.parse(`${written.slice(0, 10)}Z`) : Number.NaN
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(
    Number.isNaN(date) ? written : String(date / DAY_MS),
  )
  if (parts === null) return { number: null, ...counts }
  const [, sign, whole = '', fraction = '', power = '0'] = parts
  const digits = BigInt(`${sign}${whole}${fraction}`)
  const isFraction = fraction !== '' || power !== '0'
  const isRounded = isFraction && `${whole}${fraction}`.replace(/^0+/, '').length >= 15
  return { number: { digits, exponent: Number(power) - fraction.length, isRounded }, ...counts }
}

const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value)

/** Nearest to zero: between minus and plus half of what it is divided by. */
function remainder(value: bigint, by: bigint, noise: bigint): bigint {
  let rest = value % by
  if (2n * sizeOf(rest) > by) rest += rest < 0n ? by : -by
  return sizeOf(rest) <= noise ? 0n : rest
}

/** The largest number of which all are multiples; 0 of none. */
function commonUnit(values: bigint[], noise: bigint): bigint {
  let unit = 0n
  for (const value of values) {
    let other = sizeOf(value)
    while (other !== 0n) [unit, other] = [other, unit === 0n ? 0n : sizeOf(remainder(unit, other, noise))]
  }
  return unit
}

const valuesOf = (held: Held[]): bigint[] => held.map(({ value }) => value)

function personsOf(held: Held[], { twice }: Values): number {
  const each = held.map(({ persons }) => persons)
  return Math.max(...each, each.reduce((sum, one) => sum + one, 0) - twice)
}

function leastOf(values: Values, depth: number): number {
  const { held, enough } = values
  if (held.length < 2 || held.every(({ persons }) => persons >= enough)) return Number.POSITIVE_INFINITY
  const parts = partsOf(values)
  const found = parts.flatMap((pair) => pair.map((part) => personsOf(part, values)))
  const [first] = parts
  if (first !== undefined && depth > 0)
    found.push(...first.map((part) => leastOf({ ...values, held: part }, depth - 1)))
  found.push(fewestLegible(values))
  return Math.min(...found)
}

/** Of single values. Those that fewest have are asked first, since it may take long to find that nothing fits. */
function fewestLegible(values: Values): number {
  const few = values.held
    .filter(({ persons }) => persons < values.enough)
    .sort((a, b) => a.persons - b.persons)
  if (few.length === 0 || few.length * BITS_OF_FEW > 2 * bitsOf(values)) return Number.POSITIVE_INFINITY
  const exchange = exchanging(values)
  return few.find((one) => !exchange(one))?.persons ?? Number.POSITIVE_INFINITY
}

/** Of a count up to twenty. More such counts than the sum has room for twice over cannot be read off it one by one. */
const BITS_OF_FEW = 4.4

function bitsOf({ held, noise }: Values): number {
  const unit = commonUnit(valuesOf(held), noise)
  const sum = held.reduce((all, { value, rows }) => all + sizeOf(value) * BigInt(rows), 0n)
  return (sum / (unit > noise ? unit : noise)).toString(2).length
}

/** Each way in which the sum falls into two that can be told. */
function partsOf(values: Values): [lower: Held[], upper: Held[]][] {
  const { held, noise } = values
  const least = TELLING * commonUnit(valuesOf(held), noise)
  return [...unitsOf(values)]
    .filter((unit) => unit >= least)
    .flatMap((unit) => {
      const without = (one: Held): Held => ({ ...one, value: remainder(one.value, unit, noise) })
      const lower = held.filter((one) => without(one).value !== 0n)
      const upper = held.filter((one) => without(one).value === 0n)
      const rests = lower.map(without)
      const wholes = held.map((one) => ({ ...one, value: one.value - without(one).value }))
      const ways: [Held[], Held[]][] = [
        [lower, upper],
        [together(rests), together(wholes)],
      ]
      return ways.filter(([some, others]) => others.length > 0 && isTold(some, unit, noise))
    })
}

/** What larger values are multiples of, and those that many have. */
function unitsOf({ held, noise, enough }: Values): Set<bigint> {
  const bySize = held.toSorted((a, b) => (sizeOf(a.value) < sizeOf(b.value) ? 1 : -1))
  const found = new Set<bigint>()
  let [all, ofMany] = [0n, 0n]
  for (const { value, persons } of bySize) {
    all = commonUnit([all, value], noise)
    found.add(all)
    if (persons < enough) continue
    ofMany = commonUnit([ofMany, value], noise)
    found.add(ofMany).add(sizeOf(value))
  }
  return found
}

/** Equal values as one. Who has several of them counts once for each. */
function together(held: Held[]): Held[] {
  const found = new Map<bigint, Held>()
  for (const one of held) {
    const other = found.get(one.value)
    const rows = one.rows + (other?.rows ?? 0)
    if (one.value !== 0n)
      found.set(one.value, { value: one.value, rows, persons: one.persons + (other?.persons ?? 0) })
  }
  return [...found.values()]
}

/** Whether the sum of these is told where only what is left of it by a unit is. */
function isTold(held: Held[], unit: bigint, noise: bigint): boolean {
  if (held.length === 0) return false
  const own = commonUnit(valuesOf(held), noise)
  const steps = unit / (commonUnit([unit, own], noise) || 1n)
  const rows = BigInt(held.reduce((sum, one) => sum + one.rows, 0))
  const most = held.reduce((sum, one) => sum + sizeOf(one.value) * BigInt(one.rows), 0n) / own
  // Fewer than eight rows could have been eight.
  return most * (rows > TELLING ? rows : TELLING) < steps * rows
}

/** Whether some rows of a value, seven at most, may as well have been rows of one or two others. */
function exchanging({ held, noise }: Values): (one: Held) => boolean {
  const unit = commonUnit(valuesOf(held), noise)
  const whole = (value: bigint): bigint => (2n * value + (value < 0n ? -unit : unit)) / (2n * unit)
  const rows = held.reduce((sum, other) => sum + other.rows, 0)
  const most = BigInt(Math.floor(Math.max(SOME_ROWS, rows * CHANGED)))
  const others = held
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, OTHERS + 1)
    .map((other) => ({ of: other, value: whole(other.value), rows: BigInt(other.rows) }))
    .sort((a, b) => (sizeOf(a.value) < sizeOf(b.value) ? -1 : 1))
  const pairs = others.flatMap((small, index) =>
    others.slice(index + 1).map((large) => ({ small, large, ...withInverse(small.value, large.value) })),
  )
  const isPossible = (changes: [rows: bigint, by: bigint][]): boolean =>
    changes.reduce((sum, [, by]) => sum + sizeOf(by), 0n) <= most &&
    [1n, -1n].some((way) => changes.every(([there, by]) => there + way * by >= 0n))

  return (one) => {
    const own = BigInt(one.rows)
    for (let taken = 1n; taken < TELLING; taken++) {
      const lacking = -taken * whole(one.value)
      const change: [bigint, bigint] = [own, taken]
      const byOne = others.some(
        (other) =>
          other.of !== one &&
          lacking % other.value === 0n &&
          isPossible([change, [other.rows, lacking / other.value]]),
      )
      if (byOne) return true
      for (const { small, large, divisor, times } of pairs) {
        if (small.of === one || large.of === one || lacking % divisor !== 0n) continue
        // As few of the smaller as can be, so that few of the larger are needed.
        const by = remainder((lacking / divisor) * times, sizeOf(large.value / divisor), 0n)
        if (sizeOf(by) > most) continue
        const rest = (lacking - by * small.value) / large.value
        if (isPossible([change, [small.rows, by], [large.rows, rest]])) return true
      }
    }
    return false
  }
}

/** The greatest common divisor, and how many of a it takes to make it, but for multiples of b. */
function withInverse(a: bigint, b: bigint): { divisor: bigint; times: bigint } {
  let [r0, r1, t0, t1] = [a, b, 1n, 0n]
  while (r1 !== 0n) {
    const q = r0 / r1
    ;[r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1]
  }
  return r0 < 0n ? { divisor: -r0, times: -t0 } : { divisor: r0, times: t0 }
}
