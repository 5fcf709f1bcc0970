/** What the queue is narrowed to, kept while the person looks at an output and comes back. Never on disk. */
import { create } from 'zustand'
import type { OutputState } from '../../shared/model/output-states.ts'
import { onVisitorChange } from '../client/session.ts'

export interface QueueNarrowing {
  which: 'waiting' | 'decided'
  search: string
  /** Of decided ones; empty for all. */
  state: OutputState | ''
  /** Submitted at least so many days ago; empty for all. */
  waitingDays: '' | '3' | '5' | '10' | '30'
  /** How many stand before the page. */
  offset: number
}

export const WHOLE_QUEUE: QueueNarrowing = {
  which: 'waiting',
  search: '',
  state: '',
  waitingDays: '',
  offset: 0,
}

const useStore = create<QueueNarrowing>(() => WHOLE_QUEUE)
onVisitorChange(() => useStore.setState(WHOLE_QUEUE, true))

/** Whatever is narrowed anew begins at its first page. */
export function useQueueNarrowing(): [QueueNarrowing, (part: Partial<QueueNarrowing>) => void] {
  return [useStore(), (part) => useStore.setState({ offset: 0, ...part })]
}
