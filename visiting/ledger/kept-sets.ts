/** The sets of one submitted table, as they lie in the ledger's folder beside the file with their members. */
import { z } from 'zod'

const KeptSet = z.strictObject({
  set: z.int().nonnegative(),
  cells: z.array(z.strictObject({ row: z.int().nonnegative().nullable(), column: z.int().nonnegative() })),
  size: z.int().nonnegative(),
  /** Persons, and persons with what each gives, in each part of the range of digests. */
  persons: z.array(z.int().nonnegative()),
  elements: z.array(z.int().nonnegative()),
  personsMark: z.string(),
  elementsMark: z.string(),
  /** Of two sets for the same cells, the one by numbers as they are, and the one by numbers against the least of them. */
  numbers: z.enum(['plain', 'scaled']).optional(),
})
export type KeptSet = z.infer<typeof KeptSet>

/** The JSON file, checked when it is read. */
export const KeptSets = z.strictObject({
  format: z.literal('visiting-ledger/1'),
  /** Fewest persons by whom a set may differ from one of these, by the rules in force when it was submitted. */
  threshold: z.int().nonnegative(),
  /** Its numbers leave rounded: a difference is not exact. */
  rounded: z.boolean(),
  columns: z.array(z.strictObject({ name: z.string(), role: z.string() })),
  sets: z.array(KeptSet),
  /** SHA-256 of the file with the members. */
  members: z.string(),
})
export type KeptSets = z.infer<typeof KeptSets>
