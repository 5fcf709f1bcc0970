import { fork } from 'node:child_process'
import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aQuery, type Bench, resultOf, startBench } from './sessions.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench?.close())

/** Processes that work in this folder, as the machine sees them. */
async function processesIn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return pids.filter((_, i) => places[i] === folder)
}

describe.each(['auto', 'process'] as const)('a service that is killed (sandbox: %s)', (sandbox) => {
  test('takes its workers with it in the middle of a query, and what it acknowledged is there afterwards', async () => {
    const session = bench.session(`orphan${sandbox}`)
    const given = {
      scripts: bench.scripts,
      session,
      results: join(bench.folder, 'results', sandbox),
      sandbox,
    }
    const script = fileURLToPath(new URL('./service-to-kill.ts', import.meta.url))
    const service = fork(script, [JSON.stringify(given)], { execArgv: ['--import', 'tsx'] })
    const told = await new Promise<{ state: string; sandbox: string }>((resolve, reject) => {
      service.once('message', (message) => resolve(message as { state: string; sandbox: string }))
      service.once('exit', () => reject(new Error('the service ended by itself')))
    })
    expect(told.state).toBe('done')
    if (sandbox === 'process') expect(told.sandbox).toBe('process')
    while ((await processesIn(session.workspaceFolder)).length === 0) await setTimeout(50)
    service.kill('SIGKILL')
    // Ends by the test's own limit where a worker lives on.
    while ((await processesIn(session.workspaceFolder)).length > 0) await setTimeout(50)
    expect(resultOf(await bench.run(aQuery('SELECT a FROM work.main.kept'), session)).rows).toBe(1)
  })
})
