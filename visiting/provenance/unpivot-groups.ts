/**
 * UNPIVOT of grouped rows: each row made of a group's column is still that group's, and its value rests on whom the
 * column it was made of rests on. The hidden columns stay beside the rows; which of them speaks is told by the name
 * column.
 */
import { exactFromAll } from '../../shared/model/facts.ts'
import type { TreeNode } from './measure.ts'
import {
  areToldAlike,
  exactnessOf,
  type GroupRelation,
  hiddenColumnsOf,
  holdsCompound,
  type Journey,
  type RelationColumn,
  type StoredFacts,
  sameName,
  union,
} from './relation.ts'
import { notTelling } from './row-numbers.ts'
import { NO_LIMIT } from './scope.ts'
import {
  cast,
  coalesce,
  column,
  compare,
  integer,
  leastOf,
  literal,
  named,
  select,
  subqueryFrom,
  when,
} from './tree.ts'

/** A column moved into the rows. */
export interface MovedColumn {
  column: RelationColumn
  /** What the name column says of it. */
  called: string
}

export interface GroupUnpivot {
  /** The UNPIVOT over the followed source, under a name of its own. */
  node: TreeNode
  alias: string
  relation: GroupRelation
  moved: MovedColumn[]
  nameColumn: string
  valueColumn: string
  includeNulls: boolean
}

/** The rows as a subquery under `as`, their hidden columns after the visible ones. */
export function unpivotGroups(
  { node, alias, relation, moved, nameColumn, valueColumn, includeNulls }: GroupUnpivot,
  journey: Journey,
  as: string,
): { node: TreeNode; relation: GroupRelation } {
  const kept = relation.columns.filter((item) => !moved.some((one) => one.column === item))
  const made = new Map<string, TreeNode>()
  const carried = (name: string | null): string | null => {
    if (name !== null) made.set(name, column(alias, name))
    return name
  }
  const add = (kind: string, expression: TreeNode): string => {
    const name = journey.hidden(kind)
    made.set(name, expression)
    return name
  }
  /** Whatever the column the row was made of says. */
  const byColumn = (say: (fact: StoredFacts | null) => TreeNode, otherwise: TreeNode): TreeNode =>
    moved.reduceRight<TreeNode>(
      (rest, { column: item, called }) =>
        when(compare('COMPARE_EQUAL', column(alias, nameColumn), literal(called)), say(item.facts), rest),
      otherwise,
    )
  const row = column(alias, relation.rowPersons)
  const all = moved.map(({ column: item }) => item.facts)
  const given = all.filter((fact) => fact !== null)

  // A count always has a row; where another number may be NULL, its row is there only because of those behind it.
  const certain = (fact: StoredFacts | null): boolean =>
    includeNulls || fact === null || fact.role === 'count' || fact.role === 'persons'
  const rowPersons = all.every(certain)
    ? carried(relation.rowPersons)!
    : add(
        'rows',
        byColumn((fact) => (certain(fact) ? row : leastOf([row, column(alias, fact!.persons)])), row),
      )
  const some = (
    kind: string,
    field: 'top1' | 'top2' | 'denominator',
    otherwise: (fact: StoredFacts | null) => TreeNode,
  ): string | null =>
    given.every((fact) => fact[field] === null)
      ? null
      : add(
          kind,
          byColumn(
            (fact) =>
              fact === null || fact[field] === null
                ? otherwise(fact)
                : coalesce(column(alias, fact[field]), otherwise(fact)),
            integer(0),
          ),
        )
  const personsOf = (fact: StoredFacts | null): TreeNode =>
    fact === null ? row : column(alias, fact.persons)
  const open = moved.every(({ column: item }) => item.open)
  const roles = new Set(all.map((fact) => fact?.role ?? null))
  const signed = given.length === all.length && given.every((fact) => fact.oneSign !== null)
  const told = given.length === all.length && areToldAlike(given)
  const facts: StoredFacts | null =
    given.length === 0
      ? null
      : {
          role: roles.size === 1 ? given[0]!.role : 'derived',
          persons: add('p', byColumn(personsOf, integer(0))),
          institutions: null,
          top1: some('top', 'top1', () => integer(0)),
          top2: some('top', 'top2', () => integer(0)),
          denominator: some('den', 'denominator', personsOf),
          oneSign: signed
            ? add(
                'sign',
                byColumn((fact) => column(alias, fact!.oneSign!), cast(integer(0), 'BOOLEAN')),
              )
            : null,
          exact: told && given.every((fact) => fact.exact),
          exactFrom: told ? exactFromAll(given.map(exactnessOf)) : null,
          fewDecide: given.some((fact) => fact.fewDecide === true),
          put: given.some((fact) => fact.put === true),
          holdsSeveral: given.some((fact) => fact.holdsSeveral === true),
          exponential: given.some((fact) => fact.exponential !== undefined) ? 'number' : undefined,
          isProduct: given.every((fact) => fact.isProduct !== false),
          ...(given.some((fact) => fact.others !== undefined)
            ? {
                others: add(
                  'p',
                  byColumn(
                    (fact) => (fact?.others === undefined ? integer(NO_LIMIT) : column(alias, fact.others)),
                    integer(0),
                  ),
                ),
              }
            : {}),
          compound: holdsCompound(given),
          databases: union(...given.map((fact) => fact.databases)),
          sway: null,
        }
  const columns = kept.map((item): RelationColumn => {
    if (item.facts !== null) for (const name of hiddenColumnsOf(item.facts)) carried(name)
    return { ...item }
  })
  const added = (name: string, of: StoredFacts | null, isOpen: boolean): RelationColumn => ({
    name,
    open: isOpen,
    identity: null,
    type: null,
    facts: of,
    lost: moved.find(({ column: item }) => item.lost !== null)?.column.lost ?? null,
  })
  columns.push(added(nameColumn, null, open), added(valueColumn, facts, open))
  const rowInstitutions = carried(relation.rowInstitutions)
  const query = select({
    items: [
      ...columns.map(({ name }) => named(column(alias, name), name)),
      ...[...made].map(([name, expression]) => named(expression, name)),
    ],
    from: node,
  })
  return {
    node: subqueryFrom(query, as),
    relation: {
      ...relation,
      single: false,
      columns: columns.map(notTelling),
      rowPersons,
      rowInstitutions,
      keyedBy: undefined,
      overlapping: true,
    },
  }
}

/** Two of one name cannot be told apart by it. */
export const areDistinct = (names: string[]): boolean =>
  names.every((name, index) => names.findIndex((other) => sameName(other, name)) === index)
