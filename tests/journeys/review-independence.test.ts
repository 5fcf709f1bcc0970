/** Two people judge on their own: what a curious reviewer, a hurried one and a researcher try, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { openEverything } from '../../visiting/command-line/open-everything.ts'
import { aDemoResult } from '../fixtures/a-cleared-output.ts'
import { aService, codeOf, problemOf, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let resultId: ResultId

beforeAll(async () => {
  service = await aService(folder)
  resultId = await aDemoResult(service)
})
afterAll(() => service.stop())

const submit = async () => (await service.as('sato')).call('outputs.submit', aSubmission(resultId))

type Vote = { decision: 'approve' | 'return'; comment?: string; privateNote?: string }
const vote = async (login: string, outputId: OutputId, how: Vote) =>
  castVote(await service.as(login), { outputId, round: 1, ...how })

const entriesOf = async (subject: string) =>
  (await (await service.as('yamada')).call('audit.entries', { subject, limit: 200 })).entries

describe('a vote before the other is in', () => {
  test('is told to nobody by any route', async () => {
    const { id } = await submit()
    const before = new Map<string, string>()
    const look = async () => {
      const takahashi = await service.as('takahashi')
      const sato = await service.as('sato')
      const answers: [string, unknown][] = [
        ['desk', await takahashi.call('reviews.desk', { outputId: id })],
        ['queue', await takahashi.call('reviews.queue', {})],
        ['detail', await sato.call('outputs.detail', { outputId: id })],
        ['list', await sato.call('outputs.list', {})],
        ['audit', await entriesOf(id)],
      ]
      return answers.map(([name, answer]) => [name, JSON.stringify(answer)] as const)
    }
    for (const [name, text] of await look()) before.set(name, text)
    await vote('suzuki', id, {
      decision: 'return',
      comment: 'mark-comment-4711',
      privateNote: 'mark-private-4712',
    })
    for (const [, text] of await look()) {
      expect(text).not.toContain('mark-comment-4711')
      expect(text).not.toContain('mark-private-4712')
    }
    const own = (await entriesOf(id)).find(({ event }) => event === 'vote-cast')
    expect(own?.detail).toEqual({ round: 1 })
    // Nor by asking as somebody else: these are refused before they are looked at.
    const takahashi = await service.as('takahashi')
    expect(await codeOf(takahashi.call('outputs.detail', { outputId: id }))).toBe('role-needed')
    expect(await codeOf(takahashi.call('audit.entries', { subject: id, limit: 10 }))).toBe('role-needed')

    await vote('takahashi', id, { decision: 'approve' })
    const both = await (await service.as('takahashi')).call('reviews.desk', { outputId: id })
    expect(both.votes.map(({ privateNote }) => privateNote)).toContain('mark-private-4712')
    const decided = (await entriesOf(id)).find(({ event }) => event === 'output-returned')
    expect(decided?.detail).toMatchObject({ votes: [{ decision: 'return' }, { decision: 'approve' }] })
  })

  test('the desk tells what was approved and for whom, so that a closeness no record knows of is noticed', async () => {
    const { id } = await submit()
    const { permit } = await (await service.as('suzuki')).call('reviews.desk', { outputId: id })
    expect(permit).toMatchObject({ minimumPersons: 10, linkageApproved: true })
    expect(permit.purposeJa).not.toBe('')
    expect(permit.people).toContainEqual({
      ja: '佐藤 美咲',
      en: 'Misaki Sato',
      institutionJa: '東都大学 公衆衛生学教室',
      institutionEn: 'Toto University, Department of Public Health',
      submitted: true,
    })
    expect(permit.people.filter(({ submitted }) => submitted)).toHaveLength(1)
  })

  test('its private note never reaches the researcher, its comment does', async () => {
    const { id } = await submit()
    const notes = { comment: 'mark-comment-4721', privateNote: 'mark-private-4722' }
    await vote('suzuki', id, { decision: 'approve', ...notes })
    await vote('takahashi', id, { decision: 'approve' })
    const sato = await service.as('sato')
    const detail = await sato.call('outputs.detail', { outputId: id })
    const { bytes } = await sato.call('releases.download', { releaseId: detail.output.releaseId! })
    expect(JSON.stringify(detail)).toContain('mark-comment-4721')
    expect(JSON.stringify(detail) + Buffer.from(bytes).toString('latin1')).not.toContain('mark-private-4722')
    expect(await codeOf(sato.call('reviews.desk', { outputId: id }))).toBe('role-needed')
  })
})

describe('people who are too close', () => {
  test.each(['mori', 'sato'])('%s neither sees the desk nor votes', async (login) => {
    const { id } = await submit()
    const client = await service.as(login)
    const asked = [
      client.call('reviews.desk', { outputId: id }),
      client.call('reviews.picture', { outputId: id }),
      client.call('reviews.vote', { outputId: id, round: 1, decision: 'approve' }),
    ]
    const codes = await Promise.all(asked.map(codeOf))
    expect(new Set(codes)).toEqual(new Set([login === 'mori' ? 'review-not-allowed' : 'role-needed']))
  })
})

describe('votes at the same moment', () => {
  test('of one person count once', async () => {
    const { id } = await submit()
    const suzuki = await service.as('suzuki')
    await openEverything(suzuki, id)
    const problems = await Promise.all(
      Array.from({ length: 8 }, () =>
        problemOf(suzuki.call('reviews.vote', { outputId: id, round: 1, decision: 'approve' })),
      ),
    )
    expect(problems.filter((problem) => problem === null).length).toBe(1)
    for (const problem of problems)
      if (problem) expect([problem.code, problem.status]).toEqual(['review-not-allowed', 403])
    const { output } = (await suzuki.call('reviews.desk', { outputId: id })).item
    expect(output).toMatchObject({ state: 'in-review', votesIn: 1 })
    expect((await entriesOf(id)).filter(({ event }) => event === 'vote-cast').length).toBe(1)
  })

  test('of two people make one release', async () => {
    const { id } = await submit()
    await Promise.all(['suzuki', 'takahashi'].map((login) => vote(login, id, { decision: 'approve' })))
    const events = (await entriesOf(id)).map(({ event }) => event)
    expect(events.filter((event) => event === 'output-approved').length).toBe(1)
    expect(events.filter((event) => event === 'output-released').length).toBe(1)
  })

  test('and a withdrawal leave one story, in the state and in the log', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await submit()
      await vote('suzuki', id, { decision: 'approve' })
      const [voted, withdrawn] = await Promise.all([
        codeOf(vote('takahashi', id, { decision: 'approve' })),
        codeOf((await service.as('sato')).call('outputs.withdraw', { outputId: id })),
      ])
      const events = (await entriesOf(id)).map(({ event }) => event)
      const approved = events.includes('output-approved')
      expect(approved).toBe(voted === null)
      expect(events.includes('output-withdrawn')).toBe(withdrawn === null)
      expect([voted, withdrawn].filter((code) => code === null).length).toBe(1)
      expect(await codeOf(vote('takahashi', id, { decision: 'approve' }))).not.toBeNull()
    }
  })
})
