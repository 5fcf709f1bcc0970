/**
 * What was tried beside the longer attacks and came to nothing; each as short as it can be said, so that it stays so.
 * An answer that comes in one form only, names and places of errors, what colleagues of one permit have of each other.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ResultId } from '../../shared/model/ids.ts'
import { type HttpClient, httpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { inExtract } from '../fixtures/a-second-permit.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let tanaka: HttpClient
/** The bearer of sato’s token, as somebody who stole it would send it. */
let stolen: Record<string, string>
let me: string
let mine: ResultId
let sound: ResultId
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  tanaka = await service.as('tanaka')
  const { password } = DEMO_ACCOUNTS.find(({ login }) => login === 'sato')!
  const { token } = await httpClient(service.address, null).call('sessions.sign-in', {
    login: 'sato',
    password,
  })
  stolen = { authorization: `Bearer ${token}` }
  const people = await inExtract(
    service.data,
    PERMIT,
    // Of a year that stands below.
    'SELECT person_id FROM ndb.person WHERE birth_year BETWEEN 1910 AND 2019 ORDER BY person_id LIMIT 1',
  )
  me = people[0]!
  mine = (await runToEnd(sato, `FROM ndb.person WHERE person_id = '${me}'`)).resultId!
  sound = (await runToEnd(sato, 'SELECT sex, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY sex'))
    .resultId!
}, 240_000)
afterAll(() => service.stop())

describe('an answer comes whole, plain and fresh', () => {
  const ask = async (path: string, headers: Record<string, string>, method = 'GET') => {
    const answer = await fetch(new URL(path, service.address), { method, headers: { ...stolen, ...headers } })
    const bytes = (await answer.arrayBuffer()).byteLength
    return {
      status: answer.status,
      bytes,
      encoding: answer.headers.get('content-encoding'),
      tag: answer.headers.get('etag'),
    }
  }

  test.each(['page', 'picture'])('also where the %s of a result is asked for in parts', async (what) => {
    for (const id of [sound, mine]) {
      const path = `/api/results/${id}/${what}`
      const plain = await ask(path, {})
      expect(plain).toMatchObject({ status: 200, encoding: null, tag: null })
      for (const headers of [
        { range: 'bytes=0-15' },
        { 'if-none-match': '*' },
        { 'if-modified-since': new Date().toUTCString() },
        { 'accept-encoding': 'gzip, br, zstd' },
        { accept: 'application/json' },
      ]) {
        const found = await ask(path, headers as Record<string, string>)
        expect(found, JSON.stringify(headers)).toMatchObject({ status: 200, encoding: null, tag: null })
        // A picture says the minute it was drawn in; a page is the same bytes.
        if (what === 'page') expect(found.bytes).toBe(plain.bytes)
      }
    }
  })

  test('a page of rows of one person is as long wherever it is asked from, and holds none', async () => {
    const sizes = await Promise.all(
      [0, 1, 2, 1_000].map(
        async (offset) => (await ask(`/api/results/${mine}/page?offset=${offset}`, {})).bytes,
      ),
    )
    expect(new Set(sizes).size).toBe(1)
  })
})

describe('an error tells neither by its place nor by a name', () => {
  const years = Array.from({ length: 110 }, (_, n) => 1_910 + n)
  const branches = (then: (year: number) => string) =>
    years.map((year) => `WHEN ${year} THEN ${then(year)}`).join('\n')
  const named = years.map((year) => `1 AS "${year}"`).join(', ')
  const FAILING: Record<string, string> = {
    'which of a hundred casts failed': `SELECT CASE birth_year ${branches(() => `('x' || person_id)::INTEGER`)} END FROM P`,
    'which of a hundred casts failed in what nobody measured': `SELECT CASE birth_year ${branches(() => `('x' || person_id)::INTEGER`)} END FROM P USING SAMPLE 100%`,
    'which of a hundred casts failed while a table was made': `CREATE TABLE failed AS SELECT CASE birth_year ${branches(() => `('x' || person_id)::INTEGER`)} END AS x FROM P`,
    'which of a hundred formats was wrong': `SELECT CASE birth_year ${branches((year) => `strptime(person_id, '%Y${year}')`)} END FROM P USING SAMPLE 100%`,
    'a year that is written as a name, as a part of a date': `SELECT date_part(birth_year::VARCHAR, current_date), ${named} FROM P`,
    'a year that is written as a name, as a time zone': `SELECT timezone(birth_year::VARCHAR, now()), ${named} FROM P`,
    'a year that is written as a name, as a field': `SELECT struct_extract({'a': 1}, birth_year::VARCHAR), ${named} FROM P`,
    'a year that is written as a name, as a format': `SELECT format('{' || birth_year || '}', 1), ${named} FROM P`,
  }
  test.each(Object.entries(FAILING))('%s', async (_, sql) => {
    const { state, error } = await runToEnd(
      sato,
      sql.replace(/ P\b/, ` ndb.person WHERE person_id = '${me}'`),
    )
    expect(state).toBe('failed')
    expect(error).toMatchObject({ line: null, column: null, names: [], candidates: [] })
  })
})

describe('a colleague on the permit', () => {
  test('has nothing of another’s results, tables, history or checks', async () => {
    await runToEnd(sato, 'CREATE TABLE secret AS SELECT person_id, sex FROM ndb.person')
    const items = [{ kind: 'table' as const, resultId: sound }]
    expect({
      preview: await codeOf(tanaka.call('outputs.preview', { items })),
      comparison: await codeOf(tanaka.call('outputs.compare', { items })),
      submission: await codeOf(tanaka.call('outputs.submit', aSubmission(sound))),
      table: await codeOf(tanaka.call('queries.run', { permitId: PERMIT, sql: 'FROM secret' })),
      plan: await codeOf(tanaka.call('queries.plan', { permitId: PERMIT, sql: 'FROM secret' })),
      // What was refused to tanaka is tanaka's own.
      history: (await tanaka.call('queries.history', { permitId: PERMIT })).queries.map(({ sql }) => sql),
      workspace: (await tanaka.call('permits.workspace', { permitId: PERMIT })).tables,
    }).toEqual({
      preview: 'not-found',
      comparison: 'not-found',
      submission: 'not-found',
      table: 'table-not-permitted',
      plan: 'table-not-permitted',
      history: ['FROM secret'],
      workspace: [],
    })
  })

  test('learns of a check neither that it runs nor how to stop it', async () => {
    const ticket = 'ticket-of-sato'
    const items = [{ kind: 'table' as const, resultId: sound }]
    const checking = codeOf(sato.call('outputs.preview', { items, ticket }))
    expect((await tanaka.call('outputs.preview-progress', { ticket })).running).toBe(false)
    expect((await tanaka.call('outputs.cancel-preview', { ticket })).cancelled).toBe(false)
    expect(await checking).toBeNull()
  })

  test('sees of an output in review what its researcher sees, and no more', async () => {
    const { id: outputId } = await sato.call('outputs.submit', aSubmission(sound))
    const own = await sato.call('outputs.detail', { outputId })
    expect(await tanaka.call('outputs.detail', { outputId })).toEqual(own)
    // They answer for it together: taking it back protects, and is in the log by name.
    expect((await tanaka.call('outputs.withdraw', { outputId })).state).toBe('withdrawn')
    const { entries } = await (await service.as('yamada')).call('audit.entries', {
      event: 'output-withdrawn',
      subject: outputId,
    })
    expect(entries[0]?.by).toBe(DEMO_ACCOUNTS.find(({ login }) => login === 'tanaka')!.id)
  })
})
