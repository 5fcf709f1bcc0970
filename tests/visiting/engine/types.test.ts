import { readFile } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { RecordBatchReader } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TYPE_KEY, travelsAsText } from '../../../shared/arrow/column-types.ts'
import { cellText } from '../../../shared/arrow/data-text.ts'
import { aQuery, type Bench, resultOf, startBench } from './sessions.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench?.close())

/** Type, and expressions of it; NULL is always added. */
const TYPES: [string, string[]][] = [
  ['BOOLEAN', ['true', 'false']],
  ['TINYINT', ['-128', '127', '0']],
  ['SMALLINT', ['-32768', '32767']],
  ['INTEGER', ['-2147483648', '2147483647']],
  ['BIGINT', ['-9223372036854775808', '9223372036854775807', '9007199254740993']],
  ['UTINYINT', ['0', '255']],
  ['USMALLINT', ['65535']],
  ['UINTEGER', ['4294967295']],
  ['UBIGINT', ['18446744073709551615']],
  [
    'HUGEINT',
    ["'170141183460469231731687303715884105727'", "'-170141183460469231731687303715884105728'", '-1', '0'],
  ],
  ['UHUGEINT', ["'340282366920938463463374607431768211455'", '0']],
  [
    'FLOAT',
    [
      '0.1',
      '1e10',
      '3.4028235e38',
      '-1.5',
      "'nan'",
      "'inf'",
      "'-inf'",
      '1e-5',
      '16777216',
      "'-0'",
      '1e16',
      '123456.7',
    ],
  ],
  [
    'DOUBLE',
    [
      '0.1',
      '1',
      '1e15',
      '1e16',
      '123456789012345680',
      '1e300',
      '5e-324',
      '0.0001',
      '0.00001',
      "'nan'",
      "'inf'",
      "'-inf'",
      "'-0'",
      '0.30000000000000004',
    ],
  ],
  ['DECIMAL(4,1)', ['123.4', '-0.1', '0']],
  ['DECIMAL(9,2)', ['1234567.89', '-0.05', '-1234567.89']],
  ['DECIMAL(18,6)', ['123456789012.345678', '-0.000001', '-4294967296']],
  ['DECIMAL(38,10)', ["'1234567890123456789012345678.0123456789'", '-0.5']],
  ['DECIMAL(3,3)', ['0.125', '-0.005']],
  ['DECIMAL(20,0)', ['-12345678901234567890']],
  [
    'DATE',
    [
      "'2024-02-29'",
      "'1969-12-31'",
      "'0001-01-01'",
      "'0044-03-15 (BC)'",
      "'infinity'",
      "'-infinity'",
      "'12024-01-01'",
      "'5877642-06-25 (BC)'",
      "'5881580-07-10'",
    ],
  ],
  ['TIME', ["'00:00:00'", "'23:59:59.999999'", "'24:00:00'", "'12:30:00.5'"]],
  ['TIMETZ', ["'12:30:00.5+09'", "'00:00:00-03:30'"]],
  ['TIME_NS', ["'12:30:00.123456789'"]],
  [
    'TIMESTAMP',
    [
      "'2024-02-29 12:00:00.000001'",
      "'1969-12-31 23:59:59.5'",
      "'0044-03-15 (BC) 10:00:00'",
      "'infinity'",
      "'-infinity'",
      "'290309-12-22 (BC) 00:00:00'",
    ],
  ],
  ['TIMESTAMP_S', ["'2024-02-29 12:00:01'", "'1900-01-01 00:00:00'", "'infinity'"]],
  ['TIMESTAMP_MS', ["'2024-02-29 12:00:01.25'", "'-infinity'"]],
  ['TIMESTAMP_NS', ["'2024-02-29 12:00:01.000000001'", "'1960-01-01 00:00:00.1'", "'infinity'"]],
  [
    'TIMESTAMPTZ',
    [
      "'2024-02-29 12:00:01.5+00'",
      "'1950-07-01 00:00:00+09'",
      "'1880-01-01 00:00:00+00'",
      "'infinity'",
      "'-infinity'",
      "'0044-03-15 (BC) 10:00:00+00'",
    ],
  ],
  ['INTERVAL', ["'1 year 2 months 3 days 04:05:06.7'", "'-1 day'", "'0 days'"]],
  [
    'VARCHAR',
    [
      "''",
      "'a'",
      "'twelve bytes'",
      "'thirteen byte'",
      "'日本語のとても長い文字列です。改行\\n'",
      "repeat('x', 100000)",
    ],
  ],
  ['BLOB', ["'\\xAA\\x00abc'::BLOB"]],
  ['BIT', ["'0101010'::BIT", "'1'::BIT"]],
  ['UUID', ["'47183823-2574-4bfd-b411-99ed177d3e43'", "'00000000-0000-0000-0000-000000000000'"]],
  ["ENUM('low', 'high', '日本')", ["'low'", "'日本'"]],
  ['INTEGER[]', ['[1, NULL, 3]', '[]']],
  ['VARCHAR[]', ["['a', 'b, c', NULL, '', 'it''s']"]],
  ['INTEGER[3]', ['[1, 2, 3]']],
  ['STRUCT(a INTEGER, b VARCHAR[])', ["{'a': 1, 'b': ['x']}", "{'a': NULL, 'b': NULL}"]],
  ['MAP(VARCHAR, DECIMAL(5,2))', ["MAP {'k': 1.5, '日': 2}"]],
  ['UNION(n INTEGER, s VARCHAR)', ['union_value(n := 3)', "union_value(s := 'x')"]],
  ['JSON', [`'{"a": [1, null]}'`]],
]

describe('values arrive as the engine itself writes them', () => {
  test.each(TYPES)('%s', async (type, values) => {
    const rows = [...values, 'NULL'].map((value, i) => `SELECT ${i} AS i, (${value})::${type} AS v`)
    // Twice, apart, so that validity begins inside a byte.
    const sql = `SELECT v, i FROM (${rows.join(' UNION ALL ')}) ORDER BY i`
    const stored = resultOf(await bench.run(aQuery(sql), bench.session('types')))
    const page = readPage(await readFile(stored.file))
    const column = page.columns[0]
    const texts = Array.from({ length: page.rows }, (_, row) => column?.text(row))
    expect(texts).toEqual(await ownText(`SELECT v::VARCHAR FROM (${sql})`))
    expect(texts.at(-1)).toBeNull()
    expect(stored.columns[0]?.type).toBe(column?.type)
  })

  test('a column that is NULL throughout', async () => {
    const stored = resultOf(await bench.run(aQuery('SELECT NULL AS nothing'), bench.session('types')))
    expect(readPage(await readFile(stored.file)).columns[0]?.text(0)).toBeNull()
  })

  test('types of whole expressions are told by name', async () => {
    const sql = 'SELECT sum(n) AS s, avg(n) AS m, list(n) AS l, count(*) AS c, 1.50 AS d FROM extract.numbers'
    const stored = resultOf(await bench.run(aQuery(sql), bench.session('types')))
    expect(stored.columns).toEqual([
      { name: 's', type: 'HUGEINT' },
      { name: 'm', type: 'DOUBLE' },
      { name: 'l', type: 'BIGINT[]' },
      { name: 'c', type: 'BIGINT' },
      { name: 'd', type: 'DECIMAL(3,2)' },
    ])
    const page = readPage(await readFile(stored.file))
    expect(page.columns.map((column) => column.text(0))?.[0]).toBe('499500')
  })

  test('the list of types that travel as text', () => {
    const asText = TYPES.map(([type]) => type.replace('TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE')).filter(
      travelsAsText,
    )
    expect(asText.map((type) => type.replace(/[[(].*/, ''))).toEqual([
      'UHUGEINT',
      'TIMETZ',
      'TIME_NS',
      'INTERVAL',
      'BLOB',
      'BIT',
      'UUID',
      'ENUM',
      'INTEGER',
      'VARCHAR',
      'INTEGER',
      'STRUCT',
      'MAP',
      'UNION',
    ])
  })
})

test('rows keep their order and number over many batches, with nulls and long texts among them', async () => {
  const sql = `
    SELECT n, CASE WHEN n % 7 = 0 THEN NULL ELSE repeat(chr(97 + (n % 26)::INT), (n % 40)::INT) END AS s,
           n % 3 = 0 AS b, CASE WHEN n % 5 = 0 THEN NULL ELSE (n / 8)::DECIMAL(9, 3) END AS d, [n] AS l
    FROM range(100000) t(n) WHERE n % 11 <> 3 ORDER BY n DESC`
  const stored = resultOf(await bench.run(aQuery(sql), bench.session('types')))
  const bytes = await readFile(stored.file)
  const page = readPage(bytes)
  expect(stored.batches.length).toBeGreaterThan(5)
  expect(stored.bytes).toBe(bytes.length)
  expect(page.rows).toBe(stored.rows)
  const texts = Array.from({ length: page.rows }, (_, row) =>
    page.columns.map((column) => column.text(row)).join('|'),
  )
  expect(texts).toEqual(
    await ownText(
      `SELECT concat_ws('|', n::VARCHAR, coalesce(s, ''), b::VARCHAR, coalesce(d::VARCHAR, ''), l::VARCHAR) FROM (${sql})`,
    ),
  )
  // Any batch is read with the schema alone.
  const last = stored.batches.at(-1)
  if (!last) throw new Error('no batch')
  const part = readPage(
    Buffer.concat([
      bytes.subarray(0, stored.schemaBytes),
      bytes.subarray(last.offset, last.offset + last.bytes),
    ]),
  )
  expect(part.rows).toBe(last.rows)
  expect(part.columns[0]?.text(last.rows - 1)).toBe('0')
})

async function ownText(sql: string): Promise<(string | null)[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'Asia/Tokyo'")
  const rows = (await connection.runAndReadAll(sql)).getRowsJS()
  connection.closeSync()
  instance.closeSync()
  return rows.map(([text]) => (text === null ? null : String(text)))
}

/** The texts of a whole stream, batches one after the other. */
function readPage(bytes: Uint8Array) {
  const reader = RecordBatchReader.from(bytes).open()
  const { schema } = reader
  const batches = [...reader]
  const places = batches.flatMap((batch, index) =>
    Array.from({ length: batch.numRows }, (_, row) => ({ index, row })),
  )
  return {
    rows: places.length,
    columns: schema.fields.map((field, column) => ({
      type: field.metadata.get(TYPE_KEY),
      text(row: number) {
        const place = places[row]
        const data = batches[place?.index ?? -1]?.data.children[column]
        if (!data || !place) throw new Error(`no row ${row}`)
        return cellText(data, place.row)
      },
    })),
  }
}
