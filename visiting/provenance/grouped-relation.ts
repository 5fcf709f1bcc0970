/** Groups of persons' rows as a relation, whichever way what each rests on was measured. */
import { heldOf, madeOfNumbers } from './held-rows.ts'
import { boundKey, type GroupBlock, type GroupNames } from './person-passes.ts'
import type { GroupRelation, RelationColumn, StoredFacts } from './relation.ts'
import { tellingGroups } from './row-numbers.ts'

/** `rows`: what is said of each row; `stored`: hidden columns with the facts of an aggregate, null: it rests on nobody. */
export function relationOfGroups(
  { block, names }: { block: GroupBlock; names: GroupNames },
  rows: Pick<GroupRelation, 'databases' | 'rowPersons' | 'rowInstitutions' | 'rowExact'>,
  stored: (aggregate: number) => StoredFacts | null,
): GroupRelation {
  const { scope, keys, aggregates, sets } = block
  const columns = [
    ...names.keys.map((name, index): RelationColumn => {
      const bound = boundKey(keys[index]!, scope)
      return {
        name,
        open: false,
        identity: bound?.column.identity ?? null,
        type: bound?.column.type ?? null,
        facts: null,
        ...madeOfNumbers(keys[index]!, scope),
        lost: null,
      }
    }),
    ...names.aggregates.map(
      (name, index): RelationColumn => ({
        name,
        open: aggregates[index]!.kind === 'grouping',
        identity: null,
        type: null,
        facts: stored(index),
        lost: null,
      }),
    ),
  ]
  return {
    level: 'group',
    columns: sets.length > 1 ? columns : tellingGroups(columns, { names: names.keys, keys }),
    single: names.keys.length === 0,
    chosen: null,
    ...rows,
    keyedBy: sets.length > 1 ? undefined : names.keys,
    ...(names.keys.length > 0 ? heldOf(scope) : {}),
    byRows: scope.repeats === true || scope.rows === 'made',
    overlapping: scope.repeats === true || scope.rows !== 'own' || sets.length > 1,
  }
}
