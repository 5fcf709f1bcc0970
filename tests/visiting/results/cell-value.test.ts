import {
  Bool,
  DateDay,
  Decimal,
  Float32,
  Float64,
  Int64,
  makeData,
  TimeMicrosecond,
  TimestampMicrosecond,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { expect, test } from 'vitest'
import { cellText } from '../../../shared/arrow/data-text.ts'
import { valueAt } from '../../../visiting/results/cell-value.ts'

const decimal = (words: number[], scale: number) =>
  new Vector([
    makeData({ type: new Decimal(scale, 38, 128), length: 1, nullCount: 0, data: Uint32Array.from(words) }),
  ])
const timestamp = (micros: bigint, zone?: string) =>
  new Vector([
    makeData({
      type: new TimestampMicrosecond(zone),
      length: 1,
      nullCount: 0,
      data: BigInt64Array.of(micros),
    }),
  ])
const MAX = 0xffffffff

test.each([
  { what: 'a decimal', vector: decimal([123456789, 0, 0, 0], 2), text: '1234567.89', value: 1234567.89 },
  { what: 'a small decimal', vector: decimal([5, 0, 0, 0], 3), text: '0.005', value: 0.005 },
  { what: 'a negative decimal', vector: decimal([MAX - 149, MAX, MAX, MAX], 2), text: '-1.50', value: -1.5 },
  {
    what: 'a huge integer',
    vector: decimal([0, 0, 0, 1], 0),
    text: '79228162514264337593543950336',
    value: 2n ** 96n,
  },
  {
    what: 'a decimal of many digits',
    vector: decimal([MAX, MAX, 1, 0], 2),
    text: '368934881474191032.31',
    value: '368934881474191032.31',
  },
  {
    what: 'a date',
    vector: vectorFromArray([new Date('2024-02-29')], new DateDay()),
    text: '2024-02-29',
    value: '2024-02-29',
  },
  {
    what: 'a date before 1970',
    vector: vectorFromArray([new Date('1948-07-01')], new DateDay()),
    text: '1948-07-01',
    value: '1948-07-01',
  },
  {
    what: 'a timestamp',
    vector: timestamp(1_700_000_000_123_400n),
    text: '2023-11-14 22:13:20.1234',
    value: '2023-11-14 22:13:20.1234',
  },
  {
    what: 'a timestamp before 1970',
    vector: timestamp(-1_000_000n),
    text: '1969-12-31 23:59:59',
    value: '1969-12-31 23:59:59',
  },
  {
    what: 'a timestamp with zone',
    vector: timestamp(0n, 'UTC'),
    text: '1970-01-01 09:00:00+09',
    value: '1970-01-01 09:00:00+09',
  },
  {
    what: 'a time',
    vector: new Vector([
      makeData({
        type: new TimeMicrosecond(),
        length: 1,
        nullCount: 0,
        data: BigInt64Array.of(86_399_999_999n),
      }),
    ]),
    text: '23:59:59.999999',
    value: '23:59:59.999999',
  },
  { what: 'a whole double', vector: vectorFromArray([3], new Float64()), text: '3.0', value: 3 },
  { what: 'a float', vector: vectorFromArray([0.1], new Float32()), text: '0.1', value: Math.fround(0.1) },
  {
    what: 'a number no double can hold',
    vector: vectorFromArray([9_007_199_254_740_993n], new Int64()),
    text: '9007199254740993',
    value: 9_007_199_254_740_993n,
  },
  { what: 'a boolean', vector: vectorFromArray([true], new Bool()), text: 'true', value: true },
  { what: 'nothing', vector: vectorFromArray([null], new Utf8()), text: null, value: null },
])('$what reads in full', ({ vector, text, value }) => {
  expect(cellText(vector.data[0]!, 0)).toBe(text)
  expect(valueAt(vector.data[0]!, 0)).toBe(value)
})
