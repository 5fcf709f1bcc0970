/** Who stands behind a single value of a group, each counted in a pass over the rows of its own. */
import { writtenNumber } from './case-numbers.ts'
import type { Masked } from './mask-plan.ts'
import type { BesideValue, MaskTables } from './mask-tables.ts'
import type { TreeNode } from './measure.ts'
import { type AggregateCall, isSameValue } from './person-parts.ts'
import { boundKey, type GroupBlock, holdersAlone } from './person-passes.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  column,
  compare,
  divided,
  double,
  greatestOf,
  integer,
  leastOf,
  minus,
  named,
  plus,
  select,
  subqueryFrom,
  text,
  times,
  when,
} from './tree.ts'

interface Asked {
  block: GroupBlock
  masked: Masked
  /** Which aggregate of the block. */
  index: number
}

const askedOf = ({ block, index }: Asked): { aggregate: AggregateCall; x: TreeNode } => {
  const aggregate = block.aggregates[index]!
  return { aggregate, x: children(aggregate.node, 'children')[0]! }
}

/** Where so many were found among some persons, no others are looked for: no dated rule asks for as many. */
const MANY = 100

/** Persons who hold the value of an extreme; from below where these are many. */
export function holdersOf(made: MaskTables, asked: Asked): TreeNode {
  const { journey } = asked.block.tour
  const { x } = askedOf(asked)
  const found = ({ from, where, value, keyItems, keys }: BesideValue) => {
    const [alias, name] = [journey.hidden('holders'), journey.hidden('f')]
    const counted = call('count', [asked.masked.person], { distinct: true })
    const query = select({
      items: [...keyItems, named(counted, name)],
      from,
      where: both([where, isHeld(x, value, asked)]),
      groups: keys,
    })
    return { from: subqueryFrom(query, alias), alias, name }
  }
  const all = (beside: BesideValue): TreeNode => {
    const { from, alias, name } = found(beside)
    made.join(from, alias)
    return column(alias, name)
  }
  if (!made.hasSome) return all(made.besideValue(asked.index))
  const some = found(made.besideValue(asked.index, { some: true }))
  const table = made.amongSome(asked.index, some)
  const seen = column(table, some.name)
  const condition = compare('COMPARE_LESSTHAN', seen, integer(MANY))
  return when(condition, all(made.besideValue(asked.index, { table, condition })), seen)
}

/** Types of which equal values are written alike. */
const WRITTEN_ALIKE = /^(U?(TINY|SMALL|BIG)?INT|INTEGER|DECIMAL.*|DATE|BOOLEAN)$/

function isHeld(x: TreeNode, value: TreeNode, { block }: Asked): TreeNode {
  const type = boundKey(x, block.scope)?.column.type
  return type != null && WRITTEN_ALIKE.test(type) ? compare('COMPARE_EQUAL', x, value) : isSameValue(x, value)
}

const QUANTILES: ReadonlySet<string> = new Set('quantile quantile_cont quantile_disc median'.split(' '))
/** Rows by which ways of counting off a quantile may differ. */
const ROUGHLY = 2

/** The part of the rows on the smaller side of a quantile; null where it cannot be told. */
export function smallerSide(node: TreeNode): number | null {
  const fraction = children(node, 'children')[1]
  const part = fraction === undefined ? 0.5 : writtenNumber(fraction)
  const isKnown = QUANTILES.has(text(node, 'function_name').toLowerCase()) && part >= 0 && part <= 1
  return isKnown ? Math.min(part, 1 - part) : null
}

/** Persons who have these rows, from below: so many times the most that one may have. */
export function onSide(
  part: number,
  { largest, total, all }: { largest: TreeNode; total: TreeNode; all: TreeNode },
): TreeNode {
  const rows = times(cast(all, 'DOUBLE'), double(part))
  const ofPersons = minus(rows, plus(minus(all, total), integer(ROUGHLY)))
  const holders = call('floor', [divided(ofPersons, call('nullif', [largest, integer(0)]))])
  return cast(greatestOf([coalesce(holders, integer(0)), integer(0)]), 'BIGINT')
}

/**
 * Of a quantile: persons with a row at or under it, or with one at or above it; the fewer of these. `onSide`: how many
 * these are at least, of the table of groups.
 */
export function sidesOf(made: MaskTables, asked: Asked & { onSide: TreeNode }): TreeNode {
  const { journey } = asked.block.tour
  const condition = compare('COMPARE_LESSTHAN', asked.onSide, integer(MANY))
  const { from, where, value, keyItems, keys } = made.besideValue(asked.index, { condition })
  const [alias, inner] = [journey.hidden('sides'), journey.hidden('cells')]
  const [name, under, above] = [journey.hidden('f'), journey.hidden('m'), journey.hidden('m')]
  const bits = (type: string): TreeNode =>
    call('bit_or', [asked.masked.bit], { filter: compare(type, askedOf(asked).x, value) })
  const cells = select({
    items: [
      ...keyItems,
      named(bits('COMPARE_LESSTHANOREQUALTO'), under),
      named(bits('COMPARE_GREATERTHANOREQUALTO'), above),
    ],
    from,
    where,
    groups: [...keys, asked.masked.chunk],
  })
  const counted = (of: string): TreeNode =>
    coalesce(call('sum', [call('bit_count', [column(inner, of)])]), integer(0))
  const grouped = keyItems.map((item) => column(inner, text(item, 'alias')))
  const query = select({
    items: [
      ...grouped.map((key, at) => named(key, text(keyItems[at]!, 'alias'))),
      named(leastOf([counted(under), counted(above)]), name),
    ],
    from: subqueryFrom(cells, inner),
    groups: grouped,
  })
  made.join(subqueryFrom(query, alias), alias)
  // No more than that they are many: over the number of all rows it would say how many of them one person has.
  return when(condition, coalesce(column(alias, name), integer(0)), integer(MANY))
}

/** Of count(DISTINCT x): who alone holds a value. */
export function holdersAloneOf(made: MaskTables, asked: Asked): ReturnType<typeof holdersAlone> {
  const { block, masked } = asked
  const { aggregate, x } = askedOf(asked)
  const { keys, set, grouped } = made.named
  const found = holdersAlone(
    block,
    { ...block.scope.classes[0]!, expression: masked.person },
    { value: x, filter: child(aggregate.node, 'filter') },
    () => keys,
    () => set,
    grouped,
    (kind) => block.tour.journey.hidden(kind),
  )
  made.join(found.from, found.alias)
  return found
}
