/** What a reviewer may decide now, and why not. Pure; the environment asks the same and enforces it. */
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { Decision } from '../../shared/model/output-states.ts'

export type WhyNotVote = RouteOutput<'reviews.desk'>['item']['whyNot']

export interface VoteDraft {
  comment: string
  privateNote: string
  judgement: string
  /** What has to change, one by one; empty lines are left out when it is sent. */
  changes: string[]
}

/** What a vote begins as; the decision itself is which button is pressed. */
export const emptyVote = (): VoteDraft => ({ comment: '', privateNote: '', judgement: '', changes: [] })

export type WhyNotDecide =
  | NonNullable<WhyNotVote>
  | 'comment-missing'
  | 'change-short'
  | 'change-unfinished'
  | 'items-unseen'
  | 'judgement-missing'

/** Most changes of a vote, as the contract takes. */
export const MOST_CHANGES = 20

/** Fewest characters of a change, as the contract asks. */
const LEAST_CHANGE = 3

/** The changes as they are sent. */
export const changesOf = ({ changes }: Pick<VoteDraft, 'changes'>): string[] =>
  changes.map((text) => text.trim()).filter((text) => text !== '')

/** A change about one cell, as far as it can be begun for somebody: they write on behind it. */
export const changeAt = (place: string): string => `${place}: `

/** The list with a change begun at its end, in place of an empty line there. */
export const withChange = (changes: readonly string[], begun: string): string[] =>
  changes.at(-1)?.trim() === '' ? [...changes.slice(0, -1), begun] : [...changes, begun]

/** The reason why a decision cannot be cast with this draft, or null. */
export function whyNotDecide(
  decision: Decision,
  draft: VoteDraft,
  { whyNot, verified, unseen }: { whyNot: WhyNotVote; verified: boolean; unseen: number },
): WhyNotDecide | null {
  if (whyNot) return whyNot
  if (decision === 'return' && draft.comment.trim() === '' && changesOf(draft).length === 0)
    return 'comment-missing'
  if (decision === 'return' && changesOf(draft).some((text) => text.length < LEAST_CHANGE))
    return 'change-short'
  if (decision === 'return' && changesOf(draft).some((text) => text.endsWith(':'))) return 'change-unfinished'
  if (decision === 'approve' && unseen > 0) return 'items-unseen'
  if (decision === 'approve' && !verified && draft.judgement.trim() === '') return 'judgement-missing'
  return null
}

export type RiskLevel = 'low' | 'middle' | 'high'

/** The word for a risk score of 0–100. */
export function riskLevel(risk: number): RiskLevel {
  if (risk >= 60) return 'high'
  return risk >= 25 ? 'middle' : 'low'
}

/** Fewest characters of the reason for a recall, as the contract asks. */
export const LEAST_REASON = 10
