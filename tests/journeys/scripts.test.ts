/** Several statements in one text, and PIVOT whose columns are looked up in the data, against a running environment. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, PERMIT, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const run = (sql: string) => runToEnd(sato, sql)
const viewOf = async (sql: string) => {
  const { resultId, state, error } = await run(sql)
  expect([state, error]).toEqual(['done', null])
  return sato.call('results.view', { resultId: resultId! })
}
const cellsOf = async (sql: string) => {
  const { resultId } = await run(sql)
  const { bytes } = await sato.call('results.page', { resultId: resultId! })
  const page = readResultPage(bytes)
  return Array.from({ length: page.rowCount }, (_, row) => page.columns.map((column) => column.text(row)))
}
const codeOf = async (sql: string) =>
  (await problemOf(sato.call('queries.run', { permitId: PERMIT, sql, waitMs: 20_000 })))?.code ?? 'approved'
const tables = async () =>
  (await sato.call('permits.workspace', { permitId: PERMIT })).tables.map(({ name }) => name)

describe('several statements', () => {
  test('run one after the other, with the result of the last', async () => {
    const cells = await cellsOf(`
      CREATE TABLE steps (n INTEGER, label VARCHAR); -- first; of four
      INSERT INTO steps VALUES (1, 'a;b'), (2, 'c');
      UPDATE steps SET n = n + 10 WHERE label = 'c';
      SELECT n, label FROM steps ORDER BY n;`)
    expect(cells).toEqual([
      ['1', 'a;b'],
      ['12', 'c'],
    ])
  })

  test('are one entry of the history and each an entry of the audit', async () => {
    const view = await run('CREATE TABLE entered AS SELECT 1 AS x; SELECT x FROM entered')
    const { queries } = await sato.call('queries.history', { permitId: PERMIT, limit: 1 })
    expect(queries.map(({ id, state }) => [id, state])).toEqual([[view.id, 'done']])
    const yamada = await service.as('yamada')
    const { entries } = await yamada.call('audit.entries', { limit: 50, event: 'query-approved' })
    const mine = entries.filter(({ detail }) => JSON.stringify(detail).includes(view.id))
    expect(mine.map(({ detail }) => (detail as { statement?: number }).statement ?? 0).sort()).toEqual([
      0, 1, 2,
    ])
  })

  test('do not run at all where one can only be refused', async () => {
    expect(await codeOf("CREATE TABLE never AS SELECT 1 AS x; ATTACH 'x.db'")).toBe('statement-not-permitted')
    expect(await codeOf("SELECT 1; SELECT getenv('HOME')")).toBe('function-not-permitted')
    expect(await codeOf("SELECT 1; COPY (SELECT 1) TO 'x.csv'; SELECT 2")).toBe('statement-not-permitted')
    expect(await codeOf('SELECT 1; PRAGMA database_list')).toBe('statement-not-permitted')
    expect(await codeOf("SELECT 1; IMPORT DATABASE '/etc'")).toBe('statement-not-permitted')
  })

  test('a text that is refused as it came is in its author’s history with the reason, and in nobody else’s', async () => {
    const sql = "SELECT 1; SELECT getenv('MARKED')"
    expect(await codeOf(sql)).toBe('function-not-permitted')
    const { queries } = await sato.call('queries.history', { permitId: PERMIT, limit: 1 })
    expect(queries).toMatchObject([
      {
        sql,
        state: 'failed',
        error: {
          kind: 'refused',
          refusal: { code: 'function-not-permitted', params: { function: 'getenv' } },
        },
        resultId: null,
      },
    ])
    const queryId = queries[0]!.id
    const tanaka = await service.as('tanaka')
    expect((await problemOf(tanaka.call('queries.state', { queryId })))?.code).toBe('not-found')
    const log = await (await service.as('yamada')).call('audit.entries', { limit: 50 })
    expect(JSON.stringify(log)).toContain('request-refused')
    expect(JSON.stringify(log)).not.toContain('MARKED')
  })

  test('end at the first that is refused at its turn, and say which and why', async () => {
    const view = await run(
      "CREATE TABLE half AS SELECT 1 AS x; SELECT * FROM read_csv('x.csv'); DROP TABLE half",
    )
    expect(view.state).toBe('failed')
    expect(view.error).toMatchObject({
      kind: 'refused',
      statement: 2,
      refusal: { code: 'function-not-permitted', params: { function: 'read_csv' } },
    })
    expect(await tables()).toContain('half')
  })

  test('end at the first that fails in the engine, and say which', async () => {
    const view = await run(
      "CREATE TABLE third AS SELECT 'a' AS x; SELECT x::INTEGER FROM third; DROP TABLE third",
    )
    expect([view.state, view.error?.kind, view.error?.statement]).toEqual(['failed', 'conversion', 2])
    expect(await tables()).toContain('third')
  })

  test('tell where in the whole text the engine met an error', async () => {
    const first = await run("SELECT '日本' AS x;  SELECT nope FROM ndb.person; SELECT 3")
    expect(first.error).toMatchObject({ kind: 'unknown-column', statement: 2, line: 1, column: 27 })
    const further = await run('SELECT 1;\n-- why\nSELECT 2;\n  SELECT sex,\n nope FROM ndb.person')
    expect(further.error).toMatchObject({ kind: 'unknown-column', statement: 3, line: 5, column: 2 })
  })

  test('are each judged by what the ones before left: persons put into an open table stay persons', async () => {
    const view = await viewOf(`CREATE TABLE open_once (points BIGINT);
      INSERT INTO open_once VALUES (1);
      INSERT INTO open_once SELECT points FROM ndb.medical_claim;
      SELECT points FROM open_once`)
    expect(view.standing).not.toBe('open')
    const first = await viewOf(`CREATE TABLE once (points BIGINT);
      INSERT INTO once SELECT points FROM ndb.medical_claim LIMIT 1; SELECT points FROM once`)
    expect(first.standing).not.toBe('open')
    expect(first.rowCount).toBeNull()
  })

  test('leave nothing of what a statement before the last answered', async () => {
    const view = await run('SELECT person_id FROM ndb.person; CREATE OR REPLACE TABLE last AS SELECT 1 AS x')
    expect([view.state, view.resultId]).toEqual(['done', null])
    const gone = await problemOf(
      sato.call('results.view', { resultId: view.id.replace('qry_', 'res_') as never }),
    )
    expect(gone?.code).toBe('not-found')
  })

  test('stop when told to, and the rest never runs', async () => {
    const begun = await sato.call('queries.run', {
      permitId: PERMIT,
      sql: `CREATE TABLE begun AS SELECT 1 AS x;
        SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE hash(a.range + b.range) = 1;
        DROP TABLE begun`,
      waitMs: 0,
    })
    while (!(await tables()).includes('begun')) await new Promise((resolve) => setTimeout(resolve, 50))
    const after = await sato.call('queries.cancel', { queryId: begun.id })
    expect(after.state).toBe('cancelled')
    expect(await tables()).toContain('begun')
  })

  test('are not more than fifty', async () => {
    expect(await codeOf('SELECT 1;'.repeat(51))).toBe('query-too-complex')
  })
})

describe('PIVOT without IN', () => {
  test('has a column for each value that rests on enough persons', async () => {
    const view = await viewOf('PIVOT ndb.person ON sex USING count(*) GROUP BY birth_year')
    expect(view.columns.map(({ name }) => name)).toEqual(['birth_year', '1', '2'])
    expect(view.standing).toBe('aggregated')
  })

  test('has no column named after a value of one person', async () => {
    const view =
      await viewOf(`PIVOT (SELECT birth_year, CASE WHEN person_id < '0004' THEN 'secret' ELSE 'others' END AS g
      FROM ndb.person) ON g USING count(*) GROUP BY birth_year`)
    expect(view.columns.map(({ name }) => name)).toEqual(['birth_year', 'others'])
    const own = await run('PIVOT ndb.person ON person_id USING count(*) GROUP BY sex')
    expect(own.state).toBe('failed')
    expect(JSON.stringify(own.error)).not.toMatch(/[0-9a-f]{16}/)
  })

  test('over several columns, whole numbers and open tables', async () => {
    const view = await viewOf(
      'PIVOT (SELECT * FROM ndb.person WHERE birth_year IN (1950, 1951)) ON birth_year, sex USING count(*)',
    )
    const names = view.columns.map(({ name }) => name)
    for (const name of ['1950_1', '1950_2', '1951_1', '1951_2']) expect(names).toContain(name)
    const open = await viewOf(
      'PIVOT open.municipality ON population_tier USING count(*) GROUP BY prefecture_code',
    )
    expect(open.standing).toBe('open')
    expect(open.columns.length).toBeGreaterThan(1)
  })

  test.each([
    [
      'a refused function',
      "PIVOT (SELECT getenv('HOME') AS a FROM ndb.person) ON a USING count(*)",
      'function-not-permitted',
    ],
    ['a file', "PIVOT 'x.csv' ON a USING count(*)", 'table-not-permitted'],
    ['a table of nobody', 'PIVOT other.person ON sex USING count(*)', 'table-not-permitted'],
    ['a hidden column', 'PIVOT ndb.person ON __vw_rows USING count(*)', 'name-reserved'],
  ])('does not look for values by %s', async (_, sql, code) => {
    expect(await codeOf(sql)).toBe(code)
  })
})

describe('progress', () => {
  test('is told in coarse steps, with rows that follow from the percentage and the extract alone', async () => {
    const seen = new Set<string>()
    const sql = (condition: string) =>
      `SELECT count(*) FROM ndb.medical_claim a, ndb.person b WHERE ${condition} AND hash(a.points, b.birth_year, random()) = 1`
    const totals = new Set<number>()
    for (const condition of ['true', 'b.person_id = (SELECT min(person_id) FROM ndb.person)']) {
      let view = await sato.call('queries.run', { permitId: PERMIT, sql: sql(condition), waitMs: 100 })
      for (let asked = 0; asked < 40 && (view.state === 'queued' || view.state === 'running'); asked++) {
        if (view.progressPercent !== null) seen.add(String(view.progressPercent))
        if (view.progressRows !== null) {
          totals.add(view.progressRows.of)
          expect(view.progressRows.read).toBe(
            Math.floor((view.progressRows.of * view.progressPercent!) / 100),
          )
        }
        view = await sato.call('queries.state', { queryId: view.id, waitMs: 100 })
      }
      if (view.state === 'queued' || view.state === 'running')
        await sato.call('queries.cancel', { queryId: view.id })
    }
    for (const percent of seen) expect(Number(percent) % 5).toBe(0)
    // Whatever the condition finds, there is one total: that of the two tables.
    expect(totals.size).toBeLessThanOrEqual(1)
    expect(seen.size).toBeGreaterThan(0)
  })
})
