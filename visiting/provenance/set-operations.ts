/**
 * UNION, INTERSECT, EXCEPT. Rows put under each other keep what each rests on; the same person in both halves is
 * still one person.
 */
import { exactFromAll, type Origin } from '../../shared/model/facts.ts'
import { areToldApart } from './distinct-halves.ts'
import { numbersTogether } from './held-rows.ts'
import type { TreeNode } from './measure.ts'
import { type Modifiers, putModifiers } from './modifiers.ts'
import { isCount } from './number-facts.ts'
import { originOfColumn, together } from './origins.ts'
import { followQuery, type Tour } from './query.ts'
import {
  areToldAlike,
  exactnessOf,
  type Followed,
  holdsCompound,
  type Relation,
  type RelationColumn,
  type StoredFacts,
  sameName,
  Unfollowed,
  union,
} from './relation.ts'
import { notTelling } from './row-numbers.ts'
import { emptyScope, NO_LIMIT, type Outer } from './scope.ts'
import { distinctRows, plainRows } from './select.ts'
import {
  cast,
  child,
  coalesce,
  column,
  divided,
  double,
  greatestOf,
  integer,
  leastOf,
  named,
  nothing,
  select,
  subqueryFrom,
  text,
} from './tree.ts'
import { powerTogether } from './weighing.ts'
import { namingTogether, waysTogether } from './weights.ts'

/** UNION BY NAME is put by place first. Throws `Unfollowed`. */
export function followSetOperation(
  written: TreeNode,
  modifiers: Modifiers,
  tour: Tour,
  outer: Outer | null,
): Followed {
  const node = text(written, 'setop_type') === 'UNION_BY_NAME' ? byPlace(written, tour, outer) : written
  const kind = text(node, 'setop_type')
  const left = followQuery(child(node, 'left')!, tour, outer)
  const right = followQuery(child(node, 'right')!, tour, outer)
  const room = { tour, prepared: null, scope: emptyScope(null) }
  const levels = new Set([left.relation.level, right.relation.level])
  if (levels.size === 1 && levels.has('open')) {
    const relation: Relation = {
      ...left.relation,
      databases: union(left.relation.databases, right.relation.databases),
      single: false,
      columns: left.relation.columns.map((item, index) => ({
        ...notTelling(item),
        open: item.open && (right.relation.columns[index]?.open ?? true),
        origin: 'mixed',
        sifting: 'replaced',
      })),
    }
    return putModifiers(
      { node: { ...node, left: left.node, right: right.node, modifiers: [] }, relation },
      modifiers,
      room,
    )
  }
  if (left.relation.columns.length !== right.relation.columns.length)
    throw new Unfollowed('set-operation', { operation: kind.toLowerCase() })
  if (kind === 'UNION') {
    const all = unionAll(node, left, right, tour)
    const keepsAll = node.setop_all === true || (all.relation.level === 'group' && areToldApart(node))
    if (keepsAll && all.relation.level === 'group' && modifiers.limited)
      return plainRows(all, modifiers, tour)
    if (keepsAll) return putModifiers(all, modifiers, room)
    return distinctRows(all, modifiers, tour, () => null)
  }
  if (kind !== 'EXCEPT' && kind !== 'INTERSECT')
    throw new Unfollowed('set-operation', { operation: kind.toLowerCase() })
  return putModifiers(samePersons(node, left, right, tour), modifiers, room)
}

/** A value in one half and nothing in the other are there by whose rows are in which. */
function siftedBy(halves: RelationColumn[], origin: Origin): RelationColumn['sifting'] {
  if (origin === 'mixed') return 'replaced'
  const isNothing = halves.some((item) => originOfColumn(item) === 'nothing')
  return (
    halves.find(({ sifting }) => sifting !== undefined)?.sifting ??
    (isNothing && origin === 'made' ? 'gated' : undefined)
  )
}

/** UNION BY NAME as UNION, where both halves have the same columns: the right ones in the order of the left. */
function byPlace(node: TreeNode, tour: Tour, outer: Outer | null): TreeNode {
  const right = child(node, 'right')!
  const [names, others] = [child(node, 'left')!, right].map((half) =>
    followQuery(half, tour, outer).relation.columns.map(({ name }) => name),
  )
  const sorted = (list: string[]): string => JSON.stringify(list.map((name) => name.toLowerCase()).sort())
  const isTwice = new Set(names!.map((name) => name.toLowerCase())).size < names!.length
  if (isTwice || sorted(names!) !== sorted(others!)) return node
  const alias = tour.journey.hidden('s')
  const items = names!.map((name) => named(column(alias, name), name))
  return { ...node, setop_type: 'UNION', right: select({ items, from: subqueryFrom(right, alias) }) }
}

/** EXCEPT and INTERSECT compare a person's rows with the same person's, if person_id stands in the same place. */
function samePersons(node: TreeNode, left: Followed, right: Followed, tour: Tour): Followed {
  const [a, b] = [left.relation, right.relation]
  const fault = (): never => {
    throw new Unfollowed('set-operation', { operation: text(node, 'setop_type').toLowerCase() })
  }
  if (a.level !== 'person' || b.level !== 'person') return fault()
  const place = (relation: typeof a): number =>
    relation.persons.length === 1
      ? relation.columns.findIndex((item) => sameName(item.name, relation.persons[0]!.name))
      : -1
  if (place(a) < 0 || place(a) !== place(b) || a.cap !== null || b.cap !== null) return fault()
  if (a.padded || b.padded) return fault()
  // The halves are compared by what is seen; numbers do not come through.
  const bare = {
    persons: a.persons.map((person) => ({ ...person, ordinal: null })),
    columns: a.columns.map((item) => ({ ...item, ordinal: null })),
  }
  const lost = [...a.columns, ...b.columns].find((item) => item.lost !== null)?.lost ?? null
  const visible = (half: Followed): TreeNode => {
    const alias = tour.journey.hidden('s')
    const names = half.relation.columns.map(() => tour.journey.hidden('c'))
    return select({
      items: names.map((name, index) => named(column(alias, name), half.relation.columns[index]!.name)),
      from: subqueryFrom(half.node, alias, names),
    })
  }
  return {
    node: { ...node, left: visible(left), right: visible(right), modifiers: [] },
    relation: {
      ...a,
      ...bare,
      byName: waysTogether([a.byName, b.byName]),
      institution: null,
      ordered: a.ordered ?? b.ordered ?? null,
      chosen: a.chosen ?? b.chosen ?? lost,
      databases: union(a.databases, b.databases),
    },
  }
}

/** Both halves under each other, each brought to the same hidden columns. */
function unionAll(node: TreeNode, left: Followed, right: Followed, tour: Tour): Followed {
  const hidden = (kind: string): string => tour.journey.hidden(kind)
  const halves = [left, right].map((half) => ({
    ...half,
    alias: hidden('s'),
    names: half.relation.columns.map(() => hidden('c')),
  }))
  const lists = halves.map((half) =>
    half.names.map((name, index) => named(column(half.alias, name), half.relation.columns[index]!.name)),
  )
  const databases = union(left.relation.databases, right.relation.databases)
  const chosen = left.relation.chosen ?? right.relation.chosen
  /** A column of a half, visible ones by their new name. */
  const of = (index: number, name: string): TreeNode => {
    const half = halves[index]!
    const at = half.relation.columns.findIndex((item) => sameName(item.name, name))
    return column(half.alias, at >= 0 ? half.names[at]! : name)
  }
  const add = (kind: string, parts: TreeNode[]): string => {
    const name = hidden(kind)
    for (const [index, part] of parts.entries()) lists[index]!.push(named(part, name))
    return name
  }
  const pair = (make: (relation: Relation, index: number) => TreeNode): TreeNode[] =>
    halves.map((half, index) => make(half.relation, index))
  const columns = left.relation.columns.map((item, index): RelationColumn => {
    const other = right.relation.columns[index]!
    const origin = together([item, other].map(originOfColumn))
    return {
      name: item.name,
      open: item.open && other.open,
      identity: item.identity === other.identity ? item.identity : null,
      type: item.type === other.type ? item.type : null,
      facts: null,
      origin,
      power: powerTogether([item, other]),
      sifting: siftedBy([item, other], origin),
      ...(origin === 'mixed' || item.blend || other.blend ? { blend: 'several' } : {}),
      ...numbersTogether([item, other]),
      naming: namingTogether(halves.map(({ relation }) => ({ column: relation.columns[index]!, relation }))),
      lost: item.lost ?? other.lost,
    }
  })
  const levels = halves.map((half) => half.relation.level)
  const held = halves.some((half) => half.relation.held === true) ? { held: true } : {}
  const areHeld = halves.every((half) => half.relation.held === true)
  let relation: Relation
  if (!levels.includes('group')) {
    const several = halves.some(
      (half) => half.relation.level === 'person' && half.relation.persons.length !== 1,
    )
    if (several) throw new Unfollowed('union-of-pairs')
    const ways = new Set(halves.map((half) => half.relation.byName))
    const isMade = halves.some((half) => half.relation.level === 'person' && half.relation.rows !== 'own')
    if (ways.size > 1 && isMade) throw new Unfollowed('rows-by-person')
    if (levels.every((level) => level === 'person')) tour.journey.requireOneNaming(databases)
    const shown = sharedPersonColumn(left.relation, right.relation)
    const persons =
      shown ??
      add(
        'person',
        pair((from, index) => (from.level === 'person' ? of(index, from.persons[0]!.name) : nothing())),
      )
    const numbered = halves.every(
      ({ relation: from }) => from.level !== 'person' || (from.persons[0]!.ordinal ?? null) !== null,
    )
    const ordinal = numbered
      ? add(
          'number',
          pair((from, index) => (from.level === 'person' ? of(index, from.persons[0]!.ordinal!) : nothing())),
        )
      : null
    if (shown !== null) for (const item of columns) if (sameName(item.name, shown)) item.ordinal = ordinal
    const capped =
      areHeld || halves.some((half) => half.relation.level === 'person' && half.relation.cap !== null)
    const cap = capped
      ? add(
          'cap',
          pair((from, index) =>
            areHeld
              ? integer(0)
              : from.level === 'person' && from.cap !== null
                ? of(index, from.cap)
                : integer(NO_LIMIT),
          ),
        )
      : null
    const placed = halves.every(
      (half) => half.relation.level === 'person' && half.relation.institution !== null,
    )
    const institution = placed
      ? add(
          'inst',
          pair((from, index) => of(index, (from as { institution: string }).institution)),
        )
      : null
    relation = {
      level: 'person',
      columns,
      databases,
      chosen,
      ...held,
      persons: [
        {
          name: persons,
          ordinal,
          nullable: halves.some(
            (half) => half.relation.level !== 'person' || half.relation.persons[0]!.nullable,
          ),
        },
      ],
      institution,
      cap,
      padded: halves.some((half) => half.relation.level === 'person' && half.relation.padded),
      byName: waysTogether(halves.map((half) => half.relation.byName)),
      repeats: true,
      rows: halves.every((half) => half.relation.level !== 'person' || half.relation.rows === 'own')
        ? 'own'
        : 'made',
      ordered:
        halves.map((half) => half.relation.level === 'person' && half.relation.ordered).find(Boolean) || null,
    }
  } else {
    if (levels.includes('person')) throw new Unfollowed('union-mixed')
    // Which rows are in one half only says how far the two numbers are apart that said which there are.
    const rows = pair((from, index) =>
      from.level === 'group' && !areHeld ? of(index, from.rowPersons) : integer(0),
    )
    const rowPersons = add('rows', rows)
    for (const [index, item] of columns.entries()) {
      const facts = halves.map((half) => half.relation.columns[index]!.facts)
      if (item.open || facts.every((fact) => fact === null)) continue
      item.facts = mergeFacts(facts, rows, { add, of, databases })
    }
    const ofGroups = halves.flatMap(({ relation: half }) => (half.level === 'group' ? [half] : []))
    relation = {
      level: 'group',
      columns,
      databases,
      chosen,
      ...held,
      rowPersons,
      rowInstitutions: null,
      rowExact: halves.every((half) => half.relation.level === 'group' && half.relation.rowExact),
      byRows: ofGroups.some(({ byRows }) => byRows === true),
      overlapping: ofGroups.length > 1 || ofGroups.some(({ overlapping }) => overlapping === true),
      ordered: columns.flatMap(({ name }, index) =>
        halves.some(
          ({ relation: from }) =>
            from.level === 'group' && from.ordered?.some((by) => sameName(by, from.columns[index]!.name)),
        )
          ? [name]
          : [],
      ),
    }
  }
  const [a, b] = halves.map((half, index) =>
    select({ items: lists[index]!, from: subqueryFrom(half.node, half.alias, half.names) }),
  )
  return { node: { ...node, setop_all: true, left: a!, right: b!, modifiers: [] }, relation }
}

/** The visible column that names the person in both halves, so that UNION still tells persons apart. */
function sharedPersonColumn(left: Relation, right: Relation): string | null {
  if (left.level !== 'person' || right.level !== 'person') return null
  const place = ({ columns, persons }: typeof left): number =>
    columns.findIndex((item) => sameName(item.name, persons[0]!.name))
  const at = place(left)
  if (at < 0 || at !== place(right)) return null
  const { name } = left.columns[at]!
  return left.columns.filter((item) => sameName(item.name, name)).length === 1 ? name : null
}

interface MergeRoom {
  add: (kind: string, parts: TreeNode[]) => string
  of: (index: number, name: string) => TreeNode
  databases: string[]
}

function mergeFacts(
  facts: (StoredFacts | null)[],
  rows: TreeNode[],
  { add, of, databases }: MergeRoom,
): StoredFacts {
  const roles = new Set(facts.map((fact) => fact?.role ?? null))
  const given = facts.filter((fact) => fact !== null)
  const merged = (
    kind: string,
    field: 'top1' | 'top2' | 'denominator' | 'oneSign',
    otherwise: (index: number) => TreeNode,
  ): string | null => {
    if (given.every((fact) => fact[field] === null)) return null
    return add(
      kind,
      facts.map((fact, index) => {
        const name = fact?.[field] ?? null
        return name === null ? otherwise(index) : coalesce(of(index, name), otherwise(index))
      }),
    )
  }
  const persons = facts.map((fact, index) => (fact === null ? rows[index]! : of(index, fact.persons)))
  /** Of a number of persons each is one. */
  const shareOf = (most: number, index: number): TreeNode =>
    facts[index]?.role === 'persons'
      ? leastOf([double(1), divided(integer(most), greatestOf([persons[index]!, integer(1)]))])
      : integer(0)
  const oneSign = given.length === facts.length && given.every((fact) => fact.oneSign !== null)
  const told = given.length === facts.length && areToldAlike(given)
  return {
    role:
      roles.size === 1
        ? given[0]!.role
        : given.every((fact) => isCount(fact.role)) && !roles.has(null)
          ? 'count'
          : 'derived',
    persons: add('p', persons),
    institutions: null,
    top1: merged('top', 'top1', (index) => shareOf(1, index)),
    top2: merged('top', 'top2', (index) => shareOf(2, index)),
    denominator: merged('den', 'denominator', (index) => persons[index]!),
    oneSign: oneSign ? merged('sign', 'oneSign', () => cast(integer(0), 'BOOLEAN')) : null,
    rising: given.length === facts.length && given.every((fact) => fact.rising === true),
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
            facts.map((fact, index) =>
              fact?.others === undefined ? integer(NO_LIMIT) : of(index, fact.others),
            ),
          ),
        }
      : {}),
    compound: holdsCompound(given),
    databases,
    sway: null,
  }
}
