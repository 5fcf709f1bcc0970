/**
 * From an empty folder to a first researcher's first result, with the operator's own commands beside a running service:
 * the road of README, "An environment of your own". Once with invented persons, once with data from files.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import { ROUTES, type RouteName } from '../../shared/contract/routes.ts'
import { type HttpClient, httpClient, signedIn } from '../../visiting/command-line/http-client.ts'
import { codeOf, problemOf, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { inForce } from '../fixtures/an-application.ts'
import { anOwnEnvironment, NEW } from '../fixtures/an-own-environment.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const data = join(temporaryFolder(), 'own')
const { visiting, failing, addAccount, committee, approved, ...own } = anOwnEnvironment(data)
let service: Service
const entered = (login: string, first: string): Promise<HttpClient> => own.entered(service, login, first)

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
    const members = await committee(service)
    expect(await visiting('committee', 'list')).toMatchObject({ lacks: [] })

    const applicationId = await approved({ client: applicant, login: 'tanabe' }, members)
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

  test('what a disabled account has running ends, and what it has waiting never begins', async () => {
    const places = ['a', 'b', 'c', 'd', 'e'].map((name) => `dpc.admission ${name}`).join(', ')
    const endless = `SELECT count(*) FROM ${places} WHERE a.person_id || b.person_id > c.person_id || d.person_id`
    const tanabe = httpClient(
      service.address,
      (await service.open.call('sessions.sign-in', { login: 'tanabe', password: NEW })).token,
    )
    const [permit] = (await tanabe.call('permits.mine', {})).permits
    const queries: string[] = []
    for (const sql of [endless, 'SELECT 1 AS one'])
      queries.push((await tanabe.call('queries.run', { permitId: permit!.id, sql, waitMs: 0 })).id)
    const before = (await tanabe.call('queries.history', { permitId: permit!.id, limit: 10 })).queries
    expect(before.filter(({ id }) => queries.includes(id)).map(({ state }) => state)).toEqual(
      expect.arrayContaining(['running', 'queued']),
    )
    await visiting('account', 'disable', 'tanabe', '--reason', 'lost a device')
    const officer = await entered('sakai', await addAccount('sakai', 'officer'))
    const cancelled = async () =>
      (await officer.call('audit.entries', { limit: 200, event: 'query-cancelled' })).entries.map(
        ({ detail }) => detail.query,
      )
    await expect.poll(cancelled, { timeout: 60_000 }).toEqual(expect.arrayContaining(queries))
    await visiting('account', 'enable', 'tanabe')
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
    const ofSaito = entries.filter(({ detail }) => detail.login === 'saito')
    expect(ofSaito.map(({ by, detail }) => ({ by, detail }))).toEqual([
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

/**
 * Real data all the way: files in, catalog, application, permit, extract, a linked query with what its numbers rest on.
 * The laboratory values are those of a trial (pbcseq of R's survival package); the patients they belong to are made up.
 */
describe('an environment filled from files', () => {
  const folder = temporaryFolder()
  const own = anOwnEnvironment(join(folder, 'own'))
  const pbcseq = join(import.meta.dirname, '../fixtures/sources/pbcseq.csv')
  const mappings = join(import.meta.dirname, '../../resources/import-mappings')
  let service: Service
  let members: HttpClient[]
  let applicant: HttpClient

  /** What the files say, without our own reader: rows of the trial by patient. */
  const [head = '', ...lines] = readFileSync(pbcseq, 'utf8').replaceAll('"', '').trim().split('\n')
  const at = (line: string, name: string) => line.split(',')[head.split(',').indexOf(name)] ?? ''
  const patients = [...new Set(lines.map((line) => at(line, 'id')))]
  const sexOf = (id: string) => (Number(id.slice(1)) % 3 === 0 ? 'male' : 'female')

  function written(name: string, content: string): string {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  beforeAll(async () => {
    await own.visiting('init', '--name-ja', '研究用環境', '--name-en', 'Research')
    const resources = patients.map((id) =>
      JSON.stringify({
        resourceType: 'Patient',
        id,
        gender: sexOf(id),
        birthDate: '1950-01-01',
        name: [{ text: `山田${id}` }],
      }),
    )
    const mapping = written(
      'mapping.json',
      JSON.stringify({
        table: 'ehr.lab_result',
        source: { format: 'csv' },
        person: 'id',
        columns: {
          sampled_date: { constant: '2020-01-01' },
          analyte_code: { constant: '3J010' },
          analyte_name: { constant: '総ビリルビン' },
          value: { from: 'bili' },
          unit: { constant: 'mg/dL' },
        },
      }),
    )
    await own.visiting(
      ...['import', '--file', written('patients.ndjson', resources.join('\n'))],
      ...['--mapping', join(mappings, 'fhir-patient.json')],
    )
    await own.visiting('import', '--file', pbcseq, '--mapping', mapping)
    service = await startService(join(folder, 'own'))
    members = await own.committee(service)
    applicant = await own.entered(service, 'aoki', await own.addAccount('aoki', 'researcher'))
  })
  afterAll(() => service?.stop())

  const table = (name: string, ...columns: string[]) => ({
    database: 'ehr',
    schema: 'ehr',
    name,
    columns: columns.map((column) => ({ name: column, reason: '検査値の分布を見るため' })),
    conditions: [],
  })

  test('stands in the catalog with its numbers, rounded', async () => {
    const { profiles } = await service.open.call('catalog.dataset', { datasetId: 'ehr' })
    const found = profiles.map(({ schema, name, persons }) => [`${schema}.${name}`, persons]).sort()
    expect(found).toEqual([
      ['ehr.lab_result', 310],
      ['ehr.patient', 310],
    ])
  })

  test('is applied for, permitted and joined, and each number tells what it rests on', async () => {
    const form = {
      tables: [
        table('patient', 'sex', 'birth_year'),
        table('lab_result', 'analyte_code', 'value'),
        table('prescription', 'atc_code'),
      ],
    }
    const applicationId = await own.approved({ client: applicant, login: 'aoki' }, members, { form })
    expect((await inForce(applicant, applicationId)).application.state).toBe('in-force')
    const [permit] = (await applicant.call('permits.mine', {})).permits
    const query = await runToEnd(
      applicant,
      `SELECT p.sex, count(*) AS results, sum(value) AS total
       FROM ehr.patient AS p JOIN ehr.lab_result AS l USING (person_id) GROUP BY p.sex ORDER BY p.sex`,
      permit!.id,
    )
    expect([query.state, query.error]).toEqual(['done', null])
    const page = readResultPage((await applicant.call('results.page', { resultId: query.resultId! })).bytes)
    const [sex, results, total] = page.columns
    expect([sex!.text(0), sex!.text(1)].sort()).toEqual(['1', '2'])
    for (const row of [0, 1]) {
      const gender = sex!.text(row) === '1' ? 'male' : 'female'
      const theirs = lines.filter((line) => sexOf(at(line, 'id')) === gender)
      expect(results!.number(row)).toBe(theirs.length)
      expect(results!.persons(row)).toBe(new Set(theirs.map((line) => at(line, 'id'))).size)
      expect(total!.number(row)).toBeCloseTo(
        theirs.reduce((sum, line) => sum + Number(at(line, 'bili')), 0),
        1,
      )
    }
  })

  test('stands beside permitted tables that hold nothing yet, which are empty', async () => {
    const [permit] = (await applicant.call('permits.mine', {})).permits
    const query = await runToEnd(
      applicant,
      `SELECT count(DISTINCT p.person_id) AS patients, count(DISTINCT d.person_id) AS prescribed
       FROM ehr.patient AS p LEFT JOIN ehr.prescription AS d USING (person_id)`,
      permit!.id,
    )
    expect([query.state, query.error]).toEqual(['done', null])
    const page = readResultPage((await applicant.call('results.page', { resultId: query.resultId! })).bytes)
    expect(page.columns[0]!.number(0)).toBe(patients.length)
    expect((await applicant.call('permits.mine', {})).permits[0]!.state).toBe('in-force')
  })

  test('a file is not brought in under a running service', async () => {
    const failed = await own.failing(['import', '--file', pbcseq, '--mapping', join(folder, 'mapping.json')])
    expect(failed.status).toBe(1)
    expect(failed.said).toMatch(/使用中です/)
  })
})
