/**
 * An output is a package: one table is the ordinary case, several tables (each with its chart) and notes in text or code
 * may go together. They are judged together, decided together and leave together. Long because whoever gathers, submits,
 * follows and submits again speaks of the same shapes.
 */
import { z } from 'zod'
import { ChartSpec } from '../model/chart.ts'
import { GroupingSets } from '../model/facts.ts'
import { CellStatus, Finding, ProtectionMethod, ProtectionSummary } from '../model/findings.ts'
import { OutputId, PermitId, ReleaseId, ResultId } from '../model/ids.ts'
import { FormReport, ItemForm, OutputForm, PLAIN_TABLE } from '../model/output-form.ts'
import { Decision, OutputState } from '../model/output-states.ts'
import {
  CostChoice,
  DeclaredRelation,
  HiddenCell,
  KeptCell,
  Recoding,
  Relation,
} from '../model/protection.ts'
import { ReviewCourse } from '../model/review-course.ts'
import { TextFormat } from '../model/text-format.ts'
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
  /** Persons behind it, as words that may travel: `1234`, `≥1234` (counted from below), `<10`, `?`. */
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
  /** As of a result (./results.ts), by the places of these columns; left out where none is known. */
  groupingSets: GroupingSets.optional(),
  findings: z.array(Finding),
  summary: ProtectionSummary,
  ruleEditions: z.array(z.strictObject({ set: z.string(), edition: z.string(), confirmed: z.boolean() })),
  verified: z.boolean(),
})
export type ProtectedTable = z.infer<typeof ProtectedTable>

/** What a researcher chose for protecting one table; frozen with the round, shown to reviewers. */
export const ProtectionChoice = z.strictObject({
  method: ProtectionMethod.default('suppress'),
  /** For `round`. */
  base: z.int().min(2).max(1_000).default(5),
  keep: z.array(KeptCell).max(5_000).default([]),
  /** For `suppress`: cells hidden beside those the rules hide, such as those too close to an earlier release. */
  hide: z.array(HiddenCell).max(5_000).default([]),
  costs: CostChoice.default({ by: 'value', weights: [] }),
  recodings: z.array(Recoding).max(10).default([]),
})
export type ProtectionChoice = z.infer<typeof ProtectionChoice>

const USUAL: ProtectionChoice = {
  method: 'suppress',
  base: 5,
  keep: [],
  hide: [],
  costs: { by: 'value', weights: [] },
  recodings: [],
}

/** What is chosen for the package as a whole. */
export const PACKAGE_CHOICES = {
  /** Relations found that the researcher says are none, by id. Total rows are always taken as totals. */
  declined: z.array(z.string().max(500)).max(200).default([]),
  /** Cells that the researcher says are sums of others, of the same table or of another. Items are counted from 0. */
  declared: z.array(DeclaredRelation).max(100).default([]),
  /** How long the pattern may be searched for. */
  timeLimitSeconds: z.int().min(1).max(60).default(10),
}

/** Most items of one output. */
export const MAX_ITEMS = 20

const tableToCheck = {
  kind: z.literal('table'),
  resultId: ResultId,
  chart: ChartSpec.nullable().default(null),
  protection: ProtectionChoice.default(USUAL),
  form: OutputForm.default(PLAIN_TABLE),
}
const textToCheck = {
  kind: z.literal('text'),
  format: TextFormat,
  /** No control characters but line ends and tabs: a note is text, not a file in disguise. */
  text: z
    .string()
    .min(1)
    .max(100_000)
    .regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u),
}
const ItemTitle = z.string().trim().min(3).max(200)

export const ItemToCheck = z.discriminatedUnion('kind', [
  z.strictObject(tableToCheck),
  z.strictObject(textToCheck),
])
export type ItemToCheck = z.infer<typeof ItemToCheck>

export const SubmittedItem = z.discriminatedUnion('kind', [
  z.strictObject({ ...tableToCheck, title: ItemTitle, context: OutputContext }),
  z.strictObject({
    ...textToCheck,
    title: ItemTitle,
    /** What the text is and why it has to leave. */
    what: OutputContext.shape.what,
  }),
])
export type SubmittedItem = z.infer<typeof SubmittedItem>

/** The permit and the data a note is compared with are those of the tables it goes with. */
const withATable = (items: { kind: string }[]) => items.some(({ kind }) => kind === 'table')

/** Made by the client; means nothing to anybody else. */
const Ticket = z.string().regex(/^[\w-]{8,64}$/)

const CheckedItem = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('table'),
    table: ProtectedTable,
    /** What its form measured. */
    report: FormReport.nullable().optional(),
    /** The figure as it would leave, PNG as base64; null where there is none or a value in it may not travel yet. */
    picture: z.string().nullable().optional(),
  }),
  z.strictObject({ kind: z.literal('text'), findings: z.array(Finding) }),
])

/** Why results cannot be checked, whether they are only looked at or submitted. */
const NOT_CHECKED = [
  'not-found',
  'result-expired',
  'permit-ended',
  'output-individual',
  'output-empty',
  'output-too-large',
  'output-result-twice',
  'output-permits-mixed',
  'form-column-unknown',
  'busy',
] as const

export const preview = defineRoute({
  name: 'outputs.preview',
  method: 'POST',
  path: '/api/outputs/preview',
  access: ['researcher'],
  summary:
    'Before submitting: what the checks find in the items, and what their protected versions would show. Keeps nothing.',
  input: z.strictObject({
    items: z.array(ItemToCheck).min(1).max(MAX_ITEMS).refine(withATable),
    ...PACKAGE_CHOICES,
    /** Names this check for its progress and its cancelling; a newer one of the same name takes its place. */
    ticket: Ticket.nullable().default(null),
  }),
  /** In the order asked. */
  output: z.strictObject({ items: z.array(CheckedItem), relations: z.array(Relation) }),
  refusals: [...NOT_CHECKED, 'preview-cancelled'],
})

export const previewProgress = defineRoute({
  name: 'outputs.preview-progress',
  method: 'GET',
  path: '/api/outputs/previews/:ticket',
  access: ['researcher'],
  summary: 'How far a check of the visitor has come; `running` is false where there is none of that name.',
  input: z.strictObject({ ticket: Ticket }),
  output: z.strictObject({
    running: z.boolean(),
    phase: z.enum(['waiting', 'pattern', 'proof', 'intervals']),
    /** Relative gap of the best safe pattern so far, rounded up to a hundredth; null before there is one. */
    gap: z.number().nullable(),
    elapsedMs: z.number().nonnegative(),
  }),
  refusals: [],
})

export const cancelPreview = defineRoute({
  name: 'outputs.cancel-preview',
  method: 'POST',
  path: '/api/outputs/previews/:ticket/cancel',
  access: ['researcher'],
  summary: 'Ends a check of the visitor at once; it then answers `preview-cancelled`.',
  input: z.strictObject({ ticket: Ticket }),
  output: z.strictObject({ cancelled: z.boolean() }),
  refusals: [],
})

/** One item in the list of an output. */
export const ItemSummary = z.strictObject({
  /** Names its files in the release, e.g. `table`, `table-2`, `note`. */
  name: z.string(),
  kind: z.enum(['table', 'text']),
  /** Rounds submitted before there were forms say none. */
  form: ItemForm.nullable().default(null),
  title: z.string(),
})
export type ItemSummary = z.infer<typeof ItemSummary>

/** What the researcher did about a change that reviewers required, or why not. */
export const ChangeAnswer = z.strictObject({
  changeId: z.string().max(40),
  done: z.boolean(),
  text: z.string().trim().min(2).max(2000),
})
export type ChangeAnswer = z.infer<typeof ChangeAnswer>

/** A change that the reviewers of a finished round required. */
export const RequiredChange = z.strictObject({
  /** Round and number, e.g. `1-2`. */
  id: z.string(),
  round: z.int().positive(),
  text: z.string(),
  /** Given with the round after; null while there is none. */
  answer: z.strictObject({ done: z.boolean(), text: z.string() }).nullable(),
})
export type RequiredChange = z.infer<typeof RequiredChange>

export const OutputView = z.strictObject({
  id: OutputId,
  permitId: PermitId,
  permitTitleJa: z.string(),
  permitTitleEn: z.string(),
  title: z.string(),
  /** What is in it, in the order submitted. */
  items: z.array(ItemSummary).min(1),
  state: OutputState,
  round: z.int().positive(),
  by: z.string(),
  submittedAt: z.iso.datetime(),
  /** Five working days after submission. */
  dueAt: z.iso.datetime(),
  votesIn: z.int().nonnegative(),
  /** Approvals of different people that clear it; 1 only where the operator allows it. */
  votesNeeded: z.int().min(1).max(2),
  course: ReviewCourse,
  /** Required by the reviewers of finished rounds; reviewers are not named. */
  changes: z.array(RequiredChange),
  /** Comments of the finished rounds, for the researcher; reviewers are not named. */
  comments: z.array(z.strictObject({ round: z.int(), decision: Decision, comment: z.string() })),
  findingCounts: z.strictObject({ blocking: z.int(), warning: z.int(), note: z.int() }),
  verified: z.boolean(),
  releaseId: ReleaseId.nullable(),
  /** When and why its release was withdrawn. */
  recall: z.strictObject({ at: z.iso.datetime(), reason: z.string() }).nullable(),
})
export type OutputView = z.infer<typeof OutputView>

export const TableDetail = z.strictObject({
  kind: z.literal('table'),
  name: z.string(),
  title: z.string(),
  context: OutputContext,
  chart: ChartSpec.nullable(),
  /** Rounds submitted before there were forms have none. */
  form: OutputForm.optional(),
  report: FormReport.nullable().optional(),
  /** Identifiers of the classes of output it belongs to (statbarns). */
  statbarns: z.array(z.string()).optional(),
  protection: ProtectionChoice,
  sql: z.string(),
  extractDigest: z.string(),
  table: ProtectedTable,
  /**
   * SHA-256 of the figure's files as they would leave; null where there is no figure. Empty as long as the figure shows
   * what may not be told: whoever draws it again with guessed numbers would know the right ones by it.
   */
  figure: z.strictObject({ svg: z.string(), png: z.string() }).nullable(),
})
export type TableDetail = z.infer<typeof TableDetail>

export const TextDetail = z.strictObject({
  kind: z.literal('text'),
  name: z.string(),
  title: z.string(),
  what: z.string(),
  format: TextFormat,
  text: z.string(),
  findings: z.array(Finding),
})
export type TextDetail = z.infer<typeof TextDetail>

export const ItemDetail = z.discriminatedUnion('kind', [TableDetail, TextDetail])
export type ItemDetail = z.infer<typeof ItemDetail>

export const OutputDetail = z.strictObject({
  output: OutputView,
  items: z.array(ItemDetail).min(1),
  relations: z.array(Relation),
})
export type OutputDetail = z.infer<typeof OutputDetail>

const submission = {
  /** Of the package; with one item usually the item's own. */
  title: z.string().trim().min(3).max(200),
  items: z.array(SubmittedItem).min(1).max(MAX_ITEMS).refine(withATable),
  ...PACKAGE_CHOICES,
  /** Names the check that submitting runs once more, for its progress and its cancelling. */
  ticket: Ticket.nullable().default(null),
}

/** Why results cannot be submitted, the first time or again. */
const NOT_SUBMITTED = [
  ...NOT_CHECKED,
  'output-blocked',
  'comparisons-used-up',
  'chart-column-unknown',
] as const

export const submit = defineRoute({
  name: 'outputs.submit',
  method: 'POST',
  path: '/api/outputs',
  access: ['researcher'],
  summary: 'Freezes results (rows, SQL, facts, chart, context) with their protection and asks for review.',
  input: z.strictObject(submission),
  output: OutputView,
  refusals: ['preview-cancelled', ...NOT_SUBMITTED],
})

export const resubmit = defineRoute({
  name: 'outputs.resubmit',
  method: 'POST',
  path: '/api/outputs/:outputId/resubmit',
  access: ['researcher'],
  summary: 'Submits a returned output again, with new results or protection.',
  input: z.strictObject({
    outputId: OutputId,
    ...submission,
    /** One for each change required in the last round. */
    answers: z.array(ChangeAnswer).max(80).default([]),
  }),
  output: OutputView,
  refusals: ['preview-cancelled', 'output-not-found', 'output-state', ...NOT_SUBMITTED, 'changes-unanswered'],
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

export const figure = defineRoute({
  name: 'outputs.figure',
  method: 'GET',
  path: '/api/outputs/:outputId/figure',
  access: ['researcher', 'reviewer'],
  summary:
    'A figure of the output as PNG, the very picture that would leave. Where a value in it may not travel before release, reviewers alone see it, under a watermark. Each look is audited.',
  input: z.strictObject({
    outputId: OutputId,
    /** Which item of the output, counted from 0. */
    item: z.coerce.number().int().min(0).default(0),
  }),
  output: { bytes: 'image/png' },
  refusals: ['output-not-found', 'review-not-allowed', 'figure-missing', 'figure-unverified'],
})
