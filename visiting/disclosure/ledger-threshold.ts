/** By how many persons two sets must differ: the strictest minimum of the rules in force for the databases. */
import type { RuleSet } from '../../shared/model/rules.ts'
import { pickRuleSets, type RuleInForce, rulesFor } from './rule-sets.ts'

/** `rule` is null where the permit's own minimum is the strictest. */
export function ledgerThreshold(
  all: readonly RuleSet[],
  given: {
    databases: readonly string[]
    /** ISO date: the editions in force then judge. */
    asOf: string
    /** The permit's own. */
    minimumPersons: number
    /** The table is by municipality: the strictest tier that still shows anything. */
    municipalities: boolean
  },
): { threshold: number; rule: RuleInForce | null } {
  const { sets } = pickRuleSets(all, given)
  const tier = given.municipalities ? { tier: 'municipality-2000-24999' as const } : {}
  const strictest = rulesFor(sets, { kind: 'persons', ...tier })
    .filter(({ threshold }) => threshold !== null)
    .sort((a, b) => b.threshold! - a.threshold!)[0]
  if (!strictest || strictest.threshold! < given.minimumPersons)
    return { threshold: given.minimumPersons, rule: null }
  return { threshold: Math.ceil(strictest.threshold!), rule: strictest }
}
