import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApplicationId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import {
  aService,
  codeOf,
  copyPrepared,
  PERMIT,
  problemOf,
  runToEnd,
  type Service,
  startService,
} from '../fixtures/a-service.ts'
import {
  aForm,
  alone,
  inDays,
  inForce,
  meeting,
  QUORUM,
  submitted,
  theTerms,
} from '../fixtures/an-application.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const run = promisify(execFile)
const folder = temporaryFolder()
let service: Service
let tanaka: HttpClient
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  tanaka = await service.as('tanaka')
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const approveAll = async (applicationId: ApplicationId, terms = theTerms()) => {
  const { meetingId, clients } = await meeting(service, applicationId, QUORUM, terms)
  for (const client of clients.values())
    await client.call('committee.vote', { applicationId, meetingId, decision: 'approve', terms })
}

const events = async (subject: string) => {
  const yamada = await service.as('yamada')
  const { entries } = await yamada.call('audit.entries', { subject, limit: 100 })
  return entries.map(({ event }) => event).reverse()
}

describe('writing an application', () => {
  test('the demonstration holds a draft half written, which says what it lacks', async () => {
    const { applications } = await tanaka.call('applications.mine', {})
    expect(applications.map(({ state, mine }) => [state, mine])).toEqual([['draft', 'applicant']])
    const { id } = applications[0]!
    const problem = await problemOf(tanaka.call('applications.submit', { applicationId: id, revision: 0 }))
    expect(problem?.code).toBe('application-incomplete')
    expect(problem?.words.ja.next).toContain('discharge_to')
    expect((await sato.call('applications.mine', {})).applications.map(({ mine }) => mine)).toEqual([
      'person',
    ])
  })

  test('what was saved is there after kill -9, and another window’s older copy does not overwrite it', async () => {
    const { application } = await tanaka.call('applications.start', {
      tables: [{ database: 'idb', schema: 'idb', name: 'notification', columns: ['severity'] }],
    })
    const form = aForm({ titleJa: '<b>題名</b>', people: alone('tanaka') })
    const applicationId = application.id
    expect(await tanaka.call('applications.save', { applicationId, revision: 0, form })).toMatchObject({
      revision: 1,
    })
    await service.kill()
    service = await startService(service.data)
    tanaka = await service.as('tanaka')
    sato = await service.as('sato')
    const detail = await tanaka.call('applications.detail', { applicationId })
    expect(detail).toMatchObject({ revision: 1, form: { titleJa: '<b>題名</b>' } })
    expect(await codeOf(tanaka.call('applications.save', { applicationId, revision: 0, form }))).toBe(
      'application-moved',
    )
    // What nobody else ever saw is not kept once it is given up.
    const { form: left } = await tanaka.call('applications.withdraw', { applicationId })
    expect([left.titleJa, left.purpose, left.tables]).toEqual(['<b>題名</b>', '', []])
  })

  test('text that is too long, turns its direction or holds control characters does not come in', async () => {
    const { application } = await tanaka.call('applications.start', {})
    const save = (over: object) =>
      codeOf(
        tanaka.call('applications.save', {
          applicationId: application.id,
          revision: 0,
          form: { ...aForm(), ...over },
        }),
      )
    expect(await save({ purpose: 'あ'.repeat(6_001) })).toBe('input-invalid')
    expect(await save({ titleJa: 'abc\u202edcba' })).toBe('input-invalid')
    expect(await save({ method: 'a\u0000b' })).toBe('input-invalid')
    expect(await save({ extra: 1 })).toBe('input-invalid')
    await tanaka.call('applications.withdraw', { applicationId: application.id })
  })

  test('a draft is seen by its own people and nobody else, by no route', async () => {
    const { application } = await sato.call('applications.start', {})
    const applicationId = application.id
    for (const login of ['hayashi', 'yamada']) {
      const client = await service.as(login)
      expect(await codeOf(client.call('committee.desk', { applicationId }))).toBe('application-not-found')
      const { items } = await client.call('committee.queue', {})
      expect(items.map(({ id }) => id)).not.toContain(applicationId)
      expect(await codeOf(client.call('applications.detail', { applicationId }))).toBe('role-needed')
    }
    for (const act of ['applications.detail', 'applications.withdraw'] as const)
      expect(await codeOf(tanaka.call(act, { applicationId }))).toBe('application-not-found')
    expect(
      await codeOf(tanaka.call('applications.save', { applicationId, revision: 0, form: aForm() })),
    ).toBe('application-not-found')
    expect(
      await codeOf(
        (await service.as('ito')).call('committee.comment', { applicationId, text: '下書きを見た' }),
      ),
    ).toBe('application-not-found')
    expect(await codeOf(service.open.call('applications.detail', { applicationId }))).toBe('not-signed-in')
    await sato.call('applications.withdraw', { applicationId })
  })

  test('somebody named takes part only once they confirmed from their own account, in the part they saw', async () => {
    const { application } = await tanaka.call('applications.start', {})
    const applicationId = application.id
    const people = [
      ...alone('tanaka'),
      { login: 'sato', part: 'contractor' as const, duty: '統計解析の受託' },
      { login: 'nobody-here', part: 'researcher' as const, duty: '' },
    ]
    await tanaka.call('applications.save', { applicationId, revision: 0, form: aForm({ people }) })
    const asked = await problemOf(tanaka.call('applications.submit', { applicationId, revision: 1 }))
    expect(asked?.params).toMatchObject({ count: 2 })
    expect(await codeOf(tanaka.call('applications.confirm', { applicationId, part: 'contractor' }))).toBe(
      'application-moved',
    )
    expect(await codeOf(sato.call('applications.confirm', { applicationId, part: 'responsible' }))).toBe(
      'application-moved',
    )
    await sato.call('applications.confirm', { applicationId, part: 'contractor' })
    expect(await codeOf(sato.call('applications.submit', { applicationId, revision: 1 }))).toBe(
      'application-not-yours',
    )
    // Another part than the one agreed to asks for another confirmation.
    const changed = [people[0]!, { ...people[1]!, part: 'researcher' as const }]
    await tanaka.call('applications.save', { applicationId, revision: 1, form: aForm({ people: changed }) })
    const again = await problemOf(tanaka.call('applications.submit', { applicationId, revision: 2 }))
    expect(again?.words.en.next).toContain('sato')
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('one person has so many drafts and no more', async () => {
    const again = await service.as('sato')
    const made: ApplicationId[] = []
    for (let n = 0; n < 20; n += 1) made.push((await again.call('applications.start', {})).application.id)
    expect(await codeOf(again.call('applications.start', {}))).toBe('application-too-many')
    for (const applicationId of made) await again.call('applications.withdraw', { applicationId })
  })
})

describe('deciding', () => {
  test('who takes part in an application, or works where its people work, neither reads nor decides it', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const ogawa = await service.as('ogawa')
    const { items } = await ogawa.call('committee.queue', {})
    expect(items.find(({ id }) => id === applicationId)?.whyNot).toBe('same-institution')
    const { meetingId } = await meeting(service, applicationId)
    const at = { applicationId, meetingId }
    const terms = theTerms()
    for (const attempt of [
      () => ogawa.call('committee.desk', { applicationId }),
      () => ogawa.call('committee.comment', { applicationId, text: '賛成します' }),
      () => ogawa.call('committee.attend', at),
      () => ogawa.call('committee.vote', { ...at, decision: 'approve', terms }),
      () => ogawa.call('committee.adjourn', { ...at, reason: '延期します' }),
    ])
      expect(await codeOf(attempt())).toBe('committee-not-allowed')
    for (const client of [tanaka, await service.as('yamada'), await service.as('suzuki')])
      expect(await codeOf(client.call('committee.vote', { ...at, decision: 'approve', terms }))).toBe(
        'role-needed',
      )
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('a vote without a quorum is refused and the refusal names what lacks', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const { meetingId, clients } = await meeting(service, applicationId, ['hayashi', 'nakamura', 'watanabe'])
    const refused = await problemOf(
      clients.get('hayashi')!.call('committee.vote', {
        applicationId,
        meetingId,
        decision: 'approve',
        terms: theTerms(),
      }),
    )
    expect(refused?.code).toBe('meeting-without-quorum')
    expect(refused?.words.ja.title).toContain('一般の立場の委員がいない')
    expect(refused?.words.ja.title).toContain('設置機関に所属しない委員が1人（2人以上必要）')
    expect(refused?.words.en.title).toContain('3 of 5 members present')
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('votes are hidden until all have signed; a first vote closes attendance and terms', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const { meetingId, clients } = await meeting(service, applicationId)
    const at = { applicationId, meetingId }
    const [first, second] = [...clients.values()]
    const old = theTerms()
    const terms = theTerms({ minimumPersons: 30 })
    await second!.call('committee.set-terms', { ...at, terms })
    expect(await codeOf(first!.call('committee.vote', { ...at, decision: 'approve', terms: old }))).toBe(
      'meeting-terms-moved',
    )
    expect(await codeOf(first!.call('committee.vote', { ...at, decision: 'reject', terms }))).toBe(
      'comment-missing',
    )
    const after = await first!.call('committee.vote', { ...at, decision: 'approve', terms })
    expect(after.meetings.at(-1)).toMatchObject({ votes: [], ownVote: 'approve', outcome: null })
    // Nor does the log tell it before.
    const yamada = await service.as('yamada')
    const log = await yamada.call('audit.entries', { subject: applicationId, limit: 100 })
    const vote = log.entries.find(({ event }) => event === 'application-vote-signed')
    expect(Object.keys(vote?.detail ?? {}).sort()).toEqual(['meeting', 'round'])
    const others = await second!.call('committee.desk', { applicationId })
    expect(others.meetings.at(-1)).toMatchObject({ votes: [], ownVote: null })
    expect(await codeOf(second!.call('committee.set-terms', { ...at, terms: old }))).toBe('meeting-voting')
    expect(await codeOf(first!.call('committee.vote', { ...at, decision: 'approve', terms }))).toBe(
      'meeting-voted',
    )
    // Adjourned, its votes count for nothing.
    await second!.call('committee.adjourn', { ...at, reason: '資料の不足のため' })
    expect(await codeOf(second!.call('committee.vote', { ...at, decision: 'approve', terms }))).toBe(
      'meeting-closed',
    )
    expect((await tanaka.call('applications.detail', { applicationId })).application.state).toBe('submitted')
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('two votes of one member at the same moment are one vote', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const { meetingId, clients } = await meeting(service, applicationId)
    const hayashi = clients.get('hayashi')!
    const elsewhere = await service.as('hayashi')
    const codes = await Promise.all(
      [hayashi, elsewhere, hayashi, elsewhere].map((client) =>
        codeOf(
          client.call('committee.vote', {
            applicationId,
            meetingId,
            decision: 'approve',
            terms: theTerms(),
          }),
        ),
      ),
    )
    expect(codes.filter((code) => code === null).length).toBe(1)
    expect(codes.filter((code) => code === 'meeting-voted').length).toBe(3)
    const desk = await hayashi.call('committee.desk', { applicationId })
    expect(desk.item.meeting).toMatchObject({ attending: 5, voted: 1 })
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('nothing is decided on what was withdrawn, and a withdrawal ends the meeting', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const { meetingId, clients } = await meeting(service, applicationId)
    await tanaka.call('applications.withdraw', { applicationId })
    const client = clients.get('ito')!
    const terms = theTerms()
    expect(
      await codeOf(client.call('committee.vote', { applicationId, meetingId, decision: 'approve', terms })),
    ).toBe('meeting-closed')
    expect(
      await codeOf(client.call('committee.convene', { applicationId, round: 1, heldOn: inDays(0), terms })),
    ).toBe('application-state')
  })

  test('what was submitted stands: no edit, and the committee reads the frozen round', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const form = aForm({ titleJa: '差し替えた題名', people: alone('tanaka') })
    expect(await codeOf(tanaka.call('applications.save', { applicationId, revision: 1, form }))).toBe(
      'application-state',
    )
    const ito = await service.as('ito')
    await ito.call('committee.ask-for-changes', {
      applicationId,
      round: 1,
      text: '年齢を5歳階級にできないか検討してください。',
    })
    // Given back, it may be written again; the committee still sees the round it judged.
    await tanaka.call('applications.save', { applicationId, revision: 1, form })
    expect((await ito.call('committee.desk', { applicationId })).form.titleJa).not.toBe('差し替えた題名')
    const { comments } = await tanaka.call('applications.detail', { applicationId })
    expect(comments.map(({ text }) => text)).toEqual(['年齢を5歳階級にできないか検討してください。'])
    await tanaka.call('applications.submit', { applicationId, revision: 2 })
    const desk = await ito.call('committee.desk', { applicationId })
    expect([desk.item.round, desk.changed]).toEqual([2, ['titleJa']])
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('words between members do not reach the applicant', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const ito = await service.as('ito')
    await ito.call('committee.comment', { applicationId, text: '内々の意見です' })
    const text = JSON.stringify(await tanaka.call('applications.detail', { applicationId }))
    expect(text).not.toContain('内々の意見です')
    expect(text).not.toContain('usr_demoito')
    await tanaka.call('applications.withdraw', { applicationId })
  })

  test('the meeting’s day lies between submission and today, and its terms within the application', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const ito = await service.as('ito')
    const convene = (over: object) =>
      codeOf(
        ito.call('committee.convene', {
          applicationId,
          round: 1,
          heldOn: inDays(0),
          terms: theTerms(),
          ...over,
        }),
      )
    expect(await convene({ heldOn: inDays(1) })).toBe('meeting-day-invalid')
    expect(await convene({ heldOn: inDays(-1) })).toBe('meeting-day-invalid')
    expect(await convene({ terms: theTerms({ until: inDays(301) }) })).toBe('meeting-terms-invalid')
    expect(await convene({ terms: theTerms({ minimumPersons: 9 }) })).toBe('input-invalid')
    expect(await convene({ round: 2 })).toBe('application-state')
    await tanaka.call('applications.withdraw', { applicationId })
  })
})

describe('an approval', () => {
  test('survives kill -9 between the votes, makes one permit of exactly what was asked, and it works', async () => {
    const applicationId = await submitted(tanaka, 'tanaka')
    const terms = theTerms()
    const { meetingId, clients } = await meeting(service, applicationId)
    const vote = (client: HttpClient) =>
      client.call('committee.vote', { applicationId, meetingId, decision: 'approve', terms })
    for (const login of ['hayashi', 'ito', 'watanabe']) await vote(clients.get(login)!)
    await service.kill()
    service = await startService(service.data)
    expect(
      (await (await service.as('ito')).call('committee.desk', { applicationId })).item.meeting,
    ).toMatchObject({ attending: 5, voted: 3, mine: 'voted' })
    await vote(await service.as('nakamura'))
    const last = await vote(await service.as('kimura'))
    expect(last.meetings.at(-1)).toMatchObject({ state: 'decided', outcome: 'approve' })
    // Killed while the data is prepared, it is finished at the next start.
    await service.kill()
    service = await startService(service.data)
    tanaka = await service.as('tanaka')
    sato = await service.as('sato')
    const detail = await inForce(tanaka, applicationId)
    expect(detail).toMatchObject({
      application: { state: 'in-force' },
      permit: { state: 'in-force', until: terms.until },
    })

    const { permits } = await tanaka.call('permits.mine', {})
    const made = permits.filter(({ id }) => id === detail.permit!.id)
    expect(made.length).toBe(1)
    const permit = made[0]!
    expect(permit).toMatchObject({
      minimumPersons: 20,
      picturePagesPerDay: 40,
      linkageApproved: true,
      people: ['usr_demotanaka'],
      databases: ['dpc', 'kaigo'],
    })
    const kaigo = permit.tables.find(({ schema }) => schema === 'kaigo')
    expect(kaigo?.columns.map(({ name }) => name)).toEqual(['person_id', 'certified_from', 'care_level'])
    const query = await runToEnd(
      tanaka,
      `SELECT k.care_level, count(DISTINCT a.person_id) AS persons, min(a.admission_date) AS first_day
       FROM dpc.admission AS a JOIN kaigo.certification AS k ON k.person_id = a.person_id GROUP BY k.care_level`,
      permit.id,
    )
    expect(query.state).toBe('done')
    const beyond = 'SELECT municipality_code, count(*) FROM kaigo.certification GROUP BY ALL'
    expect((await runToEnd(tanaka, beyond, permit.id)).state).toBe('failed')
    expect(await codeOf(sato.call('queries.run', { permitId: permit.id, sql: 'SELECT 1 AS one' }))).toBe(
      'permit-not-found',
    )

    const told = await events(applicationId)
    expect(told.filter((event) => event === 'application-vote-signed').length).toBe(5)
    expect(told.filter((event) => event === 'application-approved').length).toBe(1)
    expect(told.slice(-2)).toContain('application-in-force')
    expect((await events(permit.id)).filter((event) => event === 'permit-granted').length).toBe(1)
    const { stdout } = await run(process.execPath, [CLI, 'audit', 'verify', '--data', service.data, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ holds: true })
  })

  test('an amendment changes the running permit by the same way, one at a time, and not whether it links', async () => {
    const starts = await Promise.all(
      [1, 2, 3].map(() =>
        tanaka
          .call('applications.start', { amends: PERMIT })
          .then(({ application, form }) => ({ id: application.id, form, code: null }))
          .catch((refused) => ({ id: null, form: null, code: refused.problem.code })),
      ),
    )
    expect(starts.map(({ code }) => code).sort()).toEqual(['amendment-pending', 'amendment-pending', null])
    const { id, form: begun } = starts.find(({ code }) => code === null)!
    const applicationId = id!
    expect(begun?.tables.length).toBeGreaterThan(5)

    const idb = begun!.tables.find(({ schema }) => schema === 'idb')!
    const asked = {
      tables: [
        {
          ...idb,
          columns: ['severity', 'onset_date'].map((name) => ({ name, reason: '重症化を調べるため' })),
          // A condition may rest on a column the permit does not open.
          conditions: [{ column: 'disease_code', from: null, until: null, in: ['nothing-like-this'] }],
        },
      ],
      people: alone('tanaka'),
      until: inDays(400),
      linkage: { wanted: true, why: '変更前と同じく接種と届出を連結するため' },
    }
    const form = aForm({ ...asked, linkage: { wanted: false, why: '' } })
    await tanaka.call('applications.save', { applicationId, revision: 0, form })
    const refused = await problemOf(tanaka.call('applications.submit', { applicationId, revision: 1 }))
    expect(refused?.words.en.next).toContain('Apply anew')
    await tanaka.call('applications.save', { applicationId, revision: 1, form: aForm(asked) })
    await tanaka.call('applications.submit', { applicationId, revision: 2 })
    // What the committee starts from is what holds.
    const { amended } = await (await service.as('hayashi')).call('committee.desk', { applicationId })
    expect(amended).toMatchObject({ minimumPersons: 10, picturePagesPerDay: 500 })
    await approveAll(applicationId)
    await inForce(tanaka, applicationId)

    const permit = (await tanaka.call('permits.mine', {})).permits.find((one) => one.id === PERMIT)
    expect(permit).toMatchObject({ state: 'in-force', databases: ['idb'], people: ['usr_demotanaka'] })
    // Sato is no longer on it.
    expect((await sato.call('permits.mine', {})).permits.map((one) => one.id)).not.toContain(PERMIT)
    const query = await runToEnd(tanaka, 'SELECT count(*) AS n FROM idb.notification', PERMIT)
    expect(query.state).toBe('done')
    expect(await codeOf(sato.call('applications.start', { amends: PERMIT }))).toBe('permit-not-found')
  })
})

test('a folder of before the applications gets its tables, its committee and its draft, and loses nothing', async () => {
  const older = temporaryFolder()
  const data = join(older, 'environment')
  copyPrepared(data)
  const database = new Database(join(data, 'records.sqlite'))
  database.exec('DROP TABLE application_reader; DROP TABLE application; DROP TABLE committee_member')
  database.exec("DELETE FROM meta WHERE name = 'migration:0004-applications'")
  database.exec(`DELETE FROM account WHERE roles = '["committee"]'`)
  database.close()
  const served = await startService(data)
  try {
    const ito = await served.as('ito')
    expect(await ito.call('committee.queue', {})).toEqual({ items: [] })
    const { applications } = await (await served.as('tanaka')).call('applications.mine', {})
    expect(applications.map(({ state }) => state)).toEqual(['draft'])
    const { permits } = await (await served.as('sato')).call('permits.mine', {})
    expect(permits.map(({ id }) => id)).toContain(PERMIT)
  } finally {
    await served.stop()
  }
})
