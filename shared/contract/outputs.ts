import { z } from 'zod'
import { ChartSpec } from '../model/chart.ts'
import { CellStatus, Finding, ProtectionMethod, ProtectionSummary } from '../model/findings.ts'
import { OutputId, PermitId, ReleaseId, ResultId } from '../model/ids.ts'
import { Decision, OutputState } from '../model/output-states.ts'
import { defineRoute } from './define-route.ts'

/** What a reviewer must know to judge; each answer in the researcher's own words. */
export const OutputContext = z.strictObject({
  what: z.string().trim().min(10).max(4000),
  population: z.string().trim().min(5).max(4000),
  variables: z.string().trim().min(5).max(4000),
  use: z.string().trim().min(5).max(4000),
  audience: z.string().trim().min(2).max(4000),
})
export type OutputContext = z.infer<typeof OutputContext>

export const ProtectedCell = z.strictObject({
  /** Text of the value as it would leave; null when hidden. */
  text: z.string().nullable(),
  status: CellStatus,
  /** Persons behind it, as words that may travel: `1234`, `<10`, `?`. */
  persons: z.string(),
  /** What an attacker who knows everything shown can derive, for hidden cells. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** Indexes into the findings. */
  findings: z.array(z.int().nonnegative()),
})
export type ProtectedCell = z.infer<typeof ProtectedCell>

/** The version of a table that would leave, with what is hidden and why. Up to 5,000 rows. */
export const ProtectedTable = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), role: z.string() })),
  rows: z.array(z.array(ProtectedCell)),
  findings: z.array(Finding),
  summary: ProtectionSummary,
  ruleEditions: z.array(z.strictObject({ set: z.string(), edition: z.string(), confirmed: z.boolean() })),
  verified: z.boolean(),
})
export type ProtectedTable = z.infer<typeof ProtectedTable>

const protection = z.strictObject({ method: ProtectionMethod.default('suppress') })

export const preview = defineRoute({
  name: 'outputs.preview',
  method: 'GET',
  path: '/api/results/:resultId/protected',
  access: ['researcher'],
  summary: 'Before submitting: what the checks find in a result and what the protected version would show.',
  input: z.strictObject({ resultId: ResultId, method: ProtectionMethod.default('suppress') }),
  output: ProtectedTable,
  refusals: ['not-found', 'result-expired', 'output-individual', 'output-empty', 'output-too-large'],
})

export const OutputView = z.strictObject({
  id: OutputId,
  permitId: PermitId,
  permitTitleJa: z.string(),
  permitTitleEn: z.string(),
  title: z.string(),
  state: OutputState,
  round: z.int().positive(),
  by: z.string(),
  submittedAt: z.iso.datetime(),
  /** Five working days after submission. */
  dueAt: z.iso.datetime(),
  votesIn: z.int().nonnegative(),
  /** Comments of the finished rounds, for the researcher; reviewers are not named. */
  comments: z.array(z.strictObject({ round: z.int(), decision: Decision, comment: z.string() })),
  findingCounts: z.strictObject({ blocking: z.int(), warning: z.int(), note: z.int() }),
  verified: z.boolean(),
  releaseId: ReleaseId.nullable(),
})
export type OutputView = z.infer<typeof OutputView>

export const OutputDetail = z.strictObject({
  output: OutputView,
  context: OutputContext,
  chart: ChartSpec.nullable(),
  sql: z.string(),
  extractDigest: z.string(),
  table: ProtectedTable,
})
export type OutputDetail = z.infer<typeof OutputDetail>

const submission = {
  resultId: ResultId,
  title: z.string().trim().min(3).max(200),
  context: OutputContext,
  chart: ChartSpec.nullable().default(null),
  protection: protection.default({ method: 'suppress' }),
}

export const submit = defineRoute({
  name: 'outputs.submit',
  method: 'POST',
  path: '/api/outputs',
  access: ['researcher'],
  summary: 'Freezes a result (rows, SQL, facts, chart, context) with its protection and asks for review.',
  input: z.strictObject(submission),
  output: OutputView,
  refusals: [
    'not-found',
    'result-expired',
    'permit-ended',
    'output-individual',
    'output-empty',
    'output-too-large',
    'output-blocked',
    'chart-column-unknown',
  ],
})

export const resubmit = defineRoute({
  name: 'outputs.resubmit',
  method: 'POST',
  path: '/api/outputs/:outputId/resubmit',
  access: ['researcher'],
  summary: 'Submits a returned output again, with a new result or protection.',
  input: z.strictObject({ outputId: OutputId, ...submission }),
  output: OutputView,
  refusals: [
    'output-not-found',
    'output-state',
    'result-expired',
    'output-individual',
    'output-empty',
    'output-too-large',
    'output-blocked',
    'chart-column-unknown',
  ],
})

export const withdraw = defineRoute({
  name: 'outputs.withdraw',
  method: 'POST',
  path: '/api/outputs/:outputId/withdraw',
  access: ['researcher'],
  summary: 'Takes an output back before it is decided.',
  input: z.strictObject({ outputId: OutputId }),
  output: OutputView,
  refusals: ['output-not-found', 'output-state'],
})

export const list = defineRoute({
  name: 'outputs.list',
  method: 'GET',
  path: '/api/outputs',
  access: ['researcher'],
  summary: 'Outputs of the permits the visitor is on, newest first.',
  input: z.strictObject({}),
  output: z.strictObject({ outputs: z.array(OutputView) }),
  refusals: [],
})

export const detail = defineRoute({
  name: 'outputs.detail',
  method: 'GET',
  path: '/api/outputs/:outputId',
  access: ['researcher'],
  summary: 'One output of the visitor’s permits, as submitted.',
  input: z.strictObject({ outputId: OutputId }),
  output: OutputDetail,
  refusals: ['output-not-found'],
})
