import { beforeAll, describe, expect, test } from 'vitest'
import { Refusal, wordsFor } from '../../../shared/model/refusals.ts'
import { ApprovedQuery } from '../../../visiting/policy/approved-query.ts'
import type { Parsed, SqlNode, SqlParser, SqlValue } from '../../../visiting/policy/sql-parser.ts'
import { aResearcher, unmeasured } from '../../fixtures/a-researcher.ts'
import { inProcessParser } from '../../fixtures/in-process-parser.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = await inProcessParser()
})

/** A parser whose trees were changed on the way, as a newer engine's could be. */
const changing = (change: (node: SqlNode) => void): SqlParser => {
  const changed = (parsed: Parsed): Parsed => {
    const look = (value: SqlValue): void => {
      if (Array.isArray(value)) for (const part of value) look(part)
      else if (value !== null && typeof value === 'object') {
        change(value)
        for (const part of Object.values(value)) look(part)
      }
    }
    if (parsed.ok) look(parsed.statements)
    return parsed
  }
  return {
    ...parser,
    serialize: async (sql) => changed(await parser.serialize(sql)),
    async write(tree) {
      const { sql, readBack } = await parser.write(tree)
      return { sql, readBack: changed(readBack) }
    },
  }
}

const refusalOf = async (sql: string, given: { parser?: SqlParser } = {}): Promise<Refusal> => {
  const researcher = await aResearcher({ parser, ...given })
  return researcher.approve(sql).then(
    (query) => Promise.reject(new Error(`approved: ${query.measuredSql}`)),
    (problem: unknown) => (problem instanceof Refusal ? problem : Promise.reject(problem)),
  )
}

describe('a tree that the grammar does not know is refused, not passed through:', () => {
  const isClass = (name: string) => (node: SqlNode) => node.class === name
  const isType = (name: string) => (node: SqlNode) => node.type === name
  test.each<[string, (node: SqlNode) => boolean, SqlNode]>([
    ['a new field of an expression', isClass('FUNCTION'), { reads_file: true }],
    ['a new field of a table', isType('BASE_TABLE'), { options: [] }],
    ['a new field of a query', isType('SELECT_NODE'), { into: 'x' }],
    ['a new kind of expression', isClass('CONSTANT'), { class: 'MAGIC' }],
    ['a new form of a known kind', isClass('CONSTANT'), { type: 'VALUE_FILE' }],
    ['a new kind of table', isType('BASE_TABLE'), { type: 'FILE_REF' }],
    ['a new kind of query', isType('SELECT_NODE'), { type: 'COPY_NODE' }],
    ['a new kind of type', (node) => node.id === 'INTEGER', { id: 'FILE' }],
    ['a new part of WITH', (node) => Array.isArray(node.map), { other: [] }],
    ['parameters', (node) => 'named_param_map' in node, { named_param_map: [{ a: 1 }] }],
    ['a list in place of a name', isClass('FUNCTION'), { function_name: ['abs'] }],
    ['an object in place of a name', isType('BASE_TABLE'), { table_name: { a: 1 } }],
    ['a number in place of a flag', isClass('FUNCTION'), { distinct: 1 }],
    ['a word that is not one', isClass('FUNCTION'), { type: 'FUNCTION; DROP' }],
  ])('%s', async (_, is, patch) => {
    const changed = changing((node) => {
      if (is(node)) Object.assign(node, patch)
    })
    const problem = await refusalOf('SELECT abs(1) FROM ndb.person', { parser: changed })
    expect(['statement-not-permitted', 'function-not-permitted']).toContain(problem.code)
  })
})

describe('what runs is what was walked:', () => {
  test.each<[string, (text: string) => string]>([
    ['a text that reads another table', (text) => text.replace('ndb.person', 'ndb.medical_claim')],
    ['a text that reads a file', (text) => text.replace('"extract".ndb.person', "'x.csv'")],
    ['a text that calls another function', (text) => text.replace('abs(', 'sign(')],
    ['a text that calls a refused function', (text) => text.replace('abs(', 'getenv(')],
    ['a text of two statements', (text) => `${text}; SELECT 2`],
    ['a text that is no query', () => 'PRAGMA version'],
    ['a text with another constant', (text) => text.replace('41', '42')],
    ['a text without a condition', (text) => text.replace(/ WHERE.*/, '')],
  ])('%s than the tree said is refused', async (_, change) => {
    const lying: SqlParser = {
      ...parser,
      write: async (tree) => {
        const sql = change((await parser.write(tree)).sql)
        return { sql, readBack: await parser.serialize(sql) }
      },
    }
    const problem = await refusalOf('SELECT abs(41) FROM ndb.person WHERE sex IS NOT NULL', { parser: lying })
    expect(['query-too-complex', 'statement-not-permitted']).toContain(problem.code)
  })

  test('a measurement that reaches for a table nobody read is dropped, and the query counts as unverified', async () => {
    const researcher = await aResearcher({
      parser,
      measure: (tree, tables) => ({
        ...unmeasured(tree, tables),
        tree: JSON.parse(
          JSON.stringify(tree).replace('"table_name":"person"', '"table_name":"secret"'),
        ) as SqlNode,
      }),
    })
    const query = await researcher.approve('SELECT sex FROM ndb.person')
    expect(query.measuredSql).toBe('SELECT sex FROM "extract".ndb.person AS person')
    expect(query.plan).toMatchObject({ kind: 'unverified', reason: { code: 'not-measured' } })
  })

  test('only policy makes an approved query', async () => {
    const query = await (await aResearcher({ parser })).approve('SELECT 1')
    expect(ApprovedQuery.is(query)).toBe(true)
    expect(ApprovedQuery.is({ ...query })).toBe(false)
    expect(() => ApprovedQuery.make(Symbol('policy') as never, query.permitId, query)).toThrow()
  })
})

describe('constants keep their type and every digit:', () => {
  test.each([
    ['SELECT 9007199254740993', ['9007199254740993']],
    ['SELECT 123456789012345678901234567890', ['123456789012345678901234567890']],
    ['SELECT -9223372036854775808', ['-9223372036854775808']],
    ['SELECT 99999999999999999999.99', ['99999999999999999999.99']],
    ['SELECT typeof(1e3), typeof(1.0), typeof(1)', ['DOUBLE', 'DECIMAL(2,1)', 'INTEGER']],
    ['SELECT 1e300, 1e-300', [1e300, 1e-300]],
    ["SELECT 'a''b\n\\', e'\\t'", ["a'b\n\\", '\t']],
    ['SELECT true, NULL, false', [true, null, false]],
  ])('%s', async (sql, expected) => {
    const { rows } = await (await aResearcher({ parser })).run(sql)
    expect(rows).toEqual([expected])
  })
})

describe('a refusal names the thing and the way out, in both languages:', () => {
  test.each([
    ["FROM read_csv('x.csv')", 'read_csv', 'SHOW TABLES'],
    ['SELECT current_setting(1)', 'current_setting', '運用者'],
    ['SELECT summ(points) FROM ndb.medical_claim', 'summ', 'sum'],
    ["FROM query('SELECT 1')", 'query', 'SQL'],
    ['FROM ndb.patient', 'ndb.patient', 'SHOW TABLES'],
    ['FROM ndb.persn', 'ndb.persn', 'ndb.person'],
    ["SELECT 'x'::regclass", '::regclass', 'VARCHAR'],
    ['SELECT uuid()', 'uuid', 'row_number()'],
  ])('%s', async (sql, thing, wayOut) => {
    const { code, params } = await refusalOf(sql)
    for (const language of ['ja', 'en'] as const) {
      const { title, next } = wordsFor(code, params, language)
      expect(title).toContain(thing)
      expect(`${title} ${next}`).not.toMatch(/\{\w+\}/)
    }
    expect(`${wordsFor(code, params, 'ja').next} ${wordsFor(code, params, 'en').next}`).toContain(wayOut)
  })

  test('a syntax error tells line, column and what stands there', async () => {
    const { code, params } = await refusalOf('SELECT 1,\n  2 FORM ndb.person')
    expect([code, params]).toEqual(['sql-syntax', { line: 2, column: 10, near: 'ndb.person' }])
  })

  test('a syntax error inside CREATE TABLE tells its place in the whole text', async () => {
    const { code, params } = await refusalOf('CREATE TABLE a1 AS\nSELECT 1 +')
    expect([code, params.line]).toEqual(['sql-syntax', 2])
  })

  test('a name that spans lines is shown on one', async () => {
    const { params } = await refusalOf('FROM "a\nb\u0007c"')
    expect(params.table).toBe('a b c')
  })
})
