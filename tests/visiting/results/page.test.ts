import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  FixedSizeBinary,
  Float64,
  Int32,
  Int64,
  IntervalMonthDayNano,
  List,
  Map_,
  makeData,
  Struct,
  TimeMicrosecond,
  TimestampMicrosecond,
  tableFromIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FactsPlan, MASK } from '../../../shared/model/facts.ts'
import { arrange } from '../../../visiting/results/arrangement.ts'
import { ACRO_DOMINANCE } from '../../../visiting/results/masking.ts'
import { encodePage } from '../../../visiting/results/page.ts'
import { pageRows } from '../../../visiting/results/page-rows.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { aColumn, aggregated, aStoredResult, type Columns } from './a-stored-result.ts'

const folder = temporaryFolder()

const limits = { minimumPersons: 10, dominance: ACRO_DOMINANCE }
const persons = (values: (number | null)[]) =>
  vectorFromArray(
    values.map((v) => (v === null ? null : BigInt(v))),
    new Int64(),
  )
const contains = (bytes: Uint8Array, wanted: Uint8Array) => Buffer.from(bytes).includes(Buffer.from(wanted))
const utf8 = (text: string) => new TextEncoder().encode(text)
const bytesOf = (array: { buffer: ArrayBufferLike }) => new Uint8Array(array.buffer)

const PLANTED = 'PlantedSecretValue'
const planted64 = 0x5ec2e7a1b2c3d4e5n

/** Two rows of each type: the first may travel, the second is planted. `traces`: bytes that would betray it. */
const kinds: { type: string; vector: Vector; traces: Uint8Array[] }[] = [
  { type: 'text', vector: vectorFromArray(['fine', PLANTED], new Utf8()), traces: [utf8(PLANTED)] },
  {
    type: 'blob',
    vector: vectorFromArray([utf8('fine'), utf8(PLANTED)], new Binary()),
    traces: [utf8(PLANTED)],
  },
  {
    type: 'int',
    vector: vectorFromArray([1, 0x5ec2e7a1], new Int32()),
    traces: [bytesOf(Int32Array.of(0x5ec2e7a1))],
  },
  {
    type: 'bigint',
    vector: vectorFromArray([1n, planted64], new Int64()),
    traces: [bytesOf(BigInt64Array.of(planted64))],
  },
  {
    type: 'double',
    vector: vectorFromArray([1.5, 123456.789012], new Float64()),
    traces: [bytesOf(Float64Array.of(123456.789012))],
  },
  {
    type: 'decimal',
    vector: new Vector([
      makeData({
        type: new Decimal(2, 38, 128),
        length: 2,
        nullCount: 0,
        data: Uint32Array.of(150, 0, 0, 0, 0x5ec2e7a1, 0x1b2c3d4e, 7, 0),
      }),
    ]),
    traces: [bytesOf(Uint32Array.of(0x5ec2e7a1)), bytesOf(Uint32Array.of(0x1b2c3d4e))],
  },
  {
    type: 'date',
    vector: new Vector([
      makeData({ type: new DateDay(), length: 2, nullCount: 0, data: Int32Array.of(1, 0x00ec2e7a) }),
    ]),
    traces: [bytesOf(Int32Array.of(0x00ec2e7a))],
  },
  {
    type: 'timestamp',
    vector: new Vector([
      makeData({
        type: new TimestampMicrosecond(),
        length: 2,
        nullCount: 0,
        data: BigInt64Array.of(1n, 0x0005e7a1b2c3d4e5n),
      }),
    ]),
    traces: [bytesOf(BigInt64Array.of(0x0005e7a1b2c3d4e5n))],
  },
  {
    type: 'time',
    vector: new Vector([
      makeData({
        type: new TimeMicrosecond(),
        length: 2,
        nullCount: 0,
        data: BigInt64Array.of(1n, 0x0000000cb2c3d4e5n),
      }),
    ]),
    traces: [bytesOf(BigInt64Array.of(0x0000000cb2c3d4e5n))],
  },
  {
    type: 'interval',
    vector: new Vector([
      makeData({
        type: new IntervalMonthDayNano(),
        length: 2,
        nullCount: 0,
        data: Int32Array.of(1, 2, 3, 0, 0x5ec2e7a1, 0x1b2c3d4e, 5, 0),
      }),
    ]),
    traces: [bytesOf(Int32Array.of(0x5ec2e7a1)), bytesOf(Int32Array.of(0x1b2c3d4e))],
  },
  {
    type: 'uuid',
    vector: new Vector([
      makeData({
        type: new FixedSizeBinary(16),
        length: 2,
        nullCount: 0,
        data: utf8('fineFINEfineFINEPlantedSecretVal'),
      }),
    ]),
    traces: [utf8('PlantedSecretVal')],
  },
  {
    type: 'list',
    vector: vectorFromArray(
      [
        ['a', 'b'],
        ['x', PLANTED],
      ],
      new List(new Field('item', new Utf8(), true)),
    ),
    traces: [utf8(PLANTED)],
  },
  {
    type: 'list of lists',
    vector: vectorFromArray(
      [[[1n], [2n, 3n]], [[planted64]]],
      new List(new Field('item', new List(new Field('item', new Int64(), true)), true)),
    ),
    traces: [bytesOf(BigInt64Array.of(planted64))],
  },
  {
    type: 'struct',
    vector: vectorFromArray(
      [
        { a: 'fine', b: 1 },
        { a: PLANTED, b: 0x5ec2e7a1 },
      ],
      new Struct<{ a: Utf8; b: Int32 }>([
        new Field('a', new Utf8(), true),
        new Field('b', new Int32(), true),
      ]),
    ),
    traces: [utf8(PLANTED), bytesOf(Int32Array.of(0x5ec2e7a1))],
  },
  {
    type: 'map',
    vector: vectorFromArray(
      [new Map([['k', 'fine']]), new Map([['PlantedKey', PLANTED]])],
      new Map_<Utf8, Utf8>(
        new Field(
          'entries',
          new Struct<{ key: Utf8; value: Utf8 }>([
            new Field('key', new Utf8(), false),
            new Field('value', new Utf8(), true),
          ]),
          false,
        ),
      ),
    ),
    traces: [utf8(PLANTED), utf8('PlantedKey')],
  },
  {
    type: 'enum',
    vector: vectorFromArray(['fine', PLANTED], new Dictionary(new Utf8(), new Int32())),
    traces: [utf8(PLANTED)],
  },
]

/** A value as JSON: bytes, lists, structs and maps compare by what they hold. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, v) =>
      typeof v === 'bigint' ? `${v}n` : ArrayBuffer.isView(v) ? Array.from(v as Uint8Array, String) : v,
    ) ?? 'null',
  )

const pageOf = async (columns: Columns, plan: FactsPlan = aggregated([aColumn('value', 'key')])) => {
  const stored = aStoredResult([columns], { folder })
  const arrangement = await arrange(stored, plan, limits)
  const rows = await pageRows({ stored, plan, arrangement }, { offset: 0, limit: 10_000 }, limits)
  return { stored, bytes: encodePage(rows, plan, limits) }
}

test.each(kinds)(
  'a masked $type is in no byte of the page, a shown one arrives as it was',
  async ({ vector, traces }) => {
    const shownBoth = await pageOf({ value: vector, __vw_persons: persons([50, 50]) })
    // The search is able to find: where the row may travel, its bytes are there.
    for (const trace of traces) expect(contains(shownBoth.bytes, trace)).toBe(true)
    const before = tableFromIPC(shownBoth.bytes)
    expect(plain(before.getChild('value')!.get(0))).toEqual(plain(vector.get(0)))
    expect(plain(before.getChild('value')!.get(1))).toEqual(plain(vector.get(1)))

    const { bytes } = await pageOf({ value: vector, __vw_persons: persons([50, 9]) })
    for (const trace of traces) expect(contains(bytes, trace)).toBe(false)
    const table = tableFromIPC(bytes)
    expect(plain(table.getChild('value')!.get(0))).toEqual(plain(vector.get(0)))
    expect(table.getChild('value')!.get(1)).toBeNull()
    expect([...table.getChild('value__mask')!]).toEqual([MASK.shown, MASK['below-minimum']])
    expect([...table.getChild('value__persons')!]).toEqual([50, null])
  },
)

test('a masked boolean leaves a cleared bit', async () => {
  const one = await pageOf({
    value: vectorFromArray([true, true], new Bool()),
    __vw_persons: persons([50, 9]),
  })
  const other = await pageOf({
    value: vectorFromArray([true, false], new Bool()),
    __vw_persons: persons([50, 9]),
  })
  expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true)
})

test('two results that differ only in masked cells give the same bytes', async () => {
  const cell = fc.record({
    text: fc.string(),
    whole: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    list: fc.array(fc.string(), { maxLength: 4 }),
  })
  const row = fc.record({ mine: cell, other: cell, persons: fc.integer({ min: 0, max: 20 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      const plan = aggregated([
        aColumn('text', 'key'),
        aColumn('whole', 'sum', { persons: '__vw_p' }),
        aColumn('list', 'key'),
      ])
      const columns = (side: 'mine' | 'other') => {
        const pick = rows.map((r) => (r.persons < 10 ? r[side] : r.mine))
        return {
          text: vectorFromArray(
            pick.map((p) => p.text),
            new Utf8(),
          ),
          whole: vectorFromArray(
            pick.map((p) => p.whole),
            new Int64(),
          ),
          list: vectorFromArray(
            pick.map((p) => p.list),
            new List(new Field('item', new Utf8(), true)),
          ),
          __vw_persons: persons(rows.map((r) => r.persons)),
          __vw_p: persons(rows.map((r) => r.persons)),
        }
      }
      const mine = await pageOf(columns('mine'), plan)
      const other = await pageOf(columns('other'), plan)
      expect(Buffer.from(mine.bytes).equals(Buffer.from(other.bytes))).toBe(true)
      const table = tableFromIPC(mine.bytes)
      const large = rows.filter((r) => r.persons >= 10)
      expect(table.numRows).toBe(large.length + (large.length < rows.length ? 1 : 0))
      large.forEach((r, i) => {
        expect(table.getChild('text')!.get(i)).toBe(r.mine.text)
        expect(table.getChild('whole')!.get(i)).toBe(r.mine.whole)
      })
      if (large.length < rows.length)
        for (const name of ['text', 'whole', 'list'])
          expect([
            table.getChild(name)!.get(large.length),
            table.getChild(`${name}__mask`)!.get(large.length),
          ]).toEqual([null, MASK['below-minimum']])
    }),
    { numRuns: 40 },
  )
})

test('hidden columns of facts are not in the page, by name or by value', async () => {
  const { bytes } = await pageOf({
    value: vectorFromArray(['a'], new Utf8()),
    __vw_persons: persons([0x5ec2e7]),
  })
  expect(contains(bytes, utf8('__vw_'))).toBe(false)
  expect(tableFromIPC(bytes).schema.fields.map((field) => field.name)).toEqual([
    'value',
    'value__mask',
    'value__persons',
  ])
})

test('open data travels whole, without persons', async () => {
  const { bytes } = await pageOf(
    { value: vectorFromArray(['a', null], new Utf8()) },
    { kind: 'open', columns: [] },
  )
  const table = tableFromIPC(bytes)
  expect(table.schema.fields.map((field) => field.name)).toEqual(['value', 'value__mask'])
  expect([...table.getChild('value')!]).toEqual(['a', null])
  expect([...table.getChild('value__mask')!]).toEqual([0, 0])
})

test('a column whose meaning is in doubt (two of one name) is masked', async () => {
  const columns = { n: persons([50]), m: persons([50]), __vw_persons: persons([50]) }
  const { bytes } = await pageOf(columns, aggregated([aColumn('n', 'key')]))
  const table = tableFromIPC(bytes)
  expect(table.getChild('n')!.get(0)).toBe(50n)
  expect(table.getChild('m__mask')!.get(0)).toBe(MASK.unverified)
})
