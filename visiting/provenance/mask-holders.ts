/** Who stands behind a single value of a group, each counted in a pass over the rows of its own. */
import type { Masked } from './mask-plan.ts'
import type { MaskTables } from './mask-tables.ts'
import type { TreeNode } from './measure.ts'
import { type AggregateCall, isSameValue } from './person-parts.ts'
import { type GroupBlock, holdersAlone } from './person-passes.ts'
import {
  both,
  call,
  child,
  children,
  coalesce,
  column,
  compare,
  integer,
  leastOf,
  named,
  select,
  subqueryFrom,
  text,
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

/** Persons who hold the value of an extreme. */
export function holdersOf(made: MaskTables, asked: Asked): TreeNode {
  const { journey } = asked.block.tour
  const { from, where, value, keyItems, keys } = made.besideValue(asked.index)
  const [alias, name] = [journey.hidden('holders'), journey.hidden('f')]
  const counted = call('count', [asked.masked.person], { distinct: true })
  const query = select({
    items: [...keyItems, named(counted, name)],
    from,
    where: both([where, isSameValue(askedOf(asked).x, value)]),
    groups: keys,
  })
  made.join(subqueryFrom(query, alias), alias)
  return column(alias, name)
}

/** Of a quantile: persons with a row at or under it, or with one at or above it; the fewer of these. */
export function sidesOf(made: MaskTables, asked: Asked): TreeNode {
  const { journey } = asked.block.tour
  const { from, where, value, keyItems, keys } = made.besideValue(asked.index)
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
  return column(alias, name)
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
