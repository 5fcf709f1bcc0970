/**
 * What is said of an output once it is submitted, to those who wait for it and to those who judge it. Each attempt is
 * two outputs whose researcher saw the same, and that differ in a number that may not be told: whatever anybody is
 * answered of them has to be the same. A digest is an answer, too: whoever draws a figure again with guessed numbers
 * finds the right ones by it, without asking the environment.
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteCall } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { inExtract } from '../fixtures/a-second-permit.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aTable } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let suzuki: HttpClient
let yamada: HttpClient
/** Whose number is asked for. */
let me: string
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  suzuki = await service.as('suzuki')
  yamada = await service.as('yamada')
  const people = await inExtract(
    service.data,
    PERMIT,
    'SELECT person_id FROM ndb.person ORDER BY person_id LIMIT 1',
  )
  me = people[0]!
}, 240_000)
afterAll(() => service.stop())

const BARS = { kind: 'bar' as const, x: 'k', y: ['n'], colour: null }

async function submit(sql: string): Promise<OutputId> {
  const { resultId, error } = await runToEnd(sato, sql.replaceAll(/\bME\b/g, `(person_id = '${me}')`))
  if (!resultId) throw new Error(`no result: ${JSON.stringify(error)} ${sql}`)
  const item = { ...aTable(resultId), chart: BARS }
  const submission: RouteCall<'outputs.submit'> = { title: item.title, items: [item] }
  return (await sato.call('outputs.submit', submission)).id
}

/** Everything anybody is answered of an output, without what differs by the clock and by its name. */
async function answersOf(outputId: OutputId) {
  const figure = async (client: HttpClient) =>
    client.call('outputs.figure', { outputId, item: 0 }).then(
      ({ bytes }) => createHash('sha256').update(bytes).digest('hex'),
      ({ problem }) => problem.code,
    )
  const [log] = (await yamada.call('audit.entries', { event: 'output-submitted', subject: outputId })).entries
  const { digest, ...said } = log!.detail
  const answers = {
    detail: await sato.call('outputs.detail', { outputId }),
    own: await figure(sato),
    desk: await suzuki.call('reviews.desk', { outputId }),
    ledger: await suzuki.call('reviews.ledger', { outputId }),
    said,
  }
  const text = JSON.stringify(answers)
    .replaceAll(/"sql":"(?:[^"\\]|\\.)*"/g, '"sql":""')
    .replaceAll(/(out|res)_\w+/g, '$1_')
    .replaceAll(/"(submittedAt|dueAt)":"[^"]*"/g, '"$1":""')
    .replaceAll(/"elapsedMs":[\d.e+-]+/g, '"elapsedMs":0')
  return { answers: text, digest }
}

const ATTEMPTS: Record<string, { values: [number, number]; sql: (value: number) => string }> = {
  'a number in what nobody measured, by its figure': {
    values: [3, 4],
    sql: (v) =>
      `SELECT birth_year AS k, count(*) * 0 + ${v} AS n FROM ndb.person GROUP BY birth_year USING SAMPLE 3 ROWS`,
  },
  'whether a number of one person is zero, by its figure': {
    values: [0, 1],
    sql: (v) =>
      `SELECT CASE WHEN ME THEN 'x' ELSE sex END AS k, count(DISTINCT person_id) AS persons,
        count(DISTINCT person_id) FILTER (NOT ME OR ${v} = 1) AS n FROM ndb.person GROUP BY k ORDER BY persons DESC`,
  },
}

describe('an output in review tells nobody', () => {
  test.each(Object.entries(ATTEMPTS))('%s', async (_, { values, sql }) => {
    const told: string[] = []
    const digests: unknown[] = []
    // The first once more: equal digests in the log would say that two hold the same.
    for (const value of [...values, values[0]]) {
      const outputId = await submit(sql(value))
      const { answers, digest } = await answersOf(outputId)
      told.push(answers)
      digests.push(digest)
      await sato.call('outputs.withdraw', { outputId })
      expect(await codeOf(suzuki.call('reviews.desk', { outputId }))).toBe('output-not-found')
      expect(await codeOf(suzuki.call('outputs.figure', { outputId, item: 0 }))).toBe('output-not-found')
    }
    expect(told[1]).toEqual(told[0])
    expect(told[2]).toEqual(told[0])
    expect(new Set(digests).size).toBe(3)
  })
})

/** A released package's files, as texts. */
async function packageOf(outputId: OutputId): Promise<(path: string) => string> {
  const { output } = await sato.call('outputs.detail', { outputId })
  const { bytes } = await sato.call('releases.download', { releaseId: output.releaseId! })
  const read = readReleaseZip(bytes)
  if (!read.ok) throw new Error(read.why)
  return (path) => new TextDecoder().decode(read.entries.get(path)!)
}

test('a released output tells nobody whether two people or seven are behind a cell that stays hidden', async () => {
  const people = await inExtract(
    service.data,
    PERMIT,
    "SELECT person_id FROM ndb.person WHERE sex = '2' AND birth_year > 1970 ORDER BY person_id LIMIT 7",
  )
  const listed = (some: string[]) => some.map((id) => `'${id}'`).join(', ')
  const told: string[] = []
  for (const few of [people.slice(0, 2), people]) {
    const outputId = await submit(`SELECT CASE WHEN person_id IN (${listed(few)}) THEN 'x' ELSE sex END AS k,
        count(DISTINCT person_id) AS n, avg(birth_month) AS mean FROM ndb.person
      WHERE birth_year > 1970 AND (person_id IN (${listed(few)}) OR person_id NOT IN (${listed(people)}))
      GROUP BY k ORDER BY k`)
    for (const login of ['suzuki', 'takahashi'])
      await castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })
    const tables = [
      await sato.call('outputs.detail', { outputId }),
      (await suzuki.call('reviews.desk', { outputId })).detail,
    ].map(({ items }) => items.map((item) => item.kind === 'table' && item.table))
    const file = await packageOf(outputId)
    const { items } = JSON.parse(file('checks.json'))
    expect(items[0].findings).toEqual([expect.objectContaining({ code: 'below-minimum', rule: 'NDB-1' })])
    const answer = { tables, items, csv: file('data/table.csv'), arrow: file('data/table.arrow') }
    told.push(JSON.stringify(answer).replaceAll(/"elapsedMs":[\d.e+-]+/g, ''))
  }
  expect(told[0]).toContain('"persons":"<10"')
  expect(told[1]).toBe(told[0])
})

describe('an output still says', () => {
  test('the digests of a figure that may be told, and they are those of what leaves', async () => {
    const outputId = await submit(
      'SELECT sex AS k, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY sex',
    )
    const digests = async () => {
      const [item] = (await sato.call('outputs.detail', { outputId })).items
      return item?.kind === 'table' ? item.figure : null
    }
    const before = await digests()
    for (const login of ['suzuki', 'takahashi'])
      await castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })
    const { output } = await sato.call('outputs.detail', { outputId })
    const { bytes } = await sato.call('releases.download', { releaseId: output.releaseId! })
    const read = readReleaseZip(bytes)
    if (!read.ok) throw new Error(read.why)
    const left = (path: string) => createHash('sha256').update(read.entries.get(path)!).digest('hex')
    expect(before).toEqual({ svg: left('figures/figure.svg'), png: left('figures/figure.png') })
    expect(await digests()).toEqual(before)
  })
})
