/**
 * The engine put together: a caged worker process for each permit session, turns between sessions, and for every query
 * one outcome, whatever happens to its worker.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, renameSync } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import type { EngineError } from '../../shared/model/query-states.ts'
import { ApprovedQuery } from '../policy/approved-query.ts'
import { Admission } from './admission.ts'
import type { Engine, EngineOutcome, EngineSession, RunningQuery, StoredResult } from './engine.ts'
import { eraseFiles } from './erase.ts'
import { makeLedgerProcess } from './ledger-process.ts'
import { makeOpenReader, type OpenReader } from './open-reader.ts'
import { detectSandbox, type Sandbox } from './process/sandbox.ts'
import { provisionExtract } from './provisioning.ts'
import { syncPath } from './sync-path.ts'
import { type Renewal, sessionKey, WorkerPool } from './worker-pool.ts'
import { type RunEnd, startWorker } from './worker-process.ts'

export interface EngineOptions {
  /** Bundled entries of the processes the engine starts. */
  scripts: { worker: string; reader: string; ledger: string }
  /** Holds all workspaces; where it is named and the service runs as root, workers get a user of their own. */
  folder?: string
  /** 'auto' takes bubblewrap where it works. */
  sandbox?: 'auto' | 'process'
  /** Queries in their first second at once; the number of processors unless said otherwise. */
  turns?: number
  /** What the building of an extract may take before it spills to disk; up to 4 GB unless said otherwise. */
  provisionMemoryBytes?: number
  /** Told of what went wrong in the environment itself, for its log. */
  onFault?: (error: unknown) => void
  /** When an idle worker gives way to a small fresh one. */
  renewal?: Renewal
}

export interface RunningEngine extends Engine {
  /** What its processes are kept in; the parsers of the judges are kept in the same. */
  readonly sandbox: Sandbox
}

/** After this a query goes on beside others instead of keeping them waiting. */
const FIRST_WHILE_MS = 1_000
const RESULT_FILE = 'result.arrow'

/**
 * Looks first what cage the machine allows. Its `run` throws where a query was not approved, or under another
 * permit: that is a fault of the caller, never of a researcher.
 */
export async function makeEngine(options: EngineOptions): Promise<RunningEngine> {
  const sandbox = await detectSandbox(options.scripts.worker, {
    wanted: options.sandbox ?? 'auto',
    folder: options.folder ?? null,
  })
  const turns = options.turns ?? availableParallelism()
  const provisionMemory = options.provisionMemoryBytes ?? Math.min(4e9, totalmem() * 0.4)
  const readers: Pick<OpenReader, 'close'>[] = []
  const admission = new Admission({ turns, memoryBytes: totalmem() })
  const pool = new WorkerPool(
    (session, onEnd) => startWorker(session, { script: options.scripts.worker, sandbox, onEnd }),
    options.renewal ?? { idleMs: 20_000, residentBytes: 150_000_000 },
  )
  return {
    sandbox,
    run(query, session, into) {
      if (!ApprovedQuery.is(query)) throw new Error('only an approved query is run')
      if (query.permitId !== session.permitId) throw new Error('the query was approved under another permit')
      return runQuery(
        { admission, pool, onFault: options.onFault ?? (() => {}) },
        { query, session, folder: into.folder },
      )
    },
    warm(session) {
      // Whoever runs the first query learns what is wrong; here nobody waits for it.
      pool.use(session, async () => {}).catch(() => {})
    },
    workspaceTables: (session) => pool.use(session, (worker) => worker.tables()),
    workspaceBytes: (session) => pool.use(session, (worker) => worker.size()),
    provision: (spec, onProgress) =>
      provisionExtract(
        spec,
        { script: options.scripts.worker, sandbox, memoryBytes: provisionMemory },
        onProgress,
      ),
    endWorkers: (permitId) => pool.endNow((session) => session.permitId === permitId),
    endSession: (meant) => pool.endNow((session) => sessionKey(session) === sessionKey(meant)),
    async erase(permitId, paths) {
      await pool.endForGood((session) => session.permitId === permitId)
      return eraseFiles(paths)
    },
    openReader(folders) {
      const reader = makeOpenReader({ script: options.scripts.reader, sandbox, folders })
      readers.push(reader)
      return reader
    },
    openLedger(folders) {
      const ledger = makeLedgerProcess({ script: options.scripts.ledger, sandbox, ...folders })
      readers.push(ledger)
      return ledger
    },
    async health() {
      const { kind, detail } = sandbox
      return { workers: pool.living, sandbox: { kind, detail } }
    },
    async close() {
      for (const reader of readers) reader.close()
      await pool.close()
    },
  }
}

function runQuery(
  { admission, pool, onFault }: { admission: Admission; pool: WorkerPool; onFault: (error: unknown) => void },
  job: { query: ApprovedQuery; session: EngineSession; folder: string },
): RunningQuery {
  const turn = admission.ask(sessionKey(job.session), job.session.limits.memoryBytes)
  let cancelled = false
  let percent: number | null = null
  let interrupt = () => {}

  const done = (async (): Promise<EngineOutcome> => {
    try {
      await turn.granted
    } catch {
      return { state: 'cancelled', engineMs: 0 }
    }
    const since = performance.now()
    const elapsed = () => Math.round(performance.now() - since)
    const withoutExtract = (): EngineOutcome => {
      const { permitId } = job.session
      onFault(new Error(`the extract of permit ${permitId} cannot be opened`))
      const refusal = { code: 'extract-unusable' as const, params: { permit: permitId } }
      return { state: 'failed', error: { ...lostBy('refused'), refusal }, engineMs: elapsed() }
    }
    try {
      const attempt = (): Promise<EngineOutcome | 'not begun'> =>
        pool.use(job.session, async (worker) => {
          if (worker.ended === 'extract-unusable') return withoutExtract()
          if (!worker.alive) return { state: 'lost', error: lostBy('worker-lost'), engineMs: elapsed() }
          if (cancelled) return { state: 'cancelled', engineMs: elapsed() }
          const aside = setTimeout(() => turn.stepAside(), FIRST_WHILE_MS)
          const name = `${randomBytes(8).toString('hex')}.arrow`
          const outbox = join(job.session.workspaceFolder, 'outbox', name)
          interrupt = () => worker.interrupt()
          const end = await worker.run(requestFor(job.query, job.session, outbox), (value) => {
            // Never back again where the engine goes on to its next pipeline.
            percent = Math.max(percent ?? 0, value)
          })
          clearTimeout(aside)
          if (end.state === 'ended' && end.why === 'crashed' && !end.began && !cancelled) return 'not begun'
          return outcomeOf(end, { cancelled, elapsed: elapsed(), outbox, folder: job.folder })
        })
      // A worker is told of its files before it starts: where there is none it could only fall.
      if (!existsSync(job.session.extractPath)) return withoutExtract()
      // A worker that died while it waited: nobody need notice.
      const first = await attempt()
      if (first !== 'not begun') return first
      const second = await attempt()
      return second === 'not begun'
        ? { state: 'lost', error: lostBy('worker-lost'), engineMs: elapsed() }
        : second
    } catch (error) {
      // No worker could be started, or its result not be taken: the query has an outcome all the same.
      onFault(error)
      return { state: 'lost', error: lostBy('worker-lost'), engineMs: elapsed() }
    } finally {
      turn.end()
    }
  })()

  return {
    progressPercent: () => percent,
    async cancel() {
      cancelled = true
      turn.withdraw()
      interrupt()
      await done.catch(() => {})
    },
    done,
  }
}

function requestFor(query: ApprovedQuery, { limits }: EngineSession, target: string) {
  const { plan } = query
  const rests =
    plan.kind === 'aggregated'
      ? { by: 'max' as const, column: plan.rowPersons }
      : plan.kind === 'individual' && plan.personColumn !== null
        ? { by: 'distinct' as const, column: plan.personColumn }
        : null
  return {
    kind: query.kind,
    sql: query.sql,
    measuredSql: query.measuredSql,
    rests,
    target,
    resultBytes: limits.tempBytes,
    workspaceBytes: limits.workspaceBytes,
    frees: query.stores?.act === 'drop',
  }
}

async function outcomeOf(
  end: RunEnd,
  where: { cancelled: boolean; elapsed: number; outbox: string; folder: string },
): Promise<EngineOutcome> {
  const engineMs = where.elapsed
  switch (end.state) {
    case 'done':
      return { state: 'done', result: await taken(end.result, where), engineMs: end.engineMs }
    case 'failed':
      return end
    case 'interrupted':
      return where.cancelled
        ? { state: 'cancelled', engineMs: end.engineMs }
        : { state: 'lost', error: lostBy('time-limit'), engineMs: end.engineMs }
    case 'over-quota':
      return { state: 'failed', error: lostBy('workspace-full'), engineMs }
    case 'ended':
      if (where.cancelled && end.why !== 'memory') return { state: 'cancelled', engineMs }
      return {
        state: 'lost',
        error: lostBy(end.why === 'memory' || end.why === 'time-limit' ? end.why : 'worker-lost'),
        engineMs,
      }
  }
}

/** Moves the file out of the worker's reach: what was told as done is never changed by it afterwards. */
async function taken(
  result: StoredResult | null,
  { outbox, folder }: { outbox: string; folder: string },
): Promise<StoredResult | null> {
  if (result === null) return null
  // Each of these takes less time than handing it to another thread, and every query waits for all of them.
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // A link would make the service read what the worker may not.
  if (!lstatSync(outbox).isFile()) throw new Error('the worker left something else than a file')
  const file = join(folder, RESULT_FILE)
  try {
    renameSync(outbox, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(outbox, `${file}.part`)
    await rename(`${file}.part`, file)
    await rm(outbox, { force: true })
  }
  // Together, so that the disk makes one journey of it. A file that is named without being whole has no record yet.
  await Promise.all([file, folder, dirname(folder)].map(syncPath))
  return { ...result, file }
}

const lostBy = (kind: EngineError['kind']): EngineError => ({
  kind,
  line: null,
  column: null,
  names: [],
  candidates: [],
})
