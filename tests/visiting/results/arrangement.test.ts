import { Int64, tableFromIPC, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import { arrange } from '../../../visiting/results/arrangement.ts'
import { ACRO_DOMINANCE } from '../../../visiting/results/masking.ts'
import { encodePage } from '../../../visiting/results/page.ts'
import { pageRows } from '../../../visiting/results/page-rows.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { aColumn, aggregated, aStoredResult } from './a-stored-result.ts'

const folder = temporaryFolder()

const limits = { minimumPersons: 10, dominance: ACRO_DOMINANCE }

interface Row {
  key: string
  value: number
  /** Persons behind the row, and behind its value. */
  persons: number | null
  behind: number
}

const ints = (values: (number | null)[]) =>
  vectorFromArray(
    values.map((value) => (value === null ? null : BigInt(value))),
    new Int64(),
  )

const batchOf = (rows: Row[]) => ({
  key: vectorFromArray(
    rows.map(({ key }) => key),
    new Utf8(),
  ),
  value: ints(rows.map(({ value }) => value)),
  __vw_persons: ints(rows.map(({ persons }) => persons)),
  __vw_1_p: ints(rows.map(({ behind }) => behind)),
})

const planBy = (ordered?: string[]): FactsPlan => {
  const plan = aggregated([aColumn('key', 'key'), aColumn('value', 'sum', { persons: '__vw_1_p' })])
  return plan.kind === 'aggregated' && ordered ? { ...plan, ordered } : plan
}

/** What arrives of rows that lie in batches of the given sizes; `‹` is a masked cell. */
async function arriving(batches: Row[][], plan = planBy(), pageLimit = 10_000) {
  const stored = aStoredResult(batches.map(batchOf), { folder })
  const arrangement = await arrange(stored, plan, limits)
  const rows: string[] = []
  const bytes: string[] = []
  for (let offset = 0; offset < arrangement.rows; offset += pageLimit) {
    const read = await pageRows({ stored, plan, arrangement }, { offset, limit: pageLimit }, limits)
    const page = encodePage(read, plan, limits)
    bytes.push(Buffer.from(page).toString('base64'))
    const table = tableFromIPC(page)
    for (let row = 0; row < table.numRows; row++)
      rows.push(
        ['key', 'value']
          .map((name) =>
            table.getChild(`${name}__mask`)!.get(row) === 0 ? String(table.getChild(name)!.get(row)) : '‹',
          )
          .join(' '),
      )
  }
  const { rows: count, hasOthers, maskedCells } = arrangement
  return { rows, bytes, told: { count, hasOthers, maskedCells } }
}

const sound = (key: string, value = 1): Row => ({ key, value, persons: 50, behind: 50 })
const small = (key: string, persons: number | null = 1): Row => ({ key, value: 7, persons, behind: 1 })
const partly = (key: string, value: number): Row => ({ key, value, persons: 50, behind: 1 })

test('all groups below the minimum are one masked row at the end, wherever and however many they are', async () => {
  const one = await arriving([[sound('a'), small('x'), sound('b')], [sound('c')]])
  expect(one.rows).toEqual(['a 1', 'b 1', 'c 1', '‹ ‹'])
  expect(one.told).toEqual({ count: 4, hasOthers: true, maskedCells: 2 })
  const many = Array.from({ length: 64 }, (_, i) => small(`x${i}`, i % 10))
  expect(await arriving([[sound('a')], [small('y', null), sound('b'), ...many, sound('c')]])).toEqual(one)
})

test('where no group is too small there is no such row', async () => {
  const { rows, told } = await arriving([[sound('a'), sound('b')]])
  expect(rows).toEqual(['a 1', 'b 1'])
  expect(told).toEqual({ count: 2, hasOthers: false, maskedCells: 0 })
})

test('partly masked rows stay where they are, unless that tells what is masked', async () => {
  const rows = [sound('a', 1), partly('c', 2), sound('b', 3)]
  expect((await arriving([rows])).rows).toEqual(['a 1', 'c ‹', 'b 3'])
  // By the key, which is shown.
  expect((await arriving([rows], planBy(['key']))).rows).toEqual(['a 1', 'c ‹', 'b 3'])
  expect((await arriving([rows], planBy(['VALUE']))).rows).toEqual(['a 1', 'b 3', 'c ‹'])
  // A column that is not there to be seen.
  expect((await arriving([rows], planBy(['gone']))).rows).toEqual(['a 1', 'b 3', 'c ‹'])
})

test('rows whose places would tell come in the order of what they show', async () => {
  const rows = [partly('10', 1), sound('z', 2), partly('9', 3), partly('x', 4), sound('y', 5)]
  const expected = ['z 2', 'y 5', '9 ‹', '10 ‹', 'x ‹']
  expect((await arriving([rows], planBy(['value']))).rows).toEqual(expected)
  expect((await arriving([rows.slice(0, 2), rows.slice(2)], planBy(['value']))).rows).toEqual(expected)
})

test('of a result too large to be sorted they are among the others', async () => {
  const rows = Array.from({ length: 17 }, (_, i) => [sound(`k${i}`, i), ...(i === 3 ? [partly('m', 3)] : [])])
  const { rows: got, told } = await arriving(rows, planBy(['value']))
  expect(got).toEqual([...Array.from({ length: 17 }, (_, i) => `k${i} ${i}`), '‹ ‹'])
  expect(told).toEqual({ count: 18, hasOthers: true, maskedCells: 2 })
})

test('the order, number and size of what is masked change nothing that arrives', async () => {
  const aRow = fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.integer({ min: 0, max: 9 }) })
  const shown = fc.array(aRow, { minLength: 1, maxLength: 8 })
  const hidden = fc.array(
    fc.record({ at: fc.nat(20), persons: fc.integer({ min: 0, max: 9 }), value: fc.nat() }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  const laid = (rows: Row[], among: { at: number; persons: number; value: number }[]) => {
    const all = [...rows]
    for (const { at, persons, value } of among)
      all.splice(at % (all.length + 1), 0, { key: `k${value}`, value, persons, behind: persons })
    return [all.slice(0, 3), all.slice(3)].filter((batch) => batch.length > 0)
  }
  await fc.assert(
    fc.asyncProperty(
      shown,
      hidden,
      hidden,
      fc.integer({ min: 1, max: 5 }),
      async (rows, mine, other, limit) => {
        const kept = rows.map(({ key, value }): Row => ({ key, value, persons: 50, behind: 50 }))
        const got = await arriving(laid(kept, mine), planBy(['value']), limit)
        expect(got).toEqual(await arriving(laid(kept, other), planBy(['value']), limit))
        expect(got.rows).toEqual([...kept.map(({ key, value }) => `${key} ${value}`), '‹ ‹'])
      },
    ),
    { numRuns: 60 },
  )
})

test('a row whose place would tell arrives alike wherever it lay', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      async (order, limit) => {
        const rows = [sound('a', 1), sound('b', 2), partly('p', 3), partly('q', 4)]
        const hiddenOrder = order.map((i) => rows[i]!)
        // The shown rows keep their order; only the others move about.
        const shownFirst = hiddenOrder.filter(({ behind }) => behind === 50).sort((x, y) => x.value - y.value)
        let next = 0
        const laid = hiddenOrder.map((row) => (row.behind === 50 ? shownFirst[next++]! : row))
        expect((await arriving([laid], planBy(['value']), limit)).rows).toEqual(['a 1', 'b 2', 'p ‹', 'q ‹'])
      },
    ),
  )
})
