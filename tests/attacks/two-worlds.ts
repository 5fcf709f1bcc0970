/**
 * One person's number made two different ones, by plain HTTP: everything that a client gets of a text as data. `K` stands
 * for the number, taken from that person's row; `ME` for the condition that singles the person out, `G` for the group the
 * person is in, `P` for the table of persons.
 */
import { expect } from 'vitest'
import type { RouteName } from '../../shared/contract/routes.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import { rowsInExtract } from '../fixtures/a-second-permit.ts'
import { PERMIT, type Service } from '../fixtures/a-service.ts'
import { plainHttp } from '../fixtures/plain-http.ts'

/** What differs of any two answers: names, times, and the researcher's own words. */
const OWN = new Set([
  ...['id', 'resultId', 'permitId', 'sql', 'submittedAt', 'createdAt', 'expiresAt', 'elapsedMs', 'requestId'],
  'progressRows',
  'instance',
])
const told = (answer: unknown): string =>
  JSON.stringify(answer, (key, value) => (OWN.has(key) ? undefined : value)).replaceAll(/res_\w+/g, 'res')

export async function twoWorlds(service: Service) {
  const raw = await plainHttp(service, 'sato')
  const [[person, group, year, month, town] = []] = await rowsInExtract(
    service.data,
    PERMIT,
    // Of nobody else is it unknown whether they are meant, and the half of the year they are born in is the larger one.
    `SELECT any_value(person_id), birth_year % 60, birth_year, birth_month, municipality_code FROM ndb.person
     WHERE birth_year BETWEEN 1950 AND 1970 AND birth_month > 6 AND municipality_code IS NOT NULL
       AND (birth_year, birth_month) NOT IN (SELECT (birth_year, birth_month) FROM ndb.person WHERE municipality_code IS NULL)
     GROUP BY ALL HAVING count(*) = 1 ORDER BY 1 LIMIT 1`,
  )
  /**
   * Who it is, said by what is known of the person: numbers that go by a pseudonym are refused as a whole
   * (visiting/provenance/weights.ts), so that nothing else would be tried. By the pseudonym where the text has no such column.
   */
  const ME = {
    byBirth: (t: string) =>
      `(${t}birth_year = ${year} AND ${t}birth_month = ${month} AND ${t}municipality_code = '${town}')`,
    byName: (t: string) => `(${t}person_id = '${person}')`,
  }
  type Manner = keyof typeof ME

  const ask = async (name: RouteName, input: Record<string, unknown>) =>
    JSON.parse((await raw(name, input)).bytes.toString()) as Record<string, unknown>

  const written = (sql: string, k: number, manner: Manner): string =>
    sql
      .replaceAll(/\b(\w\.)?ME\b/g, (_, table: string | undefined) => ME[manner](table ?? ''))
      .replaceAll(/\bG\b/g, group!)
      .replaceAll(/\b(\w\.)?K\b/g, `(CAST($1birth_year > 0 AS INTEGER) * ${k})`)
      .replaceAll(/\bP\b/g, 'ndb.person')

  /** Null where a text has no such columns to go by. */
  async function ran(statements: string[], k: number, manner: Manner) {
    let query: Record<string, unknown> = {}
    for (const sql of statements) {
      const text = written(sql, k, manner)
      query = await ask('queries.run', { permitId: PERMIT, sql: text, waitMs: 20_000 })
      while (query.state === 'running' || query.state === 'queued')
        query = await ask('queries.state', { queryId: query.id, waitMs: 20_000 })
      const isOther = manner === 'byBirth' && text !== written(sql, k, 'byName')
      if (isOther && query.state !== 'done') return null
      // Two that fail alike would tell the same, too.
      expect(query.state, `${JSON.stringify(query)} ${sql}`).toBe('done')
    }
    return { query, resultId: query.resultId as ResultId | null | undefined }
  }

  const run = async (statements: string[], k: number) =>
    (await ran(statements, k, 'byBirth')) ?? (await ran(statements, k, 'byName'))!

  /** All that a client gets as data of one text. */
  async function everything(statements: string[], k: number): Promise<Record<string, string>> {
    const { query, resultId } = await run(statements, k)
    const found: Record<string, string> = { query: told(query) }
    found.workspace = told(await ask('permits.workspace', { permitId: PERMIT }))
    expect(resultId).toMatch(/^res_/)
    found.state = told(await ask('queries.state', { queryId: query.id }))
    found.view = told(await ask('results.view', { resultId }))
    for (const [offset, limit] of [
      [0, 10_000],
      [1, 2],
      [3, 1],
      [40, 50],
    ])
      found[`page ${offset}`] = (await raw('results.page', { resultId, offset, limit })).bytes.toString(
        'base64',
      )
    for (const page of [0, 1])
      for (const form of ['png', 'strips']) {
        const picture = await raw('results.picture', { resultId, page, form })
        found[`picture ${page} as ${form}`] = told({
          headers: picture.headers.map(([name]) => name),
          rest: Number(new Headers(picture.headers).get('content-length')) % 16_384,
        })
      }
    return found
  }

  /** Of what a client gets, that which tells whether the number is 3 or 45. */
  async function differing(statements: string[]): Promise<string[]> {
    const [few, many] = [await everything(statements, 3), await everything(statements, 45)]
    return [...new Set([...Object.keys(few), ...Object.keys(many)])].filter((of) => few[of] !== many[of])
  }

  return { data: service.data, raw, ask, run, differing }
}
