/** What the votes of a round decide. Independent: nothing happens before all votes are in. */
import { VOTES_NEEDED } from '../../shared/model/output-states.ts'
import type { VoteRecord } from '../outputs/outputs-port.ts'

export function decide(votes: Pick<VoteRecord, 'by' | 'decision'>[]): 'wait' | 'approve' | 'return' {
  const people = new Set(votes.map((vote) => vote.by))
  if (people.size < VOTES_NEEDED) return 'wait'
  return votes.every((vote) => vote.decision === 'approve') ? 'approve' : 'return'
}

/**
 * How much care an output wants, 0–100: findings weigh by severity, an unverified shape by itself more than any
 * number of notes. An ordering aid for the queue, not a judgement.
 */
export function riskOf(round: {
  findingCounts: { blocking: number; warning: number; note: number }
  hiddenCells: number
  verified: boolean
}): number {
  const { blocking, warning, note } = round.findingCounts
  const points =
    blocking * 20 + warning * 5 + note + Math.min(20, round.hiddenCells) + (round.verified ? 0 : 50)
  return Math.min(100, points)
}
