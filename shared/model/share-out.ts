/**
 * Shares jobs out among hands: each takes the next one when it is done with its last. A statement of ours is mostly too
 * small, or too much row by row, for the engine to share it out itself.
 */
export async function shareOut<Hand, Job>(
  { hands, jobs }: { hands: readonly Hand[]; jobs: readonly Job[] },
  work: (hand: Hand, job: Job, place: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const take = async (hand: Hand): Promise<void> => {
    while (next < jobs.length) {
      const place = next++
      try {
        await work(hand, jobs[place]!, place)
      } catch (problem) {
        next = jobs.length
        throw problem
      }
    }
  }
  // All are waited for: a connection must not be closed under a running statement.
  for (const hand of await Promise.allSettled(hands.map(take)))
    if (hand.status === 'rejected') throw hand.reason
}
