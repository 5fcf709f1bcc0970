/**
 * Which rules judge a cell: the edition in force on a date for each database the
 * cell draws on, and of several databases the strictest.
 *
 * Products that draw on several databases are checked by each database's own
 * standard, so the strictest of all governs. The room reads no disk: callers hand
 * in the parsed files of `resources/rules/`.
 */
import type { Finding } from '../../shared/model/findings.ts'
import { type CellKind, type Rule, RuleSet } from '../../shared/model/rules.ts'

/** A rule together with the edition it was taken from. */
export interface RuleInForce extends Rule {
  set: string
  edition: string
}

/** The edition named beside an output: what judged it. */
export interface RuleEdition {
  set: string
  edition: string
  confirmed: boolean
}

/** Validates parsed JSON files. Throws a ZodError naming the field where a file is not a rule set. */
export function parseRuleSets(files: readonly unknown[]): RuleSet[] {
  return files.map((file) => RuleSet.parse(file))
}

/** Of each set the edition in force on `asOf` (ISO date): the latest that had begun. */
export function editionsInForce(all: readonly RuleSet[], asOf: string): RuleSet[] {
  const latest = new Map<string, RuleSet>()
  for (const candidate of all) {
    if (candidate.effectiveFrom > asOf) continue
    const known = latest.get(candidate.set)
    if (!known || known.effectiveFrom < candidate.effectiveFrom) latest.set(candidate.set, candidate)
  }
  return [...latest.values()]
}

/** Sets that judge these databases on `asOf`, and the databases no set speaks for. */
export function pickRuleSets(
  all: readonly RuleSet[],
  { databases, asOf }: { databases: readonly string[]; asOf: string },
): { sets: RuleSet[]; unruled: string[] } {
  const inForce = editionsInForce(all, asOf)
  const wanted = new Set(databases.map((name) => name.toLowerCase()))
  const sets = inForce.filter((set) => set.databases.some((name) => wanted.has(name.toLowerCase())))
  const spoken = new Set(sets.flatMap((set) => set.databases.map((name) => name.toLowerCase())))
  return { sets, unruled: [...wanted].filter((name) => !spoken.has(name)).sort() }
}

/**
 * The edition of a set chosen by name (`NDB`, `ACRO`), or by what its rules are numbered under (`KAI`), in force on
 * `asOf`; null where there is none.
 */
export function ruleSetByName(
  all: readonly RuleSet[],
  { name, asOf }: { name: string; asOf: string },
): RuleSet | null {
  const sets = editionsInForce(all, asOf)
  const wanted = name.toLowerCase()
  return (
    sets.find((set) => set.set.toLowerCase() === wanted) ??
    sets.find(({ rules }) => rules.some(({ id }) => id.split('-')[0]!.toLowerCase() === wanted)) ??
    null
  )
}

const SEVERITY_OF_ACTION: Record<Rule['action'], number> = {
  forbid: 4,
  hide: 3,
  'allow-unless-linkable': 2,
  review: 1,
  allow: 0,
}

/** Positive where `a` is the stricter rule. Ties go to the confirmed one, then to the first given. */
function compareStrictness(a: Rule, b: Rule): number {
  const byAction = SEVERITY_OF_ACTION[a.action] - SEVERITY_OF_ACTION[b.action]
  if (byAction !== 0) return byAction
  const byThreshold =
    (a.threshold ?? Number.POSITIVE_INFINITY) - (b.threshold ?? Number.POSITIVE_INFINITY) || 0
  if (byThreshold !== 0) return byThreshold
  if (a.zeroPolicy !== b.zeroPolicy) return a.zeroPolicy === 'hide' ? 1 : -1
  return Number(a.confirmed) - Number(b.confirmed)
}

/** Answers of `rulesFor` by kind and tier, as long as the sets are kept: the same is asked of every cell of a table. */
const answers = new WeakMap<
  readonly RuleSet[],
  Map<CellKind, Map<Rule['geographyTier'] | null, readonly RuleInForce[]>>
>()

/** Rules of these sets about one kind of cell, strictest first. `tier` adds the rules of a municipality tier. */
export function rulesFor(
  sets: readonly RuleSet[],
  { kind, tier = null }: { kind: CellKind; tier?: Rule['geographyTier'] | null },
): readonly RuleInForce[] {
  const before = answers.get(sets)?.get(kind)?.get(tier)
  if (before) return before
  const found: RuleInForce[] = []
  for (const set of sets)
    for (const rule of set.rules)
      if (rule.cellKind === kind && (rule.geographyTier === 'any' || rule.geographyTier === tier))
        found.push({ ...rule, set: set.set, edition: set.edition })
  found.sort((a, b) => compareStrictness(b, a))
  const all = answers.get(sets) ?? new Map()
  answers.set(sets, all)
  all.set(kind, (all.get(kind) ?? new Map()).set(tier, found))
  return found
}

/** The strictest rule of these sets about one kind of cell; null where none speaks of it. */
export function strictestRule(
  sets: readonly RuleSet[],
  about: { kind: CellKind; tier?: Rule['geographyTier'] },
): RuleInForce | null {
  return rulesFor(sets, about)[0] ?? null
}

/** Tier of a municipality by its population. */
export function municipalityTier(population: number): Rule['geographyTier'] {
  if (population < 2_000) return 'municipality-under-2000'
  return population < 25_000 ? 'municipality-2000-24999' : 'municipality-25000-plus'
}

/** How a finding or a report names the rule it rests on; what rests on none needs nobody's confirmation. */
export const ruleNamed = (rule: RuleInForce | null): Pick<Finding, 'rule' | 'edition' | 'confirmed'> => ({
  rule: rule?.id ?? null,
  edition: rule?.edition ?? null,
  confirmed: rule?.confirmed ?? true,
})

/** As a release names it: without its rules. */
export function editionOf(set: RuleSet): RuleEdition {
  return { set: set.set, edition: set.edition, confirmed: set.confirmed }
}
