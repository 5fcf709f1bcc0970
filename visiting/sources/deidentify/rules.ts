/**
 * How a record about an identified person becomes pseudonymised or anonymised information, declared column by column.
 *
 * Pseudonymised (仮名加工): direct identifiers go, a pseudonym comes; everything else stays, unusual values and rare
 * diseases too, except text in which a direct identifier turns up. Anonymised (匿名加工): dates are shifted by person
 * or cut to the month, quantities banded or top-coded, rare values folded. Where a limit lies is computed from the
 * data (./limits.ts), never listed by hand.
 */
import { z } from 'zod'

export const AnonymiseRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  /** A date cut to year and month. */
  z.strictObject({ kind: z.literal('month') }),
  /** A date moved by the person's own number of days, 1 to `withinDays` either way: intervals stay as they are. */
  z.strictObject({ kind: z.literal('shift'), withinDays: z.int().min(1).max(366) }),
  /** A quantity as a band of this width, `50～55`, or of several where one would hold too few persons. */
  z.strictObject({ kind: z.literal('band'), width: z.number().positive() }),
  /** The highest values as one group; its lower limit lies on the grid `offset + n · step`. */
  z.strictObject({ kind: z.literal('top-code'), step: z.number().positive(), offset: z.number().default(0) }),
  /** Values that too few persons have become `other`. */
  z.strictObject({ kind: z.literal('fold-rare'), other: z.string().default('その他') }),
])
export type AnonymiseRule = z.infer<typeof AnonymiseRule>

export const DeidentifyRules = z.strictObject({
  /** Column that identifies the person; replaced by the pseudonym. */
  person: z.string(),
  /** Name of the pseudonym's column. */
  pseudonym: z.string().default('person_id'),
  /** Direct identifiers: never kept in any form. */
  remove: z.array(z.string()).default([]),
  /** Rules of the anonymised form by column; a column without a rule is not part of it. */
  anonymise: z.record(z.string(), AnonymiseRule).default({}),
  /** Fewest persons that a group of the anonymised form may hold. */
  minimumPersons: z.int().min(2).default(10),
})
export type DeidentifyRules = z.infer<typeof DeidentifyRules>

export type Value = string | number | boolean | null
export type SourceRecord = Record<string, Value>

/** The rules contradict the data or each other; the message names columns, never values. */
export class DeidentifyFault extends Error {
  override name = 'DeidentifyFault'
}
