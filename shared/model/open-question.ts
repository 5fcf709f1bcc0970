/**
 * A question to an open table, as the dashboard asks it: which table, what stands in the rows and columns, what is
 * measured, what is left out. Small enough to travel in a link that restores the view.
 */
import { z } from 'zod'

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/)

/** What is computed for each place of the answer. */
export const OpenMeasure = z.discriminatedUnion('kind', [
  /** Rows of the table. */
  z.strictObject({ kind: z.literal('count') }),
  z.strictObject({ kind: z.enum(['sum', 'min', 'max']), column: Name }),
  /** Weighted by another column where values are means of groups of unequal size. */
  z.strictObject({ kind: z.literal('mean'), column: Name, weight: Name.nullable().default(null) }),
])
export type OpenMeasure = z.infer<typeof OpenMeasure>

/** A NUL would end the text of a query early. */
const Value = z
  .string()
  .max(200)
  .refine((text) => !text.includes('\0'))

/** Rows that stay: of these values, or within these ends (both included, null: open). */
export const OpenFilter = z.union([
  /** Values as the table shows them; null stands for empty. */
  z.strictObject({ column: Name, in: z.array(Value.nullable()).min(1).max(200) }),
  z.strictObject({ column: Name, from: z.number().nullable(), until: z.number().nullable() }),
])
export type OpenFilter = z.infer<typeof OpenFilter>

/** Names are those of the catalog; anything else is refused. */
export const OpenQuestion = z.strictObject({
  table: z.strictObject({ schema: Name, name: Name }),
  rows: z.array(Name).min(1).max(3),
  column: Name.nullable().default(null),
  measure: OpenMeasure,
  filters: z.array(OpenFilter).max(10).default([]),
})
export type OpenQuestion = z.infer<typeof OpenQuestion>

/**
 * One cell of the answer. `hidden`: how many values under it the publisher hid; with any, a sum is a lower bound and
 * a mean leaves them out.
 */
export const OpenCell = z.strictObject({
  rows: z.array(z.string().nullable()),
  column: z.string().nullable(),
  value: z.number().nullable(),
  hidden: z.int().nonnegative(),
})
export type OpenCell = z.infer<typeof OpenCell>

/** Cells in the order of rows, then columns. */
export const OpenAnswer = z.strictObject({
  cells: z.array(OpenCell),
  /** True where the answer has more cells than are given. */
  cut: z.boolean(),
})
export type OpenAnswer = z.infer<typeof OpenAnswer>
