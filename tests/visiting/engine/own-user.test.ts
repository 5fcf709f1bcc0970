/** A worker that bubblewrap does not keep, where the service runs as root: what the kernel says it may still do. */
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userOf } from '../../../visiting/engine/process/own-user.ts'
import { workerOf } from './processes.ts'
import { aChange, aQuery, type Bench, resultOf, startBench } from './sessions.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench({ sandbox: 'process' })
  // As provisioning leaves it.
  await chmod(bench.extract, 0o400)
})
afterAll(() => bench.close())

const isRoot = process.getuid?.() === 0
const asRoot = (claim: string, check: () => Promise<void>) =>
  test(claim, async (context) => {
    if (!isRoot) return context.skip('only root can give a process another user')
    await check()
  })

/** Fields of what the kernel tells of a process. */
async function statusOf(pid: number): Promise<Record<string, string>> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return Object.fromEntries([...text.matchAll(/^(\w+):[ \t]*(.*)$/gm)].map(([, key, value]) => [key, value]))
}

test('says what holds and what does not', async () => {
  const { sandbox } = await bench.engine.health()
  expect(sandbox.kind).toBe('process')
  expect(sandbox.detail).toMatch(isRoot ? /own user without rights/ : /the service’s own user/)
  expect(sandbox.detail).toMatch(/Not shut off: network/)
})

asRoot('has a user of its own, no group, no capability, and no way to gain any', async () => {
  const [a, b] = [bench.session('anna'), bench.session('bert')]
  for (const session of [a, b])
    resultOf(await bench.run(aQuery('SELECT count(*) FROM extract.main.numbers'), session))
  const [first, second] = await Promise.all(
    [a, b].map(async ({ workspaceFolder }) => statusOf((await workerOf(workspaceFolder))!)),
  )
  const uid = String(userOf(a.workspaceFolder))
  expect(first?.Uid?.split(/\s+/)).toEqual([uid, uid, uid, uid])
  expect(first?.Gid?.split(/\s+/)).toEqual([uid, uid, uid, uid])
  expect(first?.Groups?.trim()).toBe('')
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) expect(Number(`0x${first?.[set]}`)).toBe(0)
  expect(first?.NoNewPrivs).toBe('1')
  expect(second?.Uid).not.toBe(first?.Uid)
})

asRoot('could open neither the extract again nor anything else of the environment', async () => {
  const own = userOf(bench.session('anna').workspaceFolder)
  const { uid, mode } = await stat(bench.extract)
  expect([uid === own, mode & 0o077]).toEqual([false, 0])
  for (const path of [bench.folder, join(bench.folder, 'workspaces')])
    expect((await stat(path)).mode & 0o066).toBe(0)
})

asRoot('owns its folder alone, which nobody else may enter', async () => {
  const session = bench.session('anna')
  const folder = await stat(session.workspaceFolder)
  expect([folder.uid, folder.mode & 0o777]).toEqual([userOf(session.workspaceFolder), 0o700])
  expect(userOf(bench.session('anna').workspaceFolder)).not.toBe(
    userOf(bench.session('bert').workspaceFolder),
  )
})

asRoot('still stores, spills, answers, and finds its tables again after it was killed', async () => {
  const session = bench.session('carl', { memoryBytes: 120_000_000 })
  const stored = await bench.run(
    aChange('CREATE TABLE work.main.kept AS SELECT range AS n FROM range(100000)'),
    session,
  )
  expect(stored.state).toBe('done')
  const spilling = await bench.run(
    aQuery(
      'SELECT max(h) FROM (SELECT hash(range) AS h, repeat(range::VARCHAR, 4) AS t FROM range(3000000) ORDER BY h, t)',
    ),
    session,
  )
  expect(spilling.state).toBe('done')
  process.kill((await workerOf(session.workspaceFolder))!, 'SIGKILL')
  const after = await bench.run(aQuery('SELECT count(*) FROM work.main.kept'), session)
  expect(resultOf(after).rows).toBe(1)
  const more = await bench.run(aChange('INSERT INTO work.main.kept SELECT 1', 'insert'), session)
  expect(more.state).toBe('done')
})
