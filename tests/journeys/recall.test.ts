/** A release is called back: nobody gets it any more, and whoever has it learns of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aClearedOutput } from '../fixtures/a-cleared-output.ts'
import { aService, codeOf, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service

beforeAll(async () => {
  service = await aService(folder)
})
afterAll(() => service.stop())

describe('a recalled release', () => {
  test('is refused, named to those who hold a copy, and confirmed by them', async () => {
    const { outputId, releaseId } = await aClearedOutput(service)
    const sato = await service.as('sato')
    const tanaka = await service.as('tanaka')
    await sato.call('releases.download', { releaseId: releaseId as never })
    expect(await sato.call('releases.standing', { releaseId: releaseId as never })).toMatchObject({
      standing: true,
    })
    expect((await sato.call('releases.recalls', {})).recalls).toEqual([])

    const recall = { releaseId: releaseId as never, reason: '差分から2名が特定できると分かったため。' }
    expect(await codeOf(sato.call('releases.recall', recall))).toBe('role-needed')
    await (await service.as('suzuki')).call('releases.recall', recall)
    expect(await codeOf((await service.as('suzuki')).call('releases.recall', recall))).toBe(
      'release-recalled',
    )

    for (const client of [sato, tanaka]) {
      expect(await codeOf(client.call('releases.download', { releaseId: releaseId as never }))).toBe(
        'release-recalled',
      )
      expect(await codeOf(client.call('releases.standing', { releaseId: releaseId as never }))).toBe(
        'release-recalled',
      )
    }
    const { output, items } = await sato.call('outputs.detail', { outputId: outputId as never })
    expect(output).toMatchObject({ state: 'recalled', recall: { reason: recall.reason } })
    // What was open while it was released is closed again: hidden keys and cells have no text.
    const [item] = items
    expect(
      item?.kind === 'table' &&
        item.table.rows.flat().every(({ status, text }) => status === 'shown' || text === null),
    ).toBe(true)

    expect((await tanaka.call('releases.recalls', {})).recalls).toEqual([])
    const [notice] = (await sato.call('releases.recalls', {})).recalls
    expect(notice).toMatchObject({ releaseId, reason: recall.reason, confirmedAt: null })
    expect(await codeOf(tanaka.call('releases.confirm-recall', { releaseId: releaseId as never }))).toBe(
      'release-not-found',
    )
    await sato.call('releases.confirm-recall', { releaseId: releaseId as never })
    const [confirmed] = (await sato.call('releases.recalls', {})).recalls
    expect(confirmed?.confirmedAt).not.toBeNull()
    const { entries } = await (await service.as('yamada')).call('audit.entries', {
      subject: releaseId,
      limit: 20,
    })
    expect(entries.map(({ event }) => event)).toEqual([
      'recall-confirmed',
      'release-recalled',
      'release-downloaded',
    ])
    expect(entries[1]?.detail).toMatchObject({ copies: 1 })
  })
})
