/**
 * The life of an output as one literal table: from a state, by an act, to a state.
 * The diagram in ARCHITECTURE.md is generated from it.
 */
import { z } from 'zod'
import { isSameInstitution } from './institutions.ts'

export const OutputState = z.enum(['in-review', 'returned', 'withdrawn', 'approved', 'released', 'recalled'])
export type OutputState = z.infer<typeof OutputState>

export const OUTPUT_TRANSITIONS = {
  'in-review': { return: 'returned', withdraw: 'withdrawn', approve: 'approved' },
  returned: { resubmit: 'in-review', withdraw: 'withdrawn' },
  withdrawn: {},
  approved: { release: 'released', reopen: 'in-review' },
  released: { recall: 'recalled' },
  recalled: {},
} as const satisfies Record<OutputState, Partial<Record<string, OutputState>>>

export type OutputAct = 'return' | 'withdraw' | 'approve' | 'resubmit' | 'release' | 'reopen' | 'recall'

/** The state after an act, or null where the table has no such step. */
export function nextState(state: OutputState, act: OutputAct): OutputState | null {
  const row: Partial<Record<string, OutputState>> = OUTPUT_TRANSITIONS[state]
  return row[act] ?? null
}

/** What a reviewer votes. */
export const Decision = z.enum(['approve', 'return'])
export type Decision = z.infer<typeof Decision>

export type WhyNotReview =
  | 'not-a-reviewer'
  | 'on-the-permit'
  | 'same-institution'
  | 'conflict-declared'
  | 'not-in-review'
  | 'already-voted'

/** The reason in words, for refusals. */
export const WHY_NOT_REVIEW_WORDS: Record<WhyNotReview, { reasonJa: string; reasonEn: string }> = {
  'not-a-reviewer': { reasonJa: '審査者の役割がありません', reasonEn: 'you are not a reviewer' },
  'on-the-permit': { reasonJa: 'この利用許可の利用者です', reasonEn: 'you are on its permit' },
  'same-institution': {
    reasonJa: '利用者と同じ機関に所属しています',
    reasonEn: 'you belong to an institution of its permit',
  },
  'conflict-declared': {
    reasonJa: 'この利用許可の成果物に利益相反を申告しています',
    reasonEn: 'you have declared a conflict of interest with an output of its permit',
  },
  'not-in-review': { reasonJa: '審査中ではありません', reasonEn: 'it is not in review' },
  'already-voted': { reasonJa: 'すでに判断済みです', reasonEn: 'you have voted already' },
}

/** Whose desk is closed: people of the permit or its institution, and who has declared a conflict of interest. */
export const isDeskClosed = (
  whyNot: WhyNotReview | null,
): whyNot is 'on-the-permit' | 'same-institution' | 'conflict-declared' =>
  whyNot === 'on-the-permit' || whyNot === 'same-institution' || whyNot === 'conflict-declared'

/** The reason why somebody may not vote on an output, or null. The desk shows it, the environment enforces it. */
export function whyNotReview(
  output: { state: OutputState; voters: string[]; conflicted: readonly string[] },
  permit: { people: string[]; institutions: string[] },
  visitor: { id: string; roles: string[]; institutionJa: string },
): WhyNotReview | null {
  if (!visitor.roles.includes('reviewer')) return 'not-a-reviewer'
  if (permit.people.includes(visitor.id)) return 'on-the-permit'
  if (permit.institutions.some((name) => isSameInstitution(name, visitor.institutionJa)))
    return 'same-institution'
  if (output.conflicted.includes(visitor.id)) return 'conflict-declared'
  if (output.state !== 'in-review') return 'not-in-review'
  if (output.voters.includes(visitor.id)) return 'already-voted'
  return null
}
