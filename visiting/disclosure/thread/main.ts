/** A thread that protects tables, one after the other. The solver does not yield while it thinks; here nobody waits for it. */
import { parentPort } from 'node:worker_threads'
import { protectTables } from '../assess.ts'
import { attackTogether } from '../attack-together.ts'
import { protectLinkedTables } from '../protect-linked.ts'
import type { ProtectionProgress } from '../protection-port.ts'
import { type Job, packError, type ThreadMessage } from './messages.ts'

const PROGRESS_MS = 250

const door = parentPort
if (!door) throw new Error('to be started as a thread')

const say = (message: ThreadMessage) => door.postMessage(message)

async function run(job: Job): Promise<unknown> {
  let told = 0
  const onProgress = (progress: ProtectionProgress) => {
    const now = performance.now()
    if (now - told < PROGRESS_MS) return
    told = now
    say({ progress })
  }
  if (job.kind === 'results') return protectTables(job.tables, { ...job.options, onProgress })
  if (job.kind === 'together') return attackTogether(job.question)
  const { keep = [], ...input } = job.input
  const kept = new Set(keep.map((cell) => nameOf(cell)))
  const { tables, ...answer } = await protectLinkedTables({
    ...input,
    onProgress,
    keep: (cell) => kept.has(nameOf(cell)),
  })
  return { ...answer, tables: tables.map(({ name, cells }) => ({ name, cells })) }
}

function nameOf({ table, key }: { table: number; key: readonly (string | null)[] }): string {
  return JSON.stringify([table, key])
}

door.on('message', (job: Job) => {
  run(job).then(
    (value) => say({ value }),
    (problem: unknown) => say({ error: packError(problem) }),
  )
})
