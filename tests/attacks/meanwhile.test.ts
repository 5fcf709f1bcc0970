/**
 * What changes between an act being asked for and its being written: a vote is held against the ledger first, an act on a
 * permit waits for the one before it. The records themselves make the change here, at the very moment of an entry, so
 * that it comes in between each time.
 */
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { openEverything } from '../../visiting/command-line/open-everything.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { aService, codeOf, PERMIT, problemOf, resultOf, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { meeting, submitted, theTerms } from '../fixtures/an-application.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let resultId: ResultId
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  resultId = await resultOf(
    sato,
    'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex',
  )
}, 240_000)
afterAll(() => service.stop())

const idOf = (login: string) => DEMO_ACCOUNTS.find((one) => one.login === login)!.id

function inRecords<T>(act: (database: Database.Database) => T): T {
  const database = new Database(join(service.data, 'records.sqlite'), { timeout: 5_000 })
  try {
    return act(database)
  } finally {
    database.close()
  }
}

/** `change` happens with a write, once; undone afterwards by `undo`. */
async function asWritten<T>(
  write: string,
  { change, undo = '' }: { change: string; undo?: string },
  act: () => Promise<T>,
): Promise<T> {
  inRecords((database) => database.exec(`CREATE TRIGGER meanwhile AFTER ${write} BEGIN ${change}; END`))
  try {
    return await act()
  } finally {
    inRecords((database) => database.exec(`DROP TRIGGER meanwhile; ${undo}`))
  }
}

const entry = (event: string) => `INSERT ON audit WHEN new.event = '${event}'`

const rolesTo = (login: string, roles: string[]) =>
  `UPDATE account SET roles = '${JSON.stringify(roles)}' WHERE id = '${idOf(login)}'`

/** An output that one reviewer approved, and which the other has open before them. */
async function halfApproved(): Promise<OutputId> {
  const { id: outputId } = await sato.call('outputs.submit', aSubmission(resultId))
  await castVote(await service.as('suzuki'), { outputId, round: 1, decision: 'approve' })
  await openEverything(await service.as('takahashi'), outputId)
  return outputId
}

const standing = async (outputId: OutputId) => {
  const { outputs } = await sato.call('outputs.list', {})
  const { state, votesIn } = outputs.find(({ id }) => id === outputId)!
  return { state, votesIn }
}

const LOST: Record<string, { change: (outputId: OutputId) => string; undo?: string; code: string }> = {
  'the role was taken away': {
    change: () => rolesTo('takahashi', ['researcher']),
    undo: rolesTo('takahashi', ['reviewer']),
    code: 'role-needed',
  },
  'the account was disabled': {
    change: () => `UPDATE account SET disabled_at = '2026-01-01' WHERE id = '${idOf('takahashi')}'`,
    undo: `UPDATE account SET disabled_at = NULL WHERE id = '${idOf('takahashi')}'`,
    code: 'not-signed-in',
  },
  'a conflict was declared': {
    change: (outputId) =>
      `INSERT INTO conflict (output_id, visitor_id, category, words, at) VALUES ('${outputId}', '${idOf('takahashi')}', 'family', '', '2026-01-01T00:00:00.000Z')`,
    undo: 'DELETE FROM conflict',
    code: 'review-not-allowed',
  },
  'the output was withdrawn': {
    change: (outputId) => `UPDATE output SET state = 'withdrawn' WHERE id = '${outputId}'`,
    code: 'output-not-found',
  },
  'the reviewer came to work where its people work': {
    change: () =>
      `UPDATE account SET institution_ja = (SELECT institution_ja FROM account WHERE id = '${idOf('sato')}') WHERE id = '${idOf('takahashi')}'`,
    undo: `UPDATE account SET institution_ja = '${DEMO_ACCOUNTS.find(({ login }) => login === 'takahashi')!.institutionJa}' WHERE id = '${idOf('takahashi')}'`,
    code: 'review-not-allowed',
  },
  'the reviewer joined the permit': {
    change: () =>
      `UPDATE permit SET document = json_insert(document, '$.people[#]', '${idOf('takahashi')}') WHERE id = '${PERMIT}'`,
    undo: `UPDATE permit SET document = json_remove(document, '$.people[#-1]') WHERE id = '${PERMIT}'`,
    code: 'review-not-allowed',
  },
}

test.each(Object.entries(LOST))('a vote does not count where %s while it waited', async (_, lost) => {
  const outputId = await halfApproved()
  const vote = { outputId, round: 1, decision: 'approve' as const }
  const takahashi = await service.as('takahashi')
  const code = await asWritten(
    entry('ledger-compared'),
    { change: lost.change(outputId), undo: lost.undo ?? '' },
    () => codeOf(takahashi.call('reviews.vote', vote)),
  )
  expect(code).toBe(lost.code)
  const { state, votesIn } = await standing(outputId)
  expect(votesIn).toBe(1)
  expect(['in-review', 'withdrawn']).toContain(state)
  const { entries } = await (await service.as('yamada')).call('audit.entries', {
    subject: outputId,
    event: 'vote-cast',
  })
  expect(entries.map(({ by }) => by)).toEqual([idOf('suzuki')])
})

test.each(Object.entries(LOST).filter(([, { code }]) => code !== 'output-not-found'))(
  'a vote that is in counts no more where %s before the other came',
  async (_, { change, undo = '' }) => {
    const { id: outputId } = await sato.call('outputs.submit', aSubmission(resultId))
    const vote = { outputId, round: 1, decision: 'approve' as const }
    const [takahashi, suzuki] = [await service.as('takahashi'), await service.as('suzuki')]
    await castVote(takahashi, vote)
    inRecords((database) => database.exec(change(outputId)))
    try {
      await castVote(suzuki, vote)
      expect(await standing(outputId)).toEqual({ state: 'in-review', votesIn: 1 })
    } finally {
      inRecords((database) => database.exec(undo))
    }
    const { entries } = await (await service.as('yamada')).call('audit.entries', {
      subject: outputId,
      event: 'vote-void',
    })
    expect(entries.map(({ detail }) => detail)).toEqual([
      { round: 1, by: idOf('takahashi'), why: expect.any(String) },
    ])
    // Whoever may vote again does so anew.
    await castVote(takahashi, vote)
    expect(await standing(outputId)).toEqual({ state: 'released', votesIn: 2 })
  },
)

test('a member who was disabled after signing makes no quorum and no majority', async () => {
  const tanaka = await service.as('tanaka')
  const applicationId = await submitted(tanaka, 'tanaka')
  const { meetingId, clients } = await meeting(service, applicationId)
  const vote = { applicationId, meetingId, decision: 'approve' as const, terms: theTerms() }
  await clients.get('hayashi')!.call('committee.vote', vote)
  const disabled = (at: string) =>
    inRecords((database) =>
      database.exec(`UPDATE account SET disabled_at = ${at} WHERE id = '${idOf('hayashi')}'`),
    )
  disabled("'2026-01-01'")
  const code = await codeOf(clients.get('ito')!.call('committee.vote', vote))
  disabled('NULL')
  expect(code).toBe('meeting-without-quorum')
  expect(await codeOf(clients.get('ito')!.call('committee.vote', vote))).toBeNull()
  await tanaka.call('applications.withdraw', { applicationId })
})

test('an act on a permit is not done where the operator’s role was taken away while it waited', async () => {
  const kobayashi = await service.as('kobayashi')
  const code = await asWritten(
    entry('permit-changed'),
    { change: rolesTo('kobayashi', ['researcher']), undo: rolesTo('kobayashi', ['operator']) },
    async () => {
      const changing = problemOf(kobayashi.call('permits.change', { permitId: PERMIT, until: '2031-03-31' }))
      const ending = codeOf(kobayashi.call('permits.end', { permitId: PERMIT, reason: '研究が終わったため' }))
      // The first one was done before, and its person is told so.
      const changed = await changing
      expect(changed).toMatchObject({ code: 'act-done', params: { reason: 'role-needed' } })
      expect(changed!.words.ja.title).toContain('実行されました')
      expect(changed!.words.en.title).toContain('This was done')
      return ending
    },
  )
  expect(code).toBe('role-needed')
  const { permits } = await sato.call('permits.mine', {})
  expect(permits.find(({ id }) => id === PERMIT)).toMatchObject({ state: 'in-force', until: '2031-03-31' })
})

test('what was done before its person had to leave is told as done, and stands', async () => {
  const outputId = await halfApproved()
  const leaving = await service.signIn('takahashi')
  const answer = await asWritten(
    entry('output-approved'),
    { change: `DELETE FROM session WHERE visitor_id = '${idOf('takahashi')}'` },
    () => problemOf(leaving.call('reviews.vote', { outputId, round: 1, decision: 'approve' })),
  )
  expect(answer).toMatchObject({ code: 'act-done', status: 401, params: { reason: 'not-signed-in' } })
  expect(await standing(outputId)).toEqual({ state: 'released', votesIn: 2 })
  const again = await service.signIn('takahashi')
  const { item } = await again.call('reviews.desk', { outputId })
  expect(item.whyNot).toBe('not-in-review')
})

test('what was only asked is not told as done to somebody who had to leave', async () => {
  const leaving = await service.signIn('sato')
  const answer = await asWritten(
    entry('output-previewed'),
    { change: `DELETE FROM session WHERE visitor_id = '${idOf('sato')}'` },
    () => problemOf(leaving.call('outputs.preview', { items: [{ kind: 'table', resultId }] })),
  )
  expect(answer).toMatchObject({ code: 'not-signed-in', status: 401 })
  sato = await service.signIn('sato')
})

test('a submission of somebody who had to leave while it was judged is not made', async () => {
  const leaving = await service.signIn('sato')
  const before = (await sato.call('outputs.list', {})).outputs.length
  // Counted after the table was judged, before it is compared.
  const code = await asWritten(
    'UPDATE ON comparison_use',
    {
      change: `UPDATE account SET disabled_at = '2026-01-01' WHERE id = '${idOf('sato')}'`,
      undo: `UPDATE account SET disabled_at = NULL`,
    },
    () => codeOf(leaving.call('outputs.submit', aSubmission(resultId))),
  )
  expect(code).toBe('not-signed-in')
  expect((await sato.call('outputs.list', {})).outputs).toHaveLength(before)
})
