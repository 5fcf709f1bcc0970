/** What the operator may let pass with one reviewer, and what somebody could try with it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VisitorId } from '../../shared/model/ids.ts'
import type { ReviewPolicy } from '../../shared/model/review-course.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, codeOf, resultOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service

/** Thousands of people in every cell, nothing hidden, nothing found. */
const BY_SEX = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex'
const LOW_RISK: ReviewPolicy = {
  lowRisk: { outputClasses: ['Frequencies'], leastPersons: 100, maxCells: 50 },
  reuse: null,
}
const REUSE: ReviewPolicy = { lowRisk: null, reuse: { withinDays: 30 } }
const NONE: ReviewPolicy = { lowRisk: null, reuse: null }

beforeAll(async () => {
  service = await aService(folder)
})
afterAll(() => service.stop())

const set = async (policy: ReviewPolicy) =>
  (await service.as('kobayashi')).call('reviews.set-policy', { policy, reason: '試験のために設定する。' })
/** Why two people are asked, as the desk says it. */
const whyTwo = async ({ id }: { id: string }) => {
  const desk = await (await service.as('suzuki')).call('reviews.desk', { outputId: id as never })
  return desk.whyTwo.map(({ way, why }) => `${way}: ${why}`)
}
const submit = async (sql: string, title?: string) => {
  const submission = aSubmission(await resultOf(await service.as('sato'), sql))
  return (await service.as('sato')).call('outputs.submit', { ...submission, ...(title ? { title } : {}) })
}
const approve = async (login: string, { id, round }: { id: string; round: number }) =>
  (
    await castVote(await service.as(login), {
      outputId: id as never,
      round,
      decision: 'approve',
    })
  ).output

describe('the policy', () => {
  test('begins with two people for everything, and only the operator changes it', async () => {
    const suzuki = await service.as('suzuki')
    const { edition, proposed } = await suzuki.call('reviews.policy', {})
    expect(edition).toMatchObject({ number: 0, policy: NONE })
    expect(proposed.lowRisk?.leastPersons).toBeGreaterThanOrEqual(20)
    const asked = { policy: LOW_RISK, reason: '試験のために設定する。' }
    for (const login of ['suzuki', 'sato', 'yamada'])
      expect(await codeOf((await service.as(login)).call('reviews.set-policy', asked))).toBe('role-needed')
    const output = await submit(BY_SEX)
    expect(output).toMatchObject({ votesNeeded: 2, course: { kind: 'full' } })
    expect(await whyTwo(output)).toEqual([])
    await set(LOW_RISK)
    expect(await whyTwo(output)).toEqual(['policy: submitted-before'])
    await set(NONE)
  })

  test('names who set it', async () => {
    const { edition } = await (await service.as('suzuki')).call('reviews.policy', {})
    expect(edition.byName).toEqual({ ja: '小林 誠', en: 'Makoto Kobayashi' })
  })

  test('takes known classes only, and is audited with its reason', async () => {
    const odd = { ...LOW_RISK, lowRisk: { ...LOW_RISK.lowRisk!, outputClasses: ['Everything'] } }
    expect(await codeOf(set(odd))).toBe('review-policy-class-unknown')
    await set(LOW_RISK)
    const { entries } = await (await service.as('yamada')).call('audit.entries', {
      event: 'review-policy-set',
      limit: 10,
    })
    expect(entries[0]).toMatchObject({ by: 'usr_demokobayashi', detail: { policy: LOW_RISK } })
    await set(NONE)
  })
})

describe('the low-risk class', () => {
  test('passes with one reviewer, says so, and never with none', async () => {
    await set(LOW_RISK)
    const output = await submit(BY_SEX)
    expect(output).toMatchObject({ state: 'in-review', votesNeeded: 1, course: { kind: 'low-risk' } })
    const after = await approve('suzuki', output)
    expect(after.state).toBe('released')
    const { bytes } = await (await service.as('sato')).call('releases.download', {
      releaseId: after.releaseId!,
    })
    const text = Buffer.from(bytes).toString('utf8')
    expect(text).toContain('"kind": "low-risk"')
    expect(text).toContain('1 名')
  })

  test('one reviewer sends it back as well', async () => {
    const { id, round } = await submit(BY_SEX)
    const { output } = await castVote(await service.as('suzuki'), {
      outputId: id,
      round,
      decision: 'return',
      changes: ['題名を直してください。'],
    })
    expect(output.state).toBe('returned')
  })

  test.each([
    ['hidden cells', 'hidden-cell', DEMO_SQL],
    [
      'another class of output',
      'output-class',
      'SELECT sex, avg(birth_year) AS y FROM ndb.person GROUP BY sex',
    ],
    [
      'too few persons in a cell',
      'too-few-persons',
      'SELECT birth_year, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY birth_year HAVING count(DISTINCT person_id) BETWEEN 20 AND 90',
    ],
  ])('is not for %s, and the desk says so', async (_claim, why, sql) => {
    const output = await submit(sql)
    expect(output).toMatchObject({ votesNeeded: 2, course: { kind: 'full' } })
    const [said] = await whyTwo(output)
    // Findings come with hidden cells; either is a reason.
    expect([`low-risk: ${why}`, 'low-risk: finding']).toContain(said)
  })

  test('is not for one more cell than it allows', async () => {
    await set({ ...LOW_RISK, lowRisk: { ...LOW_RISK.lowRisk!, maxCells: 1 } })
    expect((await submit(BY_SEX)).votesNeeded).toBe(2)
  })

  test('taken back after submission, two people are needed again', async () => {
    await set(LOW_RISK)
    const output = await submit(BY_SEX)
    expect(output.votesNeeded).toBe(1)
    await set(NONE)
    expect(await whyTwo(output)).toEqual(['policy: policy-changed'])
    const one = await approve('suzuki', output)
    expect(one).toMatchObject({ state: 'in-review', votesNeeded: 2, votesIn: 1 })
    expect((await approve('takahashi', output)).state).toBe('released')
  })
})

describe('an earlier decision', () => {
  test('counts for the same output on the same terms, with one person to look', async () => {
    await set(REUSE)
    const first = await submit(BY_SEX)
    expect(first.course.kind).toBe('full')
    await approve('suzuki', first)
    const released = await approve('takahashi', first)
    const again = await submit(BY_SEX)
    expect(again).toMatchObject({
      votesNeeded: 1,
      course: { kind: 'reuse', outputId: first.id, releaseId: released.releaseId },
    })
    const desk = await (await service.as('suzuki')).call('reviews.difference', { outputId: again.id })
    expect(desk.difference).toMatchObject({
      against: { kind: 'reused', outputId: first.id },
      items: [{ standing: 'same' }],
    })
    expect((await approve('suzuki', again)).state).toBe('released')

    // The chain ends with the two people: a reused decision is no decision to reuse.
    const third = await submit(BY_SEX)
    expect(third.course).toMatchObject({ kind: 'reuse', outputId: first.id })

    // Recalled, it counts for nothing any more, also where it was counted on already.
    await (await service.as('suzuki')).call('releases.recall', {
      releaseId: released.releaseId!,
      reason: '再利用の試験のため回収する。',
    })
    expect(await approve('suzuki', third)).toMatchObject({ state: 'in-review', votesNeeded: 2 })
    const fourth = await submit(BY_SEX)
    expect(fourth.course.kind).toBe('full')
    // The one that was recalled is no longer among those it could follow; the other was decided by one.
    expect(await whyTwo(fourth)).toEqual(['reuse: not-decided-by-two'])
  })

  test('closes what it counts for, desk and package, to whoever is in conflict with what it was made on', async () => {
    const title = '利益相反を引き継ぐ表'
    const first = await submit(BY_SEX, title)
    await approve('suzuki', first)
    await approve('takahashi', first)
    const again = await submit(BY_SEX, title)
    expect(again.course).toMatchObject({ kind: 'reuse', outputId: first.id })
    const { releaseId } = await approve('suzuki', again)
    const takahashi = await service.as('takahashi')
    const look = () => codeOf(takahashi.call('reviews.desk', { outputId: again.id }))
    const take = () => codeOf(takahashi.call('releases.download', { releaseId: releaseId! }))
    expect([await look(), await take()]).toEqual([null, null])
    await takahashi.call('conflicts.declare', { subject: first.id, category: 'family' })
    expect([await look(), await take()]).toEqual(['review-not-allowed', 'review-not-allowed'])
    await (await service.as('yamada')).call('conflicts.lift', {
      subject: first.id,
      by: 'usr_demotakahashi' as VisitorId,
      reason: '試験のための申告だったので解除する。',
    })
    expect([await look(), await take()]).toEqual([null, null])
  })

  test('counts for nothing else', async () => {
    const first = await submit(BY_SEX, '別の題名の集計表')
    await approve('suzuki', first)
    await approve('takahashi', first)
    const fails = async (sql: string, title = '別の題名の集計表') =>
      expect((await submit(sql, title)).course.kind).toBe('full')
    expect(await whyTwo(await submit(BY_SEX, '見たことのない題名の表'))).toEqual(['reuse: nothing-like-it'])
    // Words nobody would read.
    await fails(BY_SEX, '別の題名の集計表 41 58')
    // Another query, if only by a comment.
    await fails(`${BY_SEX} -- 41`)
    // Something hidden.
    await fails(DEMO_SQL)
  })

  test('never counts for what reads a workspace or a clock, however often it was cleared', async () => {
    await runToEnd(
      await service.as('sato'),
      'CREATE TABLE mine AS SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex',
    )
    for (const sql of [
      'SELECT sex, persons FROM mine ORDER BY sex',
      `SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person WHERE birth_year < year(current_date) GROUP BY sex`,
    ]) {
      const first = await submit(sql, '作業用の表からの集計')
      await approve('suzuki', first)
      expect((await approve('takahashi', first)).state).toBe('released')
      const again = await submit(sql, '作業用の表からの集計')
      expect(again.course.kind).toBe('full')
      const own = sql.includes('mine') ? 'reuse: reads-workspace' : 'reuse: reads-clock'
      // What the ledger notes about it is a reason by itself, told first.
      expect([own, 'reuse: finding']).toContain((await whyTwo(again))[0])
    }
  })
})
