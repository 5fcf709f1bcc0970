/**
 * What a table of an output is besides a table: a survival curve, a regression model. A form adds checks to those that
 * every table goes through and takes none away, so nothing is gained by declaring another one. A figure is a table with
 * a chart.
 */
import { z } from 'zod'

const Column = z.string().min(1).max(200)

/** Which columns of a result are the columns of a survival table. */
export const SurvivalForm = z.strictObject({
  kind: z.literal('survival'),
  time: Column,
  /** People at risk just before the time. */
  atRisk: Column,
  events: Column,
  /** Censored from this time on until the next; only compared with what the numbers at risk say. */
  censored: Column.nullable().default(null),
  strata: Column.nullable().default(null),
})
export type SurvivalForm = z.infer<typeof SurvivalForm>

/** Which columns of a result are the columns of a table of coefficients. */
export const ModelForm = z.strictObject({
  kind: z.literal('model'),
  term: Column,
  estimate: Column,
  standardError: Column.nullable().default(null),
  /** Column with the number of observations, measured as every count is; it may say the same in every row. */
  observations: Column.nullable().default(null),
  /** People (or observations) that are not a column of the result: the researcher’s word, told to reviewers as such. */
  statedObservations: z.int().positive().max(1e12).nullable().default(null),
  /** Parameters that were estimated, where these are more than the rows. */
  statedParameters: z.int().positive().max(100_000).nullable().default(null),
  /** Column with the people behind each indicator; empty for terms that are none. */
  persons: Column.nullable().default(null),
  /** Another table of the submission whose rows are named as the terms are. */
  counts: z
    .strictObject({ item: z.int().nonnegative(), term: Column, persons: Column })
    .nullable()
    .default(null),
  /** Terms that are no indicators (a continuous variable), by name. */
  continuous: z.array(z.string().max(200)).max(200).default([]),
})
export type ModelForm = z.infer<typeof ModelForm>

/** What the researcher says a table is. */
export const OutputForm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table') }),
  SurvivalForm,
  ModelForm,
])
export type OutputForm = z.infer<typeof OutputForm>

/** What a table is while nobody says otherwise. */
export const PLAIN_TABLE = { kind: 'table' } as const satisfies OutputForm

/** What an item of an output is, as people speak of it. */
export const ItemForm = z.enum(['table', 'figure', 'survival', 'model', 'text'])
export type ItemForm = z.infer<typeof ItemForm>

/** A table with a chart is a figure. */
export function itemFormOf(
  item: { kind: 'text' } | { kind: 'table'; form?: OutputForm | undefined; chart: unknown },
): ItemForm {
  if (item.kind === 'text') return 'text'
  const kind = item.form?.kind ?? 'table'
  return kind === 'table' && item.chart !== null ? 'figure' : kind
}

/** Columns a form names, each with what it is there. */
export function columnsOf(form: OutputForm): { field: string; column: string }[] {
  const named = (fields: Record<string, string | null>) =>
    Object.entries(fields).flatMap(([field, column]) => (column === null ? [] : [{ field, column }]))
  if (form.kind === 'table') return []
  if (form.kind === 'survival') {
    const { time, atRisk, events, censored, strata } = form
    return named({ time, atRisk, events, censored, strata })
  }
  const { term, estimate, standardError, observations, persons } = form
  return named({ term, estimate, standardError, observations, persons })
}

/** One step of a curve as it would leave. */
export const SurvivalReport = z.strictObject({
  kind: z.literal('survival'),
  /** Fewest at risk, events and censored behind a step, and the rule that says so. */
  threshold: z.int().nonnegative(),
  rule: z.string().nullable(),
  edition: z.string().nullable(),
  confirmed: z.boolean(),
  /** Times of the result, and steps of the curve. */
  times: z.int().nonnegative(),
  steps: z.int().nonnegative(),
  /** By row of the protected table: how many times of the result are one step now. */
  merged: z.array(z.int().positive()),
  /** The names that the columns have in the protected table; `stratum` is null where there is one curve. */
  columns: z.strictObject({
    stratum: z.string().nullable(),
    from: z.string(),
    time: z.string(),
    atRisk: z.string(),
    events: z.string(),
    censored: z.string(),
    survival: z.string(),
    low: z.string(),
    high: z.string(),
  }),
  /** Whether the environment listed the people behind the merged steps. */
  measured: z.boolean(),
})
export type SurvivalReport = z.infer<typeof SurvivalReport>

/** What the checks measured of a model; what they could not measure is null. */
export const ModelReport = z.strictObject({
  kind: z.literal('model'),
  threshold: z.int().nonnegative(),
  rule: z.string().nullable(),
  edition: z.string().nullable(),
  confirmed: z.boolean(),
  observations: z.int().nonnegative().nullable(),
  /** False where the number is the researcher’s word. */
  observationsMeasured: z.boolean(),
  parameters: z.int().nonnegative(),
  residualDf: z.int().nullable(),
  /** null: not known, because the combinations of the explanatory variables are not. */
  saturated: z.boolean().nullable(),
  terms: z.array(
    z.strictObject({
      name: z.string(),
      /** Persons as words that may travel; null for terms that are no indicators. */
      persons: z.string().nullable(),
      measured: z.boolean(),
    }),
  ),
})
export type ModelReport = z.infer<typeof ModelReport>

/** What the checks of a form measured; shown to reviewers and released beside the table. */
export const FormReport = z.discriminatedUnion('kind', [SurvivalReport, ModelReport])
export type FormReport = z.infer<typeof FormReport>
