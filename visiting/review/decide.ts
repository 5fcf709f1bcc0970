/** What the votes of a round decide. Independent: nothing happens before all votes that are needed are in. */
import type { VoteRecord } from '../outputs/outputs-port.ts'

/** `needed`: votes of different people, as the course of the round asks. */
export function decide(
  votes: readonly Pick<VoteRecord, 'by' | 'decision'>[],
  needed: 1 | 2,
): 'wait' | 'approve' | 'return' {
  const people = new Set(votes.map((vote) => vote.by))
  if (people.size < needed) return 'wait'
  return votes.every((vote) => vote.decision === 'approve') ? 'approve' : 'return'
}

export interface RiskPart {
  of: 'blocking' | 'warning' | 'note' | 'hidden' | 'unverified'
  count: number
  points: number
}

/**
 * How much care an output wants, 0–100, and what it is the sum of: findings weigh by severity, an unverified shape by
 * itself more than any number of notes. An ordering aid for the queue, not a judgement.
 */
export function riskOf(round: {
  findingCounts: { blocking: number; warning: number; note: number }
  hiddenCells: number
  verified: boolean
}): { risk: number; parts: RiskPart[] } {
  const { blocking, warning, note } = round.findingCounts
  const all: RiskPart[] = [
    { of: 'blocking', count: blocking, points: blocking * 20 },
    { of: 'warning', count: warning, points: warning * 5 },
    // One merged curve is many notes, and no more of a risk for it.
    { of: 'note', count: note, points: Math.min(10, note) },
    { of: 'hidden', count: round.hiddenCells, points: Math.min(20, round.hiddenCells) },
    { of: 'unverified', count: round.verified ? 0 : 1, points: round.verified ? 0 : 50 },
  ]
  const parts = all.filter(({ count }) => count > 0)
  return {
    risk: Math.min(
      100,
      parts.reduce((sum, { points }) => sum + points, 0),
    ),
    parts,
  }
}
