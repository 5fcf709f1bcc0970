/** A table of the extract or of the workspace as a relation. */
import { LEAST_MINIMUM_PERSONS } from '../../shared/model/committee.ts'
import { type ColumnFacts, FACT_PREFIX, type FactsPlan } from '../../shared/model/facts.ts'
import { ORDINAL } from '../../shared/model/person-ordinals.ts'
import { bornOf } from './birthdays.ts'
import type { KnownTable } from './measure.ts'
import {
  MADE,
  type Relation,
  type RelationColumn,
  type StoredFacts,
  sameName,
  Unfollowed,
  union,
} from './relation.ts'

/** `numbers`: the table is read where its hidden numbers are. */
export function relationOf(table: KnownTable, { numbers }: { numbers: boolean }): Relation {
  const visible = table.columns.filter((column) => !column.name.startsWith(FACT_PREFIX))
  const plan = table.plan
  const databases =
    plan === null ? [table.database] : union(...plan.columns.map((column) => column.databases))
  const names = visible.map(({ name }) => name)
  const columns: RelationColumn[] = visible.map((column) => ({
    name: column.name,
    open: table.level === 'open',
    identity: column.identity,
    type: column.type,
    ordinal: numbers && sameName(column.name, table.personColumn ?? '') ? ORDINAL : null,
    sure: numbers ? sureOf(column.name, table) : null,
    facts: null,
    ...(plan === null && table.level === 'person' ? { born: bornOf(column.name, names) } : {}),
    ...stored(column.name, plan),
  }))
  const chosen = plan?.kind === 'individual' || plan?.kind === 'aggregated' ? (plan.chosen ?? null) : null
  const base = { columns, databases, chosen }
  const isKnown = ({ name }: RelationColumn): boolean =>
    plan!.columns.filter((item) => sameName(item.name, name)).length === 1
  // What was written down of another column says nothing of this one.
  if (table.level === 'person' && plan !== null && !columns.every(isKnown))
    throw new Unfollowed('workspace-unverified', { table: table.name })
  if (plan?.kind === 'unverified') throw new Unfollowed('workspace-unverified', { table: table.name })
  requireSameMinimum(table)
  switch (table.level) {
    case 'open':
      return { ...base, databases: [], level: 'open', ...(plan === null ? { rows: 'table' } : {}) }
    case 'person': {
      const stored = plan?.kind === 'individual' ? plan : null
      const person = stored === null ? table.personColumn : stored.personColumn
      if (person === null) throw new Unfollowed('person-lost', { table: table.name })
      return {
        ...base,
        level: 'person',
        persons: [
          {
            name: person,
            nullable: stored !== null && stored.named !== true,
            ordinal: numbers ? ORDINAL : null,
          },
        ],
        institution: table.institutionColumn,
        cap: stored?.cap ?? null,
        padded: stored?.padded ?? false,
        byName: stored?.byName,
        // Which of its columns are the other table's is not kept.
        rows: stored?.rows === undefined ? 'own' : 'made',
        repeats: stored?.repeats,
        held: stored?.held,
      }
    }
    case 'aggregated': {
      if (plan?.kind !== 'aggregated') throw new Unfollowed('workspace-unverified', { table: table.name })
      for (const column of columns) {
        const facts = plan.columns.find((item) => sameName(item.name, column.name))
        if (facts === undefined) throw new Unfollowed('workspace-unverified', { table: table.name })
        column.open = facts.role === 'constant'
        column.facts = storedFacts(facts, { type: column.type, rowPersons: plan.rowPersons })
        // Whether rows of the query's own went into it is not kept.
        if (plan.overlapping === true && facts.role === 'derived') column.held = true
      }
      return {
        ...base,
        level: 'group',
        rowPersons: plan.rowPersons,
        rowInstitutions: plan.rowInstitutions,
        rowExact: plan.columns.every(({ role, certainty }) => role !== 'key' || certainty === 'exact'),
        overlapping: plan.overlapping === true,
        byRows: plan.overlapping === true,
        held: plan.held,
        ordered: plan.ordered ?? [],
      }
    }
    case 'unverified':
      throw new Unfollowed('workspace-unverified', { table: table.name })
  }
}

/**
 * Facts are kept as far as the minimum of the day asked for them: who is told apart among more is not known. Of persons' rows
 * they are counted anew, unless groups' numbers say on how many they rest.
 */
function requireSameMinimum({ name, plan, minimumPersons = 0 }: KnownTable): void {
  const keeps = plan?.kind === 'aggregated' || (plan?.kind === 'individual' && plan.cap !== undefined)
  if (keeps && minimumPersons > (plan.minimum ?? LEAST_MINIMUM_PERSONS))
    throw new Unfollowed('workspace-lower-minimum', { table: name })
}

/** What was written down of a column when its table was made. */
function stored(
  name: string,
  plan: FactsPlan | null,
): Pick<RelationColumn, 'lost' | 'origin' | 'power' | 'sifting' | 'blend' | 'naming' | 'numbers'> {
  const {
    lost = null,
    origin,
    power,
    blend,
    naming,
    numbers,
  } = plan?.columns.find((item) => sameName(item.name, name)) ?? {}
  // Under what conditions the values were made is not kept.
  const sifting = origin === 'made' || origin === 'mixed' ? 'replaced' : undefined
  return {
    lost,
    naming,
    numbers,
    ...(power === undefined ? {} : { power }),
    ...(blend === undefined ? {} : { blend }),
    ...(origin === undefined ? {} : { origin, sifting }),
  }
}

function sureOf(name: string, { numbered }: KnownTable): NonNullable<RelationColumn['sure']> | null {
  if (numbered?.ordinals.positive.includes(name)) return 'positive'
  if (numbered?.ordinals.filled.includes(name)) return 'filled'
  return numbered?.ordinals.above?.includes(name) ? 'above' : null
}

/** Types of one number, truth value or time. */
const ONE_NUMBER =
  /^(BOOLEAN|DECIMAL\(\d+,\s?\d+\)|DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DATE|TIME.*)$/

function exponentOf({ role, exponent }: ColumnFacts): Pick<StoredFacts, 'exponential'> {
  if (exponent === 'none' || (exponent === undefined && !MADE.has(role))) return {}
  return { exponential: exponent ?? 'number' }
}

const ADDED: ReadonlySet<ColumnFacts['role']> = new Set<ColumnFacts['role']>(['count', 'sum'])

function storedFacts(
  facts: ColumnFacts,
  { type, rowPersons }: { type: string | null; rowPersons: string },
): StoredFacts | null {
  if (facts.role === 'constant' || (facts.role === 'key' && facts.persons === null)) return null
  return {
    role: facts.role,
    persons: facts.persons ?? rowPersons,
    institutions: facts.institutions,
    top1: facts.top1Share,
    top2: facts.top2Share,
    denominator: facts.denominatorPersons,
    oneSign: facts.oneSign ?? null,
    exact: facts.certainty === 'exact',
    exactFrom: facts.exactFrom ?? null,
    // Tables stored before it was kept say it by their roles.
    fewDecide: facts.fewDecide === true || facts.role === 'extreme',
    // Of tables stored before it was kept: only of these it was asked who is told apart.
    put: facts.origin === 'mixed' || (ADDED.has(facts.role) && facts.exactFrom !== undefined),
    ...(facts.othersPersons === undefined ? {} : { others: facts.othersPersons }),
    compound: facts.compound === true,
    ...(facts.apartPersons === undefined ? {} : { apart: facts.apartPersons }),
    // Of several numbers none is made without a text or a list of them (castFacts in ./group-facts.ts).
    holdsSeveral: facts.role === 'derived' && !ONE_NUMBER.test(type ?? ''),
    isProduct: !MADE.has(facts.role),
    // Of tables stored before it was kept it may be in any of these.
    ...exponentOf(facts),
    databases: facts.databases,
    sway: null,
  }
}
