/**
 * Which cells of a result may reach a client as data. One invariant: a number travels only if it is open or rests on
 * at least the permit's minimum of persons. Everything that is not known to be safe is masked; a missing fact is
 * never taken for a safe one.
 *
 * Rows first: the keys of a group are as telling as its count, so a group below the minimum is masked whole. Then
 * each measure by the persons who matter to it, for rates also by those of the denominator, and sums and means also
 * by dominance: a value that one or two persons hold is theirs.
 *
 * Institutions are no ground for masking here. Whether few institutions may be named in something published differs
 * by database and edition, and is asked when an output is submitted (visiting/disclosure).
 */
import {
  type CellFacts,
  type ColumnFacts,
  type ColumnRole,
  type FactsPlan,
  MASK,
  type MaskName,
} from '../../shared/model/facts.ts'

export interface MaskLimits {
  minimumPersons: number
  dominance: DominanceLimits
}

export interface DominanceLimits {
  /** (n,k) rule with n = 2: the two largest together may hold up to this share. */
  twoLargest: number
  /** p% rule: what is left beside the two largest must be at least this share of the largest. */
  restOfLargest: number
}

/** ACRO 1.0 defaults: n = 2, k = 0.90, p = 10 %. With these the (n,k) rule catches all that the p% rule does. */
export const ACRO_DOMINANCE: DominanceLimits = { twoLargest: 0.9, restOfLargest: 0.1 }

/** What the whole result rests on decides before any cell does. */
export interface ResultGround {
  plan: FactsPlan
  restsOnAtLeast: number | null
}

/**
 * True when no row of the result may travel as data, nor even the number of its rows: otherwise the presence of a
 * row would answer a yes/no question about a few people. An empty result is such a result, since it rests on nobody.
 */
export function isWithheld({ plan, restsOnAtLeast }: ResultGround, limits: MaskLimits): boolean {
  if (plan.kind === 'open') return false
  return restsOnAtLeast === null || restsOnAtLeast < limits.minimumPersons
}

/** True when rows travel at all; individual and unverified results have none, whatever they rest on. */
export function hasRowsAsData(ground: ResultGround, limits: MaskLimits): boolean {
  if (ground.plan.kind === 'individual' || ground.plan.kind === 'unverified') return false
  return !isWithheld(ground, limits)
}

export interface MaskedCell {
  kind: FactsPlan['kind']
  /** Null: the plan does not speak of this column. */
  column: ColumnFacts | null
  /** Distinct persons behind the row. */
  rowPersons: number | null
  facts: CellFacts
  /** True for exactly 0. */
  isZero: boolean
}

/** The first reason against sending the cell, or `shown`. */
export function maskOf(cell: MaskedCell, limits: MaskLimits): MaskName {
  if (cell.kind === 'open') return 'shown'
  if (cell.kind === 'individual') return 'individual'
  if (cell.kind === 'unverified') return 'unverified'
  if (cell.rowPersons === null) return 'unverified'
  if (cell.rowPersons < limits.minimumPersons) return 'below-minimum'
  if (cell.column === null) return 'unverified'
  return maskOfMeasure(cell.column, cell, limits)
}

function maskOfMeasure(column: ColumnFacts, { facts, isZero }: MaskedCell, limits: MaskLimits): MaskName {
  if (column.role === 'individual') return 'individual'
  // The row is safe, so a value that no person's data entered is too.
  if (column.role === 'constant' && column.persons === null) return 'shown'
  if (facts.persons === null) return 'unverified'
  const isNothing = isTrueZero(column, facts, isZero)
  if (facts.persons < limits.minimumPersons && !isNothing) return 'below-minimum'
  if (column.denominatorPersons !== null) {
    if (facts.denominatorPersons === null) return 'unverified'
    if (facts.denominatorPersons < limits.minimumPersons) return 'below-minimum'
  }
  return isNothing ? 'shown' : maskOfShares(column, facts, limits.dominance)
}

/**
 * A count of zero in a group of enough persons may be shown (NDB-1: of 1–9 none, 0 may be), as may a sum to which nobody
 * gives anything, which says the same. Only where it is known that nobody stands behind it, and nothing but zero: any
 * other value resting on nobody may be made to encode something.
 */
const isTrueZero = (column: ColumnFacts, facts: CellFacts, isZero: boolean): boolean =>
  isZero && facts.persons === 0 && facts.certainty === 'exact' && NOTHING_OF_NOBODY.has(column.role)

const NOTHING_OF_NOBODY: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['persons', 'count', 'sum'])

function maskOfShares(column: ColumnFacts, facts: CellFacts, limits: DominanceLimits): MaskName {
  const { top1Share, top2Share } = facts
  if (column.top1Share !== null && top1Share === null) return 'unverified'
  if (column.top2Share !== null && top2Share === null) return 'unverified'
  // Said so that what is no number is not let through.
  if (top1Share !== null && !(top1Share <= limits.twoLargest)) return 'dominated'
  if (top2Share === null) return 'shown'
  if (!(top2Share <= limits.twoLargest)) return 'dominated'
  if (top1Share !== null && 1 - top2Share < limits.restOfLargest * top1Share) return 'dominated'
  return 'shown'
}

/** The byte that travels for a mask. */
export const maskCode = (mask: MaskName): number => MASK[mask]

/** The persons of a cell as they may travel: null below the minimum and where unknown. */
export function personsToShow(facts: CellFacts, mask: MaskName, limits: MaskLimits): number | null {
  if (mask !== 'shown' && mask !== 'dominated') return null
  if (facts.persons === null || facts.persons < limits.minimumPersons) return null
  return facts.persons
}
