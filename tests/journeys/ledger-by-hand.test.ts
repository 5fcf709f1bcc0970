/**
 * Releases held against each other, each case worked out by pen first: what the reviewer reads of it on the desk. The
 * second output of each pair is of another permit of the same person, who is not told of what is in review elsewhere.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputId, PermitId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { grantPermit, inExtract, rowsInExtract } from '../fixtures/a-second-permit.ts'
import {
  copyPrepared,
  PERMIT,
  resultOf,
  runToEnd,
  type Service,
  startService,
} from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const OTHER = 'prm_otherpermit00000002' as PermitId
const data = join(temporaryFolder(), 'environment')
let service: Service
let sato: HttpClient
let suzuki: HttpClient

beforeAll(async () => {
  copyPrepared(data)
  await grantPermit(data, {
    id: OTHER,
    titleJa: '同じ人の別の利用許可',
    titleEn: 'Another permit of the same person',
    people: [DEMO_ACCOUNTS.find(({ login }) => login === 'sato')!.id],
    linkageApproved: false,
  })
  service = await startService(data)
  ;[sato, suzuki] = await Promise.all([service.as('sato'), service.as('suzuki')])
}, 300_000)
afterAll(() => service.stop())

async function submitted(sql: string, permit: PermitId): Promise<OutputId> {
  const { resultId, error } = await runToEnd(sato, sql, permit)
  expect(error, sql).toBeNull()
  return (await sato.call('outputs.submit', aSubmission(resultId!))).id
}

async function released(sql: string): Promise<OutputId> {
  const outputId = await submitted(sql, PERMIT)
  for (const login of ['suzuki', 'takahashi'])
    await castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })
  return outputId
}

/** What the reviewer reads: findings by row and column, and how the output stands to an earlier one. */
async function desk(outputId: OutputId, earlier: OutputId) {
  const read = await suzuki.call('reviews.ledger', { outputId })
  return {
    findings: read.items.flatMap(({ findings }) =>
      findings.map(({ code, severity, row, column }) => ({ code, severity, row, column })),
    ),
    earlier: read.earlier.find((one) => one.outputId === earlier) ?? null,
  }
}

const BY_SEX = (where: string) =>
  `SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person WHERE ${where} GROUP BY sex ORDER BY sex`

test('a cell that differs by three persons, and only that one', async () => {
  const first = await submitted(BY_SEX('birth_year < 1950'), PERMIT)
  const sexes = await inExtract(data, OTHER, 'SELECT DISTINCT sex FROM ndb.person ORDER BY sex')
  const [edge] = await inExtract(
    data,
    OTHER,
    `SELECT person_id FROM ndb.person WHERE birth_year < 1950 AND sex = '${sexes[1]}' ORDER BY person_id LIMIT 1 OFFSET 2`,
  )
  const second = await submitted(
    BY_SEX(`birth_year < 1950 AND (sex <> '${sexes[1]}' OR person_id > '${edge}')`),
    OTHER,
  )
  const { findings, earlier } = await desk(second, first)
  const close = findings.filter(({ code }) => code === 'difference-small')
  // The cell itself, and the sum of the column, whose people differ by the same three.
  expect(close.filter(({ row }) => row !== null)).toEqual([
    { code: 'difference-small', severity: 'blocking', row: 1, column: 'persons' },
  ])
  expect(earlier).toMatchObject({ state: 'in-review', samePermit: false, share: 'all' })
})

test('the same table under another permit of the same person gives nobody away', async () => {
  const first = await released(BY_SEX('birth_year < 1960'))
  const second = await submitted(BY_SEX('birth_year < 1960'), OTHER)
  const { findings, earlier } = await desk(second, first)
  expect(findings).toEqual([])
  expect(earlier).toMatchObject({ state: 'released', samePermit: false, share: 'all', cells: 0 })
})

test('a prefecture that was released, and then its medical areas, one of which is of few', async () => {
  // A prefecture and a year before which all of its areas but one have ten persons or more, and that one fewer.
  const found = await rowsInExtract(
    data,
    OTHER,
    `SELECT y, prefecture_code FROM (
       SELECT y, prefecture_code, medical_area_code, count(*) AS n
       FROM ndb.person, range(1930, 1990, 3) AS years(y) WHERE birth_year < y GROUP BY ALL)
     GROUP BY y, prefecture_code
     HAVING count(*) FILTER (n < 10) = 1 AND count(*) FILTER (n >= 10) BETWEEN 1 AND 4
     ORDER BY count(*), y LIMIT 1`,
  )
  const [year, prefecture] = found[0]!
  const of = `FROM ndb.person WHERE birth_year < ${year} AND prefecture_code = '${prefecture}'`
  const first = await released(`SELECT count(DISTINCT person_id) AS persons ${of}`)
  const second = await submitted(
    `SELECT medical_area_code, count(DISTINCT person_id) AS persons ${of} GROUP BY medical_area_code ORDER BY medical_area_code`,
    OTHER,
  ).catch((problem: Error) => problem.message)
  // The whole less the areas that are shown is the area that is not.
  expect(second).toContain('output-blocked')
  expect(first).toMatch(/^out_/)
})

test('a release that was taken back was seen and counts; an output withdrawn before was seen by nobody', async () => {
  const fewer = async (table: string, permit: PermitId) => {
    const [edge] = await inExtract(
      data,
      permit,
      `SELECT DISTINCT person_id FROM ${table} ORDER BY person_id LIMIT 1 OFFSET 2`,
    )
    return `person_id > '${edge}'`
  }
  const count = (table: string, where = 'true') =>
    `SELECT count(DISTINCT person_id) AS persons FROM ${table} WHERE ${where}`
  const withdrawn = await submitted(count('vaccination.record'), PERMIT)
  await sato.call('outputs.withdraw', { outputId: withdrawn })
  const free = await submitted(count('vaccination.record', await fewer('vaccination.record', OTHER)), OTHER)
  expect(await desk(free, withdrawn)).toEqual({ findings: [], earlier: null })

  const first = await released(count('idb.notification'))
  const { outputs } = await sato.call('outputs.list', {})
  const { releaseId } = outputs.find(({ id }) => id === first)!
  await suzuki.call('releases.recall', { releaseId: releaseId!, reason: '説明に誤りがあったため' })
  const resultId = await resultOf(sato, count('idb.notification', await fewer('idb.notification', PERMIT)))
  const { items } = await sato.call('outputs.compare', { items: [{ kind: 'table', resultId }] })
  expect(items[0]!.findings.map(({ code }) => code)).toEqual(['difference-small'])
  const same = await submitted(count('idb.notification'), OTHER)
  expect((await desk(same, first)).earlier).toMatchObject({ state: 'recalled', share: 'all' })
})
