/** A real service over real data: what one released table and another give away together. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputId, PermitId, ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { grantPermit, inExtract } from '../fixtures/a-second-permit.ts'
import { codeOf, copyPrepared, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { scriptsBelow } from '../visiting/engine/processes.ts'

const OTHER = 'prm_otherpermit00000001' as PermitId
const folder = temporaryFolder()
const data = join(folder, 'environment')
let service: Service
let sato: HttpClient
let tanaka: HttpClient

beforeAll(async () => {
  copyPrepared(data)
  await grantPermit(data, {
    id: OTHER,
    titleJa: '別の利用許可',
    titleEn: 'Another permit',
    people: [DEMO_ACCOUNTS.find(({ login }) => login === 'tanaka')!.id],
    linkageApproved: false,
  })
  service = await startService(data)
  sato = await service.as('sato')
  tanaka = await service.as('tanaka')
})
afterAll(() => service.stop())

const result = async (client: HttpClient, sql: string, permit: PermitId = PERMIT) => {
  const query = await runToEnd(client, sql, permit)
  expect(query.error, sql).toBeNull()
  return query.resultId!
}

const compared = async (client: HttpClient, ...results: ResultId[]) => {
  const { items } = await client.call('outputs.compare', {
    items: results.map((resultId) => ({ kind: 'table', resultId })),
  })
  return items.at(-1)!
}

const asked = async (client: HttpClient, sql: string, permit: PermitId = PERMIT) => {
  const answer = await compared(client, await result(client, sql, permit))
  return { ...answer, codes: [...new Set(answer.findings.map(({ code }) => code))].sort() }
}

const submitted = async (client: HttpClient, sql: string, permit: PermitId = PERMIT) =>
  client.call('outputs.submit', aSubmission(await result(client, sql, permit)))

const approve = async (login: string, outputId: OutputId) =>
  castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })

const released = async (client: HttpClient, sql: string, permit: PermitId = PERMIT) => {
  const { id } = await submitted(client, sql, permit)
  await approve('suzuki', id)
  const { output } = await approve('takahashi', id)
  expect(output.state).toBe('released')
  return id
}

/** A condition that leaves this many of the notified persons of a permit out. */
const without = async (permit: PermitId, persons: number) => {
  const [edge] = await inExtract(
    data,
    permit,
    `SELECT person_id FROM (SELECT DISTINCT person_id FROM idb.notification) ORDER BY person_id LIMIT 1 OFFSET ${persons - 1}`,
  )
  return `person_id > '${edge}'`
}

const COUNT = 'SELECT count(DISTINCT person_id) AS persons FROM idb.notification'

describe('one table is released', () => {
  let first: OutputId

  test('the first table meets nothing', async () => {
    expect(await asked(sato, COUNT)).toMatchObject({ state: 'compared', findings: [] })
    first = await released(sato, COUNT)
  })

  test('three persons fewer is blocked, three hundred fewer is not', async () => {
    const close = `${COUNT} WHERE ${await without(PERMIT, 3)}`
    const { findings } = await asked(sato, close)
    expect(findings).toMatchObject([
      {
        code: 'difference-small',
        severity: 'blocking',
        row: 0,
        column: 'persons',
        params: { release: '年齢階級・重症度別の患者数', threshold: 10 },
      },
    ])
    expect(await codeOf(submitted(sato, close))).toBe('output-blocked')
    const far = await asked(sato, `${COUNT} WHERE ${await without(PERMIT, 300)}`)
    expect(far).toMatchObject({ state: 'compared', findings: [] })
  })

  test('other words for the same people are no finding, nor is the same table again', async () => {
    const other = `
      WITH n AS (SELECT person_id, count(*) AS k FROM idb.notification GROUP BY person_id)
      SELECT sum(1) AS everybody FROM n WHERE k >= 1`
    expect((await asked(sato, other)).codes).toEqual([])
    expect((await asked(sato, COUNT)).codes).toEqual([])
  })

  test('numbers of another kind about nearly the same people are for people to judge', async () => {
    const { findings } = await asked(
      sato,
      `SELECT avg(birth_year) AS born FROM idb.notification JOIN ndb.person USING (person_id) WHERE ${await without(PERMIT, 3)}`,
    )
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['difference-other-quantity', 'warning'],
    ])
  })

  test('the rest of a whole is too small: inside one table', async () => {
    const three = await without(PERMIT, 3)
    const inside = `SELECT count(DISTINCT person_id) AS persons, count(DISTINCT person_id) FILTER (WHERE ${three}) AS most FROM idb.notification`
    expect((await asked(sato, inside)).codes).toContain('difference-small-here')
    expect(await codeOf(submitted(sato, inside))).toBe('output-blocked')
  })

  test('pieces that leave three out are blocked: each far from the whole, together close to it', async () => {
    const three = await without(PERMIT, 3)
    const pieces = `SELECT severity, count(DISTINCT person_id) AS persons FROM
      (SELECT person_id, min(severity) AS severity FROM idb.notification WHERE ${three} GROUP BY person_id)
      GROUP BY severity`
    const { findings } = await asked(sato, pieces)
    expect(findings).toMatchObject([{ code: 'difference-small', row: null, column: 'persons' }])
  })

  test('two tables of one submission are compared with each other', async () => {
    const one = await result(sato, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    const fewer = await result(
      sato,
      `SELECT count(DISTINCT person_id) AS persons FROM ndb.person WHERE person_id > (SELECT '${(await inExtract(data, PERMIT, 'SELECT person_id FROM ndb.person ORDER BY person_id LIMIT 1 OFFSET 2'))[0]}')`,
    )
    expect((await compared(sato, one, fewer)).findings).toMatchObject([
      { code: 'difference-small-beside', severity: 'blocking' },
    ])
  })

  test('a recalled release was seen, and still counts', async () => {
    const { outputs } = await sato.call('outputs.list', {})
    const { releaseId } = outputs.find(({ id }) => id === first)!
    const suzuki = await service.as('suzuki')
    await suzuki.call('releases.recall', { releaseId: releaseId!, reason: '説明に誤りがあったため' })
    expect((await asked(sato, `${COUNT} WHERE ${await without(PERMIT, 3)}`)).codes).toEqual([
      'difference-small',
    ])
  })
})

describe('the process that holds the ledger', () => {
  test('is killed like any other, and the next comparison finds what stood before', async () => {
    const close = await result(sato, `${COUNT} WHERE ${await without(PERMIT, 3)}`)
    const before = await compared(sato, close)
    const [pid] = await scriptsBelow(service.process.pid!, 'ledger.js')
    process.kill(pid!, 'SIGKILL')
    expect(await compared(sato, close)).toEqual(before)
    expect(await scriptsBelow(service.process.pid!, 'ledger.js')).not.toContain(pid)
    await service.kill()
    service = await startService(data)
    sato = await service.as('sato')
    tanaka = await service.as('tanaka')
    expect(await compared(sato, close)).toEqual(before)
  })
})

describe('another permit on the same data, without linkage', () => {
  test('learns that a release is too close, not which', async () => {
    const { findings } = await asked(tanaka, `${COUNT} WHERE ${await without(OTHER, 3)}`, OTHER)
    expect(findings).toMatchObject([
      { code: 'difference-small-elsewhere', severity: 'blocking', params: { threshold: 10 } },
    ])
    expect(JSON.stringify(findings)).not.toContain('患者数')
    expect((await asked(tanaka, `${COUNT} WHERE ${await without(OTHER, 300)}`, OTHER)).codes).toEqual([])
  })

  test('persons are the same whatever the permit calls them', async () => {
    expect((await asked(tanaka, COUNT, OTHER)).codes).toEqual([])
  })
})

describe('two outputs in review at once', () => {
  const VACCINATED = 'SELECT count(DISTINCT person_id) AS persons FROM vaccination.record'
  const edge = async (permit: PermitId) => {
    const [id] = await inExtract(
      data,
      permit,
      'SELECT person_id FROM (SELECT DISTINCT person_id FROM vaccination.record) ORDER BY person_id LIMIT 1 OFFSET 3',
    )
    return `person_id > '${id}'`
  }

  test('of one permit are compared when the second is submitted', async () => {
    await submitted(sato, VACCINATED)
    const again = `${VACCINATED} WHERE ${await edge(PERMIT)}`
    expect(await codeOf(submitted(sato, again))).toBe('output-blocked')
  })

  test('of two permits: the reviewers see it, and only one of them can be approved, also after kill -9', async () => {
    const { outputs } = await sato.call('outputs.list', {})
    const one = outputs.find(({ state }) => state === 'in-review')!.id
    // What is in review under another permit is not told to a researcher.
    const other = await submitted(tanaka, `${VACCINATED} WHERE ${await edge(OTHER)}`, OTHER)
    const desk = await (await service.as('suzuki')).call('reviews.ledger', { outputId: other.id })
    expect(desk.items[0]!.findings.map(({ code }) => code)).toContain('difference-small')
    expect(desk.earlier).toContainEqual(
      expect.objectContaining({ outputId: one, samePermit: false, share: 'all', cells: 1 }),
    )
    await approve('suzuki', one)
    await approve('suzuki', other.id)
    await service.kill()
    service = await startService(data)
    sato = await service.as('sato')
    tanaka = await service.as('tanaka')
    const votes = await Promise.all([one, other.id].map((outputId) => codeOf(approve('takahashi', outputId))))
    expect(votes.sort()).toEqual(['ledger-difference', null].sort())
    const states = [
      ...(await sato.call('outputs.list', {})).outputs,
      ...(await tanaka.call('outputs.list', {})).outputs,
    ]
      .filter(({ id }) => id === one || id === other.id)
      .map(({ state }) => state)
    expect(new Set(states)).toEqual(new Set(['released', 'in-review']))
  })
})

describe('what cannot be compared is said', () => {
  test('a table of groups from the workspace', async () => {
    await result(
      sato,
      'CREATE TABLE groups AS SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex',
    )
    const { state, notCompared, codes } = await asked(sato, 'SELECT sex, persons FROM groups')
    expect([state, notCompared, codes]).toEqual([
      'not-compared',
      'stored-groups',
      ['not-compared-stored-groups'],
    ])
  })

  test('persons of a workspace table are followed, and a workspace that changed since is noticed', async () => {
    await result(
      sato,
      `CREATE TABLE cohort AS SELECT DISTINCT person_id FROM idb.notification WHERE ${await without(PERMIT, 3)}`,
    )
    const resultId = await result(sato, 'SELECT count(*) AS persons FROM cohort')
    const before = await compared(sato, resultId)
    expect(before.findings.map(({ code }) => code)).toEqual(['difference-small'])
    await result(sato, `INSERT INTO cohort SELECT person_id FROM ndb.person WHERE birth_year < 1950`)
    expect(await compared(sato, resultId)).toMatchObject({ notCompared: 'data-changed' })
  })
})

describe('a share is released', () => {
  const OLD = 'p.birth_year < 1960'
  const share = (more = '') =>
    `SELECT avg(CASE WHEN ${OLD}${more} THEN 1 ELSE 0 END) AS share FROM ndb.person AS p`
  const count = (more = '') => `SELECT count(*) FILTER (WHERE ${OLD}${more}) AS old FROM ndb.person AS p`

  test('its numerator is compared with counts and other shares, its denominator with counts of all', async () => {
    const [edge] = await inExtract(
      data,
      PERMIT,
      `SELECT person_id FROM ndb.person AS p WHERE ${OLD} ORDER BY person_id LIMIT 1 OFFSET 2`,
    )
    const fewer = ` AND person_id > '${edge}'`
    await released(sato, share())
    expect((await asked(sato, share(fewer))).codes).toContain('difference-small')
    expect((await asked(sato, count(fewer))).codes).toContain('difference-small')
    const all = `SELECT count(*) AS persons FROM ndb.person AS p WHERE NOT (${OLD}) OR ${OLD}${fewer}`
    expect((await asked(sato, all)).codes).toContain('difference-other-quantity')
    expect((await asked(sato, share())).codes).toEqual([])
    expect((await asked(sato, count())).codes).toEqual([])
  })
})

describe('the record of it', () => {
  test('comparisons are in the audit log, with how many and no numbers of persons', async () => {
    const yamada = await service.as('yamada')
    const { entries } = await yamada.call('audit.entries', { event: 'ledger-asked', limit: 5 })
    expect(entries[0]!.detail).toMatchObject({
      tables: [{ ledger: expect.any(String), compared: expect.any(Number) }],
    })
    const { entries: decided } = await yamada.call('audit.entries', { event: 'ledger-compared', limit: 5 })
    expect(decided.some(({ detail }) => detail.tooClose === 1)).toBe(true)
  })

  test('an ended permit leaves the sets of what was released, and nothing else, and the certificate says so', async () => {
    const ledger = join(data, 'ledger')
    expect(readdirSync(ledger).some((name) => name.startsWith(`persons-${PERMIT}`))).toBe(true)
    const kobayashi = await service.as('kobayashi')
    const certificate = await kobayashi.call('permits.end', { permitId: PERMIT, reason: '研究の終了のため' })
    expect(certificate.kept!.length).toBeGreaterThanOrEqual(2)
    for (const { path } of certificate.kept!) expect(existsSync(join(data, path))).toBe(true)
    expect(readdirSync(ledger).some((name) => name.startsWith(`persons-${PERMIT}`))).toBe(false)
    expect(readdirSync(join(data, 'keys')).sort()).toEqual(
      ['environment.pem', 'ledger.secret', `${OTHER}.secret`].sort(),
    )
    // And still protects.
    expect((await asked(tanaka, `${COUNT} WHERE ${await without(OTHER, 3)}`, OTHER)).codes).toEqual([
      'difference-small-elsewhere',
    ])
  })
})
