import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'libsql'
import { afterAll, describe, expect, test } from 'vitest'
import { openEverything } from '../../visiting/command-line/open-everything.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { CLI } from '../fixtures/build-once.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const run = promisify(execFile)
let service: Service

afterAll(() => service.stop())

const audit = async () => {
  const answer = await run(process.execPath, [
    CLI,
    'audit',
    'verify',
    '--data',
    service.data,
    '--json',
  ]).catch((problem) => problem)
  return JSON.parse(answer.stdout) as { entries: number; holds: boolean; firstBad: number | null }
}

describe('a service killed between submit and review', () => {
  test('keeps output, votes and audit chain, and goes on', async () => {
    service = await aService(folder)
    const sato = await service.as('sato')
    const query = await runToEnd(sato, DEMO_SQL)
    const { id } = await sato.call('outputs.submit', aSubmission(query.resultId!))
    await service.kill()

    service = await startService(service.data)
    await openEverything(await service.as('suzuki'), id)
    await service.kill()

    service = await startService(service.data)
    const suzuki = await service.as('suzuki')
    // What was opened before counts: nothing is opened again.
    const first = await suzuki.call('reviews.vote', { outputId: id, round: 1, decision: 'approve' })
    expect(first.output).toMatchObject({ state: 'in-review', votesIn: 1 })
    await service.kill()

    service = await startService(service.data)
    expect(
      await codeOf(castVote(await service.as('suzuki'), { outputId: id, round: 1, decision: 'approve' })),
    ).toBe('review-not-allowed')
    const second = await castVote(await service.as('takahashi'), {
      outputId: id,
      round: 1,
      decision: 'approve',
    })
    expect(second.output.state).toBe('released')
    await service.kill()

    service = await startService(service.data)
    const again = await service.as('sato')
    const { outputs } = await again.call('outputs.list', {})
    expect(outputs).toMatchObject([{ id, state: 'released', votesIn: 2 }])
    const { bytes } = await again.call('releases.download', { releaseId: outputs[0]!.releaseId! })
    expect(bytes.length).toBeGreaterThan(1_000)
    const kept = await again.call('results.view', { resultId: query.resultId! })
    expect(kept.rowCount).toBeGreaterThan(3)
    expect(await audit()).toMatchObject({ holds: true, firstBad: null })
  })

  test('tells nothing of a query whose entry cannot be written, and runs the next', {
    timeout: 60_000,
  }, async () => {
    const sato = await service.as('sato')
    const { queries: before } = await sato.call('queries.history', { permitId: PERMIT, limit: 100 })
    const other = new Database(join(service.data, 'records.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    expect(await codeOf(runToEnd(sato, 'SELECT count(*) AS n FROM ndb.person'))).toBe('fault')
    other.exec('ROLLBACK')
    other.close()
    const { queries } = await sato.call('queries.history', { permitId: PERMIT, limit: 100 })
    expect(queries).toEqual(before)
    expect((await runToEnd(sato, 'SELECT count(*) AS n FROM ndb.person')).state).toBe('done')
    expect(await audit()).toMatchObject({ holds: true, firstBad: null })
  })

  test('an edited row of the audit log is named', async () => {
    await service.stop()
    const before = await audit()
    const database = new Database(join(service.data, 'records.sqlite'))
    database.exec(`UPDATE audit SET by = 'usr_demotanaka' WHERE seq = 9`)
    database.close()
    expect(await audit()).toEqual({ ...before, holds: false, firstBad: 9, head: expect.any(String) })
  })
})
