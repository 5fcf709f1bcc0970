/**
 * Correlations, simple regressions and spreads that a query computes group by group (`corr`, `regr_slope`, `stddev` …):
 * too few residual degrees of freedom, a fit that leaves nothing over, a spread of zero. Each tells about persons however
 * many there are: of points that lie on one line, whoever knows one coordinate knows the other (statbarns: correlation
 * coefficients, shape).
 *
 * Asks for a person's judgement and hides nothing. Degrees of freedom are counted with one observation a person, since
 * that is what is measured; observations of the same persons add none that protect them. What a column is, is read off the
 * words of the query that make it; a table stored before is not followed.
 */
import type { Finding } from '../../shared/model/findings.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { DEFAULT_DF } from './model-output.ts'
import { pickRuleSets, ruleNamed, strictestRule } from './rule-sets.ts'
import { isTold, numberOf, type TableInput } from './table-input.ts'

const FIT = /\b(?:corr|regr_(?:slope|intercept|r2|sxy|sxx|syy))\s*\(/i
const STRENGTH = /\b(?:corr|regr_r2)\s*\(/i
const SPREAD = /\b(?:stddev(?:_pop|_samp)?|variance|var_(?:pop|samp)|sem|regr_sxx|regr_syy)\s*\(/i

/** A line through points has two parameters. */
const PARAMETERS = 2

/** Findings about cells of a result as its query gave it. `sql`: the query. */
export function checkFits(
  input: TableInput,
  { sql, rules, asOf }: { sql: string; rules: readonly RuleSet[]; asOf: string },
): Finding[] {
  const { columns, rows, minimumPersons, verified } = input
  if (!verified || !(FIT.test(sql) || SPREAD.test(sql))) return []
  const { sets } = pickRuleSets(rules, {
    databases: [...new Set(columns.flatMap(({ databases }) => databases))],
    asOf,
  })
  const rule = strictestRule(sets, { kind: 'model' })
  const threshold = rule?.threshold ?? DEFAULT_DF
  const made = expressionsOf(sql)
  return columns.flatMap(({ name, role, databases }, column) => {
    if (role !== 'derived' || databases.length === 0) return []
    // A name of a subquery's: of what the whole query computes.
    const own = made.get(name) ?? sql
    const by = own.includes('(') ? own : sql
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
        ...(FIT.test(by) && df < threshold ? [say('fit-few-df', { persons, df, threshold }, rule)] : []),
        ...(STRENGTH.test(by) && Math.abs(Math.abs(value) - 1) < 1e-9 ? [say('fit-exact', {})] : []),
        ...(SPREAD.test(by) && value === 0 ? [say('spread-none', {})] : []),
      ]
    })
  })
}

/** The expressions of a query by the names they are given. Good for finding words in them, not for more. */
function expressionsOf(sql: string): Map<string, string> {
  const found = new Map<string, string>()
  const begins = [0]
  const tokens =
    /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[(),;]|\b(?:SELECT|FROM)\b|$/giu
  const named = /^([\s\S]*[\s)])(?:AS\s+)?(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\w]*))\s*$/iu
  for (const { 0: token, index } of sql.matchAll(tokens)) {
    const end = index + token.length
    if (/^(?:[,);]|from|)$/i.test(token)) {
      const [, expression, quoted, plain] = named.exec(sql.slice(begins.at(-1), index)) ?? []
      if (expression !== undefined) found.set(quoted?.replaceAll('""', '"') ?? plain!, expression)
    }
    if (token === '(') begins.push(end)
    else if (token === ')') {
      if (begins.length > 1) begins.pop()
    } else if (/^(?:[,;]|select)$/i.test(token)) begins[begins.length - 1] = end
  }
  return found
}
