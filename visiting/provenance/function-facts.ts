/** What a function of numbers of groups rests on, by what it does with them (./number-facts.ts). */
import { closeToNothing } from './close-to-nothing.ts'
import { exponentialOf, isByFactor, isLogarithm, isLogarithmWithError } from './logarithms.ts'
import type { TreeNode } from './measure.ts'
import {
  apart,
  areProducts,
  areRational,
  besideEachOther,
  combine,
  difference,
  type Facts,
  isCutByTwo,
  isHeld,
  isSeveral,
  ofNobody,
  rate,
  rises,
  sumOf,
  swayless,
} from './number-facts.ts'
import { spreadOf } from './spreads.ts'
import { shiftOf, sizeOf, swayOfFunction } from './sway.ts'
import {
  child,
  children,
  coalesce,
  compare,
  double,
  integer,
  leastOf,
  text,
  times,
  when,
  yes,
} from './tree.ts'

/** Functions of one number that keep its meaning. */
const KEEPING = new Set(
  'round floor ceil ceiling trunc round_even roundbankers abs + - * / // || coalesce nullif ifnull'.split(
    ' ',
  ),
)

/**
 * Of a function of parts with these facts; null: a part that rests on nobody. `enough`: from so many persons on nothing
 * more is asked.
 */
export function functionFacts(node: TreeNode, parts: (Facts | null)[], enough: number): Facts | null {
  const made = factsOfFunction(node, parts)
  if (made === null || made.role === 'key') return made
  const facts = swayless(made)!
  const sway = swayOfFunction(node, parts)
  const spread = spreadOf(node, parts)
  const name = text(node, 'function_name').toLowerCase()
  const isProduct = PRODUCTS.has(name) && areProducts(parts) && made.exponential === undefined
  const isLog = isLogarithm(node, parts)
  const isTurned = name === '-' && parts.length === 1
  const shift =
    isTurned || isLog || isLogarithmWithError(name, parts)
      ? shiftOf(name, children(node, 'children'), parts)
      : undefined
  const close = name === 'round' && isLog ? null : closeToNothing(node, parts, shift)
  return {
    ...facts,
    ...(close === null ? {} : { persons: whereFew(close, facts.persons, enough) }),
    ...(sway === undefined ? {} : { sway }),
    ...(spread === null ? {} : { spread }),
    ...(shift === undefined ? {} : { shift }),
    ...(isProduct ? { isProduct } : {}),
    ...(isLog ? { logarithm: name === 'round' ? parts[0]!.logarithm! : facts.persons } : {}),
  }
}

/** Where these are enough it is told no better by them who stands behind a number. */
const whereFew = (few: TreeNode, persons: TreeNode, enough: number): TreeNode =>
  when(compare('COMPARE_LESSTHAN', few, integer(enough)), leastOf([few, persons]), persons)

function factsOfFunction(node: TreeNode, parts: (Facts | null)[]): Facts | null {
  const name = text(node, 'function_name').toLowerCase()
  const args = children(node, 'children')
  if (parts.some(isSeveral) && !SHAPING.has(name) && !BESIDE.has(name)) return ofNobody(parts)
  const [a, b] = parts
  if (args.length === 2 && (name === '/' || name === '//') && a && b) return held(rate(a, b), [a, b])
  if (isLogarithmWithError(name, parts))
    return combine(
      parts.map((part, index) => asRatio(part, args[1 - index]!, parts[1 - index]!)),
      { keeps: false },
    )
  if (args.length === 2 && name === '-' && a && b)
    return { ...difference(a, b, node), rational: areRational(parts) }
  if (args.length === 2 && name === '+' && a && b)
    return { ...sumOf(a, b, node), rational: areRational(parts) }
  const combined = combine(parts, { keeps: KEEPING.has(name) && !turnsSign(name, args, parts) })
  const met =
    combined === null
      ? null
      : held(
          {
            ...combined,
            rational: ARITHMETIC.has(name) && areRational(parts),
            ...(isExponent(name, parts) ? { exponential: exponentialOf(name === 'exp' ? a : b) } : {}),
          },
          name === '*' && a && b ? [a, b] : [],
        )
  if (met !== null && a && !b && ['*', '/', '//'].includes(name)) return { ...met, rising: a.rising === true }
  if (met !== null && b && !a && name === '*') return { ...met, rising: b.rising === true }
  // A product grows with both, as a square does, whatever its sign is.
  if (met !== null && a && rises(a) && (isRaised(name, args) || (name === '*' && b && rises(b))))
    return { ...met, rising: true }
  if (met === null || met.role === 'key') return met
  if (BESIDE.has(name)) return besideEachOther(met, parts)
  if (isCutByTwo(name, parts)) return ofNobody(parts)
  if (CARRYING.has(name)) return met
  // Of two numbers under a function that compares them it cannot be told who makes the difference.
  const drawn = parts.filter((part) => part !== null)
  if (DAYS_BETWEEN.has(name) && drawn.every(isHeld)) return met
  return drawn.length < 2 ? met : { ...met, persons: integer(0) }
}

/** What one person moves is no more than so many errors; of few cases it may be more than one. */
const MOST_SHIFTS = 10

/** A logarithm rests on what the ratio does beside an error that is not next to nothing against one person's move. */
function asRatio(fact: Facts | null, error: TreeNode, { sway }: Facts): Facts | null {
  if (fact?.logarithm === undefined) return fact
  if (fact.shift === undefined || sway === undefined) return { ...fact, persons: fact.logarithm }
  const size = times(sizeOf(error), double(MOST_SHIFTS))
  // Where it is not known how far one person moves it, one person is half of a number: the number says so.
  const isError = coalesce(compare('COMPARE_GREATERTHANOREQUALTO', size, fact.shift.part), yes())
  return { ...fact, persons: when(isError, fact.logarithm, fact.persons) }
}

const isExponent = (name: string, parts: (Facts | null)[]): boolean =>
  name === 'exp' || (/^(\*\*|\^|pow|power|<<|>>)$/.test(name) && parts[1] != null)

/** Of a product or quotient, as of a difference where exponents take from one another. */
export function held(met: Facts, [a, b]: Facts[]): Facts {
  if (met.exponential === undefined || a === undefined || b === undefined) return met
  if (isByFactor(a, b)) return { ...met, exponential: 'factor' }
  return { ...met, persons: leastOf([met.persons, apart(a, b)]) }
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Functions that put numbers beside each other in one value. */
const BESIDE = words('|| concat concat_ws printf format list_value list_pack array_value struct_pack row')

/** Functions that take one of several numbers out, or give a text or a list another form. */
const SHAPING = words(`
  list_extract list_element array_extract element_at struct_extract struct_extract_at map_extract_value
  list_slice array_slice trim ltrim rtrim lpad rpad replace upper lower ucase lcase left right
`)

const DAYS_BETWEEN = words('date_diff datediff')

/** Of numbers that are all there they make one that is nothing where one of them is. */
const PRODUCTS = new Set('* / nullif sqrt ** ^ pow power'.split(' '))

const ARITHMETIC = new Set('+ - * / nullif ifnull'.split(' '))

/** Functions that show several numbers beside each other, or weigh one by the other. */
export const CARRYING: ReadonlySet<string> = new Set(
  '/ // * + - ** ^ pow power || concat concat_ws printf format list_value struct_pack row coalesce ifnull'.split(
    ' ',
  ),
)

/** `n ** 2` and the like. */
function isRaised(name: string, [, by]: TreeNode[]): boolean {
  const value = by !== undefined && text(by, 'class') === 'CONSTANT' ? child(by, 'value')?.value : null
  return ['**', '^', 'pow', 'power'].includes(name) && typeof value === 'number' && value > 0
}

/** True where what comes out of a count may be below zero, so that added to another it takes away from it. */
function turnsSign(name: string, args: TreeNode[], parts: (Facts | null)[]): boolean {
  if (name === '-') return args.length === 1 || parts[0] === null
  if (name !== '*' && name !== '/' && name !== '//') return false
  if (parts[0] === null && name !== '*') return true
  return !args.some((arg) => {
    const value = text(arg, 'class') === 'CONSTANT' ? child(arg, 'value')?.value : null
    return typeof value === 'number' && value >= 0
  })
}
