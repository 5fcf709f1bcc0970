/**
 * `measure`: the entrance of this room. Follows a whole statement; where it cannot, the tree stays as it was and the
 * plan says why.
 */
import { LEAST_MINIMUM_PERSONS } from '../../shared/model/committee.ts'
import { type ColumnFacts, FACT_PREFIX, type FactsPlan } from '../../shared/model/facts.ts'
import { columnName } from './column-name.ts'
import type { KnownTable, Measure, Measured, TreeNode } from './measure.ts'
import { isCount } from './number-facts.ts'
import { originOfColumn } from './origins.ts'
import { followQuery } from './query.ts'
import { Journey, MADE, type Relation, type RelationColumn, Unfollowed, union } from './relation.ts'
import { withStatistics } from './statistics-of.ts'
import { child, children, exceeds, isNode, text, texts, walk, withoutPlaces } from './tree.ts'

/** Never throws for what a researcher wrote; see ./measure.ts for what comes back. */
export const measure: Measure = (statement, tables, use) =>
  measureBy(statement, tables, { masksFrom: MASKS_FROM, ...use })

/** Rows of a table from which on it pays to count persons in bit masks; below, everything is exact. */
const MASKS_FROM = 20_000

/** The same with the number of rows from which masks are used, for tests that want them on small tables. */
export function measureBy(
  statement: TreeNode,
  tables: KnownTable[],
  { masksFrom, stores = false }: { masksFrom: number; stores?: boolean },
): Measured {
  const node = child(statement, 'node')
  if (node === null) throw new Error('a statement without a node')
  // Tables with numbers lie in another schema; names that say the schema would not find them there.
  const ways = { numbers: !namesSchemas(node), masksFrom }
  try {
    const journey = new Journey(tables, ways)
    const { node: rewritten, relation } = followQuery(node, { journey, ctes: new Map() }, null)
    const bare = withBounds(planOf(relation, { stores, minimum: journey.minimum }), journey)
    const plan = withSets(
      { ...bare, columns: withStatistics(bare.columns, node, tables) },
      stores ? undefined : journey.groupingSets.get(node),
    )
    // Nothing to measure: the researcher's own tree is run.
    if (plan.kind === 'open') return { tree: statement, plan }
    const tree = trimmed(rewritten, plan)
    if (exceeds(tree, MOST_NODES)) throw new Unfollowed('not-measured')
    return { tree: { ...statement, node: withoutPlaces(tree) }, plan }
  } catch (problem) {
    if (!(problem instanceof Unfollowed)) throw problem
    return { tree: statement, plan: unverified(node, tables, problem) }
  }
}

const withSets = (plan: FactsPlan, groupingSets: number[][] | undefined): FactsPlan =>
  groupingSets !== undefined && (plan.kind === 'open' || plan.kind === 'aggregated')
    ? { ...plan, groupingSets }
    : plan

function namesSchemas(node: TreeNode): boolean {
  let found = false
  walk(node, (part) => {
    found ||= text(part, 'class') === 'COLUMN_REF' && texts(part, 'column_names').length > 2
    return !found
  })
  return found
}

/** Nodes of a rewritten tree; parts that several passes share are written out for each. */
const MOST_NODES = 100_000

/** Without the hidden columns that only queries further out would have needed. */
function trimmed(node: TreeNode, plan: FactsPlan): TreeNode {
  const spoken = JSON.stringify(plan)
  const cut = (part: TreeNode): TreeNode => {
    if (text(part, 'type') === 'SET_OPERATION_NODE') {
      return { ...part, left: cut(child(part, 'left')!), right: cut(child(part, 'right')!) }
    }
    const items = children(part, 'select_list').filter((item) => {
      const name = text(item, 'alias')
      return !name.startsWith(FACT_PREFIX) || spoken.includes(`"${name}"`)
    })
    return { ...part, select_list: items }
  }
  return cut(node)
}

/** Says which facts may be bounds. */
function withBounds(plan: FactsPlan, { bounds }: Journey): FactsPlan {
  if (plan.kind !== 'aggregated') return plan
  const bounded = ({ top1Share, top2Share }: ColumnFacts) =>
    bounds.shares && (top1Share ?? top2Share) !== null
  return {
    ...plan,
    columns: plan.columns.map((item) => (bounded(item) ? { ...item, sharesAtMost: true } : item)),
    ...(bounds.institutions ? { institutionsAtLeast: true } : {}),
  }
}

function planOf(relation: Relation, { stores, minimum }: { stores: boolean; minimum: number }): FactsPlan {
  const kept = stores && minimum > LEAST_MINIMUM_PERSONS ? { minimum } : {}
  const columns = relation.columns.map((column) => ({
    ...columnFacts(column, relation),
    ...(stores && relation.level === 'group'
      ? {
          ...signOf(column),
          ...decidedBy(column),
          ...putIn(column),
          ...compoundOf(column),
          ...exponentOf(column),
        }
      : {}),
  }))
  switch (relation.level) {
    case 'open':
      return { kind: 'open', columns }
    case 'person':
      return {
        kind: 'individual',
        columns,
        personColumn: relation.persons.length === 1 ? relation.persons[0]!.name : null,
        ...(relation.persons.every((person) => !person.nullable) ? { named: true } : {}),
        ...(relation.cap === null ? {} : { cap: relation.cap }),
        ...(relation.padded ? { padded: true } : {}),
        ...(relation.byName === undefined ? {} : { byName: relation.byName }),
        ...(relation.rows === 'own' ? {} : { rows: relation.rows }),
        ...(relation.repeats === true ? { repeats: true } : {}),
        ...(relation.held === true ? { held: true } : {}),
        ...kept,
        ...chosenOf(relation),
      }
    case 'group':
      return {
        kind: 'aggregated',
        columns,
        rowPersons: relation.rowPersons,
        rowInstitutions: relation.rowInstitutions,
        ...chosenOf(relation),
        ...(relation.ordered?.length ? { ordered: relation.ordered } : {}),
        ...(relation.overlapping === true ? { overlapping: true } : {}),
        ...(relation.held === true ? { held: true } : {}),
        ...kept,
      }
  }
}

/** Of what is not said by its role: counts are never below zero. */
function signOf({ open, facts }: RelationColumn): Pick<ColumnFacts, 'oneSign'> {
  if (open || facts === null || facts.oneSign === null || isCount(facts.role)) return {}
  return { oneSign: facts.oneSign }
}

const exponentOf = ({ facts }: RelationColumn): Pick<ColumnFacts, 'exponent'> =>
  facts?.exponential !== undefined || (facts !== null && MADE.has(facts.role))
    ? { exponent: facts.exponential ?? 'none' }
    : {}

const compoundOf = ({
  facts,
}: RelationColumn): Pick<ColumnFacts, 'compound' | 'apartPersons' | 'othersPersons'> => ({
  ...(facts?.others === undefined ? {} : { othersPersons: facts.others }),
  ...(facts?.compound === true ? { compound: true } : {}),
  ...(facts?.apart === undefined ? {} : { apartPersons: facts.apart }),
})

/** Numbers of groups among which numbers of the query's own may stand. */
const putIn = ({ facts }: RelationColumn): Pick<ColumnFacts, 'origin'> =>
  facts?.put === true ? { origin: 'mixed' } : {}

const decidedBy = ({ facts }: RelationColumn): Pick<ColumnFacts, 'fewDecide'> =>
  facts?.fewDecide === true ? { fewDecide: true } : {}

/** What must not be forgotten when the rows are stored. */
function chosenOf(relation: Relation) {
  const chosen = relation.chosen ?? (relation.level === 'person' ? (relation.ordered ?? null) : null)
  return chosen === null ? {} : { chosen }
}

function columnFacts(column: RelationColumn, relation: Relation): ColumnFacts {
  const base = {
    name: column.name,
    persons: null,
    institutions: null,
    top1Share: null,
    top2Share: null,
    denominatorPersons: null,
  }
  const origin =
    relation.level === 'person' && originOfColumn(column) !== 'own' ? { origin: originOfColumn(column) } : {}
  const isWeighed = relation.level !== 'person' || !Number.isFinite(column.power ?? Number.NaN)
  const power = isWeighed ? {} : { power: Math.max(0, column.power ?? 0) }
  const blend = column.blend === undefined ? {} : { blend: column.blend }
  const naming = column.naming === undefined ? {} : { naming: column.naming }
  const numbers = column.numbers === undefined ? {} : { numbers: column.numbers }
  if (column.open)
    return { ...base, role: 'constant', certainty: 'exact', databases: [], ...origin, ...naming }
  if (relation.level === 'person') {
    const lost = column.lost === null ? {} : { lost: column.lost }
    return {
      ...base,
      role: 'individual',
      certainty: 'exact',
      databases: relation.databases,
      ...lost,
      ...origin,
      ...power,
      ...blend,
      ...naming,
      ...numbers,
    }
  }
  const { facts } = column
  if (facts === null || relation.level === 'open') {
    return {
      ...base,
      role: 'key',
      institutions: relation.level === 'group' ? relation.rowInstitutions : null,
      certainty: relation.level === 'group' && relation.rowExact ? 'exact' : 'at-least',
      databases: relation.databases,
    }
  }
  return {
    ...base,
    role: facts.role,
    persons: relation.level === 'group' && facts.persons === relation.rowPersons ? null : facts.persons,
    institutions: facts.institutions,
    top1Share: facts.top1,
    top2Share: facts.top2,
    denominatorPersons: facts.denominator,
    certainty: facts.exact ? 'exact' : 'at-least',
    ...(facts.exact || !facts.exactFrom ? {} : { exactFrom: facts.exactFrom }),
    databases: facts.databases,
  }
}

function unverified(node: TreeNode, tables: KnownTable[], problem: Unfollowed): FactsPlan {
  const databases = databasesNamed(node, tables)
  const columns = children(node, 'select_list').flatMap((item): ColumnFacts[] => {
    const name = text(item, 'class') === 'STAR' ? null : columnName(item)
    if (name === null) return []
    return [
      {
        name,
        role: 'derived',
        persons: null,
        institutions: null,
        top1Share: null,
        top2Share: null,
        denominatorPersons: null,
        certainty: 'at-least',
        databases,
      },
    ]
  })
  return { kind: 'unverified', columns, reason: problem.reason, databases }
}

/** Databases of all tables a tree names. */
function databasesNamed(node: TreeNode, tables: KnownTable[]): string[] {
  const found: string[][] = []
  walk(node, (part) => {
    if (isNode(part) && text(part, 'type') === 'BASE_TABLE') {
      const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
      for (const table of tables) {
        const named =
          same(table.name, text(part, 'table_name')) &&
          same(table.schema, text(part, 'schema_name')) &&
          same(table.catalog, text(part, 'catalog_name'))
        if (!named || table.level === 'open') continue
        found.push([table.database], ...(table.plan?.columns.map((column) => column.databases) ?? []))
      }
    }
    return true
  })
  return union(...found)
}
