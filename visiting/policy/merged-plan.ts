/**
 * The standing of a table after more rows came into it. Rows fit only where each fact of the table has the same fact
 * among theirs; otherwise the whole table is unverified.
 */
import { LEAST_MINIMUM_PERSONS } from '../../shared/model/committee.ts'
import { ALWAYS_EXACT, type ColumnFacts, exactFromAll, type FactsPlan } from '../../shared/model/facts.ts'
import type { WorkspaceObject } from './context.ts'
import { databasesOf } from './known-tables.ts'
import { unverifiedPlan } from './plans.ts'

const FACTS = [
  'persons',
  'institutions',
  'top1Share',
  'top2Share',
  'denominatorPersons',
  'othersPersons',
] as const

export interface MergedPlan {
  plan: FactsPlan
  /** Hidden columns of the table, each with the hidden column of the new rows that fills it. */
  hidden: { column: string; from: string }[]
}

/** Null where the two do not fit. `names` are the table's columns in the order the new rows fill them. */
export function mergedPlan(before: FactsPlan, added: FactsPlan, names: string[]): MergedPlan | null {
  if (before.columns.length !== names.length || added.columns.length !== names.length) return null
  // Which rows are there once says how far two numbers are apart that said which there are.
  if (isHeld(before) && isHeld(added)) return null
  const held = isHeld(before) || isHeld(added) ? { held: true } : {}
  const sources = new Map<string, string>()
  const fits = (column: string | null, from: string | null): boolean => {
    if (column === null || from === null) return column === from
    const known = sources.get(column) ?? from
    sources.set(column, known)
    return known === from
  }
  const columns: ColumnFacts[] = []
  for (const old of before.columns) {
    const place = names.findIndex((name) => name.toLowerCase() === old.name.toLowerCase())
    const fresh = added.columns[place]
    if (fresh === undefined || !FACTS.every((fact) => fits(old[fact] ?? null, fresh[fact] ?? null)))
      return null
    const { oneSign, apartPersons, ...column } = { ...merged(old, fresh), ...namingOfBoth(old, fresh) }
    const signed = oneSign !== undefined && fresh.oneSign !== undefined && fits(oneSign, fresh.oneSign)
    const told =
      apartPersons !== undefined && fresh.apartPersons !== undefined && fits(apartPersons, fresh.apartPersons)
    columns.push({ ...column, ...(signed ? { oneSign } : {}), ...(told ? { apartPersons } : {}) })
  }
  const hidden = () => [...sources].map(([column, from]) => ({ column, from }))
  if (before.kind === 'open' && added.kind === 'open') return { plan: { kind: 'open', columns }, hidden: [] }
  if (before.kind === 'aggregated' && added.kind === 'aggregated') {
    const same =
      fits(before.rowPersons, added.rowPersons) && fits(before.rowInstitutions, added.rowInstitutions)
    const places = (added.ordered ?? []).map((by) =>
      added.columns.findIndex(({ name }) => name.toLowerCase() === by.toLowerCase()),
    )
    const ordered = [...(before.ordered ?? []), ...places.map((place) => names[place] ?? '')]
    const plan = {
      ...before,
      columns,
      ...chosenOf(before, added),
      ...(ordered.length > 0 ? { ordered } : {}),
      // Rows that come in may count the same persons as those that are there.
      overlapping: true,
      ...held,
      minimum: minimumOfBoth(before, added),
    }
    return same ? { plan, hidden: hidden() } : null
  }
  if (before.kind === 'individual' && added.kind === 'individual' && before.personColumn !== null) {
    // A visible column that names the person must be filled by the column that names the person.
    const visible = names.findIndex((name) => name.toLowerCase() === before.personColumn?.toLowerCase())
    const same =
      visible < 0
        ? fits(before.personColumn, added.personColumn)
        : added.columns[visible]?.name.toLowerCase() === added.personColumn?.toLowerCase()
    if (!same || !fits(before.cap ?? null, added.cap ?? null)) return null
    const padded = before.padded || added.padded ? { padded: true } : {}
    // Rows that come in once and again by who somebody is weigh persons (visiting/provenance/rows-by-name.ts).
    const isByName = before.byName !== undefined || added.byName !== undefined
    const chosen = isByName ? { chosen: { code: 'rows-by-person', params: {} } } : chosenOf(before, added)
    const rows = before.rows ?? added.rows
    const isMade = before.rows === 'made' || added.rows === 'made'
    const named = before.named === true && added.named === true
    return {
      // Rows that come in more than once may be as many as somebody likes.
      plan: {
        ...before,
        columns,
        named,
        ...padded,
        ...(isMade || rows !== undefined ? { rows: 'made' } : {}),
        repeats: true,
        ...held,
        minimum: minimumOfBoth(before, added),
        ...chosen,
      },
      hidden: hidden(),
    }
  }
  return null
}

const isHeld = (plan: FactsPlan): boolean => 'held' in plan && plan.held === true

/** Of facts asked for two minimums no more is known than for the lower one. */
const minimumOfBoth = (...plans: { minimum?: number | undefined }[]): number =>
  Math.min(...plans.map(({ minimum }) => minimum ?? LEAST_MINIMUM_PERSONS))

/** What may not be counted of either rows may not be counted of both. */
type Chosen = { chosen?: ColumnFacts['lost'] }
function chosenOf(before: Chosen, added: Chosen) {
  const chosen = before.chosen ?? added.chosen
  return chosen === undefined ? {} : { chosen }
}

/** A column whose rows are of two kinds is only what both are. */
function merged(old: ColumnFacts, fresh: ColumnFacts): ColumnFacts {
  const lost = old.lost ?? fresh.lost
  const { exactFrom: _, ...without } = old
  const statistics = [...new Set([...(old.statistics ?? []), ...(fresh.statistics ?? [])])].sort()
  return {
    ...(lost === undefined ? {} : { lost }),
    ...without,
    // Among numbers of the query it shows whose row was put in.
    ...(old.origin === undefined && fresh.origin === undefined ? {} : { origin: 'mixed' as const }),
    role: fresh.role === old.role ? old.role : 'derived',
    ...certaintyOfBoth(old, fresh),
    ...(old.fewDecide || fresh.fewDecide ? { fewDecide: true } : {}),
    ...(old.compound || fresh.compound ? { compound: true } : {}),
    ...(old.exponent === fresh.exponent ? {} : { exponent: 'number' as const }),
    databases: [...new Set([...old.databases, ...fresh.databases])].sort(),
    ...(statistics.length > 0 ? { statistics } : {}),
    ...((old.numbers ?? fresh.numbers) ? { numbers: 'several' as const } : {}),
  }
}

/** A column whose rows are of two kinds goes by who somebody is if either does (visiting/provenance/weights.ts). */
function namingOfBoth(old: ColumnFacts, fresh: ColumnFacts): Pick<ColumnFacts, 'naming'> {
  if (old.naming === 'weighed' || fresh.naming === 'weighed') return { naming: 'weighed' }
  return old.naming === undefined && fresh.naming === undefined ? {} : { naming: 'gated' }
}

function certaintyOfBoth(old: ColumnFacts, fresh: ColumnFacts): Pick<ColumnFacts, 'certainty' | 'exactFrom'> {
  const both = [old, fresh]
  // A rate tells of its numerator (visiting/provenance/relation.ts).
  const isMixed =
    old.role !== fresh.role && both.some(({ denominatorPersons }) => denominatorPersons !== null)
  if (isMixed) return { certainty: 'at-least' }
  if (both.every(({ certainty }) => certainty === 'exact')) return { certainty: 'exact' }
  const exactFrom = exactFromAll(
    both.map(({ certainty, exactFrom = null }) => (certainty === 'exact' ? ALWAYS_EXACT : exactFrom)),
  )
  return { certainty: 'at-least', ...(exactFrom === null ? {} : { exactFrom }) }
}

/** Persons of two databases without linkage have two identifiers; counting them together would count too many. */
export function sameDatabases(before: FactsPlan, added: FactsPlan): boolean {
  if (before.kind === 'open' || before.kind === 'aggregated') return true
  return new Set([...databasesOf(before), ...databasesOf(added)]).size <= 1
}

/** Of a table that rows of another kind came into, which draw on `databases`: unverified from here on. */
export function mixedPlan({ plan, columns }: WorkspaceObject, databases: readonly string[]): FactsPlan {
  const all = new Set([...databasesOf(plan), ...databases])
  return unverifiedPlan(
    'mixed-rows',
    columns.map(({ name }) => name),
    [...all].sort(),
  )
}
