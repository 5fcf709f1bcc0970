/** What a researcher chooses for protecting a table, beside the method. Names columns and categories, never values. */
import { z } from 'zod'

/** Makes categories of a key column coarser before anything is judged. */
export const Recoding = z.discriminatedUnion('kind', [
  /** Neighbouring bands together, as few as will do, until no count is under the minimum. */
  z.strictObject({ kind: z.literal('merge-bands'), column: z.string() }),
  /** Everything that begins at `from` or above in one category. */
  z.strictObject({ kind: z.literal('top'), column: z.string(), from: z.number() }),
  /** Everything that ends under `under` in one category. */
  z.strictObject({ kind: z.literal('bottom'), column: z.string(), under: z.number() }),
  z.strictObject({
    kind: z.literal('groups'),
    column: z.string(),
    groups: z
      .array(
        z.strictObject({
          label: z.string().trim().min(1).max(100),
          members: z.array(z.string()).min(1).max(500),
        }),
      )
      .min(1)
      .max(100),
  }),
])
export type Recoding = z.infer<typeof Recoding>

/** What it costs to hide a cell beyond what the rules hide. */
export const CostChoice = z.strictObject({
  by: z.enum(['value', 'persons', 'equal']).default('value'),
  /** Factors for a column of numbers (category null), or for the rows with a category of a key column. */
  weights: z
    .array(
      z.strictObject({
        column: z.string(),
        category: z.string().nullable(),
        weight: z.number().positive().max(1_000_000),
      }),
    )
    .max(200)
    .default([]),
})
export type CostChoice = z.infer<typeof CostChoice>

/** A cell that should stay, by its place in the table as previewed. */
export const KeptCell = z.strictObject({ row: z.int().nonnegative(), column: z.string() })
export type KeptCell = z.infer<typeof KeptCell>

/** A cell the researcher hides, by its place in the table as previewed. */
export const HiddenCell = KeptCell
export type HiddenCell = z.infer<typeof HiddenCell>

/** A cell of a table that leaves with others, by its place in the table as previewed. */
export const PlacedCell = z.strictObject({ item: z.int().nonnegative(), ...KeptCell.shape })
export type PlacedCell = z.infer<typeof PlacedCell>

/** What the researcher says adds up, beside what is found: the whole is the sum of the parts; one part is the same number. */
export const DeclaredRelation = z.strictObject({
  whole: PlacedCell,
  parts: z.array(PlacedCell).min(1).max(200),
})
export type DeclaredRelation = z.infer<typeof DeclaredRelation>

/** A relation between the numbers that are to leave, found by the environment or declared by the researcher. */
export const Relation = z.strictObject({
  /** The same as long as the items are. */
  id: z.string(),
  /**
   * `columns`: one column is the sum of others; `hierarchy`: one key lies within another; `shared`: same cells;
   * `declared`: one cell is the sum of others, because the researcher says so.
   */
  kind: z.enum(['columns', 'hierarchy', 'shared', 'declared']),
  /** Items it is about, counted from 0. */
  items: z.array(z.int().nonnegative()),
  /** For `hierarchy` the upper level first. */
  columns: z.array(z.string()),
  /** For `shared` how many cells the tables have in common. */
  cells: z.int().nonnegative().nullable(),
  /** The researcher says that it is none; reviewers are told. */
  declined: z.boolean(),
  /** For `declared` the cells, the whole first. */
  places: z.array(PlacedCell).default([]),
})
export type Relation = z.infer<typeof Relation>
