/**
 * A worker process: one permit session, or one extract to build. It takes requests from the service that started it
 * and knows nothing of permits; what it may see was decided by which files it was given.
 */

import { isDiskFull } from '../../../shared/model/disk-full.ts'
import { FACT_PREFIX } from '../../../shared/model/facts.ts'
import { becomeUser, giveFolder, userToBecome } from '../process/own-user.ts'
import { changeWorkspace, workspaceBytes } from './change-workspace.ts'
import { engineErrorOf, isFatal, isInterrupt, plainError } from './engine-error.ts'
import { ProvisionFault } from './extract-table.ts'
import type {
  ProvisionSpec,
  RunAnswer,
  RunRequest,
  WorkerReply,
  WorkerRequest,
  WorkspaceColumns,
} from './messages.ts'
import { ExtractUnusable, type OpenDatabases, openDatabases } from './open-databases.ts'
import { provision } from './provision.ts'
import { LimitReached, runToFile } from './run-query.ts'

// What a worker makes is nobody else's to read.
process.umask(0o077)

let databases: OpenDatabases | null = null
let tidying: NodeJS.Timeout | undefined
let running: { id: number; interrupted: boolean } | null = null

process.on('message', (message) => void take(message as WorkerRequest))
// The service is gone: so is the need for this process. Ending it the hard way cannot wait for a query that still runs;
// what was told as done is in the file.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

async function take(request: WorkerRequest): Promise<void> {
  switch (request.act) {
    case 'open':
      try {
        databases = await openDatabases(request)
        const user = userToBecome()
        if (user !== null) {
          await giveFolder(request.folder, user)
          becomeUser(user)
        }
        say({ say: 'ready' })
      } catch (error) {
        say({ say: 'unusable', what: error instanceof ExtractUnusable ? 'extract' : 'own' })
      }
      return
    case 'run':
      return run(request)
    case 'interrupt':
      if (running?.id !== request.id) return
      running.interrupted = true
      databases?.main.interrupt()
      return
    case 'tables':
      return say({ say: 'tables', id: request.id, tables: databases ? await tablesOf(databases) : [] })
    case 'size':
      return say({ say: 'size', id: request.id, bytes: databases ? await workspaceBytes(databases.side) : 0 })
    case 'provision':
      return build(request.id, request.spec)
    case 'close':
      await databases?.close()
      process.exit(0)
  }
}

async function build(id: number, spec: ProvisionSpec): Promise<void> {
  try {
    const record = await provision(spec, (done, total) => say({ say: 'provisioning', id, done, total }))
    say({ say: 'provisioned', id, record, fault: null })
  } catch (error) {
    const fault = error instanceof ProvisionFault ? error.message : 'the extract cannot be built'
    say({ say: 'provisioned', id, record: null, fault })
  }
}

async function run(request: RunRequest): Promise<void> {
  const { id } = request
  if (databases === null) return
  clearTimeout(tidying)
  const mine = { id, interrupted: false }
  running = mine
  await new Promise<void>((resolve) => say({ say: 'began', id }, resolve))
  const started = performance.now()
  const elapsed = () => Math.round((performance.now() - started) * 10) / 10
  const progress = setInterval(() => {
    const percent = databases?.main.progress.percentage ?? -1
    if (percent >= 0) say({ say: 'progress', id, percent: coarse(percent) })
  }, 250)
  let answer: RunAnswer
  let fatal = false
  try {
    const result = await execute(databases, request, () => mine.interrupted)
    answer = { state: 'done', result, engineMs: elapsed() }
  } catch (error) {
    fatal = isFatal(error)
    answer = failure(error, request, mine.interrupted, elapsed())
  } finally {
    clearInterval(progress)
    running = null
  }
  say({ say: 'ran', id, answer }, () => {
    if (fatal) process.exit(1)
  })
  // Buffers of a large result would otherwise stay until the next one: an idle session is to be small.
  tidying = setTimeout(() => globalThis.gc?.(), 2_000)
}

/** How fine progress is told: every step of it is a moment at which something about the data could be told, too. */
const PROGRESS_STEP = 5

const coarse = (percent: number): number => Math.min(100, PROGRESS_STEP * Math.floor(percent / PROGRESS_STEP))

async function execute({ main }: OpenDatabases, request: RunRequest, isInterrupted: () => boolean) {
  if (request.kind !== 'store') return runToFile(main, request, isInterrupted)
  await changeWorkspace(main, request)
  return null
}

function failure(error: unknown, request: RunRequest, interrupted: boolean, engineMs: number): RunAnswer {
  if (error instanceof LimitReached) return { state: 'failed', error: plainError(error.kind), engineMs }
  if (isDiskFull(error)) return { state: 'failed', error: plainError('storage-full'), engineMs }
  if (interrupted && isInterrupt(error)) return { state: 'interrupted', engineMs }
  const catalog = databases?.catalogNames ?? new Set<string>()
  return { state: 'failed', error: engineErrorOf(error, { ...request, catalog }), engineMs }
}

async function tablesOf({ side }: OpenDatabases): Promise<WorkspaceColumns> {
  const reader = await side.runAndReadAll(`
    SELECT table_name, column_name, data_type FROM duckdb_columns()
    WHERE database_name = 'work' AND schema_name = 'main' AND NOT internal
      AND NOT starts_with(column_name, '${FACT_PREFIX}')
    ORDER BY table_name, column_index`)
  const tables = new Map<string, { name: string; type: string }[]>()
  for (const [table, column, type] of reader.getRowsJS()) {
    const columns = tables.get(String(table)) ?? []
    columns.push({ name: String(column), type: String(type) })
    tables.set(String(table), columns)
  }
  return [...tables].map(([name, columns]) => ({ name, columns }))
}

function say(reply: WorkerReply, then?: () => void): void {
  process.send?.(reply, () => then?.())
}
