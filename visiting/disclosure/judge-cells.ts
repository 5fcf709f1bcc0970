/**
 * Primary checks: may this cell be shown by itself, by the facts behind it?
 *
 * Judges each cell alone; what follows by subtraction is the work of
 * ./additive-structure.ts and ./suppress.ts. A fact that is only a lower bound
 * counts as it is: a cell may be hidden without need, never shown without right.
 */
import type { CellFacts, ColumnRole } from '../../shared/model/facts.ts'
import type { FindingCode } from '../../shared/model/finding-words.ts'
import type { CellKind, Rule, RuleSet } from '../../shared/model/rules.ts'
import { type RuleInForce, rulesFor, strictestRule } from './rule-sets.ts'
import { type CellValue, type ColumnMeaning, numberOf } from './table-input.ts'

export interface CellFinding {
  code: FindingCode
  severity: 'blocking' | 'warning' | 'note'
  rule: RuleInForce | null
  params: Record<string, string | number>
}

export interface CellJudgement {
  status: 'shown' | 'primary' | 'not-allowed'
  findings: CellFinding[]
  /** Threshold of persons that applied. */
  threshold: number
  /** Threshold in the unit the cell counts, for the width of its attack interval. */
  level: number
  zeroPolicy: 'show' | 'hide'
  /** Hidden because the researcher says so, not a rule. */
  chosen?: boolean
}

export interface CellQuestion {
  role: ColumnRole
  value: CellValue
  facts: CellFacts
  rowPersons: number | null
  sets: readonly RuleSet[]
  minimumPersons: number
  meaning: ColumnMeaning | null
  tier: Rule['geographyTier'] | null
}

/** p % and (n, k) dominance where no rule set says otherwise (ACRO defaults: p = 10, n = 2, k = 0.9). */
const DOMINANCE = { n: 2, k: 0.9, p: 0.1 }

/** Judges one cell. Keys and constants are always shown. */
export function judgeCell(question: CellQuestion): CellJudgement {
  const { role, value, facts, sets, minimumPersons, tier } = question
  const rule = personsRule(question)
  const threshold = Math.max(rule?.threshold ?? 0, minimumPersons)
  const zeroPolicy = rule?.zeroPolicy ?? 'show'
  const judgement: CellJudgement = {
    status: 'shown',
    findings: [],
    threshold,
    level:
      role === 'institutions' ? (strictestRule(sets, { kind: 'institutions' })?.threshold ?? 3) : threshold,
    zeroPolicy,
  }
  if (role === 'key' || role === 'constant' || value === null) return judgement
  const hide = (code: FindingCode, by: RuleInForce | null, params: Record<string, string | number> = {}) => {
    judgement.findings.push({ code, severity: 'note', rule: by, params })
    if (judgement.status === 'shown') judgement.status = 'primary'
  }
  const forbid = (code: FindingCode, by: RuleInForce | null) => {
    judgement.findings.push({ code, severity: 'note', rule: by, params: {} })
    judgement.status = 'not-allowed'
  }
  if (role === 'individual') {
    judgement.findings.push({ code: 'individual-value', severity: 'blocking', rule: null, params: {} })
    judgement.status = 'not-allowed'
    return judgement
  }

  const personsBehind = personsOf(question)
  if (rule?.threshold === null && tier !== null && personsBehind !== 0) forbid('municipality-too-small', rule)
  const isSmall = (persons: number | null, least: number) =>
    persons !== null && persons > 0 && persons < least
  // The permit's own minimum is no rule of a set. Which of both hides a cell is not asked of the cell: that would tell it.
  const named = rule?.threshold === threshold ? rule : null

  if (question.meaning?.startsWith('drug-')) judgeDrug(question, { hide, personsBehind, minimumPersons })
  if (isSmall(personsBehind, threshold)) hide('below-minimum', named, { threshold })
  else if (personsBehind === 0 && zeroPolicy === 'hide') hide('zero-hidden', rule)

  if (role === 'rate') {
    const { denominatorPersons: below, persons: above } = facts
    if (isSmall(below, threshold)) hide('denominator-small', named, { threshold })
    else if (above !== null && below !== null && isSmall(below - above, threshold))
      hide('complement-small', named, { threshold })
  }
  judgeInstitutions(question, { judgement, hide })
  judgeDominance(question, hide)
  if (role === 'extreme') {
    const extreme = strictestRule(sets, { kind: 'extreme' })
    if (extreme?.action === 'forbid' || extreme?.action === 'hide') forbid('extreme-not-allowed', extreme)
    else if (judgement.status === 'shown')
      judgement.findings.push({ code: 'extreme-review', severity: 'warning', rule: extreme, params: {} })
  }
  return judgement
}

/** Persons behind a cell: measured, or the value itself where it counts persons; null: unknown. */
export function personsOf({
  role,
  value,
  facts,
  rowPersons,
}: Pick<CellQuestion, 'role' | 'value' | 'facts' | 'rowPersons'>): number | null {
  const counted = role === 'persons' ? numberOf(value) : null
  const measured = facts.persons ?? (role === 'institutions' ? rowPersons : null)
  if (counted !== null && measured !== null) return Math.min(counted, measured)
  if (counted !== null || measured !== null) return counted ?? measured
  if (rowPersons !== null) return rowPersons
  // Unmeasured counts: as many events cannot rest on more persons.
  return role === 'count' ? numberOf(value) : null
}

/** The strictest rule about persons, with the municipality's tier where one applies. */
function personsRule({ sets, tier, role, meaning }: CellQuestion): RuleInForce | null {
  let strictest: RuleInForce | null = null
  const ask = (kind: CellKind) => {
    for (const rule of rulesFor(sets, { kind, tier })) {
      if (rule.action !== 'hide' && rule.action !== 'forbid') continue
      const more = strictest
        ? weight(rule) - weight(strictest) || Number(rule.confirmed) - Number(strictest.confirmed)
        : 1
      if (more > 0) strictest = rule
    }
  }
  ask('persons')
  if (role === 'sum' || role === 'mean' || role === 'rate' || role === 'percentile') ask(role)
  if (meaning?.startsWith('drug-')) ask('drug-quantity')
  return strictest
}

function weight({ threshold, zeroPolicy }: Rule): number {
  return (threshold ?? Number.MAX_SAFE_INTEGER) + (zeroPolicy === 'hide' ? 0.5 : 0)
}

type Hide = (code: FindingCode, by: RuleInForce | null, params?: Record<string, string | number>) => void

function judgeDrug(
  { sets, meaning, value }: CellQuestion,
  {
    hide,
    personsBehind,
    minimumPersons,
  }: { hide: Hide; personsBehind: number | null; minimumPersons: number },
): void {
  const rule = strictestRule(sets, { kind: 'drug-quantity' })
  const least = Math.max(rule?.threshold ?? 0, minimumPersons)
  if (personsBehind !== null) {
    if (personsBehind > 0 && personsBehind < least) hide('drug-quantity', rule, { threshold: least })
    return
  }
  const form = meaning!.slice('drug-'.length)
  const minimum = rule?.parameters[`${form}Minimum`]
  const quantity = numberOf(value)
  if (minimum !== undefined && quantity !== null && quantity > 0 && quantity < minimum)
    hide('drug-quantity-unknown', rule, { minimum })
}

function judgeInstitutions(
  { sets, role, value, facts }: CellQuestion,
  { judgement, hide }: { judgement: CellJudgement; hide: Hide },
): void {
  const behind = role === 'institutions' ? numberOf(value) : facts.institutions
  const rule = strictestRule(sets, { kind: 'institutions' })
  if (!rule || rule.threshold === null || behind === null || behind === 0 || behind >= rule.threshold) return
  const params = { threshold: rule.threshold }
  if (rule.action === 'hide' || rule.action === 'forbid') hide('institutions-few', rule, params)
  else if (rule.action !== 'allow' && judgement.status === 'shown')
    judgement.findings.push({ code: 'institutions-linkable', severity: 'warning', rule, params })
}

/**
 * Dominance: unsafe when the rest is less than p of the largest contributor (the
 * second could estimate the first; p % rule), or the n largest hold over k (Hundepool
 * et al., Statistical Disclosure Control, 2012, section 4.2.2). Shares of two are
 * measured: of a rule about more, each further one is taken for as large as the second.
 */
function judgeDominance({ sets, role, facts, value }: CellQuestion, hide: Hide): void {
  if (role !== 'sum' && role !== 'mean') return
  const { top1Share, top2Share } = facts
  if (top1Share === null || numberOf(value) === 0) return
  const rule = strictestRule(sets, { kind: role })
  const p = rule?.parameters.p ?? DOMINANCE.p
  const k = rule?.parameters.k ?? DOMINANCE.k
  const n = rule?.parameters.n ?? DOMINANCE.n
  const two = top2Share ?? top1Share
  const held = n < 2 ? top1Share : Math.min(1, two + (n - 2) * (two - top1Share))
  if (1 - two < p * top1Share || held > k) hide('dominance', rule)
}
