import type { OutputId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { stepsFrom } from './queue-order.ts'

/** Where an output stands among those the reviewer may still judge, and what lies before and after it. */
export function useQueueSteps(outputId: OutputId) {
  const waiting = useAnswer('reviews.turns', {}, { refetchInterval: 15_000 })
  return waiting.data ? stepsFrom(waiting.data.turns, outputId) : null
}
