import {
  Int32,
  RecordBatchStreamWriter,
  Schema,
  Uint8,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import { expect, test } from 'vitest'
import { arrowFieldOf } from '../../../shared/arrow/column-types.ts'
import { recordBatch } from '../../../shared/arrow/record-batches.ts'
import { readResultPage } from '../../../shared/arrow/result-page.ts'

interface Given {
  name: string
  type: string
  vector: Vector
}

/** A stream as the environment answers it: one batch for each list of columns. */
function stream(...batches: Given[][]): Uint8Array {
  const schema = new Schema((batches[0] ?? []).map(({ name, type }) => arrowFieldOf(name, type)))
  const writer = new RecordBatchStreamWriter()
  writer.reset(undefined, schema)
  for (const columns of batches) {
    const length = columns[0]?.vector.length ?? 0
    const children = columns.map(({ vector }) => vector.data[0]!)
    writer.write(recordBatch(schema, children, length))
  }
  writer.finish()
  return writer.toUint8Array(true)
}
const texts = (name: string, values: (string | null)[]): Given => ({
  name,
  type: 'VARCHAR',
  vector: vectorFromArray(values, new Utf8()),
})
const ints = (name: string, values: (number | null)[]): Given => ({
  name,
  type: 'INTEGER',
  vector: vectorFromArray(values, new Int32()),
})
const masks = (name: string, values: number[]): Given => ({
  name: `${name}__mask`,
  type: 'UTINYINT',
  vector: vectorFromArray(values, new Uint8()),
})
const persons = (name: string, values: (number | null)[]): Given => ({ ...ints(`${name}__persons`, values) })

test('cells come with why they are masked and on how many persons they rest', () => {
  const page = readResultPage(
    stream([
      texts('sex', ['F', 'M']),
      ints('n', [120, null]),
      masks('sex', [0, 0]),
      masks('n', [0, 1]),
      persons('sex', [120, null]),
      persons('n', [120, null]),
    ]),
  )
  expect(page.rowCount).toBe(2)
  expect(page.columns.map(({ name, numeric }) => [name, numeric])).toEqual([
    ['sex', false],
    ['n', true],
  ])
  const n = page.columns[1]!
  expect([n.number(0), n.text(0), n.mask(0), n.persons(0)]).toEqual([120, '120', 'shown', 120])
  expect([n.number(1), n.text(1), n.mask(1), n.persons(1)]).toEqual([null, null, 'below-minimum', null])
})

test('open results carry masks alone', () => {
  const page = readResultPage(stream([texts('a', ['x']), ints('b', [1]), masks('a', [0]), masks('b', [0])]))
  expect(page.columns.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(page.columns[1]?.persons(0)).toBeNull()
})

test('columns are found by place: two of one name, and one that is called like a companion', () => {
  const page = readResultPage(
    stream([
      ints('n', [1]),
      ints('n', [2]),
      ints('n__mask', [3]),
      masks('n', [0]),
      masks('n', [4]),
      masks('n__mask', [0]),
    ]),
  )
  expect(page.columns.map((column) => [column.name, column.number(0), column.mask(0)])).toEqual([
    ['n', 1, 'shown'],
    ['n', 2, 'dominated'],
    ['n__mask', 3, 'shown'],
  ])
})

test('rows run on over batches, and a page without rows still has its columns', () => {
  const batch = (values: number[]) => [
    ints('n', values),
    masks(
      'n',
      values.map(() => 0),
    ),
  ]
  const page = readResultPage(stream(batch([1, 2]), batch([]), batch([3])))
  expect(page.rowCount).toBe(3)
  expect([0, 1, 2].map((row) => page.columns[0]?.number(row))).toEqual([1, 2, 3])
  const empty = readResultPage(stream(batch([])))
  expect(empty.rowCount).toBe(0)
  expect(empty.columns.map(({ name }) => name)).toEqual(['n'])
})

test('bytes that are no Arrow stream are refused', () => {
  expect(
    () => readResultPage(new TextEncoder().encode('{"not":"arrow"}')).columns[0]?.text(0) ?? fail(),
  ).toThrow()
})

function fail(): never {
  throw new Error('it was read as a page')
}
