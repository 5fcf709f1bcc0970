import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeParser, type ParserClient } from '../../../visiting/engine/parser/client.ts'
import { type ChildHandle, startChild } from '../../../visiting/engine/process/child.ts'
import { detectSandbox } from '../../../visiting/engine/process/sandbox.ts'
import { engineScripts } from '../../../visiting/engine-scripts.ts'
import type { SqlNode } from '../../../visiting/policy/sql-parser.ts'

const scripts = engineScripts()
let parser: ParserClient
const started: ChildHandle[] = []

beforeAll(async () => {
  const sandbox = await detectSandbox(scripts.parser)
  parser = makeParser({
    start() {
      const child = startChild({
        script: scripts.parser,
        sandbox,
        folder: null,
        reads: [],
        limits: { dataBytes: 2e9, fileBytes: 0 },
        heapMb: 128,
        untrusted: true,
      })
      started.push(child)
      return child
    },
  })
})

afterAll(() => parser?.close())

async function roundTrip(sql: string): Promise<string> {
  const parsed = await parser.serialize(sql)
  if (!parsed.ok) throw new Error(`${parsed.kind} at ${parsed.offset}`)
  return (await parser.write(parsed.statements[0] as SqlNode)).sql
}

describe('a tree becomes the text it came from', () => {
  test.each([
    'SELECT 9007199254740993',
    'SELECT 123456789012345678901234567890',
    'SELECT 18446744073709551615, -9223372036854775808',
    'SELECT 1.0, 0.1, 1e+300, 0.30000000000000004',
    `SELECT '{"$number":"1"}'`,
    // As the parser's answer says of a node that it stands nowhere.
    `SELECT ',"query_location":18446744073709551615', 7`,
    `SELECT 9007199254740993 AS ",""query_location"":18446744073709551615"`,
    "SELECT 'é日本', '𠮷'",
  ])('%s', async (sql) => {
    expect(await roundTrip(sql)).toBe(sql)
  })

  test('also for integers of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: 2n ** 100n }), async (n) => {
        expect(await roundTrip(`SELECT ${n}`)).toBe(`SELECT ${n}`)
      }),
      { numRuns: 200 },
    )
  })
})

describe('places are UTF-16 offsets of the text', () => {
  test('of a node after Japanese text', async () => {
    const sql = "SELECT '日本𠮷', foo FROM t"
    const parsed = await parser.serialize(sql)
    expect(parsed.ok).toBe(true)
    expect(JSON.stringify(parsed)).toContain(`"query_location":${sql.indexOf('foo')}`)
  })

  test.each([
    ["SELECT '日本𠮷', foo bar baz", 'baz'],
    ['SELECT 1\nFROM t t2 t3', 't3'],
    ['selct 1', 'selct'],
  ])('of an error in %s', async (sql, at) => {
    expect(await parser.serialize(sql)).toEqual({ ok: false, kind: 'syntax', offset: sql.lastIndexOf(at) })
  })
})

describe('what is no SELECT is said to be none', () => {
  test.each([
    'CREATE TABLE t AS SELECT 1',
    "COPY t TO 'x'",
    "ATTACH 'x'",
    'SET threads = 1',
    'INSERT INTO t VALUES (1)',
  ])('%s', async (sql) => {
    expect(await parser.serialize(sql)).toMatchObject({ ok: false, kind: 'not-select' })
  })
})

describe('a text is split as the engine splits it', () => {
  test.each([
    ["select ';' ; -- a; b\n create table x as select 2;;", ['SELECT', 'CREATE']],
    ['/* a /* ; */ ; */ select 1', ['SELECT']],
    ["select $$ ; $$, $tag$ ; $$ $tag$, e'\\'; '", ['SELECT']],
    ['select ";" from t; from t; values (1); describe t', ['SELECT', 'SELECT', 'SELECT', 'SELECT']],
    ['with a as (select 1) insert into t select * from a', ['INSERT']],
    ["explain select 1; drop table t; copy t to 'x'", ['EXPLAIN', 'DROP', 'COPY']],
    ['pivot t on a using sum(b)', ['PIVOT']],
    ['', []],
    [' -- nothing', []],
  ])('%s', async (sql, types) => {
    const answer = await parser.split(sql)
    expect(answer.ok && answer.statements.map((s) => s.type)).toEqual(types)
  })

  test('pieces of a split text are statements by themselves', async () => {
    const piece = fc.constantFrom(
      "select ';'",
      'select 1 /* ; */',
      'select $$;$$',
      'from t',
      'select ";"',
      "select e'\\';'",
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), async (pieces) => {
        const answer = await parser.split(pieces.join(';'))
        expect(answer.ok && answer.statements.map((s) => s.sql)).toEqual(pieces)
      }),
      { numRuns: 50 },
    )
  })
})

describe('hostile text harms nobody', () => {
  test.each([
    ['parentheses', `select ${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['sums', `select ${'1+'.repeat(20_000)}1`],
    ['subqueries', `${'select * from ('.repeat(3_000)}select 1${')'.repeat(3_000)}`],
    ['NOT', `select ${'not '.repeat(40_000)} true`],
    ['lists', `select ${'['.repeat(40_000)}${']'.repeat(40_000)}`],
    ['CASE', `select ${'case when true then '.repeat(20_000)} 1 ${'end '.repeat(20_000)}`],
    ['types', `select 1::int${'[]'.repeat(50_000)}`],
    ['unions', Array.from({ length: 20_000 }, () => 'select 1').join(' union ')],
  ])('deeply nested %s are too complex, and the next text is read', async (_name, sql) => {
    const answer = await parser.serialize(sql)
    if (!answer.ok) expect(answer.kind).toBe('too-complex')
    expect(await roundTrip('SELECT 1')).toBe('SELECT 1')
  })

  test('a character that would end the text early is a syntax error at its place', async () => {
    expect(await parser.serialize('select 1 \0; copy')).toEqual({ ok: false, kind: 'syntax', offset: 9 })
  })

  test('a killed parser is replaced, and texts it did not kill itself with are read all the same', async () => {
    started.at(-1)?.kill()
    const answers = await Promise.all([parser.serialize('select 1'), parser.serialize('select 2')])
    expect(answers.map((answer) => answer.ok)).toEqual([true, true])
    expect(await roundTrip('SELECT 3')).toBe('SELECT 3')
    expect(started.length).toBeGreaterThan(1)
  })

  test('a text over which parsers keep dying is too complex, and others are not', async () => {
    const killing = setInterval(() => started.at(-1)?.kill(), 2)
    while (parser.isAlive()) await setTimeout(2)
    const deadly = parser.serialize('select 1')
    const harmless = parser.serialize('select 2')
    expect(await deadly).toEqual({ ok: false, kind: 'too-complex', offset: null })
    clearInterval(killing)
    expect((await harmless).ok).toBe(true)
  })
})

describe('planning on structure', () => {
  const tables = [
    {
      catalog: 'extract',
      schema: 'ndb',
      name: 'person',
      columns: [{ name: 'birth_year', type: 'INTEGER' }],
    },
  ]
  const explain = (sql: string) => parser.explain({ sql, written: sql, tables })

  test('answers operators over tables that are gone with the answer', async () => {
    const made = await explain('SELECT count(*) FROM extract.ndb.person WHERE birth_year > 3000')
    expect(JSON.stringify(made)).toContain('ndb.person')
    expect(JSON.stringify(made)).not.toContain('EMPTY_RESULT')
    const without = await parser.explain({ sql: 'FROM extract.ndb.person', written: '', tables: [] })
    expect(without).toMatchObject({ error: { kind: 'unknown-table' } })
  })

  test('reaches no file, and no message of the engine comes back', async () => {
    const made = await explain("SELECT * FROM read_text('/etc/hostname')")
    expect(Object.keys(made)).toEqual(['error'])
    expect(JSON.stringify(made)).not.toContain('hostname')
  })

  test('what kills the process costs its own answer only', async () => {
    await expect(explain('SELECT len(range(500000000)) FROM extract.ndb.person')).rejects.toMatchObject({
      code: 'query-too-complex',
    })
    expect(await explain('SELECT 1')).toHaveProperty('operators')
  })
})
