/** One worker a permit session. Two sessions never share one, and a session has never two at once. */
import type { EngineSession } from './engine.ts'
import type { WorkerProcess } from './worker-process.ts'

export const sessionKey = ({ permitId, visitorId }: EngineSession): string => `${permitId} ${visitorId}`

export class WorkerPool {
  readonly #start: (session: EngineSession, onEnd: () => void) => Promise<WorkerProcess>
  readonly #workers = new Map<string, Promise<WorkerProcess>>()
  readonly #sweep: NodeJS.Timeout
  #living = 0

  constructor(start: (session: EngineSession, onEnd: () => void) => Promise<WorkerProcess>) {
    this.#start = start
    this.#sweep = setInterval(() => void this.#endIdle(), 1_000)
    this.#sweep.unref()
  }

  get living(): number {
    return this.#living
  }

  /** The session's worker; a new one where there is none, it has ended, or the permit has another extract by now. */
  async workerOf(session: EngineSession): Promise<WorkerProcess> {
    const key = sessionKey(session)
    const known = this.#workers.get(key)
    if (known === undefined) return this.#startFor(key, session, null)
    const worker = await known.catch(() => null)
    if (worker?.alive && worker.session.extractPath === session.extractPath) return worker
    // While this waited, somebody else may have started the new one.
    const now = this.#workers.get(key)
    if (now !== undefined && now !== known) return this.workerOf(session)
    return this.#startFor(key, session, worker)
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep)
    const workers = await Promise.allSettled(this.#workers.values())
    await Promise.all(workers.map((worker) => (worker.status === 'fulfilled' ? worker.value.close() : null)))
    this.#workers.clear()
  }

  /** Ends the workers of these sessions, for whoever takes their files away. */
  async endWhere(isMeant: (session: EngineSession) => boolean): Promise<void> {
    for (const [key, promise] of [...this.#workers]) {
      const worker = await promise.catch(() => null)
      if (worker === null || !isMeant(worker.session)) continue
      this.#workers.delete(key)
      await worker.close()
    }
  }

  #startFor(key: string, session: EngineSession, earlier: WorkerProcess | null): Promise<WorkerProcess> {
    const promise = (async () => {
      await earlier?.close()
      this.#living++
      let ended = false
      const end = () => {
        if (!ended) this.#living--
        ended = true
      }
      try {
        return await this.#start(session, end)
      } catch (error) {
        end()
        throw error
      }
    })()
    this.#workers.set(key, promise)
    promise.catch(() => {
      if (this.#workers.get(key) === promise) this.#workers.delete(key)
    })
    return promise
  }

  async #endIdle(): Promise<void> {
    for (const [key, promise] of [...this.#workers]) {
      const worker = await promise.catch(() => null)
      if (worker === null || (worker.alive && worker.idleFor() < worker.session.limits.idleMs)) continue
      if (this.#workers.get(key) === promise) this.#workers.delete(key)
      await worker.close()
    }
  }
}
