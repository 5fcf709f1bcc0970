/** Return with required changes, answers, and what the next round's reviewers are shown of the difference. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { sha256 } from '../fixtures/a-release.ts'
import { aService, codeOf, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service

beforeAll(async () => {
  service = await aService(folder)
})
afterAll(() => service.stop())

const ELDERLY = DEMO_SQL.replace(
  'FROM idb.notification AS n',
  'FROM idb.notification AS n /* again */',
).replace('GROUP BY', `WHERE age_band NOT IN ('00–09') GROUP BY`)

describe('a returned output', () => {
  test('goes back with the changes, comes again with answers, and shows what is new', async () => {
    const sato = await service.as('sato')
    const suzuki = await service.as('suzuki')
    const takahashi = await service.as('takahashi')
    const first = await runToEnd(sato, DEMO_SQL)
    const { id } = await sato.call('outputs.submit', aSubmission(first.resultId!))
    expect(await codeOf(castVote(suzuki, { outputId: id, round: 1, decision: 'return' }))).toBe(
      'comment-missing',
    )
    await castVote(suzuki, {
      outputId: id,
      round: 1,
      decision: 'return',
      changes: ['年齢階級の定義を説明に加えてください。', '10歳未満を除いてください。'],
    })
    expect((await sato.call('outputs.detail', { outputId: id })).output.changes).toEqual([])
    await castVote(takahashi, {
      outputId: id,
      round: 1,
      decision: 'return',
      comment: '期間を書いてください。',
    })
    const { changes } = (await sato.call('outputs.detail', { outputId: id })).output
    expect(changes.map(({ text }) => text).sort()).toEqual(
      [
        '10歳未満を除いてください。',
        '年齢階級の定義を説明に加えてください。',
        '期間を書いてください。',
      ].sort(),
    )
    expect(JSON.stringify(changes)).not.toMatch(/usr_/)

    const second = await runToEnd(sato, ELDERLY)
    expect(second.state).toBe('done')
    const again = aSubmission(second.resultId!)
    const answers = changes.map(({ id: changeId }) => ({ changeId, done: true, text: '対応しました。' }))
    const resubmit = (given: typeof answers) =>
      sato.call('outputs.resubmit', { outputId: id, ...again, answers: given })
    expect((await problemOf(resubmit(answers.slice(1))))?.params).toMatchObject({ count: 1 })
    expect(await codeOf(resubmit([...answers, { ...answers[0]!, changeId: '1-9' }]))).toBe('input-invalid')
    const round = await resubmit(answers)
    expect(round).toMatchObject({ round: 2, state: 'in-review' })
    expect(round.changes.every(({ answer }) => answer?.text === '対応しました。')).toBe(true)

    const { difference } = await suzuki.call('reviews.difference', { outputId: id })
    expect(difference?.against).toMatchObject({ kind: 'round', outputId: id, round: 1 })
    const [item] = difference!.items
    expect(item?.standing).toBe('changed')
    expect(item?.sql?.after).toContain('again')
    expect(item!.cells.length).toBeGreaterThan(0)
    expect(item!.cells.every(({ kind, name }) => kind === 'removed' && name.startsWith('00–09'))).toBe(true)
    // Nobody's text of a hidden cell comes along, in neither version.
    const detail = await suzuki.call('reviews.desk', { outputId: id })
    expect(detail.votes.length).toBe(2)
    expect(detail.votes.map(({ byName }) => byName?.ja).sort()).toEqual(['鈴木 一郎', '高橋 由美'].sort())
    expect(await codeOf((await service.as('mori')).call('reviews.difference', { outputId: id }))).toBe(
      'review-not-allowed',
    )
  })

  test('a figure without hidden cells is looked at, byte for byte, as it is in the release', async () => {
    const sato = await service.as('sato')
    const suzuki = await service.as('suzuki')
    const bySex = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex'
    const submission = aSubmission((await runToEnd(sato, bySex)).resultId!)
    const chart = {
      kind: 'bar' as const,
      x: 'sex',
      y: ['persons'],
      colour: null,
      titleText: '人数',
      stacked: false,
    }
    const { id } = await sato.call('outputs.submit', {
      ...submission,
      items: submission.items.map((item) => ({ ...item, chart })),
    })
    const seen = (await suzuki.call('outputs.figure', { outputId: id })).bytes
    const [item] = (await suzuki.call('reviews.desk', { outputId: id })).detail.items
    expect(item?.kind === 'table' && item.figure?.png).toBe(sha256(seen))
    expect(await codeOf((await service.as('mori')).call('outputs.figure', { outputId: id }))).toBe(
      'review-not-allowed',
    )
    for (const login of ['suzuki', 'takahashi'])
      await castVote(await service.as(login), { outputId: id, round: 1, decision: 'approve' })
    const { releaseId } = (await sato.call('outputs.detail', { outputId: id })).output
    const read = readReleaseZip((await sato.call('releases.download', { releaseId: releaseId! })).bytes)
    const files = read.ok ? read.entries : new Map<string, Uint8Array>()
    expect(sha256(files.get('figures/figure.png')!)).toBe(sha256(seen))
    expect(item?.kind === 'table' && item.figure?.svg).toBe(sha256(files.get('figures/figure.svg')!))
  })

  test('a figure of an unverified table is seen under a watermark, because nobody knows what it rests on', async () => {
    const sato = await service.as('sato')
    const suzuki = await service.as('suzuki')
    const unverified = 'SELECT sex, count(*) AS persons FROM ndb.person GROUP BY sex USING SAMPLE 2 ROWS'
    const run = await runToEnd(sato, unverified)
    const submission = aSubmission(run.resultId!)
    const chart = {
      kind: 'bar' as const,
      x: 'sex',
      y: ['persons'],
      colour: null,
      titleText: '',
      stacked: false,
    }
    const { id, verified } = await sato.call('outputs.submit', {
      ...submission,
      items: submission.items.map((item) => ({ ...item, chart })),
    })
    expect(verified).toBe(false)
    const seen = (await suzuki.call('outputs.figure', { outputId: id })).bytes
    const [item] = (await suzuki.call('reviews.desk', { outputId: id })).detail.items
    expect(item?.kind === 'table' && item.figure?.png).not.toBe(sha256(seen))
    expect(await codeOf(sato.call('outputs.figure', { outputId: id }))).toBe('figure-unverified')
  })
})
