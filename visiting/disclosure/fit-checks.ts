/**
 * Correlations, simple regressions and spreads that a query computes group by group (`corr`, `regr_slope`, `stddev` …):
 * too few residual degrees of freedom, a fit that leaves nothing over, a spread of zero. Each tells about persons however
 * many there are: of points that lie on one line, whoever knows one coordinate knows the other (statbarns: correlation
 * coefficients, shape).
 *
 * Asks for a person's judgement and hides nothing. Degrees of freedom are counted with one observation a person, since
 * that is what is measured; observations of the same persons add none that protect them.
 */
import type { Finding } from '../../shared/model/findings.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { DEFAULT_DF } from './model-output.ts'
import { pickRuleSets, ruleNamed, strictestRule } from './rule-sets.ts'
import { isTold, numberOf, type TableInput } from './table-input.ts'

/** A line through points has two parameters. */
const PARAMETERS = 2

/** Findings about cells of a result as its query gave it; `asOf`: the day, YYYY-MM-DD, whose rules count. */
export function checkFits(
  input: TableInput,
  { rules, asOf }: { rules: readonly RuleSet[]; asOf: string },
): Finding[] {
  const { columns, rows, minimumPersons, verified } = input
  if (!verified || columns.every(({ statistics = [] }) => statistics.length === 0)) return []
  const { sets } = pickRuleSets(rules, {
    databases: [...new Set(columns.flatMap(({ databases }) => databases))],
    asOf,
  })
  const rule = strictestRule(sets, { kind: 'model' })
  const threshold = rule?.threshold ?? DEFAULT_DF
  return columns.flatMap(({ name, role, databases, statistics = [] }, column) => {
    if (role !== 'derived' || databases.length === 0) return []
    return rows.flatMap((row, at): Finding[] => {
      const value = numberOf(row.values[column])
      const persons = row.facts[column]!.persons ?? row.rowPersons
      if (value === null || persons === null || persons < minimumPersons || !isTold(row, column)) return []
      const say = (
        code: Finding['code'],
        params: Finding['params'],
        because: typeof rule = null,
      ): Finding => ({
        code,
        severity: 'warning',
        ...ruleNamed(because),
        row: at,
        column: name,
        params,
      })
      const df = persons - PARAMETERS
      return [
        ...(statistics.includes('fit') && df < threshold
          ? [say('fit-few-df', { persons, df, threshold }, rule)]
          : []),
        ...(statistics.includes('strength') && Math.abs(Math.abs(value) - 1) < 1e-9
          ? [say('fit-exact', {})]
          : []),
        ...(statistics.includes('spread') && value === 0 ? [say('spread-none', {})] : []),
      ]
    })
  })
}
