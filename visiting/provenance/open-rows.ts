/**
 * Rows of open tables, which need no facts of their own unless a subquery brings numbers about persons in. What is kept
 * of them is how many rows there are and what of a column tells, for whoever joins them to persons.
 */
import { hasSubquery } from './exact-sums.ts'
import { type Draws, followExpression } from './expression.ts'
import type { FollowedFrom } from './from-clause.ts'
import { stepsOf, unnests } from './from-functions.ts'
import type { TreeNode } from './measure.ts'
import { originOf } from './origins.ts'
import { type Prepared, withName } from './prepare.ts'
import { projectGroups } from './project-groups.ts'
import type { Tour } from './query.ts'
import { type Followed, type OpenRelation, type RelationColumn, Unfollowed, union } from './relation.ts'
import { tellsOf } from './row-numbers.ts'
import { findLocal, type Scope } from './scope.ts'
import { text, texts, walk } from './tree.ts'
import { powerOf } from './weighing.ts'
import { chosenByName, namingOf } from './weights.ts'

interface OpenStage {
  node: TreeNode
  from: FollowedFrom
  prepared: Prepared
  tour: Tour
  drawn: Draws | null
  whereNode: TreeNode | null
}

/** Throws `Unfollowed` where a subquery's numbers lost their persons, or are put into groups of open rows. */
export function openRows({ node, from, prepared, tour, drawn, whereNode }: OpenStage): Followed {
  const { scope } = from
  const rewritten = (expression: TreeNode | null): TreeNode | null =>
    expression === null ? null : followExpression(expression, scope, tour).node
  const items = prepared.items.map((item) => followExpression(item.node, scope, tour))
  const rest = [prepared.having, prepared.qualify, ...prepared.keys].filter((part) => part !== null)
  for (const part of rest) {
    const { lost } = followExpression(part, scope, tour).draws
    if (lost !== null) throw Unfollowed.of(lost)
  }
  const caps = [
    ...(drawn?.caps ?? []),
    ...items.flatMap((item) => item.draws.caps),
    ...rest.flatMap((part) => followExpression(part, scope, tour).draws.caps),
    ...scope.caps,
  ]
  if (caps.length > 0) {
    if (prepared.aggregated) throw new Unfollowed('subquery-in-open-groups')
    return projectGroups({
      from: from.node,
      scope,
      tour,
      items: prepared.items,
      conditions: prepared.where === null ? [] : [prepared.where],
      where: prepared.where,
      qualify: prepared.qualify,
      limited: true,
      measured: new Map(),
    })
  }
  // Without hidden columns in reach the researcher's own words can stay.
  const untouched =
    scope.sources.every((source) => source.relation.level === 'open') &&
    !hasSubquery({ ...node, from_table: null, cte_map: null })
  const out: TreeNode = untouched
    ? { ...node, from_table: from.node }
    : {
        ...node,
        select_list: items.map((item, index) => withName(item.node, prepared.items[index]!)),
        from_table: from.node,
        where_clause: whereNode,
        group_expressions: prepared.keys.map((key) => rewritten(key)!),
        group_sets: prepared.sets,
        aggregate_handling: 'STANDARD_HANDLING',
        having: rewritten(prepared.having),
        qualify: rewritten(prepared.qualify),
      }
  const manner = openManner({ from, prepared }, [
    ...(drawn === null ? [] : [drawn]),
    ...rest.map((part) => followExpression(part, scope, tour).draws),
    ...items.filter((_, index) => unnests(prepared.items[index]!.node)).map(({ draws }) => draws),
  ])
  return {
    node: out,
    relation: {
      level: 'open',
      ...manner.rows,
      databases: union(scope.databases, ...items.map((item) => item.draws.databases)),
      chosen: scope.chosen,
      byName: chosenByName(scope, [prepared.where, prepared.having, prepared.qualify]),
      columns: items.map((item, index) => ({
        name: prepared.items[index]!.name,
        open: !item.draws.personal && scope.databases.length === 0,
        identity: null,
        type: null,
        facts: null,
        origin: originOf(prepared.items[index]!.node, scope),
        power: powerOf(prepared.items[index]!.node, scope),
        naming: namingOf(prepared.items[index]!.node, scope, prepared.where),
        ...manner.tells(prepared.items[index]!.node),
        lost: item.draws.lost,
      })),
    },
  }
}

/** What is known of the number of open rows (./row-numbers.ts); `deciding`: of what it is decided how many there are. */
function openManner(
  { from: { scope }, prepared }: Pick<OpenStage, 'from' | 'prepared'>,
  deciding: Draws[],
): {
  rows: Pick<OpenRelation, 'single' | 'rows'>
  tells: (item: TreeNode) => Pick<RelationColumn, 'tells'>
} {
  const several = scope.sources.filter(({ relation }) => relation.single !== true)
  const isSpread = prepared.items.some((item) => unnests(item.node))
  const isMade =
    deciding.some(({ personal }) => personal) ||
    scope.matches.some(({ part }) => looksAround(part, scope)) ||
    scope.sources.some(({ relation }) => relation.level === 'open' && relation.rows === 'made')
  const [only, ...more] = several
  const isOne = only !== undefined && more.length === 0 && !isSpread && !prepared.aggregated
  const isOwn =
    !isSpread && several.every(({ relation }) => relation.level === 'person' && relation.rows === 'own')
  const isTable = isOne && only.relation.level === 'open' && only.relation.rows === 'table'
  const single = prepared.aggregated ? prepared.keys.length === 0 : several.length === 0 && !isSpread
  return {
    rows: {
      single,
      ...(isOwn ? { rows: 'own' } : isMade ? { rows: 'made' } : isTable ? { rows: 'table' } : {}),
    },
    tells: (item) =>
      isOne ? tellsOf(item, scope) : several.length === 0 && prepared.items.length === 1 ? stepsOf(item) : {},
  }
}

const looksAround = (condition: TreeNode, scope: Scope): boolean => {
  let found = false
  walk(condition, (node) => {
    found ||= text(node, 'class') === 'COLUMN_REF' && findLocal(texts(node, 'column_names'), scope) === null
    return !found
  })
  return found
}
