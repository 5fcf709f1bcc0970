/**
 * From an empty folder to a first researcher's first result, with the operator's own commands beside a running service:
 * the road of README, "An environment of your own".
 */
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import { ROUTES, type RouteName } from '../../shared/contract/routes.ts'
import { type HttpClient, httpClient, signedIn } from '../../visiting/command-line/http-client.ts'
import { codeOf, problemOf, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { aForm, alone, inDays, inForce, theTerms } from '../fixtures/an-application.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const data = join(temporaryFolder(), 'own')
const NEW = 'a long enough phrase'
let service: Service

/** One of the operator's commands, as typed; answers what it printed as JSON. */
async function visiting(...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words, '--data', data, '--json'])
  return JSON.parse(stdout) as Record<string, unknown>
}

/** A command that is to fail: its exit status and what it said. */
async function failing(words: string[], input = ''): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, [CLI, ...words, '--data', data], { stdio: 'pipe' })
  child.stdin.end(input)
  const said = text(child.stderr)
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { status, said: await said }
}

async function addAccount(login: string, role: string, institution = 'Toto'): Promise<string> {
  const added = await visiting(
    ...['account', 'add', login, '--roles', role],
    ...['--name-ja', `${login}さん`, '--name-en', `Dr ${login}`],
    ...['--institution-ja', `${institution}大学`, '--institution-en', `${institution} University`],
  )
  return added.firstPassword as string
}

/** Signs in with a first password and changes it, as a person would. */
async function entered(login: string, first: string): Promise<HttpClient> {
  const client = await signedIn(service.address, login, first)
  await client.call('sessions.change-password', { current: first, next: NEW })
  return client
}

beforeAll(async () => {
  await visiting('init', '--name-ja', '研究用環境', '--name-en', 'Research', '--persons', '1500')
  service = await startService(data)
})
afterAll(() => service.stop())

describe('an environment of one’s own', () => {
  test('is no demonstration: nobody is in it, and it tells no passwords', async () => {
    const identity = await service.open.call('environment.identity', {})
    expect(identity).toMatchObject({ nameEn: 'Research', demonstration: false, demoPeople: [] })
    expect(identity.workbenchInBrowser).toBe(false)
    expect(await visiting('account', 'list')).toEqual({ accounts: [] })
    expect(
      await codeOf(service.open.call('sessions.sign-in', { login: 'sato', password: 'sato-demo-2026' })),
    ).toBe('wrong-credentials')
  })

  test('a first password opens nothing but its own change, by whatever route', async () => {
    const first = await addAccount('aoki', 'researcher')
    const client = await signedIn(service.address, 'aoki', first)
    expect(await client.call('sessions.current', {})).toMatchObject({ mustChangePassword: true })
    const open: RouteName[] = ['sessions.current', 'sessions.change-password', 'sessions.sign-out']
    const closed = (Object.keys(ROUTES) as RouteName[]).filter(
      (name) => ROUTES[name].access !== 'open' && !open.includes(name),
    )
    const answers: Record<string, string | null> = {}
    for (const name of closed) answers[name] = await codeOf(client.call(name, {} as never))
    expect(closed.length).toBeGreaterThan(40)
    expect(Object.entries(answers).filter(([, code]) => code !== 'password-change-needed')).toEqual([])

    const weak = await problemOf(client.call('sessions.change-password', { current: first, next: 'short' }))
    expect(weak?.code).toBe('password-not-accepted')
    expect(weak?.words.ja.next).toContain('12文字以上')
    expect(
      await codeOf(client.call('sessions.change-password', { current: 'not this one', next: NEW })),
    ).toBe('current-password-wrong')
    expect(await client.call('sessions.change-password', { current: first, next: NEW })).toEqual({
      changed: true,
    })
    expect(await client.call('permits.mine', {})).toEqual({ permits: [] })
  })

  test('from account to application, committee, permit and a result', async () => {
    const applicant = await entered('tanabe', await addAccount('tanabe', 'researcher'))
    const seats: [login: string, field: string, sex: string, outside: string][] = [
      ['ueda', 'natural-science', 'female', '--outside'],
      ['endo', 'humanities-social', 'male', '--outside'],
      ['okada', 'lay', 'female', '--no-outside'],
      ['kato', 'natural-science', 'male', '--no-outside'],
      ['kudo', 'humanities-social', 'female', '--no-outside'],
    ]
    const members: HttpClient[] = []
    for (const [login, field, sex, outside] of seats) {
      const first = await addAccount(login, 'committee', 'Kiko')
      await visiting('committee', 'add', login, '--fields', field, '--sex', sex, outside)
      members.push(await entered(login, first))
    }
    expect(await visiting('committee', 'list')).toMatchObject({ lacks: [] })

    const { application } = await applicant.call('applications.start', {})
    const applicationId = application.id
    const form = aForm({ people: alone('tanabe') })
    const { revision } = await applicant.call('applications.save', { applicationId, revision: 0, form })
    await applicant.call('applications.submit', { applicationId, revision })
    const [chair, ...others] = members
    const desk = await chair!.call('committee.desk', { applicationId })
    const terms = theTerms({ minimumPersons: 10 })
    const opened = await chair!.call('committee.convene', {
      applicationId,
      round: desk.item.round,
      heldOn: inDays(0),
      terms,
    })
    const meetingId = opened.item.meeting!.id
    for (const member of others) await member.call('committee.attend', { applicationId, meetingId })
    for (const member of members)
      await member.call('committee.vote', { applicationId, meetingId, decision: 'approve', terms })
    const granted = await inForce(applicant, applicationId)
    expect(granted.application.state).toBe('in-force')
    const { permits } = await applicant.call('permits.mine', {})
    expect(permits.map(({ state }) => state)).toEqual(['in-force'])

    const { resultId, state, error } = await runToEnd(
      applicant,
      'SELECT count(DISTINCT person_id) AS persons FROM dpc.admission',
      permits[0]!.id,
    )
    expect([state, error]).toEqual(['done', null])
    const page = readResultPage((await applicant.call('results.page', { resultId: resultId! })).bytes)
    expect(Number(page.columns[0]!.text(0))).toBeGreaterThan(10)
    const shown = await visiting('account', 'show', 'tanabe')
    expect(shown).toMatchObject({ login: 'tanabe', permits: [{ state: 'in-force' }] })
  })
})

describe('while the service runs', () => {
  test('a disabled account’s session ends at once, and roles hold from the next request on', async () => {
    const client = await entered('saito', await addAccount('saito', 'researcher'))
    await visiting('account', 'set-roles', 'saito', '--roles', 'officer')
    expect(await codeOf(client.call('permits.mine', {}))).toBe('role-needed')
    expect((await client.call('audit.entries', { limit: 1 })).entries).toHaveLength(1)
    await visiting('account', 'disable', 'saito', '--reason', 'left')
    expect(await codeOf(client.call('sessions.current', {}))).toBe('not-signed-in')
    expect(await codeOf(signedIn(service.address, 'saito', NEW))).toBe('account-disabled')
    await visiting('account', 'enable', 'saito')
    const { firstPassword } = await visiting('account', 'reset-password', 'saito')
    const again = await signedIn(service.address, 'saito', firstPassword as string)
    expect(await codeOf(again.call('audit.entries', { limit: 1 }))).toBe('password-change-needed')
  })

  test('command and service write at once, and the audit chain holds', async () => {
    const officer = await entered('shibata', await addAccount('shibata', 'officer'))
    const asking = Array.from({ length: 60 }, () => officer.call('audit.entries', { limit: 1 }))
    const writing = ['hara', 'hirano', 'honda'].map((login) => addAccount(login, 'researcher'))
    const settled = await Promise.allSettled([...asking, ...writing])
    expect(settled.filter(({ status }) => status === 'rejected')).toEqual([])
    const { accounts } = await visiting('account', 'list')
    expect((accounts as { login: string }[]).map(({ login }) => login)).toEqual(
      expect.arrayContaining(['hara', 'hirano', 'honda']),
    )
    expect(await officer.call('audit.verify', {})).toMatchObject({ holds: true })
  })

  test('every act stands in the audit log with who did it, and no password does', async () => {
    const officer = httpClient(
      service.address,
      (await service.open.call('sessions.sign-in', { login: 'shibata', password: NEW })).token,
    )
    const { entries } = await officer.call('audit.entries', { limit: 200, event: 'account-disabled' })
    expect(entries.map(({ by, detail }) => ({ by, detail }))).toEqual([
      { by: null, detail: expect.objectContaining({ login: 'saito', reason: 'left', via: 'command-line' }) },
    ])
    const all = await officer.call('audit.entries', { limit: 200 })
    const written = JSON.stringify(all.entries)
    expect(written).not.toContain(NEW)
    for (const event of ['account-added', 'account-roles-set', 'account-password-reset', 'password-changed'])
      expect(written).toContain(event)
  })
})

describe('what a command refuses', () => {
  test.each([
    ['an unknown role', ['account', 'add', 'mori', '--roles', 'admin'], 'researcher, reviewer'],
    ['a login that is none', ['account', 'add', 'Mori!', '--roles', 'researcher'], '英小文字'],
    ['a login that is taken', ['account', 'add', 'aoki', '--roles', 'researcher'], 'already'],
  ])('%s', async (_what, words, says) => {
    const names = ['--name-ja', '森', '--name-en', 'Mori', '--institution-ja', '森', '--institution-en', 'M']
    const { status, said } = await failing([...words, ...names])
    expect([status, said]).toEqual([1, expect.stringContaining(says)])
  })

  test('an institution under a second English name', async () => {
    const { status, said } = await failing([
      ...['account', 'set-details', 'aoki', '--institution-ja', 'Kiko大学'],
      ...['--institution-en', 'KIKO Univ.'],
    ])
    expect([status, said]).toEqual([1, expect.stringContaining('Kiko University')])
  })

  test('a weak password on standard input', async () => {
    const { status, said } = await failing(['account', 'reset-password', 'aoki', '--password-stdin'], 'abc\n')
    expect([status, said]).toEqual([1, expect.stringContaining('12 characters')])
  })

  test('a seat without the role, and an account nobody has', async () => {
    const seat = ['--fields', 'lay', '--sex', 'female', '--outside']
    expect(await failing(['committee', 'add', 'aoki', ...seat])).toMatchObject({ status: 1 })
    expect(await failing(['account', 'disable', 'nobody', '--reason', 'x'])).toMatchObject({ status: 1 })
  })
})

describe('the review policy', () => {
  test('is set at the command line, read on the screen’s route, and never lets an output pass without people', async () => {
    await visiting(
      ...['review-policy', 'set', '--low-risk', '--least-persons', '200', '--reason', 'trial year'],
    )
    const reviewer = await entered('wada', await addAccount('wada', 'reviewer', 'Kiko'))
    expect((await reviewer.call('reviews.policy', {})).edition).toMatchObject({
      number: 1,
      policy: { lowRisk: { leastPersons: 200 }, reuse: null },
      reason: 'trial year',
    })
    const low = ['review-policy', 'set', '--low-risk', '--least-persons', '5', '--reason', 'x']
    expect(await failing(low)).toMatchObject({ status: 1 })
  })
})
