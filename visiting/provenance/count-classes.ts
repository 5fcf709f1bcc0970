/**
 * Arithmetic over several counts in which each person counts once or not at all, as in the tables of two by two that odds
 * ratios, their limits and measures of agreement are made of. Whatever is computed of such counts is a function of how
 * many persons are in which of them: of the persons who are in a and b and not in c, and so on. So it rests on the fewest
 * of any of these classes that has somebody in it.
 *
 * Where a person counts twice, or for another number than 1, nothing is said by this: one who counts differently from all
 * others could be told from it.
 */
import { OFFSETTING } from './close-to-nothing.ts'
import { CARRYING } from './function-facts.ts'
import { partsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall, Part } from './person-parts.ts'
import type { GroupNames } from './person-passes.ts'
import {
  both,
  call,
  coalesce,
  compare,
  either,
  integer,
  keyOf,
  leastOf,
  no,
  plus,
  text,
  texts,
  walk,
  when,
} from './tree.ts'

export interface CountClasses {
  /** Key of the expression over the group's columns. */
  key: string
  /** Places of the counts it is made of. */
  counts: number[]
}

/** Two to the power of this many classes are held for each group. */
const MOST_COUNTS = 10

/** `known`: keys of expressions of which more is known. */
export function countClasses(
  expressions: (TreeNode | null)[],
  { names, aggregates, known }: { names: GroupNames; aggregates: AggregateCall[]; known: Set<string> },
): CountClasses[] {
  const found = new Map<string, CountClasses>()
  const countsIn = (node: TreeNode): Set<number> | null => {
    const counts = new Set<number>()
    let isKnown = true
    walk(node, (part) => {
      isKnown &&= !['SUBQUERY', 'WINDOW', 'LAMBDA'].includes(text(part, 'class'))
      if (text(part, 'class') !== 'COLUMN_REF') return isKnown
      const [alias, name] = texts(part, 'column_names')
      const index = alias === names.alias && name !== undefined ? names.aggregates.indexOf(name) : -1
      if (index >= 0) counts.add(index)
      isKnown &&=
        alias === names.alias && (index >= 0 ? isCounted(aggregates[index]!) : names.keys.includes(name!))
      return false
    })
    return isKnown ? counts : null
  }
  const look = (node: TreeNode): void => {
    const parts = partsOf(node)
    const key = keyOf(node)
    const isWeighed = text(node, 'class') === 'FUNCTION' && !found.has(key) && !known.has(key)
    const name = text(node, 'function_name').toLowerCase()
    if (isWeighed && (name === '+' || name === '-' || !CARRYING.has(name))) {
      const sides = parts.map(countsIn)
      const counts = [...new Set(sides.flatMap((side) => [...(side ?? [])]))]
      const drawn = sides.filter((side) => side === null || side.size > 0)
      // Beside a number of the query's own, counts that one side is made of.
      const isOfSeveral = drawn.length > 1 || OFFSETTING.has(name)
      if (!sides.includes(null) && isOfSeveral && counts.length > 1 && counts.length <= MOST_COUNTS)
        found.set(key, { key, counts })
    }
    for (const part of parts) look(part)
  }
  for (const expression of expressions) if (expression !== null) look(expression)
  return [...found.values()]
}

const COUNTED: ReadonlySet<string> = new Set(['count-rows', 'count-if', 'count', 'sum', 'mean'])

const isCounted = ({ kind, role, node }: AggregateCall): boolean =>
  COUNTED.has(kind) && (node.distinct !== true || role === 'persons')

/** Over the persons' rows: the persons of the smallest class; null where a part is not known. */
export function leastClass(
  { counts }: CountClasses,
  partOf: (aggregate: number) => { part: Part; role: AggregateCall['role'] },
): TreeNode | null {
  const marks: TreeNode[] = []
  for (const index of counts) {
    const { part, role } = partOf(index)
    if (role === 'persons') {
      if (part.held === null) return null
      marks.push(leastOf([part.held, integer(1)]))
    } else {
      if (part.sum === null) return null
      marks.push(coalesce(part.sum, integer(0)))
      if (part.held !== null) marks.push(part.held)
    }
  }
  const is = (mark: TreeNode, value: number): TreeNode => compare('COMPARE_EQUAL', mark, integer(value))
  const isOnce = both(marks.map((mark) => either([is(mark, 0), is(mark, 1)])))!
  const bits = marks.map((mark, at) => when(is(mark, 1), integer(2 ** at), integer(0)))
  const placed = when(coalesce(isOnce, no()), bits.reduce(plus), integer(-1))
  const classes = call('histogram', [placed], { filter: compare('COMPARE_NOTEQUAL', placed, integer(0)) })
  const isSure = compare('COMPARE_GREATERTHANOREQUALTO', call('min', [placed]), integer(0))
  // Of one class alone any number can be made that nobody changes.
  const areSeveral = compare('COMPARE_GREATERTHAN', call('cardinality', [classes]), integer(1))
  return when(both([isSure, areSeveral])!, call('list_min', [call('map_values', [classes])]), integer(0))
}
