/** No room on the disk of a running environment: what is asked is refused in words, nothing is half done, and it goes on. */
import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { openEverything } from '../../visiting/command-line/open-everything.ts'
import {
  copyPrepared,
  PERMIT,
  problemOf,
  resultOf,
  runToEnd,
  type Service,
  startService,
} from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const disk = temporaryFolder()
/** A disk of its own takes the rights of an administrator; says so on standard error where they are missing. */
const hasDisk = (() => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk], { stdio: 'pipe' })
    return true
  } catch (problem) {
    if (process.env.VISITING_TESTS_REQUIRE === 'all') throw problem
    process.stderr.write('left out: tests of a full disk (mount needs the rights of an administrator)\n')
    return false
  }
})()
const data = join(disk, 'environment')
const ballast = join(disk, 'ballast')
let service: Service
let sato: HttpClient
let suzuki: HttpClient

beforeAll(async () => {
  if (!hasDisk) return
  copyPrepared(data)
  service = await startService(data, ['--log-level', 'fatal'])
  ;[sato, suzuki] = await Promise.all([service.as('sato'), service.as('suzuki')])
}, 240_000)
afterAll(async () => {
  if (!hasDisk) return
  await service.stop()
  execFileSync('umount', ['-l', disk])
})

/** Leaves `bytes` free while `act` runs. */
async function withRoomFor<T>(bytes: number, act: () => Promise<T>): Promise<T> {
  const { bavail, bsize } = statfsSync(disk)
  try {
    try {
      writeFileSync(ballast, new Uint8Array(Math.max(0, bavail * bsize - bytes)))
    } catch (problem) {
      // The service wrote meanwhile: there is as little room as was asked for.
      if (!isDiskFull(problem)) throw problem
    }
    return await act()
  } finally {
    rmSync(ballast, { force: true })
  }
}

const BY_SEX = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex'
const verdict = async () => (await service.as('yamada')).call('audit.verify', {})

const refusedForRoom = (call: Promise<unknown>) =>
  expect(problemOf(call)).resolves.toMatchObject({
    code: 'storage-full',
    status: 507,
    words: {
      ja: { title: expect.stringContaining('空きがない') },
      en: { title: expect.stringContaining('no room left') },
    },
  })

describe.skipIf(!hasDisk)('no room on the disk', () => {
  test('refuses a query in words while its entry cannot be written, and runs it afterwards', async () => {
    const history = async () => (await sato.call('queries.history', { permitId: PERMIT })).queries
    const before = await history()
    await withRoomFor(0, () => refusedForRoom(runToEnd(sato, BY_SEX)))
    expect(await history()).toEqual(before)
    expect((await runToEnd(sato, BY_SEX)).state).toBe('done')
    expect((await verdict()).holds).toBe(true)
  })

  test.each([
    ['a result', 'SELECT i, hash(i) AS h FROM range(3000000) AS r(i)'],
    ['an own table', 'CREATE TABLE large AS SELECT i, hash(i) AS h FROM range(3000000) AS r(i)'],
  ])('fails %s that does not fit, in words, and leaves nothing of it', async (_, sql) => {
    const { id, state, error, resultId } = await withRoomFor(1_000_000, () => runToEnd(sato, sql))
    // Lost, where not even its end could be written down by then.
    expect(['failed', 'lost']).toContain(state)
    expect({ kind: error?.kind, resultId }).toEqual({ kind: 'storage-full', resultId: null })
    expect((await sato.call('permits.workspace', { permitId: PERMIT })).tables).toEqual([])
    expect((await runToEnd(sato, BY_SEX)).state).toBe('done')
    const ended = async () => {
      const { entries } = await (await service.as('yamada')).call('audit.entries', {
        event: `query-${state}`,
      })
      return entries.map(({ detail }) => detail.query)
    }
    await expect.poll(ended).toContain(id)
  })

  test('makes no half of an output, a vote or a release', async () => {
    const resultId = await resultOf(sato, BY_SEX)
    const submitting = () => sato.call('outputs.submit', aSubmission(resultId))
    // The people behind a table are listed in processes of their own: what finds no room there is no table without a list.
    for (const room of [0, 8_192, 300_000, 1_000_000])
      await withRoomFor(room, () => refusedForRoom(submitting()))
    expect((await sato.call('outputs.list', {})).outputs).toEqual([])
    const { id: outputId } = await submitting()
    const vote = { outputId, round: 1, decision: 'approve' as const }
    await castVote(suzuki, vote)
    const takahashi = await service.as('takahashi')
    await openEverything(takahashi, outputId)
    await withRoomFor(0, () => refusedForRoom(takahashi.call('reviews.vote', vote)))
    const standing = async () => (await sato.call('outputs.list', {})).outputs
    expect(await standing()).toMatchObject([{ id: outputId, state: 'in-review', votesIn: 1 }])
    await takahashi.call('reviews.vote', vote)
    expect(await standing()).toMatchObject([{ id: outputId, state: 'released', votesIn: 2 }])
    expect((await verdict()).holds).toBe(true)
    await service.kill()
    service = await startService(data)
    const releaseId = (await (await service.as('sato')).call('outputs.list', {})).outputs[0]!.releaseId!
    const { bytes } = await (await service.as('sato')).call('releases.download', { releaseId })
    expect(bytes.length).toBeGreaterThan(1_000)
  })
})
