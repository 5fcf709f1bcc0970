import { z } from 'zod'
import { ColumnRole, GroupingSets, UnverifiedReason } from '../model/facts.ts'
import { ResultId } from '../model/ids.ts'
import { defineRoute } from './define-route.ts'

export const ResultView = z.strictObject({
  id: ResultId,
  permitId: z.string(),
  sql: z.string(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      role: ColumnRole,
      databases: z.array(z.string()),
      /** From how many on the persons behind a cell are told exactly, fewer from below; 0: always, null: never. */
      personsExactFrom: z.int().nonnegative().nullable(),
    }),
  ),
  standing: z.enum(['open', 'aggregated', 'individual', 'unverified']),
  reason: UnverifiedReason.nullable(),
  /** By these a NULL in a key is told to stand for all; empty where none does, or it is not known. */
  groupingSets: GroupingSets.default([]),
  /**
   * Rows that arrive by `results.page`, or null where none do: of individual and unverified results, and where the whole
   * rests on fewer persons than the permit's minimum (also when it has no rows at all). Then even their number is
   * looked at as a picture only.
   */
  rowCount: z.int().nonnegative().nullable(),
  /**
   * True where the last row, masked whole, stands for all groups below the minimum: how many they are is not told, and
   * pictures have more rows than `rowCount`, or as many.
   */
  hasOthers: z.boolean(),
  /** Persons behind the whole result at least; null below the minimum or unknown. */
  restsOnAtLeast: z.int().nonnegative().nullable(),
  minimumPersons: z.int().positive(),
  /** Cells that arrive masked, in all rows that arrive; null where rowCount is null. */
  maskedCells: z.int().nonnegative().nullable(),
  elapsedMs: z.number(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  extractDigest: z.string(),
})
export type ResultView = z.infer<typeof ResultView>

export const view = defineRoute({
  name: 'results.view',
  method: 'GET',
  path: '/api/results/:resultId',
  access: ['researcher'],
  summary: 'Columns, roles and standing of a result.',
  input: z.strictObject({ resultId: ResultId }),
  output: ResultView,
  refusals: ['not-found', 'result-expired'],
})

/**
 * Arrow IPC stream of the rows from offset. For each column `c` a uint8 column `c__mask` (codes of MASK in
 * shared/model/facts.ts) and, for verified aggregated results, an int32 column `c__persons` (null below the minimum).
 * A masked cell is null. An individual, unverified or too small result has no rows here. Rows come in the query's order;
 * those whose number in a column they are ordered by arrives masked come after them, and all groups below the minimum
 * are one masked row at the end.
 */
export const page = defineRoute({
  name: 'results.page',
  method: 'GET',
  path: '/api/results/:resultId/page',
  access: ['researcher'],
  summary: 'A page of a result as Arrow; cells below the minimum are masked.',
  input: z.strictObject({
    resultId: ResultId,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  }),
  output: { bytes: 'application/vnd.apache.arrow.stream' },
  refusals: ['not-found', 'result-expired'],
})

/** Fixed geometry of the pictures, in CSS pixels, so that a client can lay pages under each other. */
export const PICTURE = {
  rowsPerPage: 40,
  rowHeight: 24,
  headerHeight: 28,
  columnWidth: 160,
  rowNumberWidth: 64,
} as const

/**
 * How a picture is sent: `png`, which every program shows, or `strips` (./picture-strips.ts), the same pixels in a third
 * of the bytes, for clients that decode `Content-Encoding: br`.
 */
export const PictureForm = z.enum(['png', 'strips'])
export type PictureForm = z.infer<typeof PictureForm>
export const STRIPS_TYPE = 'application/vnd.visiting.picture-strips'

export const picture = defineRoute({
  name: 'results.picture',
  method: 'GET',
  path: '/api/results/:resultId/picture',
  access: ['researcher'],
  summary:
    'One page of rows drawn by the environment with a watermark, for values that may not travel as data.',
  input: z.strictObject({
    resultId: ResultId,
    page: z.coerce.number().int().min(0).default(0),
    /** Index of the first column drawn; up to 12 columns fit on a picture. */
    firstColumn: z.coerce.number().int().min(0).default(0),
    scale: z.coerce.number().int().min(1).max(2).default(1),
    theme: z.enum(['light', 'dark']).default('light'),
    language: z.enum(['ja', 'en']).default('ja'),
    form: PictureForm.default('png'),
  }),
  output: { bytes: 'image/png', or: STRIPS_TYPE },
  refusals: ['not-found', 'result-expired', 'picture-pages-used-up'],
})
