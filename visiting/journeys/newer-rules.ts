import type { Finding } from '../../shared/model/findings.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { editionsInForce } from '../disclosure/rule-sets.ts'
import type { FrozenTable } from '../outputs/outputs-port.ts'

/**
 * Rule sets that a table was judged by and that have another edition in force since, `asOf` an ISO day. What was judged
 * stays judged by the edition of its day; whoever decides later is to know.
 */
export function newerRules(
  { table }: Pick<FrozenTable, 'table'>,
  { rules, asOf }: { rules: readonly RuleSet[]; asOf: string },
): Finding[] {
  return editionsInForce(rules, asOf).flatMap(({ set, edition, confirmed, effectiveFrom }) => {
    const before = table.ruleEditions.find((one) => one.set === set)
    if (before === undefined || before.edition === edition) return []
    return [
      {
        code: 'rules-newer',
        severity: 'warning' as const,
        rule: null,
        edition,
        confirmed,
        row: null,
        column: null,
        params: { set, before: before.edition, now: edition, from: effectiveFrom },
      },
    ]
  })
}
