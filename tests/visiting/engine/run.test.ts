import { readFile, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { RecordBatchReader } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellText } from '../../../shared/arrow/data-text.ts'
import { readBatches } from '../../../shared/arrow/record-batches.ts'
import { PermitId } from '../../../shared/model/ids.ts'
import { workerOf } from './processes.ts'
import { aChange, anAggregatedPlan, aQuery, type Bench, PERMIT, resultOf, startBench } from './sessions.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench({
    data: [
      'CREATE SCHEMA ndb',
      `CREATE TABLE ndb.claim AS SELECT 'p' || (i % 500) AS person_id, i % 90 AS age, 'secret ' || i AS note FROM range(5000) t(i)`,
    ],
  })
})
afterAll(() => bench?.close())

const names = async (file: string): Promise<string[]> =>
  RecordBatchReader.from(await readFile(file))
    .open()
    .schema.fields.map((field) => field.name)

describe('what is stored of a result', () => {
  test('visible columns first, the hidden ones after them, under names that may repeat', async () => {
    const sql = `SELECT age AS a, count(DISTINCT person_id) AS __vw_p, count(*) AS a FROM extract.ndb.claim GROUP BY age`
    const outcome = await bench.run(
      aQuery(sql, { plan: anAggregatedPlan('__vw_p') }),
      bench.session('stored'),
    )
    const result = resultOf(outcome)
    expect(await names(result.file)).toEqual(['a', 'a', '__vw_p'])
    expect(result.columns.map(({ type }) => type)).toEqual(['BIGINT', 'BIGINT', 'BIGINT'])
    expect(result.rows).toBe(90)
  })

  test('columns of one name and different types, each with its own values', async () => {
    const sql = `SELECT 1 AS a, 'x' AS a, 2.5 AS a, DATE '2024-01-01' AS a`
    const result = resultOf(await bench.run(aQuery(sql), bench.session('stored')))
    const { batches } = readBatches(await readFile(result.file))
    expect(batches[0]?.data.children.map((data) => cellText(data, 0))).toEqual([
      '1',
      'x',
      '2.5',
      '2024-01-01',
    ])
  })

  test('a whole of groups rests on the persons of its largest group', async () => {
    const sql = `SELECT age, count(DISTINCT person_id) AS __vw_p FROM extract.ndb.claim WHERE age < 3 GROUP BY ALL`
    const plan = anAggregatedPlan('__vw_p')
    expect(resultOf(await bench.run(aQuery(sql, { plan }), bench.session('stored'))).restsOnAtLeast).toBe(50)
    const none = aQuery(`${sql.replace('age < 3', 'age < 0')}`, { plan })
    const empty = resultOf(await bench.run(none, bench.session('stored')))
    expect(empty).toMatchObject({ rows: 0, restsOnAtLeast: 0, batches: [] })
    expect(await names(empty.file)).toEqual(['age', '__vw_p'])
  })

  test('persons of individual rows are counted, and their column is not stored', async () => {
    const sql = 'SELECT age, note, person_id AS __vw_person FROM extract.ndb.claim'
    const plan = { kind: 'individual' as const, columns: [], personColumn: '__vw_person' }
    const result = resultOf(await bench.run(aQuery(sql, { plan }), bench.session('stored')))
    expect(result.restsOnAtLeast).toBe(500)
    expect(await names(result.file)).toEqual(['age', 'note'])
    const many = aQuery(`SELECT range AS n, range AS __vw_person FROM range(5000)`, { plan })
    expect(resultOf(await bench.run(many, bench.session('stored'))).restsOnAtLeast).toBe(1_000)
  })

  test('of open and unverified queries nothing is known about persons', async () => {
    expect(
      resultOf(await bench.run(aQuery('SELECT 1 AS one'), bench.session('stored'))).restsOnAtLeast,
    ).toBeNull()
  })

  test('the order of the query survives the cast of a type that travels as text', async () => {
    const sql = `SELECT age, list(note ORDER BY note) AS notes FROM extract.ndb.claim GROUP BY age ORDER BY age DESC`
    const result = resultOf(await bench.run(aQuery(sql), bench.session('stored')))
    const reader = RecordBatchReader.from(await readFile(result.file)).open()
    const ages = [...reader].flatMap((batch) => [...(batch.getChildAt(0) ?? [])].map(Number))
    expect(ages).toEqual(Array.from({ length: 90 }, (_, i) => 89 - i))
    expect(result.columns[1]).toEqual({ name: 'notes', type: 'VARCHAR[]' })
  })
})

describe('statements that speak about queries', () => {
  test.each([
    ['DESCRIBE extract.ndb.claim', 'describe', 3],
    ['DESCRIBE SELECT [1] AS l, UUID() AS u', 'describe', 2],
    ['SUMMARIZE extract.ndb.claim', 'select', 3],
    ['EXPLAIN SELECT count(*) FROM extract.ndb.claim', 'describe', 1],
    ['VALUES (1), (2)', 'select', 2],
    ['FROM extract.ndb.claim LIMIT 4', 'select', 4],
    [
      'WITH RECURSIVE r(i, l) AS (SELECT 1, [1] UNION ALL SELECT i + 1, [i] FROM r WHERE i < 5) FROM r',
      'select',
      5,
    ],
    ['PIVOT (SELECT age % 2 AS g, age FROM extract.ndb.claim) ON g IN (0, 1) USING max(age)', 'select', 1],
  ] as const)('%s', async (sql, kind, rows) => {
    expect(resultOf(await bench.run(aQuery(sql, { kind }), bench.session('speaks'))).rows).toBe(rows)
  })
})

describe('the workspace', () => {
  test('keeps tables from one worker to the next and lists them without hidden columns', async () => {
    const session = bench.session('keeps')
    expect(
      (await bench.run(aChange('CREATE TABLE work.main.t AS SELECT 1 AS a, 2 AS __vw_p'), session)).state,
    ).toBe('done')
    expect(await bench.engine.workspaceTables(session)).toEqual([
      { name: 't', columns: [{ name: 'a', type: 'INTEGER' }] },
    ])
    const other = { ...session, extractPath: session.extractPath }
    expect(resultOf(await bench.run(aQuery('SELECT a FROM work.main.t'), other)).rows).toBe(1)
    expect(await bench.engine.workspaceBytes(session)).toBeGreaterThan(0)
  })

  test('is nobody else’s', async () => {
    await bench.run(aChange('CREATE TABLE work.main.mine AS SELECT 1 AS a'), bench.session('mine'))
    const outcome = await bench.run(aQuery('SELECT * FROM work.main.mine'), bench.session('theirs'))
    expect(outcome).toMatchObject({ state: 'failed', error: { kind: 'unknown-table', names: ['mine'] } })
  })

  test('that is full takes no more, and dropping makes room', async () => {
    const session = bench.session('full', { workspaceBytes: 5_000_000 })
    const big = `SELECT md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS m FROM range(1000000) t(i)`
    expect(await bench.run(aChange(`CREATE TABLE work.main.big AS ${big}`), session)).toMatchObject({
      state: 'failed',
      error: { kind: 'workspace-full' },
    })
    expect(await bench.engine.workspaceTables(session)).toEqual([])
    expect((await bench.run(aChange('CREATE TABLE work.main.small AS SELECT 1 AS a'), session)).state).toBe(
      'done',
    )
    expect((await bench.run(aChange('DROP TABLE work.main.small', 'drop'), session)).state).toBe('done')
  })

  test('that grew and shrank again can be used like any other', async () => {
    const session = bench.session('shrank', { workspaceBytes: 60_000_000 })
    const big = `SELECT md5(i::VARCHAR) AS m FROM range(1200000) t(i)`
    for (let i = 0; i < 3; i++) {
      expect((await bench.run(aChange(`CREATE TABLE work.main.big AS ${big}`), session)).state).toBe('done')
      expect((await bench.run(aChange('DROP TABLE work.main.big', 'drop'), session)).state).toBe('done')
    }
    expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
  })

  test('a statement that fails changes nothing', async () => {
    const session = bench.session('fails')
    await bench.run(aChange('CREATE TABLE work.main.t AS SELECT 1 AS a'), session)
    await bench.run(
      aChange(`INSERT INTO work.main.t SELECT note::INTEGER FROM extract.ndb.claim`, 'insert'),
      session,
    )
    expect(resultOf(await bench.run(aQuery('SELECT a FROM work.main.t'), session)).rows).toBe(1)
  })

  test('the extract cannot be written', async () => {
    const outcome = await bench.run(
      aChange('CREATE TABLE extract.ndb.t AS SELECT 1 AS a'),
      bench.session('writes'),
    )
    expect(outcome.state).toBe('failed')
  })
})

describe('errors tell kind, place and names, never values', () => {
  test.each([
    ['SELECT agee FROM extract.ndb.claim', 'unknown-column', ['agee'], { line: 1, column: 8 }, ['age']],
    ['SELECT 1\nFROM extract.ndb.clam', 'unknown-table', ['clam'], { line: 2, column: 6 }, null],
    [
      'SELECT summm(age) FROM extract.ndb.claim',
      'unknown-function',
      ['summm'],
      { line: 1, column: 8 },
      ['sum'],
    ],
    ['SELECT note::INTEGER FROM extract.ndb.claim', 'conversion', [], { line: 1, column: 12 }, []],
    ['SELECT age, count(*) FROM extract.ndb.claim', 'not-grouped', ['age'], { line: 1, column: 8 }, []],
    ['SELECT sum(note) FROM extract.ndb.claim', 'type-mismatch', ['sum'], { line: 1, column: 8 }, []],
    [
      'SELECT age FROM extract.ndb.claim a, extract.ndb.claim b',
      'ambiguous-name',
      ['age'],
      { line: 1, column: 8 },
      [],
    ],
    ["SELECT '日本', foo FROM extract.ndb.claim", 'unknown-column', ['foo'], { line: 1, column: 14 }, []],
    ['SELECT (200 + age)::TINYINT FROM extract.ndb.claim', 'conversion', [], null, []],
    ['SELECT error(note) FROM extract.ndb.claim', 'other', [], null, []],
    ["SELECT strptime(note, '%Y') FROM extract.ndb.claim", 'other', [], null, []],
  ] as const)('%s', async (sql, kind, named, place, candidates) => {
    const outcome = await bench.run(aQuery(sql), bench.session('errors'))
    expect(outcome).toMatchObject({ state: 'failed', error: { kind, names: named } })
    if (outcome.state !== 'failed') return
    if (place) expect(outcome.error).toMatchObject(place)
    if (candidates) expect(outcome.error.candidates).toEqual(expect.arrayContaining([...candidates]))
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(JSON.stringify(outcome)).not.toContain('/')
  })

  test('where the text that ran is another, the place is found by a name written once', async () => {
    const sql = 'SELECT age,\n  agee FROM ndb.claim'
    const measuredSql = 'SELECT age, agee, count(DISTINCT person_id) AS __vw_p FROM extract.ndb.claim'
    const outcome = await bench.run(aQuery(measuredSql, { sql }), bench.session('errors'))
    expect(outcome).toMatchObject({ error: { kind: 'unknown-column', names: ['agee'], line: 2, column: 3 } })
    const twice = 'SELECT agee, agee FROM ndb.claim'
    const unsure = await bench.run(aQuery(measuredSql, { sql: twice }), bench.session('errors'))
    expect(unsure).toMatchObject({ error: { names: ['agee'], line: null, column: null } })
  })

  test('names of the environment’s own columns are not told', async () => {
    const measuredSql = 'SELECT age, __vw_x FROM (SELECT age, 1 AS __vw_y FROM extract.ndb.claim)'
    const outcome = await bench.run(
      aQuery(measuredSql, { sql: 'SELECT age FROM ndb.claim' }),
      bench.session('errors'),
    )
    expect(JSON.stringify(outcome)).not.toContain('__vw_')
  })
})

describe('what ends a query ends that query alone', () => {
  const endless =
    'SELECT count(*) FROM range(100000000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1'

  test('cancel, within a second', async () => {
    const session = bench.session('cancels')
    await bench.run(aQuery('SELECT 1'), session)
    const running = bench.engine.run(aQuery(endless), session, { folder: `${bench.folder}/results/c` })
    await setTimeout(400)
    await running.cancel()
    expect(await running.done).toMatchObject({ state: 'cancelled' })
    expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
  })

  test('a stream that was cut off is never taken for a finished result', async () => {
    const session = bench.session('cutoff')
    await bench.run(aQuery('SELECT 1'), session)
    const rows = "SELECT i, repeat('x', 1000) AS x FROM range(10000000000) AS r(i)"
    for (let moment = 0; moment < 20; moment++) {
      const running = bench.engine.run(aQuery(rows), session, {
        folder: `${bench.folder}/results/cut-${moment}`,
      })
      await setTimeout(20 + moment * 7)
      await running.cancel()
      expect((await running.done).state).toBe('cancelled')
    }
  })

  test('cancel inside one scalar call, where the engine does not listen', async () => {
    const session = bench.session('scalar')
    await bench.run(aChange('CREATE TABLE work.main.kept AS SELECT 1 AS a'), session)
    const deaf = "SELECT length(regexp_replace(repeat('a', 400000000), '(a*)*b', 'x', 'g'))"
    const running = bench.engine.run(aQuery(deaf), session, { folder: `${bench.folder}/results/d` })
    await setTimeout(700)
    await running.cancel()
    expect((await running.done).state).toMatch(/cancelled|lost/)
    expect(resultOf(await bench.run(aQuery('SELECT a FROM work.main.kept'), session)).rows).toBe(1)
  })

  test('cancel before its turn comes', async () => {
    const session = bench.session('waits')
    const first = bench.engine.run(aQuery(endless), session, { folder: `${bench.folder}/results/e` })
    const second = bench.engine.run(aQuery('SELECT 1'), session, { folder: `${bench.folder}/results/f` })
    await second.cancel()
    expect(await second.done).toEqual({ state: 'cancelled', engineMs: 0 })
    await first.cancel()
  })

  test('its time', async () => {
    const session = bench.session('time', { wallMs: 500 })
    expect(await bench.run(aQuery(endless), session)).toMatchObject({
      state: 'lost',
      error: { kind: 'time-limit' },
    })
    expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
  })

  test('its memory, in the engine', async () => {
    const session = bench.session('memory', { memoryBytes: 200_000_000, tempBytes: 10_000_000 })
    const hungry = 'SELECT list(md5(i::VARCHAR) || md5((i + 1)::VARCHAR)) AS l FROM range(20000000) t(i)'
    const outcome = await bench.run(aQuery(hungry), session)
    expect(outcome).toMatchObject({ error: { kind: 'memory' } })
    expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
  })

  test('its memory, outside of what the engine counts', async () => {
    const session = bench.session('scalars', { memoryBytes: 200_000_000 })
    const huge =
      "SELECT length(repeat(repeat('a', 1000000), 2000) || repeat(repeat('b', 1000000), 2000)) AS n"
    const outcome = await bench.run(aQuery(huge), session)
    expect(outcome).toMatchObject({ error: { kind: 'memory' } })
    expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
  })

  test('a query that runs on tells how far it is', async () => {
    const session = bench.session('progress', { threads: 1 })
    await bench.run(aChange('CREATE TABLE work.main.n AS SELECT range AS i FROM range(300000)'), session)
    const slow = 'SELECT max(hash(a.i + b.i)) AS h FROM work.main.n a, work.main.n b'
    const running = bench.engine.run(aQuery(slow), session, { folder: `${bench.folder}/results/g` })
    let seen = 0
    while (seen === 0 && (await Promise.race([running.done, setTimeout(50)])) === undefined) {
      seen = running.progressPercent() ?? 0
    }
    await running.cancel()
    expect(seen).toBeGreaterThan(0)
  })
})

test('a query of another permit does not run in this session', () => {
  const other = { ...bench.session('other'), permitId: PermitId.parse('prm_another01') }
  expect(() => bench.engine.run(aQuery('SELECT 1'), other, { folder: bench.folder })).toThrow()
  expect(PERMIT).not.toBe(other.permitId)
})

test('a session whose extract was replaced gets a worker that sees the new one', async () => {
  const session = bench.session('moved')
  await bench.run(aQuery('SELECT 1'), session)
  const { makeDatabase } = await import('./sessions.ts')
  const extractPath = `${bench.folder}/second.duckdb`
  await makeDatabase(extractPath, ['CREATE TABLE fresh AS SELECT 1 AS a'])
  expect(
    (await bench.run(aQuery('SELECT a FROM extract.main.fresh'), { ...session, extractPath })).state,
  ).toBe('done')
})

test('idle workers end, and the next query starts a new one', async () => {
  const session = bench.session('idle', { idleMs: 300 })
  expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
  const before = (await bench.engine.health()).workers
  while ((await bench.engine.health()).workers >= before) await setTimeout(100)
  expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('done')
})

test('files of results are readable by the environment alone', async () => {
  const result = resultOf(await bench.run(aQuery('SELECT 1'), bench.session('modes')))
  expect((await stat(result.file)).mode & 0o077).toBe(0)
})

test('an idle worker that holds much memory gives way to a small one', async () => {
  const small = await startBench({
    renewal: { idleMs: 500, residentBytes: 150_000_000 },
    data: ['CREATE TABLE wide AS SELECT range AS n, md5(range::VARCHAR) AS m FROM range(3000000)'],
  })
  try {
    const session = small.session('grown')
    await small.run(aQuery('SELECT 1'), session)
    const before = await workerOf(session.workspaceFolder)
    const sql = 'SELECT count(DISTINCT m) AS c FROM extract.main.wide'
    expect((await small.run(aQuery(sql), session)).state).toBe('done')
    let now = before
    while (now === before || now === null) {
      await setTimeout(100)
      now = await workerOf(session.workspaceFolder)
    }
    expect((await small.run(aQuery('SELECT 1'), session)).state).toBe('done')
  } finally {
    await small.close()
  }
})
