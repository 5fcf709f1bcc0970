/** A real service over real data: tables that are far apart in pairs, and give a few people away together. */
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputId, PermitId, ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { grantPermit, inExtract } from '../fixtures/a-second-permit.ts'
import {
  codeOf,
  copyPrepared,
  PERMIT,
  problemOf,
  runToEnd,
  type Service,
  startService,
} from '../fixtures/a-service.ts'
import { aSubmission, aTable } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const OTHER = 'prm_otherpermit00000001' as PermitId
const data = join(temporaryFolder(), 'environment')
let service: Service
let sato: HttpClient
let tanaka: HttpClient
/** Notified persons in the order of their pseudonyms. */
let people: string[]

beforeAll(async () => {
  copyPrepared(data)
  await grantPermit(data, {
    id: OTHER,
    titleJa: '別の利用許可',
    titleEn: 'Another permit',
    people: [DEMO_ACCOUNTS.find(({ login }) => login === 'tanaka')!.id],
  })
  service = await startService(data)
  sato = await service.as('sato')
  tanaka = await service.as('tanaka')
  people = await inExtract(
    data,
    PERMIT,
    'SELECT DISTINCT person_id FROM idb.notification ORDER BY person_id LIMIT 1000',
  )
})
afterAll(() => service.stop())

const result = async (client: HttpClient, sql: string, permit: PermitId = PERMIT): Promise<ResultId> => {
  const query = await runToEnd(client, sql, permit)
  expect(query.error, sql).toBeNull()
  return query.resultId!
}

const asked = async (client: HttpClient, sqls: string[], permit: PermitId = PERMIT) => {
  const items = []
  for (const sql of sqls) items.push({ kind: 'table' as const, resultId: await result(client, sql, permit) })
  return (await client.call('outputs.compare', { items })).items.at(-1)!.findings
}

const submitted = async (
  client: HttpClient,
  sql: string,
  { title, permit = PERMIT }: { title: string; permit?: PermitId },
) => client.call('outputs.submit', { ...aSubmission(await result(client, sql, permit)), title })

const approve = async (login: string, outputId: OutputId) =>
  castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })

const released = async (sql: string, title: string) => {
  const { id } = await submitted(sato, sql, { title })
  await approve('suzuki', id)
  const { output } = await approve('takahashi', id)
  expect(output.state).toBe('released')
}

/** Notified persons from one place of the order to another, the last one left out. */
const between = (from: number, to: number) => `person_id >= '${people[from]}' AND person_id < '${people[to]}'`
const count = (where: string) =>
  `SELECT count(DISTINCT person_id) AS persons FROM idb.notification WHERE ${where}`

describe('three numbers together', () => {
  test('both together and one of them were released: the other leaves the four in both', async () => {
    await released(count(between(0, 250)), '両方の患者数')
    await released(count(between(0, 104)), '一方の患者数')
    expect(await asked(sato, [count(between(100, 250))])).toMatchObject([
      {
        code: 'combination-small',
        severity: 'blocking',
        row: 0,
        column: 'persons',
        params: { releases: '両方の患者数」「一方の患者数', threshold: 10 },
      },
    ])
    const blocked = submitted(sato, count(between(100, 250)), { title: '他方の患者数' })
    expect(await codeOf(blocked)).toBe('output-blocked')
  })

  test('a count with something added to hide that it is one is for people to judge', async () => {
    const disguised = `SELECT sum(1 + birth_year * 1e-6) AS amount FROM ndb.person WHERE person_id IN
      (SELECT person_id FROM idb.notification WHERE ${between(100, 250)})`
    expect(await asked(sato, [disguised])).toMatchObject([
      { code: 'combination-other-quantity', severity: 'warning', row: 0, column: 'amount' },
    ])
  })

  test('where forty are in both, nothing is said', async () => {
    expect(await asked(sato, [count(between(64, 250))])).toEqual([])
  })

  test('two tables of one submission, with a released one', async () => {
    const [one, other] = [count(between(0, 130)), count(between(133, 250))]
    expect(await asked(sato, [one])).toEqual([])
    expect(await asked(sato, [other])).toEqual([])
    expect(await asked(sato, [one, other])).toMatchObject([
      { code: 'combination-small', severity: 'blocking', params: { releases: '両方の患者数' } },
    ])
    const items = []
    for (const sql of [one, other]) items.push(aTable(await result(sato, sql)))
    const blocked = sato.call('outputs.submit', { title: '二つの表', items })
    expect(await codeOf(blocked)).toBe('output-blocked')
  })

  test('several columns of one table', async () => {
    const sql = `SELECT count(DISTINCT person_id) AS persons,
      count(DISTINCT person_id) FILTER (WHERE ${between(500, 560)}) AS some,
      count(DISTINCT person_id) FILTER (WHERE ${between(564, 640)}) AS others
      FROM idb.notification WHERE ${between(500, 640)}`
    expect(await asked(sato, [sql])).toMatchObject([{ code: 'combination-small-here', column: 'some' }])
  })

  test('a count that is hidden here and was released before is known, and the other hidden one follows', async () => {
    const group = `CASE WHEN ${between(700, 740)} THEN 'a' WHEN ${between(740, 760)} THEN 'b' ELSE 'c' END`
    const table = `SELECT ${group} AS part, count(DISTINCT person_id) AS persons FROM idb.notification
      WHERE ${between(700, 763)} GROUP BY ROLLUP (part)`
    expect(await asked(sato, [table])).toEqual([])
    await released(count(between(740, 760)), '先に公開した患者数')
    expect(await asked(sato, [table])).toMatchObject([
      { code: 'combination-small', severity: 'blocking', params: { releases: '先に公開した患者数' } },
    ])
  })

  test('code lists that changed: four numbers, one of them taken twice', async () => {
    // The old list and the new one share some codes. Released: what both find, the old list's, the new list's.
    const [both, old, new_] = [
      between(800, 850),
      between(800, 900),
      `(${between(800, 850)} OR ${between(900, 960)})`,
    ]
    for (const [where, title] of [
      [both, '両方の表に当たる患者数'],
      [old, '旧コード表の患者数'],
      [new_, '新コード表の患者数'],
    ])
      await released(count(where!), title!)
    // Found by one list only, five of the new one's left out: old + new − this − 2 × both.
    const inOne = count(`${between(850, 900)} OR ${between(905, 960)}`)
    expect(await asked(sato, [inOne])).toMatchObject([
      {
        code: 'combination-small',
        severity: 'blocking',
        params: { releases: '両方の表に当たる患者数」「旧コード表の患者数」「新コード表の患者数' },
      },
    ])
  })
})

describe('amounts of whom the least are left out', () => {
  const months = 'birth_year * 12 + birth_month'
  const inSome = (more: string) =>
    `FROM ndb.person WHERE person_id IN (SELECT person_id FROM idb.notification WHERE ${between(770, 900)}) ${more}`
  let mark: string

  beforeAll(async () => {
    const least = await inExtract(data, PERMIT, `SELECT ${months} ${inSome('')} ORDER BY 1 LIMIT 10`)
    // The first after the least ones that is somebody else's number, too.
    mark = least.slice(1).find((one) => one !== least[0])!
    await released(`SELECT sum(${months}) AS amount ${inSome('')}`, '全員の月数')
  })

  test('what is left is the number of those', async () => {
    expect(
      await asked(sato, [`SELECT sum(${months}) AS amount ${inSome(`AND ${months} >= ${mark}`)}`]),
    ).toMatchObject([{ code: 'difference-small', severity: 'blocking', params: { release: '全員の月数' } }])
  })

  test('and where theirs alone are others', async () => {
    const raised = `SELECT sum(greatest(${months}, ${mark})) AS amount ${inSome('')}`
    expect(await asked(sato, [raised])).toMatchObject([
      { code: 'difference-small', severity: 'blocking', params: { release: '全員の月数' } },
    ])
  })

  test('the same in another unit is the same number', async () => {
    expect(await asked(sato, [`SELECT sum((${months}) * 3) AS amount ${inSome('')}`])).toEqual([])
  })
})

describe('a cell that is too close', () => {
  const groups = () =>
    `CASE WHEN ${between(300, 400)} THEN 'a' WHEN ${between(400, 440)} THEN 'b' WHEN ${between(440, 460)} THEN 'c' ELSE 'd' END`
  const byGroup =
    () => `SELECT ${groups()} AS part, count(DISTINCT person_id) AS persons FROM idb.notification
    WHERE ${between(300, 540)} GROUP BY ROLLUP (part)`
  const compare = async (resultId: ResultId, protection: object) => {
    const items = [{ kind: 'table' as const, resultId, protection }]
    return (await sato.call('outputs.compare', { items })).items[0]!
  }

  test('is hidden at a choice, with what would give it away, and then nothing is found', async () => {
    await released(count(between(303, 400)), '先の患者数')
    const resultId = await result(sato, byGroup())
    const { findings } = await compare(resultId, {})
    expect(findings).toMatchObject([{ code: 'difference-small', column: 'persons' }])
    const hide = findings.map(({ row, column }) => ({ row: row!, column: column! }))
    expect((await compare(resultId, { hide })).findings).toEqual([])
    const { items } = await sato.call('outputs.preview', {
      items: [{ kind: 'table', resultId, protection: { hide } }],
    })
    const [item] = items
    if (item?.kind !== 'table') throw new Error('no table')
    expect(item.table.summary).toMatchObject({ primary: 1, secondary: 1 })
    const submission = aSubmission(resultId)
    const output = await sato.call('outputs.submit', {
      ...submission,
      items: [{ ...submission.items[0]!, protection: { hide } }],
    })
    expect(output.state).toBe('in-review')
    await sato.call('outputs.withdraw', { outputId: output.id })
  })

  test('is found in a table whose categories were merged', async () => {
    await released(count(between(403, 460)), '二つの区分の患者数')
    const resultId = await result(sato, byGroup().replace('ROLLUP (part)', 'part'))
    const unmerged = (await compare(resultId, {})).findings
    expect(unmerged.map(({ code, params }) => [code, params.release ?? params.releases])).toEqual([
      ['difference-small', '先の患者数'],
      ['combination-small', '二つの区分の患者数'],
    ])
    const merged = [{ kind: 'groups', column: 'part', groups: [{ label: 'b・c', members: ['b', 'c'] }] }]
    const answer = await compare(resultId, { recodings: merged })
    expect(answer).toMatchObject({ state: 'compared', notCompared: null })
    expect(answer.findings.map(({ code, params }) => [code, params.release])).toEqual(
      expect.arrayContaining([
        ['difference-small', '先の患者数'],
        ['difference-small', '二つの区分の患者数'],
      ]),
    )
  })
})

describe('two permits', () => {
  const PERSONS = 'SELECT count(*) AS persons FROM ndb.person'

  test('each half is far from everybody; both are not released, and neither is told of the other', async () => {
    await released(PERSONS, '全員の人数')
    const [third] = await inExtract(
      data,
      OTHER,
      `SELECT person_id FROM ndb.person WHERE sex = '2' ORDER BY person_id LIMIT 1 OFFSET 2`,
    )
    const men = await submitted(sato, `${PERSONS} WHERE sex = '1'`, { title: '男性の人数' })
    const women = `${PERSONS} WHERE sex = '2' AND person_id > '${third}'`
    // In review under another permit, the men are no business of this researcher.
    const some = await submitted(tanaka, women, { title: '女性の人数', permit: OTHER })
    const desk = await (await service.as('suzuki')).call('reviews.ledger', { outputId: some.id })
    expect(desk.items[0]!.findings.map(({ code }) => code)).toEqual(['combination-small'])
    expect(desk.earlier.find(({ outputId }) => outputId === men.id)).toMatchObject({ cells: 1 })
    // Of a hundred persons and more a share in tens, of fewer none: nobody can tell a few of them from it.
    for (const { sharePercent } of desk.earlier) expect((sharePercent ?? 0) % 10).toBe(0)
    for (const { id } of [men, some]) await approve('suzuki', id)
    const votes = await Promise.all([men, some].map(({ id }) => codeOf(approve('takahashi', id))))
    expect(votes.sort()).toEqual(['ledger-difference', null].sort())
  })

  test('the other researcher learns that several releases give it away, not which', async () => {
    const { outputs } = await sato.call('outputs.list', {})
    // Whichever of the two got through, the other half is now too close for the other permit.
    const halves = outputs.filter(({ title }) => title === '男性の人数').map(({ state }) => state)
    const [client, permit] = halves[0] === 'released' ? [tanaka, OTHER] : [sato, PERMIT]
    const sex = halves[0] === 'released' ? '2' : '1'
    // Its own half is still in review there.
    for (const { id, state } of (await client.call('outputs.list', {})).outputs)
      if (state === 'in-review') await client.call('outputs.withdraw', { outputId: id })
    const [fifth] = await inExtract(
      data,
      permit,
      `SELECT person_id FROM ndb.person WHERE sex = '${sex}' ORDER BY person_id LIMIT 1 OFFSET 4`,
    )
    const sql = `${PERSONS} WHERE sex = '${sex}' AND person_id > '${fifth}'`
    const findings = await asked(client, [sql], permit)
    expect(findings.map(({ code }) => code)).toEqual(['combination-small-elsewhere'])
    expect(JSON.stringify(findings)).not.toMatch(/人数|患者数/)
  })
})

describe('comparisons of a day', () => {
  test('are limited for each person and permit, submissions among them, and the refusal says so', async () => {
    const resultId = await result(sato, count(between(0, 250)))
    const items = [{ kind: 'table' as const, resultId }]
    await sato.call('outputs.compare', { items })
    const records = new Database(join(data, 'records.sqlite'))
    const all = () =>
      records.prepare('SELECT comparisons FROM comparison_use WHERE permit_id = ?').all(PERMIT)
    expect(all()).toHaveLength(1)
    records.exec(`UPDATE comparison_use SET comparisons = 199 WHERE permit_id = '${PERMIT}'`)
    expect(await codeOf(sato.call('outputs.compare', { items }))).toBeNull()
    const problem = await problemOf(sato.call('outputs.compare', { items }))
    expect(problem).toMatchObject({ code: 'comparisons-used-up', status: 429 })
    expect(problem!.words.ja.title).toContain('200')
    expect(await codeOf(sato.call('outputs.submit', aSubmission(resultId)))).toBe('comparisons-used-up')
    // Another person under another permit has their own.
    const other = await result(tanaka, 'SELECT count(*) AS persons FROM ndb.person', OTHER)
    const asked = { items: [{ kind: 'table' as const, resultId: other }] }
    expect(await codeOf(tanaka.call('outputs.compare', asked))).toBeNull()
    // Nor does a restart give anybody more.
    await service.stop()
    service = await startService(data)
    sato = await service.as('sato')
    expect(await codeOf(sato.call('outputs.compare', { items }))).toBe('comparisons-used-up')
    records.close()
  })
})
