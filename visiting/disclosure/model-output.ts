/**
 * Regression output before it leaves: enough residual degrees of freedom, no model
 * that only repeats the counts behind it, and enough people behind each indicator.
 *
 * ACRO asks for 10 residual degrees of freedom. A saturated model (as many
 * parameters as cells) is the table in other words; an indicator (dummy) term of
 * few people gives their mean outcome away.
 */
import type { RuleSet } from '../../shared/model/rules.ts'
import type { CellFinding } from './judge-cells.ts'
import { strictestRule } from './rule-sets.ts'

export interface ModelTerm {
  name: string
  /** For indicator terms, the people with the indicator set; null for continuous terms. */
  persons: number | null
}

export interface ModelOutput {
  observations: number
  parameters: number
  /** Number of distinct combinations of the explanatory variables, where all are categories; null otherwise. */
  distinctCells: number | null
  terms: readonly ModelTerm[]
  /** People in the estimation sample; the observations may be visits. */
  persons: number | null
}

/** Residual degrees of freedom where no rule set says otherwise (ACRO 1.0). */
export const DEFAULT_DF = 10

/** Findings about a model; all of them ask for another model, not for masking. */
export function checkModel(
  model: ModelOutput,
  { sets, minimumPersons }: { sets: readonly RuleSet[]; minimumPersons: number },
): CellFinding[] {
  const rule = strictestRule(sets, { kind: 'model' })
  const threshold = rule?.threshold ?? DEFAULT_DF
  const df = model.observations - model.parameters
  const found: CellFinding[] = []
  if (df < threshold)
    found.push({
      code: 'model-few-df',
      severity: 'blocking',
      rule,
      params: { df: Math.max(0, df), threshold },
    })
  if (df <= 0 || (model.distinctCells !== null && model.parameters >= model.distinctCells))
    found.push({ code: 'model-saturated', severity: 'blocking', rule, params: {} })
  const persons = strictestRule(sets, { kind: 'persons' })
  const least = Math.max(persons?.threshold ?? 0, minimumPersons)
  for (const { name, persons: inside } of model.terms) {
    if (inside === null) continue
    // Those without the indicator follow by subtraction.
    const outside = model.persons === null ? null : model.persons - inside
    if ((inside > 0 && inside < least) || (outside !== null && outside > 0 && outside < least))
      found.push({
        code: 'model-small-indicator',
        severity: 'blocking',
        rule: persons,
        params: { term: name, threshold: least },
      })
  }
  return found
}
