/**
 * Checks that are running, by person and ticket: how far they are, and ending them. Kept in memory only. One of a person
 * at a time: whoever sends many waits for their own, and others wait for one of each.
 */
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { ProtectionAsk, ProtectionProgress } from '../disclosure/protection-port.ts'
import { takingTurns } from './taking-turns.ts'

interface Running {
  controller: AbortController
  startedAt: number
  progress: ProtectionProgress | null
}

export interface RunningPreviews {
  /** Runs a check; an older one of the same person and ticket ends first. Without a ticket it just runs. */
  run<T>(owner: string, ticket: string | null, work: (ask: ProtectionAsk) => Promise<T>): Promise<T>
  progress(owner: string, ticket: string): RouteOutput<'outputs.preview-progress'>
  /** Whether there was one to cancel. */
  cancel(owner: string, ticket: string): boolean
}

/**
 * A ticket used again ends the check that ran under it; a check that is ended throws `preview-cancelled`.
 * Without a ticket nothing is kept.
 */
export function runningPreviews(): RunningPreviews {
  const running = new Map<string, Running>()
  const inTurn = takingTurns<string>()
  const nameOf = (owner: string, ticket: string) => `${owner} ${ticket}`
  const cancel = (owner: string, ticket: string) => {
    const one = running.get(nameOf(owner, ticket))
    one?.controller.abort(new Refusal('preview-cancelled'))
    return one !== undefined
  }
  return {
    async run(owner, ticket, work) {
      if (ticket === null) return inTurn(owner, () => work({}))
      cancel(owner, ticket)
      const one: Running = { controller: new AbortController(), startedAt: performance.now(), progress: null }
      running.set(nameOf(owner, ticket), one)
      const { signal } = one.controller
      try {
        return await inTurn(owner, async () => {
          signal.throwIfAborted()
          return work({
            signal,
            onProgress: (progress) => {
              one.progress = progress
            },
          })
        })
      } finally {
        if (running.get(nameOf(owner, ticket)) === one) running.delete(nameOf(owner, ticket))
      }
    },
    progress(owner, ticket) {
      const one = running.get(nameOf(owner, ticket))
      const gap = one?.progress?.gap ?? null
      return {
        running: one !== undefined,
        phase: one?.progress?.phase ?? 'waiting',
        gap: gap === null ? null : Math.ceil(gap * 100) / 100,
        elapsedMs: one ? performance.now() - one.startedAt : 0,
      }
    },
    cancel,
  }
}
