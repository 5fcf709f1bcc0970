/** The changes that the reviewers of a round required, in one order for everybody; who required which is not told. */
import type { VoteRecord } from '../outputs/outputs-port.ts'

export interface RoundChange {
  id: string
  round: number
  text: string
}

/** Of the votes of one finished round. A return without a list requires what its comment says. */
export function requiredChanges(votes: readonly VoteRecord[]): RoundChange[] {
  const returns = votes.filter(({ decision }) => decision === 'return')
  // Alphabetical, so that the order does not tell whose they are.
  const texts = returns
    .flatMap(({ changes, comment }) => (changes.length > 0 ? changes : [comment]))
    .filter((text) => text !== '')
    .sort()
  return [...new Set(texts)].map((text, index) => ({
    id: `${returns[0]!.round}-${index + 1}`,
    round: returns[0]!.round,
    text,
  }))
}
