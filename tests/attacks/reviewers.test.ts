/**
 * What reviewers may have beyond what they need: packages of outputs they may not judge, copies taken while a release is
 * being recalled, a vote that goes on counting after its voter declared a conflict by another way.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputId } from '../../shared/model/ids.ts'
import type { ReviewPolicy } from '../../shared/model/review-course.ts'
import { aClearedOutput } from '../fixtures/a-cleared-output.ts'
import { aService, codeOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
beforeAll(async () => {
  service = await aService(folder)
}, 240_000)
afterAll(() => service.stop())

describe('the queue', () => {
  test('tells whoever is too close that something waits, and nothing of what was found in it or said of it', async () => {
    const sato = await service.as('sato')
    const sql = `SELECT CAST(birth_year AS VARCHAR) AS born, count(DISTINCT person_id) AS persons
      FROM ndb.person WHERE birth_year < 1927 AND sex = '1' GROUP BY born ORDER BY born`
    const { resultId } = await runToEnd(sato, sql)
    const { id } = await sato.call('outputs.submit', aSubmission(resultId!))
    for (const [login, vote] of [
      ['suzuki', { decision: 'approve' as const, comment: 'mark-comment-5101' }],
      ['takahashi', { decision: 'return' as const, changes: ['mark-change-5102'] }],
    ] satisfies [string, object][])
      await castVote(await service.as(login), { outputId: id, round: 1, ...vote })
    const seen = async (login: string) =>
      (await (await service.as(login)).call('reviews.queue', {})).items.find(
        ({ output }) => output.id === id,
      )!
    const open = await seen('suzuki')
    expect(JSON.stringify(open)).toContain('mark-comment-5101')
    expect(JSON.stringify(open)).toContain('mark-change-5102')
    expect(open.output.findingCounts.note).toBeGreaterThan(0)
    expect(open.risk).toBeGreaterThan(0)
    const close = await seen('mori')
    expect(close).toMatchObject({
      whyNot: 'same-institution',
      risk: 0,
      riskParts: [],
      output: { state: 'returned' },
    })
    expect(close.output.findingCounts).toEqual({ blocking: 0, warning: 0, note: 0 })
    expect(JSON.stringify(close)).not.toMatch(/mark-c/)
  })
})

describe('a package', () => {
  test('goes to people of its permit and to reviewers its desk is open to, to nobody else', async () => {
    const { releaseId } = await aClearedOutput(service)
    const answers: Record<string, (string | null)[]> = {}
    for (const login of ['sato', 'tanaka', 'suzuki', 'takahashi', 'mori', 'yamada', 'kobayashi', 'ito']) {
      const client = await service.as(login)
      answers[login] = [
        await codeOf(client.call('releases.standing', { releaseId })),
        await codeOf(client.call('releases.download', { releaseId })),
      ]
    }
    const [all, close, none] = [
      [null, null],
      ['review-not-allowed', 'review-not-allowed'],
      ['role-needed', 'role-needed'],
    ]
    expect(answers).toEqual({
      sato: all,
      tanaka: all,
      suzuki: all,
      takahashi: all,
      // Works where the permit’s people do.
      mori: close,
      yamada: none,
      kobayashi: none,
      ito: none,
    })
    // What protects stays open to all of them.
    const recall = { releaseId, reason: '差分から2名が特定できると分かったため。' }
    expect(await codeOf((await service.as('mori')).call('releases.recall', recall))).toBeNull()
  })

  test('is handed out to nobody once the recall is written, however close they come', async () => {
    const { releaseId } = await aClearedOutput(service)
    const people = await Promise.all(
      ['sato', 'tanaka', 'suzuki', 'takahashi'].map((login) => service.as(login)),
    )
    const reviewer = await service.as('suzuki')
    const reason = '差分から2名が特定できると分かったため。'
    const taking = [...people, ...people].map((client) =>
      codeOf(client.call('releases.download', { releaseId })),
    )
    const recalling = codeOf(reviewer.call('releases.recall', { releaseId, reason }))
    const more = [...people, ...people].map((client) =>
      codeOf(client.call('releases.download', { releaseId })),
    )
    const codes = await Promise.all([...taking, ...more])
    expect(await recalling).toBeNull()
    const { entries } = await (await service.as('yamada')).call('audit.entries', {
      subject: releaseId,
      limit: 50,
    })
    const recalledAt = entries.find(({ event }) => event === 'release-recalled')!.seq
    const taken = entries.filter(({ event }) => event === 'release-downloaded')
    expect(taken.filter(({ seq }) => seq > recalledAt)).toEqual([])
    // Whoever got bytes is written down before the recall, which counts them.
    expect(codes.filter((code) => code === null)).toHaveLength(taken.length)
    expect(codes.filter((code) => code !== null && code !== 'release-recalled')).toEqual([])
  })
})

describe('a vote', () => {
  const BY_SEX = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex'
  const set = async (policy: ReviewPolicy) =>
    (await service.as('kobayashi')).call('reviews.set-policy', { policy, reason: '試験のために設定する。' })
  const submit = async () => {
    const sato = await service.as('sato')
    const { resultId } = await runToEnd(sato, BY_SEX)
    return sato.call('outputs.submit', { ...aSubmission(resultId!), title: '再利用される集計' })
  }
  const approve = async (login: string, { id, round }: { id: OutputId; round: number }) =>
    (await castVote(await service.as(login), { outputId: id, round, decision: 'approve' })).output

  test('on an output that reuses a decision is gone once its voter is in conflict with that one', async () => {
    await set({ lowRisk: null, reuse: { withinDays: 30 } })
    const first = await submit()
    await approve('suzuki', first)
    await approve('takahashi', first)
    const again = await submit()
    expect(again.course).toMatchObject({ kind: 'reuse', outputId: first.id })
    // What was allowed is taken back, so that one vote no longer decides and stands for a while.
    await set({ lowRisk: null, reuse: null })
    expect(await approve('takahashi', again)).toMatchObject({ state: 'in-review', votesIn: 1 })
    const takahashi = await service.as('takahashi')
    await takahashi.call('conflicts.declare', { subject: first.id, category: 'family' })
    expect(await approve('suzuki', again)).toMatchObject({ state: 'in-review', votesIn: 1 })
    expect(await codeOf(approve('takahashi', again))).toBe('review-not-allowed')
    const { entries } = await (await service.as('yamada')).call('audit.entries', {
      event: 'conflict-declared',
      subject: first.id,
    })
    expect(entries[0]?.detail).toMatchObject({ voteTaken: false, alsoTaken: [again.id] })
    // Decisions stand.
    const { outputs } = await (await service.as('sato')).call('outputs.list', {})
    expect(outputs.find(({ id }) => id === first.id)?.state).toBe('released')
  })
})
