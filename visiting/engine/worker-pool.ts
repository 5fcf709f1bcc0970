/** One worker a permit session. Two sessions never share one, and a session has never two at once. */
import { statSync } from 'node:fs'
import type { EngineSession } from './engine.ts'
import type { WorkerProcess } from './worker-process.ts'

/** Names a session: one person under one permit. */
export const sessionKey = ({ permitId, visitorId }: EngineSession): string => `${permitId} ${visitorId}`

interface Place {
  session: EngineSession
  extractStamp: string
  /** How many are using it or wait for it; an idle end never comes between taking a worker and using it. */
  users: number
  /** Its worker is being ended; whoever comes now waits for that and gets a new one. */
  ending: boolean
  worker: Promise<WorkerProcess>
}

/** When an idle worker gives way to a fresh one: what it read stays in its memory, up to its limit, until it ends. */
export interface Renewal {
  idleMs: number
  residentBytes: number
}

export type StartWorker = (session: EngineSession, onEnd: () => void) => Promise<WorkerProcess>

/**
 * Starts a worker at the first use of a session, and ends what idles or has grown, by the `Renewal` given
 * (ms, bytes).
 */
export class WorkerPool {
  readonly #start: StartWorker
  readonly #renewal: Renewal
  readonly #places = new Map<string, Place>()
  readonly #sweep: NodeJS.Timeout
  readonly #barred: ((session: EngineSession) => boolean)[] = []
  #living = 0

  constructor(start: StartWorker, renewal: Renewal) {
    this.#start = start
    this.#renewal = renewal
    this.#sweep = setInterval(() => void this.#endIdle(), 1_000)
    this.#sweep.unref()
  }

  get living(): number {
    return this.#living
  }

  /** Does something with the session's worker, once it is ready or has failed to become so. */
  async use<T>(session: EngineSession, act: (worker: WorkerProcess) => Promise<T>): Promise<T> {
    const place = await this.#take(session)
    try {
      const worker = await place.worker
      await worker.ready
      return await act(worker)
    } finally {
      place.users--
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep)
    await this.endForGood(() => true)
  }

  /** Ends the workers of these sessions, whose files are about to be taken away; none is ever started again. */
  async endForGood(isMeant: (session: EngineSession) => boolean): Promise<void> {
    this.#barred.push(isMeant)
    await this.endNow(isMeant)
  }

  /** Ends the workers of these sessions; the next query starts new ones, on what is there by then. */
  async endNow(isMeant: (session: EngineSession) => boolean): Promise<void> {
    const meant = [...this.#places].filter(([, place]) => isMeant(place.session))
    await Promise.all(meant.map(([key, place]) => this.#end(key, place)))
  }

  /**
   * Counts one more user of the session's worker: a new one where there is none, it has ended, or the permit has
   * another extract by now.
   */
  async #take(session: EngineSession): Promise<Place> {
    const key = sessionKey(session)
    const known = this.#places.get(key)
    const stamp = stampOf(session.extractPath)
    if (known === undefined) return this.#startAt(key, session, { stamp, earlier: null })
    const worker = await known.worker.catch(() => null)
    // While this waited, somebody else may have started a new one.
    if (this.#places.get(key) !== known) return this.#take(session)
    if (worker?.alive && !known.ending && known.extractStamp === stamp) {
      known.users++
      return known
    }
    return this.#startAt(key, session, { stamp, earlier: worker })
  }

  #startAt(
    key: string,
    session: EngineSession,
    { stamp, earlier }: { stamp: string; earlier: WorkerProcess | null },
  ): Place {
    const place: Place = {
      session,
      extractStamp: stamp,
      users: 1,
      ending: false,
      worker: this.#startCounted(session, earlier),
    }
    this.#places.set(key, place)
    place.worker.catch(() => {
      if (this.#places.get(key) === place) this.#places.delete(key)
    })
    return place
  }

  async #startCounted(session: EngineSession, earlier: WorkerProcess | null): Promise<WorkerProcess> {
    await earlier?.close()
    if (this.#barred.some((isMeant) => isMeant(session))) throw new Error('this session has ended for good')
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
  }

  async #endIdle(): Promise<void> {
    for (const [key, place] of [...this.#places]) {
      if (place.users > 0) continue
      const worker = await place.worker.catch(() => null)
      if (place.users > 0 || place.ending) continue
      const idleMs = worker?.idleFor() ?? 0
      if (!worker?.alive || idleMs >= place.session.limits.idleMs) await this.#end(key, place)
      else if (idleMs >= this.#renewal.idleMs && worker.residentBytes() > this.#renewal.residentBytes) {
        await this.#end(key, place)
        // Unless somebody came meanwhile and has started it already.
        if (!this.#places.has(key)) await this.use(place.session, async () => {}).catch(() => {})
      }
    }
  }

  async #end(key: string, place: Place): Promise<void> {
    place.ending = true
    const worker = await place.worker.catch(() => null)
    await worker?.close()
    if (this.#places.get(key) === place) this.#places.delete(key)
  }
}

/** Changes when a file is put in the place of another, which has the same path. */
function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? `${path} ${stats.ino} ${stats.mtimeMs}` : path
}
