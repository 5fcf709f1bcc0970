/**
 * Classes of output by the risks they carry: the "statbarns" of the statistical
 * barn ontology (https://www.w3id.org/statbarnsdc), as ACRO 1.0 uses them. Their
 * identifiers travel with a release, so that other programmes know which checks
 * an output had.
 */
import type { ColumnRole } from '../../shared/model/facts.ts'
import type { OutputForm } from '../../shared/model/output-form.ts'

/** In the order of the ontology. */
export const OUTPUT_CLASSES = [
  'Frequencies',
  'LinearAggregations',
  'Position',
  'Endpoints',
  'Mode',
  'Shape',
  'CorrelationCoefficients',
  'StatisticalHypothesisTests',
  'CalculatedRatios',
  'HazardSurvivalTables',
  'Clusters',
  'GiniCoefficient',
  'NonLinearConcentrationRatios',
  'LinkedMultilevelTables',
] as const
export type OutputClass = (typeof OUTPUT_CLASSES)[number]

const CLASS_OF_ROLE: Partial<Record<ColumnRole, OutputClass>> = {
  persons: 'Frequencies',
  institutions: 'Frequencies',
  count: 'Frequencies',
  sum: 'LinearAggregations',
  mean: 'LinearAggregations',
  rate: 'CalculatedRatios',
  extreme: 'Endpoints',
  percentile: 'Position',
}

/** Class of a column by its role; null for keys, constants and functions that have none. */
export const outputClassOf = (role: string): OutputClass | null => CLASS_OF_ROLE[role as ColumnRole] ?? null

/** Identifier of a class of output. */
export function outputClassUri(outputClass: OutputClass): string {
  return `https://www.w3id.org/statbarnsdc#${outputClass}`
}

const CLASS_OF_FORM: Record<OutputForm['kind'], readonly OutputClass[]> = {
  table: [],
  survival: ['HazardSurvivalTables'],
  // Regression coefficients are among the correlation coefficients there; their tests are hypothesis tests.
  model: ['CorrelationCoefficients', 'StatisticalHypothesisTests'],
}

/** Classes of a table by its form and the roles of its columns; keys, constants and unknown functions have none. */
export function outputClassesOf(
  roles: readonly ColumnRole[],
  { linked = false, form = 'table' }: { linked?: boolean; form?: OutputForm['kind'] } = {},
): OutputClass[] {
  const found = new Set<OutputClass>(CLASS_OF_FORM[form])
  for (const role of roles) {
    const outputClass = CLASS_OF_ROLE[role]
    if (outputClass) found.add(outputClass)
  }
  if (linked) found.add('LinkedMultilevelTables')
  return OUTPUT_CLASSES.filter((each) => found.has(each))
}
