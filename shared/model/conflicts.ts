/**
 * Conflicts of interest that somebody declares of an output or an application they are asked to judge. Who has declared
 * one judges it no more and sees no more of it; only an officer lifts a declaration, and never their own.
 */
import { z } from 'zod'
import { VisitorId } from './ids.ts'

export const ConflictCategory = z.enum([
  'financial',
  'family',
  'collaboration',
  'competition',
  'supervision',
  'other',
])
export type ConflictCategory = z.infer<typeof ConflictCategory>

/** A declaration; lifted ones stay. */
export const Conflict = z.strictObject({
  by: VisitorId,
  category: ConflictCategory,
  words: z.string(),
  at: z.iso.datetime(),
  /** Null while it stands. */
  lifted: z.strictObject({ at: z.iso.datetime(), by: VisitorId, reason: z.string() }).nullable(),
})
export type Conflict = z.infer<typeof Conflict>

/** Of several declarations, who stands in conflict now. */
export const inConflict = (conflicts: readonly Pick<Conflict, 'by' | 'lifted'>[]): VisitorId[] =>
  conflicts.filter(({ lifted }) => lifted === null).map(({ by }) => by)

/** The category alone says what it is, except where it is none of them. */
export const wordsAreMissing = (category: ConflictCategory | null, words: string): boolean =>
  category === 'other' && words.trim() === ''
