/** Conflicts of interest over HTTP: declared, out of the course from then on, seen and lifted by officers, kept in the log. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ApplicationId, OutputId, ResultId, VisitorId } from '../../shared/model/ids.ts'
import { aDemoResult } from '../fixtures/a-cleared-output.ts'
import { aService, codeOf, PERMIT, problemOf, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { meeting, submitted, theTerms } from '../fixtures/an-application.ts'
import { anOwnEnvironment } from '../fixtures/an-own-environment.ts'
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

const submit = async () => (await (await service.as('sato')).call('outputs.submit', aSubmission(resultId))).id
const idOf = (login: string) => `usr_demo${login}` as VisitorId
const entriesOf = async (subject: string) =>
  (await (await service.as('yamada')).call('audit.entries', { subject, limit: 200 })).entries.reverse()
const approve = async (login: string, outputId: OutputId) =>
  castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })
const declare = async (
  login: string,
  subject: OutputId | ApplicationId,
  category = 'collaboration' as const,
) => (await service.as(login)).call('conflicts.declare', { subject, category, words: '共著の論文があります' })
const officers = async () => (await service.as('yamada')).call('conflicts.list', {})
const queued = async (login: string, outputId: OutputId) =>
  (await (await service.as(login)).call('reviews.queue', {})).items.find(
    ({ output }) => output.id === outputId,
  )!

const liftAll = async () => {
  const yamada = await service.as('yamada')
  for (const { subject, by, lifted } of (await officers()).conflicts)
    if (lifted === null)
      await yamada.call('conflicts.lift', { subject, by, reason: '次の試験のために解除します。' })
}

describe('a reviewer in conflict', () => {
  // A declaration holds for the permit, and with it for the outputs of the other tests.
  afterEach(liftAll)

  test('sees no more of the output by any route, votes no more, and what was voted counts for nothing', async () => {
    const id = await submit()
    await approve('suzuki', id)
    await declare('suzuki', id)
    const suzuki = await service.as('suzuki')
    const asked = {
      desk: () => suzuki.call('reviews.desk', { outputId: id }),
      ledger: () => suzuki.call('reviews.ledger', { outputId: id }),
      open: () => suzuki.call('reviews.open', { outputId: id, round: 1, item: 0 }),
      picture: () => suzuki.call('reviews.picture', { outputId: id }),
      difference: () => suzuki.call('reviews.difference', { outputId: id }),
      figure: () => suzuki.call('outputs.figure', { outputId: id, item: 0 }),
      vote: () => suzuki.call('reviews.vote', { outputId: id, round: 1, decision: 'approve' }),
      again: () => suzuki.call('conflicts.declare', { subject: id, category: 'family' }),
    }
    for (const [name, ask] of Object.entries(asked)) {
      const problem = await problemOf(ask())
      expect([name, problem?.code]).toEqual([name, 'review-not-allowed'])
    }
    expect((await queued('takahashi', id)).output.votesIn).toBe(0)
    // One approval is not two, although two people have approved it by now.
    await approve('takahashi', id)
    expect((await queued('takahashi', id)).output).toMatchObject({ state: 'in-review', votesIn: 1 })
  })

  test('is told to officers, who see who remains; the queue says so too, and the log has it in one write', async () => {
    const id = await submit()
    expect((await queued('takahashi', id)).remaining.map(({ en }) => en).length).toBe(2)
    expect((await officers()).short.map(({ subject }) => subject)).not.toContain(id)
    await declare('suzuki', id)
    const item = await queued('takahashi', id)
    expect(item).toMatchObject({ tooFew: true, whyNot: null })
    expect(item.remaining).toHaveLength(1)
    expect((await queued('suzuki', id)).whyNot).toBe('conflict-declared')
    const { conflicts, short } = await officers()
    expect(conflicts.find(({ subject }) => subject === id)).toMatchObject({
      by: idOf('suzuki'),
      category: 'collaboration',
      words: '共著の論文があります',
      lifted: null,
      decidedBefore: false,
    })
    expect(short.find(({ subject }) => subject === id)).toMatchObject({ needed: 2, remaining: [{}] })
    const entries = await entriesOf(id)
    const declared = entries.find(({ event }) => event === 'conflict-declared')!
    expect(declared).toMatchObject({ by: idOf('suzuki'), detail: { round: 1, voteTaken: false } })
    // One for each output of the permit that now too few may judge, right behind the declaration.
    const alerts = (
      await (await service.as('yamada')).call('audit.entries', { event: 'reviewers-short' })
    ).entries
      .filter(({ seq }) => seq > declared.seq)
      .reverse()
    expect(alerts.map(({ seq }) => seq)).toEqual(alerts.map((_alert, place) => declared.seq + 1 + place))
    expect(alerts.find(({ subject }) => subject === id)).toMatchObject({
      at: declared.at,
      detail: { remaining: 1, needed: 2 },
    })
    // Neither the researcher nor other reviewers read what was declared.
    for (const login of ['sato', 'takahashi'])
      expect(await codeOf((await service.as(login)).call('conflicts.list', {}))).toBe('role-needed')
    expect(JSON.stringify(item)).not.toContain('共著')
  })

  test('comes back only by an officer, with a reason, and votes then', async () => {
    const id = await submit()
    await declare('suzuki', id)
    const lift = async (login: string, by = idOf('suzuki')) =>
      (await service.as(login)).call('conflicts.lift', {
        subject: id,
        by,
        reason: '共著は十年前のもので、規程に当たりません',
      })
    expect(await codeOf(lift('suzuki'))).toBe('role-needed')
    expect(await codeOf(lift('yamada', idOf('takahashi')))).toBe('conflict-not-found')
    await lift('yamada')
    expect(await codeOf(lift('yamada'))).toBe('conflict-not-found')
    expect((await queued('suzuki', id)).whyNot).toBeNull()
    await approve('suzuki', id)
    await approve('takahashi', id)
    expect((await queued('suzuki', id)).output.state).toBe('released')
    const events = (await entriesOf(id)).map(({ event }) => event)
    expect(events.filter((event) => event === 'conflict-lifted')).toHaveLength(1)
    expect((await officers()).conflicts.find(({ subject }) => subject === id)?.lifted).toMatchObject({
      by: idOf('yamada'),
    })
  })

  test('is out of everything of the permit: what waits, what was released, and what comes', async () => {
    const [released, waiting, about] = [await submit(), await submit(), await submit()]
    await approve('suzuki', released)
    await approve('takahashi', released)
    await approve('suzuki', waiting)
    await declare('suzuki', about)
    const come = await submit()
    const suzuki = await service.as('suzuki')
    const { releaseId } = (await queued('takahashi', released)).output
    for (const outputId of [released, waiting, about, come]) {
      expect((await queued('suzuki', outputId)).whyNot).toBe('conflict-declared')
      expect(await codeOf(suzuki.call('reviews.desk', { outputId }))).toBe('review-not-allowed')
    }
    expect(await codeOf(suzuki.call('releases.download', { releaseId: releaseId! }))).toBe(
      'review-not-allowed',
    )
    for (const outputId of [waiting, come])
      expect(await codeOf(approve('suzuki', outputId))).toBe('review-not-allowed')
    expect((await queued('takahashi', waiting)).output.votesIn).toBe(0)
    const declared = (await entriesOf(about)).find(({ event }) => event === 'conflict-declared')
    expect(declared?.detail).toMatchObject({ permit: PERMIT, voteTaken: false, alsoTaken: [waiting] })
    expect((await officers()).short.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([waiting, about, come]),
    )
    // What was decided stands, and lifting the one declaration opens all of it again.
    expect((await queued('takahashi', released)).output.state).toBe('released')
    await liftAll()
    for (const outputId of [waiting, about, come]) await approve('suzuki', outputId)
  })

  test('declared after a decision, closes the package and tells officers who took part; the release stands', async () => {
    const id = await submit()
    await approve('suzuki', id)
    await approve('takahashi', id)
    const { releaseId } = (await queued('suzuki', id)).output
    const suzuki = await service.as('suzuki')
    await suzuki.call('releases.download', { releaseId: releaseId! })
    await declare('suzuki', id)
    expect(await codeOf(suzuki.call('releases.download', { releaseId: releaseId! }))).toBe(
      'review-not-allowed',
    )
    expect((await queued('takahashi', id)).output.state).toBe('released')
    const { conflicts, short } = await officers()
    expect(conflicts.find(({ subject }) => subject === id)?.decidedBefore).toBe(true)
    expect(short.map(({ subject }) => subject)).not.toContain(id)
  })

  test('says what it is where it is none of the kinds; people of the permit have nothing to declare', async () => {
    const id = await submit()
    const suzuki = await service.as('suzuki')
    expect(await codeOf(suzuki.call('conflicts.declare', { subject: id, category: 'other' }))).toBe(
      'conflict-words-missing',
    )
    expect(await codeOf(declare('mori', id))).toBe('review-not-allowed')
    expect(await codeOf(declare('sato', id))).toBe('role-needed')
    expect(await codeOf(declare('suzuki', 'out_0000000000000000000' as OutputId))).toBe('output-not-found')
  })

  test('a declaration and the second vote at once leave one story; what was acknowledged is there after kill -9', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      const id = await submit()
      await approve('suzuki', id)
      const [voted, declared] = await Promise.all([
        codeOf(approve('takahashi', id)),
        codeOf(declare('suzuki', id)),
      ])
      expect([voted, declared]).toEqual([null, null])
      const { output } = await queued('takahashi', id)
      const taken = (await entriesOf(id)).find(({ event }) => event === 'conflict-declared')!.detail.voteTaken
      expect(output.state === 'released').toBe(taken === false)
      expect(output.votesIn).toBe(taken === true ? 1 : 2)
      await liftAll()
    }
    const id = await submit()
    await declare('suzuki', id)
    await service.kill()
    service = await startService(service.data)
    expect((await queued('suzuki', id)).whyNot).toBe('conflict-declared')
  })
})

describe('a committee member in conflict', () => {
  const terms = theTerms()

  test('leaves a meeting before the votes, and the others go on without a quorum being pretended', async () => {
    const applicationId = await submitted(await service.as('tanaka'), 'tanaka')
    const { meetingId, clients } = await meeting(service, applicationId)
    await declare('hayashi', applicationId)
    const hayashi = await service.as('hayashi')
    expect(await codeOf(hayashi.call('committee.desk', { applicationId }))).toBe('committee-not-allowed')
    const vote = { applicationId, meetingId, decision: 'approve' as const, terms }
    expect(await codeOf(hayashi.call('committee.vote', vote))).toBe('committee-not-allowed')
    expect(await codeOf(hayashi.call('committee.attend', { applicationId, meetingId }))).toBe(
      'committee-not-allowed',
    )
    const desk = await clients.get('ito')!.call('committee.desk', { applicationId })
    expect(desk.meetings.at(-1)?.attending.map(({ member }) => member)).not.toContain(idOf('hayashi'))
    expect(desk.members.find(({ id }) => id === idOf('hayashi'))?.conflict).toBe('conflict-declared')
    expect(JSON.stringify(desk)).not.toContain('共著')
    expect(await codeOf(clients.get('ito')!.call('committee.vote', vote))).toBe('meeting-without-quorum')
    const { conflicts } = await officers()
    expect(conflicts.find(({ subject }) => subject === applicationId)).toMatchObject({ by: idOf('hayashi') })
    await (await service.as('tanaka')).call('applications.withdraw', { applicationId })
  })

  test('ends a meeting that is voting, takes officers’ word to come back, and the log has it in one write', async () => {
    const applicationId = await submitted(await service.as('tanaka'), 'tanaka')
    const { meetingId, clients } = await meeting(service, applicationId)
    const vote = { applicationId, meetingId, decision: 'approve' as const, terms }
    await clients.get('hayashi')!.call('committee.vote', vote)
    await declare('hayashi', applicationId)
    const ito = clients.get('ito')!
    const desk = await ito.call('committee.desk', { applicationId })
    expect(desk.meetings.at(-1)).toMatchObject({ state: 'adjourned', votes: [] })
    expect(await codeOf(ito.call('committee.vote', vote))).toBe('meeting-closed')
    const entries = await entriesOf(applicationId)
    const at = entries.findIndex(({ event }) => event === 'conflict-declared')
    expect(entries[at + 1]).toMatchObject({ event: 'meeting-adjourned', seq: entries[at]!.seq + 1 })

    const yamada = await service.as('yamada')
    const lift = { subject: applicationId, by: idOf('hayashi'), reason: '申告の対象は別の研究でした' }
    await yamada.call('conflicts.lift', lift)
    await (await service.as('hayashi')).call('committee.desk', { applicationId })
    expect(await codeOf(yamada.call('conflicts.lift', lift))).toBe('conflict-not-found')
    await (await service.as('tanaka')).call('applications.withdraw', { applicationId })
  })

  test('is kept out as an officer too, also with no seat any more', async () => {
    const applicationId = await submitted(await service.as('tanaka'), 'tanaka')
    await declare('hayashi', applicationId)
    const { visiting } = anOwnEnvironment(service.data)
    const become = (role: string) => visiting('account', 'set-roles', 'hayashi', '--roles', role)
    const desk = async (login: string) =>
      codeOf((await service.as(login)).call('committee.desk', { applicationId }))
    await become('officer')
    expect([await desk('hayashi'), await desk('yamada')]).toEqual(['committee-not-allowed', null])
    await become('committee')
    await (await service.as('tanaka')).call('applications.withdraw', { applicationId })
  })

  test('where those who remain lack a quorum, officers are alerted', async () => {
    const applicationId = await submitted(await service.as('tanaka'), 'tanaka')
    for (const login of ['hayashi', 'ito', 'watanabe', 'nakamura', 'kimura'])
      await declare(login, applicationId)
    const short = (await officers()).short.find(({ subject }) => subject === applicationId)
    expect(short?.needed).toBeNull()
    expect(short?.lacksJa).not.toBe('')
    expect((await entriesOf(applicationId)).map(({ event }) => event)).toContain('committee-short')
    await (await service.as('tanaka')).call('applications.withdraw', { applicationId })
    expect((await officers()).short.map(({ subject }) => subject)).not.toContain(applicationId)
  })
})
