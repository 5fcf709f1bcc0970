import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PermitId } from '../../../shared/model/ids.ts'
import type { PermitColumn, PermitTable } from '../../../shared/model/permit.ts'
import type { ExtractSpec } from '../../../visiting/engine/engine.ts'
import { scopeKey, scopeOf } from '../../../visiting/engine/worker/pseudonyms.ts'
import { aChange, aQuery, type Bench, startBench } from './sessions.ts'

let bench: Bench
let store: string

const PERSONS = 300

beforeAll(async () => {
  bench = await startBench()
  store = join(bench.folder, 'store')
  const id = (i: string) => `'P' || lpad((${i})::VARCHAR, 8, '0')`
  await parquet(
    'ndb',
    'person',
    `SELECT ${id('i')} AS person_id, 1940 + i % 60 AS birth_year FROM range(${PERSONS}) t(i)`,
  )
  await parquet(
    'ndb',
    'claim',
    `SELECT ${id(`i // 10`)} AS person_id, 'H' || (i % 7) AS institution_id,
            CASE WHEN i % 5 = 0 THEN NULL ELSE 'H' || (i % 11) END AS prescriber_id,
            DATE '2020-01-01' + (i % 730 // 3)::INT AS claim_date, (i * 7) % 1000 AS points, 'never permitted' AS memo
     FROM range(${PERSONS * 10}) t(i)`,
  )
  await parquet(
    'kaigo',
    'certification',
    `SELECT ${id('i * 2')} AS person_id, 'level ' || i % 7 AS level FROM range(${PERSONS / 2}) t(i)`,
  )
  await parquet('open', 'area', `SELECT i AS code, 'area ' || i AS name FROM range(5) t(i)`)
})
afterAll(() => bench?.close())

const column = (name: string, type: string, identity: PermitColumn['identity'] = null): PermitColumn => ({
  name,
  type,
  identity,
  nameJa: name,
  nameEn: name,
  unit: null,
  noteJa: null,
  noteEn: null,
  sensitivity: 'plain',
})
const table = (database: string, schema: string, name: string, columns: PermitColumn[]): PermitTable => ({
  database,
  schema,
  name,
  columns,
  level: schema === 'open' ? 'open' : 'person',
  nameJa: name,
  nameEn: name,
  noteJa: null,
  noteEn: null,
})

const TABLES = [
  table('ndb', 'ndb', 'person', [column('person_id', 'VARCHAR', 'person'), column('birth_year', 'INTEGER')]),
  table('ndb', 'ndb', 'claim', [
    column('person_id', 'VARCHAR', 'person'),
    column('institution_id', 'VARCHAR', 'institution'),
    column('prescriber_id', 'VARCHAR', 'institution'),
    column('claim_date', 'DATE'),
    column('points', 'INTEGER'),
  ]),
  table('kaigo', 'kaigo', 'certification', [
    column('person_id', 'VARCHAR', 'person'),
    column('level', 'VARCHAR'),
  ]),
  table('master', 'open', 'area', [column('code', 'INTEGER'), column('name', 'VARCHAR')]),
]

let extracts = 0
function aSpec(fields: Partial<ExtractSpec> = {}): ExtractSpec {
  return {
    permitId: PermitId.parse('prm_provision1'),
    secret: randomBytes(32),
    linkageApproved: true,
    tables: TABLES,
    dataFolder: store,
    target: join(bench.folder, 'permits', String(++extracts), 'extract.duckdb'),
    rows: {},
    ...fields,
  }
}
const provision = (spec: ExtractSpec) => bench.engine.provision(spec, () => {})

describe('an extract', () => {
  test('holds the permitted tables and columns, and nothing else', async () => {
    const { path } = await provision(aSpec())
    const columns = await rowsOf(
      path,
      `SELECT schema_name || '.' || table_name || '.' || column_name || ' ' || data_type
      FROM duckdb_columns() WHERE database_name = 'x' AND NOT internal
        AND NOT starts_with(schema_name, '__vw_') ORDER BY ALL`,
    )
    expect(columns.flat()).toEqual([
      'kaigo.certification.level VARCHAR',
      'kaigo.certification.person_id VARCHAR',
      'ndb.claim.claim_date DATE',
      'ndb.claim.institution_id VARCHAR',
      'ndb.claim.person_id VARCHAR',
      'ndb.claim.points INTEGER',
      'ndb.claim.prescriber_id VARCHAR',
      'ndb.person.birth_year INTEGER',
      'ndb.person.person_id VARCHAR',
      'open.area.code INTEGER',
      'open.area.name VARCHAR',
    ])
    const beside = await rowsOf(
      path,
      `SELECT schema_name || '.' || table_name || '.' || column_name || ' ' || data_type
      FROM duckdb_columns() WHERE database_name = 'x' AND NOT internal AND starts_with(schema_name, '__vw_')
        AND starts_with(column_name, '__vw_') ORDER BY ALL`,
    )
    expect(beside.flat()).toEqual([
      '__vw_kaigo.certification.__vw_person INTEGER',
      '__vw_ndb.claim.__vw_alone_claim_date BOOLEAN',
      '__vw_ndb.claim.__vw_person INTEGER',
      '__vw_ndb.person.__vw_person INTEGER',
    ])
    const bytes = await readFile(path)
    expect(bytes.includes('never permitted')).toBe(false)
    expect(bytes.includes('P0000')).toBe(false)
  })

  test('holds the permitted rows: inclusive days and lists of values', async () => {
    const rows = {
      'ndb.claim': [{ column: 'claim_date', from: '2020-03-01', until: '2020-03-31', in: null }],
    }
    const { path, tables } = await provision(aSpec({ rows }))
    expect(
      await rowsOf(path, 'SELECT min(claim_date)::VARCHAR, max(claim_date)::VARCHAR FROM x.ndb.claim'),
    ).toEqual([['2020-03-01', '2020-03-31']])
    expect(tables.find(({ name }) => name === 'person')?.rows).toBe(PERSONS)
    const listed = {
      'kaigo.certification': [
        { column: 'level', from: null, until: null, in: ['level 1', "level 2' OR true"] },
      ],
    }
    const second = await provision(aSpec({ rows: listed }))
    expect(await rowsOf(second.path, 'SELECT DISTINCT level FROM x.kaigo.certification')).toEqual([
      ['level 1'],
    ])
    const none = { 'kaigo.certification': [{ column: 'level', from: null, until: null, in: [] }] }
    expect((await provision(aSpec({ rows: none }))).tables[2]?.rows).toBe(0)
  })

  test('keeps who is who: the same persons and institutions meet in its tables', async () => {
    const { path, tables } = await provision(aSpec())
    expect(
      await rowsOf(
        path,
        `SELECT count(DISTINCT person_id)::INT, count(*)::INT FROM x.ndb.person SEMI JOIN x.kaigo.certification USING (person_id)`,
      ),
    ).toEqual([[PERSONS / 2, PERSONS / 2]])
    expect(
      await rowsOf(
        path,
        `SELECT count(DISTINCT prescriber_id)::INT, count(*)::INT - count(prescriber_id)::INT FROM x.ndb.claim`,
      ),
    ).toEqual([[11, 600]])
    expect(
      await rowsOf(
        path,
        `SELECT count(DISTINCT institution_id)::INT FROM x.ndb.claim WHERE institution_id IN (SELECT prescriber_id FROM x.ndb.claim)`,
      ),
    ).toEqual([[7]])
    expect(tables.map(({ rows, persons }) => [rows, persons])).toEqual([
      [PERSONS, PERSONS],
      [PERSONS * 10, PERSONS],
      [PERSONS / 2, PERSONS / 2],
      [5, null],
    ])
  })

  test('has as pseudonyms what RFC 2104 says, under a key of the permit', async () => {
    const spec = aSpec()
    const { path } = await provision(spec)
    const key = scopeKey(Buffer.from(spec.secret), scopeOf('person', 'ndb', spec))
    const expected = Array.from({ length: PERSONS }, (_, i) =>
      createHmac('sha256', key)
        .update(`P${String(i).padStart(8, '0')}`)
        .digest('hex')
        .slice(0, 32),
    )
    const found = await rowsOf(path, 'SELECT person_id FROM x.ndb.person')
    expect(new Set(found.flat())).toEqual(new Set(expected))
  })

  test('does not keep the order of the store, by which two extracts could be joined', async () => {
    const { path } = await provision(aSpec())
    const found = (await rowsOf(path, 'SELECT person_id FROM x.ndb.claim')).flat()
    expect(found).toEqual([...found].sort())
    const other = await provision(aSpec())
    const years = async (file: string) => (await rowsOf(file, 'SELECT birth_year FROM x.ndb.person')).flat()
    expect(await years(path)).not.toEqual(await years(other.path))
  })

  test('numbers its persons in the order of their pseudonyms, the same in every database', async () => {
    const { path, tables } = await provision(aSpec())
    const numbered = 'SELECT DISTINCT person_id, __vw_person FROM x.__vw_'
    const both = `${numbered}ndb.claim UNION ${numbered}kaigo.certification`
    expect(
      await rowsOf(
        path,
        `SELECT count(*)::INT, min(n), max(n), count_if(n <> rank)::INT FROM (
          SELECT __vw_person AS n, row_number() OVER (ORDER BY person_id) - 1 AS rank FROM (${both}))`,
      ),
    ).toEqual([[PERSONS, 0, PERSONS - 1, 0]])
    expect(tables[1]?.ordinals).toMatchObject({ least: 0, most: PERSONS - 1, date: 'claim_date' })
  })

  test('knows which rows are their person’s only ones of a date', async () => {
    const { path, tables } = await provision(aSpec())
    const [found] = await rowsOf(
      path,
      `SELECT count_if(alone <> (n = 1))::INT, count_if(alone)::INT FROM (
        SELECT __vw_alone_claim_date AS alone, count(*) OVER (PARTITION BY person_id, claim_date) AS n
        FROM x.__vw_ndb.claim)`,
    )
    expect(found).toEqual([0, tables[1]!.ordinals!.aloneRows])
    expect(tables[1]!.ordinals!.aloneRows).toBeGreaterThan(0)
  })

  test('keeps cells of a large table: who is in them, their rows, and what their numbers add up to', async () => {
    await parquet(
      'ndb',
      'visit',
      `SELECT CASE WHEN i % 97 = 0 THEN NULL ELSE 'P' || lpad((i * i % ${PERSONS})::VARCHAR, 8, '0') END AS person_id,
              CASE WHEN i % 7 = 0 THEN NULL ELSE 'S' || i % 3 END AS setting, DATE '2020-01-01' + (i % 500)::INT AS day,
              CASE WHEN i % 5 = 0 THEN NULL ELSE i % 11 - 3 END AS points, 1 + i % 4 AS days, i AS n, (i % 40) / 10 AS dose,
              1 + i % 3 AS line_no
       FROM range(60000) t(i)`,
    )
    const visit = table('ndb', 'ndb', 'visit', [
      column('person_id', 'VARCHAR', 'person'),
      column('setting', 'VARCHAR'),
      column('day', 'DATE'),
      column('points', 'INTEGER'),
      column('days', 'SMALLINT'),
      column('n', 'BIGINT'),
      column('dose', 'DECIMAL(4,1)'),
      column('line_no', 'INTEGER'),
    ])
    const { path, tables } = await provision(aSpec({ tables: [visit] }))
    const cells = tables[0]!.ordinals!.cells!
    expect(cells.numbers).toEqual(['points', 'days', 'n', 'dose', 'line_no'])
    expect(cells.squares).toEqual(['points', 'days', 'n', 'dose'])
    expect(cells.tables.map(({ columns }) => [...columns].sort())).toEqual(
      expect.arrayContaining([['day', 'setting'], ['setting']]),
    )
    const bits = (condition: string) =>
      `CAST(list_sum(list_transform(list_distinct(list(__vw_person) FILTER (${condition})), lambda p: 1::UHUGEINT << (p & 63)::UHUGEINT)) AS UBIGINT)`
    for (const [place, { columns, cells: count }] of cells.tables.entries()) {
      const kept = `SELECT __vw_chunk, ${columns.join(', ')}, __vw_bits, __vw_rows, __vw_sum_points, __vw_values_points,
        __vw_given_points, __vw_least_points, __vw_some_points, __vw_sum_days, __vw_sum_n, __vw_sum_dose,
        __vw_squares_points, __vw_squares_days FROM x.__vw_ndb.__vw_cells${place}_visit`
      const made = `SELECT __vw_person >> 6, ${columns.join(', ')}, ${bits('true')}, count(*), sum(points), count(points),
        ${bits('points IS NOT NULL')}, min(points), ${bits('points > 0')}, sum(days), sum(n), sum(dose),
        sum(points::DOUBLE * points), sum(days::DOUBLE * days)
        FROM x.__vw_ndb.visit GROUP BY ALL`
      const differing = `SELECT count(*)::INT FROM ((${kept}) EXCEPT ALL (${made}))`
      expect(await rowsOf(path, `${differing} UNION ALL SELECT count(*)::INT FROM (${kept})`)).toEqual([
        [0],
        [count],
      ])
      expect(await rowsOf(path, `SELECT count(*)::INT FROM (${made})`)).toEqual([[count]])
    }
  })

  test('leaves cells by institution out before those by what people group by together', async () => {
    // A chunk of 64 persons has 300 lines: room for 100 cells, of which months by setting and by kind take 99.
    await parquet(
      'ndb',
      'stay',
      `SELECT 'P' || lpad((i % 4480)::VARCHAR, 8, '0') AS person_id, 'S' || hash(i) % 3 AS setting,
              'K' || hash(-i) % 3 AS kind, CAST(DATE '2020-01-01' + to_months((hash(i + 0.5) % 12)::INT) AS DATE) AS month_start,
              'I' || hash(i + 0.25) % 30 AS institution_id
       FROM range(70 * 300) t(i)`,
    )
    const stay = table('ndb', 'ndb', 'stay', [
      column('person_id', 'VARCHAR', 'person'),
      column('setting', 'VARCHAR'),
      column('kind', 'VARCHAR'),
      column('month_start', 'DATE'),
      column('institution_id', 'VARCHAR', 'institution'),
    ])
    const { tables } = await provision(aSpec({ tables: [stay] }))
    const kept = tables[0]!.ordinals!.cells!.tables.map(({ columns }) => [...columns].sort().join())
    expect(kept).toEqual(expect.arrayContaining(['month_start,setting', 'kind,month_start']))
    expect(kept).not.toContain('institution_id')
  })

  test('is read-only, whole under its name, and leaves nothing beside it', async () => {
    const spec = aSpec()
    const { path, bytes } = await provision(spec)
    expect((await stat(path)).mode & 0o777).toBe(0o400)
    expect((await stat(path)).size).toBe(bytes)
    expect(await readdir(join(path, '..'))).toEqual(['extract.duckdb'])
  })
})

describe('its digest', () => {
  test('is the same when it is built again from the same, and another when anything differs', async () => {
    const spec = aSpec()
    const first = await provision(spec)
    const again = await provision({ ...spec, target: aSpec().target })
    expect(again.digest).toBe(first.digest)
    expect(again.tables).toEqual(first.tables)
    const others = await Promise.all([
      provision(aSpec()),
      provision(aSpec({ secret: spec.secret, linkageApproved: false })),
      provision(aSpec({ secret: spec.secret, tables: TABLES.slice(1) })),
      provision(
        aSpec({
          secret: spec.secret,
          rows: { 'open.area': [{ column: 'code', from: null, until: null, in: ['1'] }] },
        }),
      ),
    ])
    expect(new Set([first, ...others].map(({ digest }) => digest)).size).toBe(5)
  })
})

describe('without approved linkage', () => {
  test('a person has another pseudonym in each database, and the same within one', async () => {
    const { path } = await provision(aSpec({ linkageApproved: false }))
    expect(
      await rowsOf(
        path,
        `SELECT count(*)::INT FROM x.ndb.person SEMI JOIN x.kaigo.certification USING (person_id)`,
      ),
    ).toEqual([[0]])
    expect(
      await rowsOf(path, `SELECT count(*)::INT FROM x.ndb.person SEMI JOIN x.ndb.claim USING (person_id)`),
    ).toEqual([[PERSONS]])
  })
})

describe('numbers without approved linkage', () => {
  test('are of one database each, so that equal numbers are equal pseudonyms', async () => {
    const { path, tables } = await provision(aSpec({ linkageApproved: false }))
    const of = (schema: string, name: string) =>
      `SELECT person_id, __vw_person AS n FROM x.__vw_${schema}.${name}`
    expect(
      await rowsOf(
        path,
        `SELECT count(*)::INT FROM (${of('ndb', 'claim')}) SEMI JOIN (${of('kaigo', 'certification')}) USING (n)`,
      ),
    ).toEqual([[0]])
    expect(tables.map(({ ordinals }) => ordinals && [ordinals.least, ordinals.most])).toEqual([
      [0, PERSONS - 1],
      [0, PERSONS - 1],
      [PERSONS, PERSONS + PERSONS / 2 - 1],
      null,
    ])
  })
})

describe('two permits', () => {
  test('share no identifier, not even through what SQL can compute of one', async () => {
    const [one, two] = [await provision(aSpec()), await provision(aSpec())]
    const identities = TABLES.flatMap((t) =>
      t.columns
        .filter((c) => c.identity !== null)
        .map((c) => `SELECT ${c.name} AS id FROM %.${t.schema}.${t.name}`),
    )
    const all = (catalog: string) => identities.map((sql) => sql.replace('%', catalog)).join(' UNION ')
    const computed = [
      'id',
      'upper(id)',
      'reverse(id)',
      'md5(id)',
      'sha1(id)',
      'sha256(id)',
      'left(sha256(id), 32)',
      'hash(id)::VARCHAR',
      'base64(encode(id))',
      'base64(unhex(id))',
      'unhex(id)::VARCHAR',
      'md5_number(id)::VARCHAR',
      'hex(id)',
      'left(id, 16)',
      'right(id, 16)',
      'md5(upper(id))',
      'left(sha256(unhex(id)), 32)',
      "hex(xor(unhex(id)::BIT, repeat('1', 128)::BIT)::BLOB)",
    ]
    const images = computed.map((expression) => `SELECT ${expression} AS image FROM own`)
    const sql = `
      WITH own AS (SELECT id FROM (${all('x')}) WHERE id IS NOT NULL), other AS (SELECT id FROM (${all('y')}) WHERE id IS NOT NULL),
           mine AS (${images.join(' UNION ')}), theirs AS (${images.join(' UNION ').replaceAll('FROM own', 'FROM other')})
      SELECT (SELECT count(*) FROM own)::INT, (SELECT count(*) FROM mine SEMI JOIN theirs USING (image))::INT`
    expect(await rowsOf(one.path, sql, two.path)).toEqual([[PERSONS + 11, 0]])
  })
})

describe('a build that is cut short', () => {
  test('leaves no file under the name, goes on where it was, and ends in the same', async () => {
    await parquet(
      'ndb',
      'long',
      `SELECT 'P' || lpad((i % ${PERSONS})::VARCHAR, 8, '0') AS person_id, i AS n, md5(i::VARCHAR) AS m FROM range(400000) t(i)`,
    )
    const long = table('ndb', 'ndb', 'long', [
      column('person_id', 'VARCHAR', 'person'),
      column('n', 'BIGINT'),
      column('m', 'VARCHAR'),
    ])
    const spec = aSpec({ tables: [...TABLES, long] })
    const steps: number[] = []
    const first = bench.engine.provision(spec, (done) => steps.push(done))
    first.catch(() => {})
    while (!steps.some((done) => done > 300)) await setTimeout(5)
    // Its process is found by what it writes; the service's own way of losing one is a crash.
    await killWriterOf(`${spec.target}.part`)
    await expect(first).rejects.toThrow(/ended early/)
    await expect(stat(spec.target)).rejects.toThrow()
    // Tables that stood are kept; of those being written (two at once), what was told is made again.
    const kept = JSON.parse(await readFile(`${spec.target}.part.json`, 'utf8')).done.length
    expect(kept).toBeGreaterThanOrEqual(2)
    const again: number[] = []
    const record = await bench.engine.provision(spec, (done) => again.push(done))
    expect(Math.min(...again)).toBeGreaterThanOrEqual(100 * kept)
    expect(record.digest).toBe((await provision({ ...spec, target: aSpec().target })).digest)
  })

  test('begins anew when the permit has changed meanwhile', async () => {
    const spec = aSpec()
    await mkdir(join(spec.target, '..'), { recursive: true })
    await writeFile(`${spec.target}.part`, 'not a database')
    await writeFile(`${spec.target}.part.json`, JSON.stringify({ inputs: 'of another permit', done: [] }))
    expect((await provision(spec)).tables).toHaveLength(4)
  })

  test('a fault in the data tells no value of it', async () => {
    await parquet('ndb', 'odd', `SELECT 'P1' AS person_id, 'planted value' AS n`)
    const odd = table('ndb', 'ndb', 'odd', [column('person_id', 'VARCHAR', 'person'), column('n', 'INTEGER')])
    const fault = await provision(aSpec({ tables: [odd] })).catch((error: Error) => error)
    expect(String(fault)).toContain('ndb.odd')
    expect(String(fault)).not.toContain('planted')
  })
})

test('data larger than the memory it may take spills to disk, and the extract is the same', async () => {
  const small = await startBench({ provisionMemoryBytes: 120_000_000 })
  try {
    await parquet(
      'ndb',
      'wide',
      `SELECT 'P' || lpad((i % ${PERSONS})::VARCHAR, 8, '0') AS person_id, md5(i::VARCHAR) || md5((-i)::VARCHAR) AS m FROM range(700000) t(i)`,
    )
    const wide = table('ndb', 'ndb', 'wide', [
      column('person_id', 'VARCHAR', 'person'),
      column('m', 'VARCHAR'),
    ])
    const spec = aSpec({ tables: [wide] })
    const record = await small.engine.provision({ ...spec, target: aSpec().target }, () => {})
    expect(record.tables[0]?.rows).toBe(700_000)
    expect(record.digest).toBe((await provision(spec)).digest)
    expect(await readdir(join(record.path, '..'))).toEqual(['extract.duckdb'])
  } finally {
    await small.close()
  }
})

describe('erasing', () => {
  test('ends the permit’s workers and tells size and digest of every file it takes away', async () => {
    const session = bench.session('erased')
    await bench.run(aChange('CREATE TABLE work.main.t AS SELECT 1 AS a'), session)
    const extract = (await provision(aSpec())).path
    const digest = createHash('sha256')
      .update(await readFile(extract))
      .digest('hex')
    const erased = await bench.engine.erase(session.permitId, [
      extract,
      session.workspaceFolder,
      join(bench.folder, 'nothing here'),
    ])
    expect(erased.find(({ path }) => path === extract)).toMatchObject({ sha256: digest })
    expect(erased.some(({ path }) => path.endsWith('workspace.duckdb'))).toBe(true)
    await expect(stat(extract)).rejects.toThrow()
    await expect(stat(session.workspaceFolder)).rejects.toThrow()
    expect((await bench.engine.health()).workers).toBe(0)
    // Nor does a query that was still waiting bring its workspace back.
    expect((await bench.run(aQuery('SELECT 1'), session)).state).toBe('lost')
    await expect(stat(session.workspaceFolder)).rejects.toThrow()
  })
})

async function parquet(schema: string, name: string, sql: string): Promise<void> {
  const folder = join(store, schema, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await inDatabase(async (run) => run(`COPY (${sql}) TO '${join(folder, 'part-0.parquet')}'`))
}

/** Rows of a query over an extract as catalog `x`, and another as `y`. */
function rowsOf(path: string, sql: string, other?: string): Promise<unknown[][]> {
  return inDatabase(async (run) => {
    await run(`ATTACH '${path}' AS x (READ_ONLY)`)
    if (other) await run(`ATTACH '${other}' AS y (READ_ONLY)`)
    return run(sql)
  })
}

async function inDatabase<T>(act: (run: (sql: string) => Promise<unknown[][]>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    return await act(async (sql) => (await connection.runAndReadAll(sql)).getRowsJS())
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function killWriterOf(path: string): Promise<void> {
  // The newest first: it began a moment ago, and may end while others are looked through.
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of pids.sort((a, b) => Number(b) - Number(a))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const fd of files) {
      const { readlink } = await import('node:fs/promises')
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === path)
        return void process.kill(Number(pid), 'SIGKILL')
    }
  }
  throw new Error(`nobody writes ${path}`)
}
