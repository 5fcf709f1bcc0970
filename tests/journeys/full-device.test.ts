/**
 * No room for a package that is being sealed: it is written to a device that is always full. Needs no rights of an
 * administrator; a whole disk without room is tried in ./full-disk.test.ts.
 */
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aService, resultOf, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
beforeAll(async () => {
  service = await aService(folder)
})
afterAll(() => service.stop())

describe.runIf(process.platform === 'linux')('no room for a package', () => {
  test('keeps the deciding vote where the package has no room, and seals it by itself once it has', async () => {
    const sato = await service.as('sato')
    const resultId = await resultOf(sato, 'SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex')
    const { id: outputId } = await sato.call('outputs.submit', aSubmission(resultId))
    const vote = { outputId, round: 1, decision: 'approve' as const }
    await castVote(await service.as('suzuki'), vote)
    const releases = join(service.data, 'releases')
    mkdirSync(releases, { recursive: true, mode: 0o700 })
    symlinkSync('/dev/full', join(releases, `${outputId}.zip.part`))
    await castVote(await service.as('takahashi'), vote)
    const state = async () => (await sato.call('outputs.list', {})).outputs[0]?.state
    await expect.poll(state).toBe('released')
    expect(readdirSync(releases)).toEqual([`${outputId}.zip`])
    const { holds } = await (await service.as('yamada')).call('audit.verify', {})
    expect(holds).toBe(true)
  })
})
