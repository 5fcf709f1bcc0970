/**
 * On how many persons the least rests that can be read off a sum of numbers that may be weights (./weighing.ts): a table of
 * each group's values, as many as matter, with the rows and persons of each, which shared/model/legible-values.ts judges.
 */
import { BETWEEN_VALUES, LEAST_LEGIBLE, MOST_READ, TOO_MANY } from '../../shared/model/legible-values.ts'
import { termsOf } from './added-conditions.ts'
import type { AggregateKind } from './aggregates.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import type { GroupBlock, GroupNames } from './person-passes.ts'
import { NO_LIMIT, type Scope } from './scope.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  column,
  compare,
  integer,
  isNotNull,
  literal,
  named,
  nothing,
  operator,
  select,
  subqueryFrom,
  when,
} from './tree.ts'
import { mayWeigh } from './weighing.ts'

/** Sums, and what says a sum where it is known of how many rows. */
const SUMS: ReadonlySet<AggregateKind> = new Set<AggregateKind>(['sum', 'mean', 'log-mean', 'moments'])

/** What is added up in an aggregate and may be weights: the whole, and each of its terms; of a spread of each column. */
export function weightsIn(raw: TreeNode, kind: AggregateKind, scope: Scope): boolean[] {
  const values = children(raw, 'children')
  if (!SUMS.has(kind) || raw.distinct === true || (values.length > 1 && kind !== 'moments')) return []
  const found = values.flatMap(addedIn).map((one) => mayWeigh(one, scope))
  return found.includes(true) ? found : []
}

const addedIn = (value: TreeNode): TreeNode[] => {
  const terms = termsOf(value)
  return terms.length > 1 ? [value, ...terms] : [value]
}

/** As it is added up. */
const addend = (value: TreeNode, { kind }: AggregateCall): TreeNode =>
  kind === 'log-mean'
    ? call('ln', [cast(call('nullif', [value, integer(0)]), 'DOUBLE', { tries: true })])
    : value

export interface LegibleTable {
  from: TreeNode
  alias: string
  /** Least persons, of a cell of which so many have anything, or anything but zero. */
  least: (known: { persons: TreeNode; withZeros: boolean }) => TreeNode
}

/** One table for each value that may be weights. `persons`: who a row belongs to. */
export function legibleCounts(
  aggregate: AggregateCall,
  {
    block,
    names,
    persons,
    setName,
  }: { block: GroupBlock; names: GroupNames; persons: TreeNode; setName: string | null },
): LegibleTable[] {
  const { weighs = [], node } = aggregate
  const { journey } = block.tour
  const { enough } = journey
  const hidden = (kind: string): string => journey.hidden(kind)
  const columns = children(node, 'children')
  return columns
    .flatMap(addedIn)
    .filter((_, index) => weighs[index] === true)
    .map((value) => {
      const [rows, each, alias] = [hidden('rows'), hidden('values'), hidden('told')]
      const [person, held, words, cell] = [hidden('person'), hidden('v'), hidden('v'), hidden('f')]
      const count = hidden('v')
      const at = (table: string) => (name: string) => column(table, name)
      const keys = names.keys.map(at(rows))
      const setItem = setName === null ? [] : [named(operator('GROUPING_FUNCTION', ...keys), setName)]
      const grouped = [...names.keys, ...(setName === null ? [] : [setName])]
      const sets = block.sets.length === 0 ? [[]] : block.sets
      const ofRows = select({
        items: [
          ...block.keys.map((key, index) => named(key, names.keys[index]!)),
          named(addend(value, aggregate), held),
          named(persons, person),
        ],
        from: block.from,
        where: both([block.where, child(node, 'filter'), isNotNull(persons), ...columns.map(isNotNull)]),
      })
      const who = call('count', [column(rows, person)], { distinct: true })
      const told = [call('count_star', []), literal(' '), who, literal(' ')]
      const ofValues = select({
        items: [
          ...names.keys.map((name) => named(column(rows, name), name)),
          ...setItem,
          named(who, count),
          named(call('concat', [...told, cast(column(rows, held), 'VARCHAR')]), words),
        ],
        from: subqueryFrom(ofRows, rows),
        where: isNotNull(column(rows, held)),
        groups: [...keys, column(rows, held)],
        sets: sets.map((set) => [...set, keys.length]),
      })
      const all = call('array_to_string', [call('list', [column(each, words)]), literal(BETWEEN_VALUES)])
      const isAsked = compare('COMPARE_LESSTHAN', call('min', [column(each, count)]), integer(enough))
      const areRead = compare('COMPARE_LESSTHANOREQUALTO', call('count_star', []), integer(MOST_READ))
      const ofGroups = select({
        items: [
          ...grouped.map((name) => named(column(each, name), name)),
          named(when(isAsked, when(areRead, all, literal(TOO_MANY)), nothing()), cell),
        ],
        from: subqueryFrom(ofValues, each),
        groups: grouped.map(at(each)),
      })
      return {
        from: subqueryFrom(ofGroups, alias),
        alias,
        least: ({ persons: known, withZeros }) => {
          const told = [
            column(alias, cell),
            cast(known, 'BIGINT'),
            cast(integer(withZeros ? 1 : 0), 'BOOLEAN'),
            cast(integer(enough), 'BIGINT'),
          ]
          return coalesce(call(LEAST_LEGIBLE, told), integer(NO_LIMIT))
        },
      }
    })
}
