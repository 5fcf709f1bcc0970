import { z } from 'zod'
import { Finding } from '../model/findings.ts'
import { OutputId } from '../model/ids.ts'
import { NotCompared } from '../model/ledger.ts'
import { OutputState } from '../model/output-states.ts'
import { defineRoute } from './define-route.ts'
import { ItemToCheck, MAX_ITEMS, PACKAGE_CHOICES, preview } from './outputs.ts'

/** compared; nothing: no person's data, so nothing to compare; not-compared: with the reason. */
const TableComparison = z.strictObject({
  state: z.enum(['compared', 'nothing', 'not-compared']),
  notCompared: NotCompared.nullable(),
  findings: z.array(Finding),
})
export type TableComparison = z.infer<typeof TableComparison>

export const compare = defineRoute({
  name: 'outputs.compare',
  method: 'POST',
  path: '/api/outputs/comparison',
  access: ['researcher'],
  summary:
    'Compares the tables that would leave with everything released on the same people, and with each other. Limited by day and audited; says which cells are too close, and names outputs of the own permit only. Keeps nothing.',
  input: z.strictObject({ items: z.array(ItemToCheck).min(1).max(MAX_ITEMS), ...PACKAGE_CHOICES }),
  /** In the order asked; null for texts. */
  output: z.strictObject({ items: z.array(TableComparison.nullable()) }),
  refusals: [...preview.refusals, 'comparisons-used-up'],
})

/** An earlier output that rests on some of the same people. */
export const EarlierOutput = z.strictObject({
  /** Null where the reviewer stands too close to its permit to know which it is. */
  outputId: OutputId.nullable(),
  title: z.string().nullable(),
  permitTitleJa: z.string().nullable(),
  permitTitleEn: z.string().nullable(),
  state: OutputState,
  releasedAt: z.iso.datetime().nullable(),
  samePermit: z.boolean(),
  /** How many of the people behind this output are behind that one too. */
  share: z.enum(['none', 'all', 'nearly-all', 'most', 'some']),
  /** The same in tens of per cent; null where this output rests on fewer than 100 persons. */
  sharePercent: z.int().min(0).max(100).nullable(),
  /** Cells of this output that differ from one of that by too few persons. */
  cells: z.int().nonnegative(),
})
export type EarlierOutput = z.infer<typeof EarlierOutput>

export const deskLedger = defineRoute({
  name: 'reviews.ledger',
  method: 'GET',
  path: '/api/reviews/:outputId/ledger',
  access: ['reviewer'],
  summary:
    'Earlier outputs that rest on the same people as this one, released or in review under any permit, and the cells that differ from theirs by too few persons, as of now.',
  input: z.strictObject({ outputId: OutputId }),
  output: z.strictObject({
    comparedWith: z.int().nonnegative(),
    /** Earlier outputs without sets of persons on record. */
    notComparable: z.int().nonnegative(),
    /** Each table of the output, as of now. */
    items: z.array(TableComparison.extend({ name: z.string() })),
    earlier: z.array(EarlierOutput),
  }),
  refusals: ['output-not-found', 'review-not-allowed'],
})
