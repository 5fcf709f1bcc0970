/**
 * What adds up in a table though neither its rows nor one tree of its columns says so. Each law is asked of an attacker
 * written without the code under test (./suppression-oracle.ts).
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnRole } from '../../../shared/model/facts.ts'
import { protectTable } from '../../../visiting/disclosure/assess.ts'
import { aTable, shippedRules } from './fixtures.ts'
import { Oracle, type OracleCell } from './suppression-oracle.ts'

const options = { rules: shippedRules(), asOf: '2026-11-23', method: 'suppress', timeLimitMs: 300 } as const

const someCount = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 300 }))
/** Innermost counts: so many groups of so many. */
const counts = (groups: number, size: number) =>
  fc.array(fc.array(someCount, { minLength: size, maxLength: size }), {
    minLength: groups,
    maxLength: groups,
  })

/** A cell by the innermost counts it sums; of a rate, those above and all of them. */
interface Cell {
  above: number[]
  below?: number[]
}

interface Scene {
  columns: readonly (readonly [string, ColumnRole])[]
  rows: readonly { keys: readonly (string | null)[]; cells: readonly Cell[] }[]
}

const numbersOf = (size: number, chosen: (k: number) => boolean) =>
  Array.from({ length: size }, (_, k) => k).filter(chosen)

/** Every hidden count of 1 to 9 of the protected table keeps a range of ten. */
async function judge(leaves: readonly number[], { columns, rows }: Scene): Promise<void> {
  const sum = (places: readonly number[]) => places.reduce((all, k) => all + leaves[k]!, 0)
  const flat = rows.map(({ keys, cells }) => [
    ...keys,
    ...cells.map(({ above, below }) =>
      below ? (sum(below) === 0 ? null : Number(((100 * sum(above)) / sum(below)).toFixed(2))) : sum(above),
    ),
  ])
  const input = aTable(columns, flat, {
    facts: (row, column) => {
      const place = columns.findIndex(([name]) => name === column) - rows[row]!.keys.length
      const cell = rows[row]!.cells[place]
      return cell
        ? { persons: sum(cell.above), ...(cell.below ? { denominatorPersons: sum(cell.below) } : {}) }
        : {}
    },
  })
  const result = await protectTable(input, options)
  const cells: OracleCell[] = []
  const hidden = new Set<number>()
  rows.forEach(({ keys, cells: own }, r) => {
    own.forEach(({ above }, c) => {
      if (result.rows[r]![keys.length + c]!.status !== 'shown') hidden.add(cells.length)
      cells.push({ leaves: above, value: sum(above) })
    })
  })
  await Oracle.lent({ cells, counts: leaves, whole: false }, (oracle) => {
    for (const cell of hidden) {
      const { value } = cells[cell]!
      if (value === 0 || value > 9) continue
      const [low, high] = oracle.interval(cell, { hidden })
      expect(high - low, JSON.stringify(flat)).toBeGreaterThanOrEqual(10)
    }
  })
}

/** Rows `r0` … and their total, of cells that are chosen by a group's number and a place in it. */
function byGroup(
  groups: readonly (readonly number[])[],
  chosen: readonly ((k: number) => boolean)[],
): Scene['rows'] {
  const size = groups[0]!.length
  const all = groups.length * size
  return [...groups.keys(), null].map((group) => ({
    keys: [group === null ? null : `r${group}`],
    cells: chosen.map((isIn) => ({
      above: numbersOf(all, (k) => (group === null || Math.floor(k / size) === group) && isIn(k % size)),
    })),
  }))
}

const persons = (...names: string[]) => names.map((name) => [name, 'persons'] as const)
const key = (name: string) => [name, 'key'] as const

const law = (runs: number, arbitrary: fc.Arbitrary<number[][]>, scene: (groups: number[][]) => Scene) =>
  fc.assert(
    fc.asyncProperty(arbitrary, (groups) => judge(groups.flat(), scene(groups))),
    { numRuns: runs, seed: 20_261_128 },
  )

// Places of a group: men inside, men outside, women inside, women outside.
const SPLITS = [
  (k: number) => k < 2,
  (k: number) => k > 1,
  (k: number) => k % 2 === 0,
  (k: number) => k % 2 === 1,
]

test('men and women, in hospital and not, beside the total of both', () =>
  law(20, counts(4, 4), (groups) => ({
    columns: [key('region'), ...persons('all', 'men', 'women', 'inpatients', 'outpatients')],
    rows: byGroup(groups, [() => true, ...SPLITS]),
  })))

test('two divisions of a total that no column gives', () =>
  law(20, counts(4, 4), (groups) => ({
    columns: [key('region'), ...persons('men', 'women', 'inpatients', 'outpatients')],
    rows: byGroup(groups, SPLITS),
  })))

test('two divisions in tables of fewer rows than columns', () =>
  law(15, counts(1, 4), (groups) => ({
    columns: [key('region'), ...persons('men', 'women', 'inpatients', 'outpatients')],
    rows: byGroup(groups, SPLITS).slice(0, 1),
  })))

test('a total of nine columns', () =>
  law(15, counts(3, 9), (groups) => ({
    columns: [key('region'), ...persons('all', ...Array.from({ length: 9 }, (_, k) => `band ${k}`))],
    rows: byGroup(groups, [() => true, ...Array.from({ length: 9 }, (_, band) => (k: number) => k === band)]),
  })))

const perYear = (groups: number[][], second: (k: number, year: number) => boolean): Scene => ({
  columns: [key('region'), key('year'), ...persons('n', 'sum')],
  rows: groups.flatMap((years, group) =>
    years.map((_, year) => ({
      keys: [`r${group}`, `${2018 + year}`],
      cells: [(k: number) => k === year, (k: number) => second(k, year)].map((isIn) => ({
        above: numbersOf(groups.flat().length, (k) => {
          return Math.floor(k / years.length) === group && isIn(k % years.length)
        }),
      })),
    })),
  ),
})

test('running totals beside the counts they add up', () =>
  law(15, counts(2, 5), (groups) => perYear(groups, (k, year) => k <= year)))

test('the total of a group in each of its rows', () =>
  law(15, counts(3, 4), (groups) => perYear(groups, () => true)))

test('rates beside their denominators, with the rate of all', () =>
  law(20, counts(4, 2), (groups) => ({
    columns: [key('region'), ['n', 'persons'], ['percent', 'rate']],
    rows: byGroup(groups, [() => true, (k) => k === 0]).map(({ keys, cells: [all, part] }) => ({
      keys,
      cells: [all!, { above: part!.above, below: all!.above }],
    })),
  })))

test('the other side of a rate is no better known than the rate', async () => {
  // Two groups with 99 of 100 and 93 of 100, and 93.5 % of all 400: eight are on the other side of those two.
  const rows = [
    ['a', 100, 99],
    ['b', 100, 93],
    ['c', 200, 182],
    [null, 400, 374],
  ] as const
  const table = aTable(
    [key('region'), ['n', 'persons'], ['percent', 'rate']],
    rows.map(([region, all, part]) => [region, all, (100 * part) / all]),
    {
      facts: (row, column) =>
        column === 'percent' ? { persons: rows[row]![2], denominatorPersons: rows[row]![1] } : {},
    },
  )
  const { rows: shown } = await protectTable(table, options)
  expect(shown.map((row) => row[2]!.status)).toEqual(['primary', 'primary', 'secondary', 'shown'])
})

test('running shares of a whole that no row gives', async () => {
  // 40 of 115 are 34.78 %, so 3 more are the step from 45.22 to 47.83.
  const counts = [40, 12, 3, 60]
  const sums = [40, 52, 55, 115]
  const table = aTable(
    [key('group'), ['n', 'persons'], ['running', 'rate']],
    counts.map((n, row) => [`g${row}`, n, Number(((100 * sums[row]!) / 115).toFixed(2))]),
    {
      facts: (row, column) => (column === 'running' ? { persons: sums[row]!, denominatorPersons: 115 } : {}),
    },
  )
  const { rows: shown } = await protectTable(table, options)
  expect(shown[2]![1]!.status).toBe('primary')
  expect([shown[1]![2], shown[2]![2]].map((cell) => cell!.status)).toContain('secondary')
})

test('a table too large for all of its sums says that they were not looked after', async () => {
  const rows = Array.from({ length: 2_500 }, (_, k) => [`r${k}`, 40 + k, 20, 20 + k, 15, 25 + k])
  const table = aTable(
    [key('region'), ...persons('all', 'men', 'women', 'inpatients', 'outpatients')],
    rows,
    {
      facts: (row, column) => {
        const place = ['region', 'all', 'men', 'women', 'inpatients', 'outpatients'].indexOf(column)
        return place === 0 ? {} : { persons: rows[row]![place] as number }
      },
    },
  )
  const result = await protectTable({ ...table, rows: table.rows.flatMap((row) => [row, row]) }, options)
  expect(result.findings.map(({ code }) => code)).toContain('structure-unclear')
})

test('columns that have nothing to do with one another hide nothing for each other', async () => {
  const table = aTable(
    [key('region'), ...persons('stroke', 'diabetes', 'asthma')],
    [
      ['a', 4, 51, 77],
      ['b', 120, 340, 95],
      ['c', 88, 13, 410],
    ],
    {
      facts: (row, column) => ({
        persons:
          { stroke: [4, 120, 88], diabetes: [51, 340, 13], asthma: [77, 95, 410] }[column]?.[row] ?? null,
      }),
    },
  )
  const { summary } = await protectTable(table, options)
  expect(summary).toMatchObject({ primary: 1, secondary: 0, shown: 8 })
})
