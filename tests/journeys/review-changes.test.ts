/** Return with required changes, answers, and what the next round's reviewers are shown of the difference. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, codeOf, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
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
    expect(await codeOf(suzuki.call('reviews.vote', { outputId: id, round: 1, decision: 'return' }))).toBe(
      'comment-missing',
    )
    await suzuki.call('reviews.vote', {
      outputId: id,
      round: 1,
      decision: 'return',
      changes: ['年齢階級の定義を説明に加えてください。', '10歳未満を除いてください。'],
    })
    expect((await sato.call('outputs.detail', { outputId: id })).output.changes).toEqual([])
    await takahashi.call('reviews.vote', {
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
    expect(difference?.against).toEqual({ kind: 'round', outputId: id, round: 1 })
    const [item] = difference!.items
    expect(item?.standing).toBe('changed')
    expect(item?.sql?.after).toContain('again')
    expect(item!.cells.length).toBeGreaterThan(0)
    expect(item!.cells.every(({ kind, name }) => kind === 'removed' && name.startsWith('00–09'))).toBe(true)
    // Nobody's text of a hidden cell comes along, in neither version.
    const detail = await suzuki.call('reviews.desk', { outputId: id })
    expect(detail.votes.length).toBe(2)
    expect(await codeOf((await service.as('mori')).call('reviews.difference', { outputId: id }))).toBe(
      'review-not-allowed',
    )
  })
})
