/**
 * The standing of a table after more rows came into it. Only rows that carry the same hidden columns in the same
 * meaning can stand beside each other; otherwise the caller marks the whole table unverified.
 */
import type { ColumnFacts, FactsPlan } from '../../shared/model/facts.ts'

const HIDDEN = ['persons', 'institutions', 'top1Share', 'top2Share', 'denominatorPersons'] as const

/** The hidden columns a plan speaks of, in a fixed order. */
export function hiddenColumns(plan: FactsPlan): string[] {
  const ofRows =
    plan.kind === 'aggregated'
      ? [plan.rowPersons, plan.rowInstitutions]
      : plan.kind === 'individual'
        ? [plan.personColumn]
        : []
  const all = [...ofRows, ...plan.columns.flatMap((column) => HIDDEN.map((field) => column[field]))]
  return [...new Set(all.filter((name) => name !== null))].sort()
}

/** Null where the two do not fit. `names` are the target's columns in the order the new rows fill them. */
export function mergedPlan(
  before: FactsPlan,
  added: FactsPlan,
  names: string[],
): { plan: FactsPlan; hidden: string[] } | null {
  if (before.columns.length !== names.length || added.columns.length !== names.length) return null
  const columns: ColumnFacts[] = []
  for (const old of before.columns) {
    const place = names.findIndex((name) => name.toLowerCase() === old.name.toLowerCase())
    const fresh = added.columns[place]
    if (fresh === undefined || HIDDEN.some((field) => fresh[field] !== old[field])) return null
    columns.push({
      ...old,
      role: fresh.role === old.role ? old.role : 'derived',
      certainty: fresh.certainty === 'exact' ? old.certainty : 'at-least',
      databases: [...new Set([...old.databases, ...fresh.databases])].sort(),
    })
  }
  if (before.kind === 'open' && added.kind === 'open') return { plan: { kind: 'open', columns }, hidden: [] }
  const hidden = hiddenColumns(before)
  const fits =
    (before.kind === 'aggregated' &&
      added.kind === 'aggregated' &&
      before.rowPersons === added.rowPersons &&
      before.rowInstitutions === added.rowInstitutions) ||
    (before.kind === 'individual' &&
      added.kind === 'individual' &&
      before.personColumn === added.personColumn)
  return fits ? { plan: { ...before, columns }, hidden } : null
}
