import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { RecordBatchReader } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workerOf } from './processes.ts'
import { aChange, aQuery, type Bench, resultOf, startBench } from './sessions.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench?.close())

/** Ends the worker in this folder as the machine would: without a word. */
async function killWorkerIn(folder: string): Promise<boolean> {
  const pid = await workerOf(folder)
  if (pid === null) return false
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

test('workers killed at any moment lose nothing that was acknowledged, and nobody else is touched', async () => {
  const session = bench.session('killed')
  const bystander = bench.session('bystander')
  await bench.run(aChange('CREATE TABLE work.main.log AS SELECT -1 AS n'), session)
  const endless = bench.engine.run(
    aQuery('SELECT count(*) FROM range(100000000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1'),
    bystander,
    { folder: join(bench.folder, 'results', 'bystander') },
  )
  const acknowledged: number[] = []
  const attempted: number[] = []
  const until = Date.now() + 25_000
  let kills = 0
  for (let round = 0; round < 50 && Date.now() < until; round++) {
    // Deterministic moments that fall before, in and after the work of a statement.
    const moment = (round * 37) % 160
    const killing = setTimeout(moment).then(() => killWorkerIn(session.workspaceFolder))
    const rows = round % 5 === 0 ? 200_000 : 1
    attempted.push(round)
    const insert = `INSERT INTO work.main.log SELECT ${round} FROM range(${rows})`
    const outcome = await bench.run(aChange(insert, 'insert'), session)
    if (outcome.state === 'done') acknowledged.push(round)
    else expect(outcome).toMatchObject({ state: 'lost', error: { kind: 'worker-lost' } })
    if (await killing) kills++
  }
  expect(kills).toBeGreaterThan(attempted.length / 4)
  const result = resultOf(
    await bench.run(aQuery('SELECT n, count(*) AS c FROM work.main.log GROUP BY n ORDER BY n'), session),
  )
  const reader = RecordBatchReader.from(await readFile(result.file)).open()
  const found = new Map<number, number>()
  for (const batch of reader) {
    for (let i = 0; i < batch.numRows; i++)
      found.set(Number(batch.getChildAt(0)?.get(i)), Number(batch.getChildAt(1)?.get(i)))
  }
  // Whole or not at all: a statement that was lost may be there, but never in part.
  for (const [round, count] of found) {
    if (round >= 0) expect(count).toBe(round % 5 === 0 ? 200_000 : 1)
  }
  for (const round of acknowledged) expect(found.has(round)).toBe(true)
  expect(await Promise.race([endless.done, setTimeout(10, 'still running')])).toBe('still running')
  await endless.cancel()
})

test('twenty sessions at once all finish, and nobody waits much longer than the others', async () => {
  const sessions = Array.from({ length: 20 }, (_, i) =>
    bench.session(`many${i}`, { memoryBytes: 200_000_000 }),
  )
  const started = performance.now()
  const work = 'SELECT count(*) FROM range(4000000) t(i) WHERE hash(i) % 7 = 1'
  const took = await Promise.all(
    sessions.map(async (session) => {
      for (let i = 0; i < 3; i++) expect((await bench.run(aQuery(work), session)).state).toBe('done')
      return performance.now() - started
    }),
  )
  took.sort((a, b) => a - b)
  const median = took[10] ?? 0
  // A ratio, not a time: how fair it is does not depend on how fast the machine is.
  expect((took.at(-1) ?? 0) / median).toBeLessThan(3)
  expect((await bench.engine.health()).workers).toBeGreaterThanOrEqual(20)
})
