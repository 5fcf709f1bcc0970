/**
 * The invariant, asked as a stranger with a stolen valid token would: plain HTTP, every route that answers something of
 * a result. Whatever rests on fewer persons than the minimum may not be in any byte that comes back.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteName } from '../../shared/contract/routes.ts'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { rowsInExtract } from '../fixtures/a-second-permit.ts'
import { aService, PERMIT, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { type PlainClient, plainHttp } from '../fixtures/plain-http.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
const clients: Record<string, PlainClient> = {}
/** One person of the extract, whose values nobody may get as data. */
let person: { id: string; birthYear: string; area: string }

async function raw(
  login: string,
  name: RouteName,
  input: Record<string, unknown>,
): Promise<{ status: number; text: string; headers: string }> {
  const { status, headers, bytes } = await clients[login]!(name, input)
  // Latin 1 keeps every byte as one character, so that text and UTF-16 forms are searched alike.
  return { status, text: bytes.toString('latin1'), headers: JSON.stringify(headers) }
}

beforeAll(async () => {
  service = await aService(folder)
  for (const login of ['sato', 'suzuki']) clients[login] = await plainHttp(service, login)
  const [[id = '', birthYear = '', area = ''] = []] = await rowsInExtract(
    service.data,
    PERMIT,
    'SELECT person_id, birth_year, medical_area_code FROM ndb.person ORDER BY person_id LIMIT 1',
  )
  person = { id, birthYear, area }
})
afterAll(() => service.stop())

/** Every answer about a query that a client can ask for, as one text; the pictures' bytes too. */
async function everythingAbout(sql: string): Promise<string> {
  const answers: string[] = []
  const ask = async (login: string, name: RouteName, input: Record<string, unknown>) => {
    const { text, headers } = await raw(login, name, input)
    // The researcher's own words come back to them; what they wrote is not an answer.
    answers.push(text.replaceAll(/"sql":"(?:[^"\\]|\\.)*"/g, ''), headers)
    return text
  }
  const query = JSON.parse(await ask('sato', 'queries.run', { permitId: PERMIT, sql, waitMs: 20_000 })) as {
    id: string
    state: string
    resultId: ResultId | null
  }
  expect(query.state).toBe('done')
  const resultId = query.resultId!
  await ask('sato', 'queries.state', { queryId: query.id })
  await ask('sato', 'queries.history', { permitId: PERMIT })
  await ask('sato', 'results.view', { resultId })
  await ask('sato', 'results.page', { resultId, limit: 10_000 })
  await ask('sato', 'results.page', { resultId, offset: 1, limit: 1 })
  for (const form of ['png', 'strips']) await ask('sato', 'results.picture', { resultId, form })
  for (const method of ['none', 'suppress', 'round', 'midpoint-6'])
    await ask('sato', 'outputs.preview', { items: [{ kind: 'table', resultId, protection: { method } }] })
  const submitted = JSON.parse(await ask('sato', 'outputs.submit', aSubmission(resultId))) as {
    id?: OutputId
  }
  if (submitted.id?.startsWith('out_')) {
    await ask('sato', 'outputs.detail', { outputId: submitted.id })
    await ask('sato', 'outputs.list', {})
    await ask('suzuki', 'reviews.desk', { outputId: submitted.id })
    await ask('suzuki', 'reviews.queue', {})
    for (const form of ['png', 'strips'])
      await ask('suzuki', 'reviews.picture', { outputId: submitted.id, form })
  }
  return answers.join('\n')
}

/** Ways a text can lie in bytes. */
const forms = (text: string): string[] => [
  text,
  Buffer.from(text, 'utf16le').toString('latin1'),
  Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1),
]

const here = (id: string) => `person_id = '${id}'`

describe('no byte carries a value of fewer persons than the minimum', () => {
  const secrets: [claim: string, sql: () => string, secret: () => string][] = [
    ['one person’s row', () => `SELECT * FROM ndb.person WHERE ${here(person.id)}`, () => person.area],
    [
      'many persons’ rows',
      () => 'SELECT person_id, medical_area_code FROM ndb.person ORDER BY person_id',
      () => person.id,
    ],
    [
      'a marked value of one person',
      () =>
        `SELECT 'mark-' || medical_area_code || '-7f3a' AS x, count(*) FROM ndb.person WHERE ${here(person.id)} GROUP BY 1`,
      () => `mark-${person.area}-7f3a`,
    ],
    [
      'a small group beside large ones',
      () =>
        `SELECT CASE WHEN ${here(person.id)} THEN 'mark-' || birth_year || '-9b1c' ELSE 'others' END AS grp, count(*) AS n FROM ndb.person GROUP BY 1`,
      () => `mark-${person.birthYear}-9b1c`,
    ],
    [
      'a maximum that is one person’s',
      () =>
        `SELECT sex, max(CASE WHEN ${here(person.id)} THEN 'mark-' || birth_year || '-2d4e' ELSE '' END) AS m, count(*) FROM ndb.person GROUP BY sex`,
      () => `mark-${person.birthYear}-2d4e`,
    ],
    [
      'a sum that one person dominates',
      () =>
        `SELECT sex, sum(CASE WHEN ${here(person.id)} THEN 7700000077 + birth_year ELSE 0 END) AS s, count(*) FROM ndb.person GROUP BY sex`,
      () => String(7_700_000_077 + Number(person.birthYear)),
    ],
    [
      'a value carried by a scalar subquery',
      () =>
        `SELECT (SELECT 'mark-' || birth_year || '-5c6d' FROM ndb.person WHERE ${here(person.id)}) AS x, count(*) FROM ndb.person`,
      () => `mark-${person.birthYear}-5c6d`,
    ],
    [
      'values gathered into a list',
      () =>
        `SELECT sex, string_agg(CASE WHEN ${here(person.id)} THEN 'mark-' || birth_year || '-8e7f' END) AS l FROM ndb.person GROUP BY sex`,
      () => `mark-${person.birthYear}-8e7f`,
    ],
    [
      'a column named after nothing but computed by a window',
      () =>
        `SELECT first_value('mark-' || birth_year || '-1a2b') OVER (ORDER BY person_id) AS w FROM ndb.person QUALIFY row_number() OVER (ORDER BY person_id) = 1`,
      () => `mark-${person.birthYear}-1a2b`,
    ],
  ]
  test.each(secrets)('%s', async (_claim, sql, secret) => {
    const text = await everythingAbout(sql())
    for (const form of forms(secret())) expect(text.includes(form)).toBe(false)
  })

  test('a workspace table carries its provenance with it', async () => {
    const made = await raw('sato', 'queries.run', {
      permitId: PERMIT,
      sql: `CREATE TABLE smuggled AS SELECT 'mark-' || birth_year || '-3c3c' AS x, count(*) AS n FROM ndb.person WHERE ${here(person.id)} GROUP BY 1`,
      waitMs: 20_000,
    })
    expect(made.status).toBe(200)
    const text = await everythingAbout('SELECT x, n FROM smuggled')
    for (const form of forms(`mark-${person.birthYear}-3c3c`)) expect(text.includes(form)).toBe(false)
  })

  test('what rests on many persons does arrive, so that the search above can fail', async () => {
    const text = await everythingAbout(
      `SELECT 'mark-' || sex || '-0000' AS x, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY 1`,
    )
    expect(text).toContain('mark-1-0000')
  })

  test('an empty result and a result of one person look the same', async () => {
    const shape = async (sql: string) => {
      const { text } = await raw('sato', 'queries.run', { permitId: PERMIT, sql, waitMs: 20_000 })
      const { resultId } = JSON.parse(text) as { resultId: string }
      const view = JSON.parse((await raw('sato', 'results.view', { resultId })).text) as Record<
        string,
        unknown
      >
      const page = await raw('sato', 'results.page', { resultId })
      const preview = await raw('sato', 'outputs.preview', { items: [{ kind: 'table', resultId }] })
      return {
        rowCount: view.rowCount,
        restsOn: view.restsOnAtLeast,
        masked: view.maskedCells,
        pageBytes: page.text.length,
        preview: (JSON.parse(preview.text) as { code: string }).code,
      }
    }
    const one = await shape(
      `SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person WHERE ${here(person.id)} GROUP BY sex`,
    )
    const none = await shape(
      `SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person WHERE person_id = 'nobody' GROUP BY sex`,
    )
    expect(one).toEqual(none)
    expect(one).toMatchObject({ rowCount: null, preview: 'output-empty' })
  })
  test('an unverified table tells no number of rows, nor anything that grows with it', async () => {
    // What a join of aggregates rests on cannot be followed when a sampled table is in it.
    const shape = async (limit: number) => {
      const sql = `SELECT birth_year, count(*) AS n FROM ndb.person GROUP BY birth_year USING SAMPLE ${limit} ROWS`
      const { text } = await raw('sato', 'queries.run', { permitId: PERMIT, sql, waitMs: 20_000 })
      const { resultId } = JSON.parse(text) as { resultId: string }
      const view = JSON.parse((await raw('sato', 'results.view', { resultId })).text) as { standing: string }
      expect(view.standing).toBe('unverified')
      const preview = await raw('sato', 'outputs.preview', { items: [{ kind: 'table', resultId }] })
      return preview.text.replaceAll(/"elapsedMs":[\d.e-]+/g, '')
    }
    expect(await shape(30)).toBe(await shape(3))
  })
})
