/** What sums and means rest on, person by person, for the groups whose bounds proved nothing. */
import { selectInSteps } from './in-steps.ts'
import { Items } from './mask-items.ts'
import type { MaskTables } from './mask-tables.ts'
import type { TreeNode } from './measure.ts'
import { partOf } from './person-parts.ts'
import { besideKeys, type GroupBlock, type GroupNames, withPerson } from './person-passes.ts'
import { both, column, integer, isNotNull, keyOf, named, select, subqueryFrom, text, walk } from './tree.ts'

export interface ExactSums {
  from: TreeNode
  alias: string
  /** By aggregate; null where nothing was left open. */
  facts: ({ persons: TreeNode; top1: TreeNode; top2: TreeNode; oneSign: TreeNode | null } | null)[]
}

/** `isSum` says which aggregates are asked about. */
export function exactSums(
  block: GroupBlock,
  names: GroupNames,
  { made, doubt, isSum }: { made: MaskTables; doubt: TreeNode; isSum: (aggregate: number) => boolean },
): ExactSums {
  const { rows, where, setItem, grouped } = made.doubtful(doubt)
  const { scope, tour, keys, aggregates } = block
  const [found] = scope.classes
  const persons = { ...found!, expression: found!.ordinal! }
  const [alias, innerName] = [tour.journey.hidden('exact'), tour.journey.hidden('persons')]
  const parts = new Map<string, TreeNode>()
  const part = (node: TreeNode): TreeNode => {
    const kept = parts.get(keyOf(node)) ?? named(node, tour.journey.hidden('part'))
    parts.set(keyOf(node), kept)
    return column(innerName, text(kept, 'alias'))
  }
  const facts = new Map<string, TreeNode>()
  const fact = (node: TreeNode): TreeNode => {
    const kept = facts.get(keyOf(node)) ?? named(node, tour.journey.hidden('f'))
    facts.set(keyOf(node), kept)
    return column(alias, text(kept, 'alias'))
  }
  const never = (): never => {
    throw new Error('a sum is compared with nothing')
  }
  let comparesGroups = false
  const commonest = new Items(tour.journey.hidden('common'), () => tour.journey.hidden('m'))
  /** Distances are measured from the means of the group, or from its commonest value, looked for only here. */
  const helper = (node: TreeNode): TreeNode => {
    comparesGroups = true
    return text(node, 'function_name') === 'mode' ? commonest.keep(node) : made.fact(made.row(node))
  }
  const room = {
    scope,
    persons,
    part,
    helper,
    value: never,
    uses: () => {},
    alone: true,
    enough: tour.journey.enough,
    minimum: tour.journey.minimum,
  }
  const measured = aggregates.map((aggregate, index) => {
    if (!isSum(index)) return null
    const { persons: counted, top1, top2, oneSign } = partOf(aggregate, index, room)
    return {
      persons: typeof counted === 'number' ? integer(counted) : fact(counted),
      top1: top1 === null ? integer(1) : fact(top1),
      top2: top2 === null ? integer(1) : fact(top2),
      oneSign: oneSign === null ? null : fact(oneSign),
    }
  })
  const person = besideKeys(persons.expression, block)
  const inner = select({
    items: [
      ...keys.map((key, index) => named(key, names.keys[index]!)),
      ...setItem,
      named(person, tour.journey.hidden('person')),
      ...parts.values(),
    ],
    from: rows,
    where: both([block.where, where, isNotNull(persons.expression)]),
    groups: [...keys, person],
    sets: withPerson(block.sets, keys.length),
  })
  let beside = subqueryFrom(inner, innerName)
  if (comparesGroups) beside = made.besideGroups(beside, innerName)
  if (commonest.list.length > 0)
    beside = made.besideDoubtful(beside, { alias: innerName, doubt, items: commonest })
  const outer = selectInSteps(
    {
      items: [...grouped.map((name) => named(column(innerName, name), name)), ...facts.values()],
      from: beside,
      groups: grouped.map((name) => column(innerName, name)),
    },
    (kind) => tour.journey.hidden(kind),
  )
  return { from: subqueryFrom(outer, alias), alias, facts: measured }
}

/** Whether a subquery stands anywhere in it. */
export function hasSubquery(node: TreeNode): boolean {
  let found = false
  walk(node, (item) => {
    found ||= text(item, 'class') === 'SUBQUERY'
    return !found
  })
  return found
}
