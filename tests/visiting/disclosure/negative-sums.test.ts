/**
 * Sums that may be negative: nothing holds a hidden one from below or above, so it is either told exactly by the equations
 * it stands in or can be anything. Which of both is settled here by elimination, without any of the code under test.
 */
import { describe, expect, test } from 'vitest'
import { type ProtectedResult, protectTable } from '../../../visiting/disclosure/assess.ts'
import { attackIntervals, withoutEnds } from '../../../visiting/disclosure/attack-intervals.ts'
import { auditTables } from '../../../visiting/disclosure/audit-tables.ts'
import { aTable, shippedRules } from './fixtures.ts'
import { commandOn } from './run-command.ts'

const options = { rules: shippedRules(), asOf: '2026-11-26', method: 'suppress' } as const

/** Whether an unknown is the same in every solution: its unit vector lies in the row space (elimination over floats). */
function isTold(equations: readonly (readonly number[])[], unknown: number): boolean {
  const rank = (rows: readonly (readonly number[])[]) => {
    const left = rows.map((row) => [...row])
    let done = 0
    for (let column = 0; column < (left[0]?.length ?? 0); column++) {
      const pivot = left.findIndex((row, k) => k >= done && Math.abs(row[column]!) > 1e-9)
      if (pivot < 0) continue
      ;[left[done], left[pivot]] = [left[pivot]!, left[done]!]
      for (let k = done + 1; k < left.length; k++) {
        const factor = left[k]![column]! / left[done]![column]!
        left[k] = left[k]!.map((value, at) => value - factor * left[done]![at]!)
      }
      done++
    }
    return done
  }
  const unit = equations[0]!.map((_, k) => (k === unknown ? 1 : 0))
  return rank([...equations, unit]) === rank(equations)
}

interface Crossed {
  rows: number
  columns: number
  persons: number[]
  sums: number[]
}

/** A crossed table with all margins; hidden where few people are. */
function crossed({ rows, columns, persons, sums }: Crossed) {
  const keys: (readonly [string | null, string | null])[] = []
  const values: [number, number][] = []
  for (let r = -1; r < rows; r++)
    for (let c = -1; c < columns; c++) {
      const inside = persons
        .map((_, k) => k)
        .filter((k) => (r < 0 || Math.floor(k / columns) === r) && (c < 0 || k % columns === c))
      const add = (list: readonly number[]) => inside.reduce((sum, k) => sum + list[k]!, 0)
      keys.push([r < 0 ? null : `r${r}`, c < 0 ? null : `c${c}`])
      values.push([add(persons), add(sums)])
    }
  return { keys, values }
}

const asInput = (given: Crossed) => {
  const { keys, values } = crossed(given)
  return aTable(
    [
      ['region', 'key'],
      ['sex', 'key'],
      ['persons', 'persons'],
      ['change', 'sum'],
    ],
    keys.map((key, k) => [...key, ...values[k]!]),
  )
}

/** Equations between the cells of the crossed table, the hidden ones only. */
function equationsOf({ rows, columns }: Crossed, hidden: readonly number[]): number[][] {
  const at = (r: number, c: number) => (r + 1) * (columns + 1) + c + 1
  const found: number[][] = []
  const add = (total: number, parts: readonly number[]) => {
    found.push(hidden.map((cell) => (cell === total ? -1 : parts.includes(cell) ? 1 : 0)))
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, k) => k)
  for (let r = -1; r < rows; r++)
    add(
      at(r, -1),
      upTo(columns).map((c) => at(r, c)),
    )
  for (let c = -1; c < columns; c++)
    add(
      at(-1, c),
      upTo(rows).map((r) => at(r, c)),
    )
  return found
}

const hiddenIn = (table: ProtectedResult, column: number) =>
  table.rows.flatMap((row, k) => (row[column]!.status === 'shown' ? [] : [k]))

/** The same numbers each time. */
function repeatable(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * bound)
  }
}

describe('a sum with negative values', () => {
  test('a total alone is negative: the one hidden part does not follow from it', async () => {
    const table = await protectTable(
      aTable(
        [
          ['sex', 'key'],
          ['persons', 'persons'],
          ['change', 'sum'],
        ],
        [
          ['m', 40, -12.5],
          ['f', 4, 3.25],
          ['x', 30, 7],
          [null, 74, -2.25],
        ],
      ),
      options,
    )
    expect(hiddenIn(table, 2)).toContain(1)
    expect(hiddenIn(table, 2).length).toBeGreaterThanOrEqual(2)
    // Nothing holds it, from either side.
    expect(table.rows[1]![2]!.interval).toBeNull()
    expect(table.findings.filter(({ code }) => code.startsWith('attack'))).toEqual([])
  })

  for (const seed of Array.from({ length: 24 }, (_, k) => k))
    test(`crossed tables: what is hidden can be anything, and nothing is hidden in vain (${seed})`, async () => {
      const random = repeatable(seed * 7919 + 13)
      const [rows, columns] = [2 + random(3), 2 + random(3)]
      const size = rows * columns
      const given = {
        rows,
        columns,
        persons: Array.from({ length: size }, () => (random(5) === 0 ? 1 + random(9) : 10 + random(90))),
        sums: Array.from({ length: size }, () => (random(2000) - 1000) / (seed % 2 === 0 ? 1 : 8)),
      }
      const input = asInput(given)
      const table = await protectTable(input, options)
      const small = input.rows.flatMap(({ rowPersons }, k) => (rowPersons! < 10 ? [k] : []))
      const hidden = hiddenIn(table, 3)
      for (const cell of small) expect(hidden).toContain(cell)
      const equations = equationsOf(given, hidden)
      for (const cell of hidden) {
        expect(isTold(equations, hidden.indexOf(cell)), `cell ${cell} of ${hidden}`).toBe(false)
        expect(table.rows[cell]![3]!.interval).toBeNull()
      }
      expect(table.findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
      if (small.length === 0 || size > 9) return
      expect(hidden.length).toBeGreaterThanOrEqual(fewest(given, small, input))
      // What several small groups come to must be a number of enough persons, too, which may take more.
      const lines = equationsOf(given, small)
      if (lines.every((line) => line.filter((sign) => sign !== 0).length < 2))
        expect(hidden.length).toBe(fewest(given, small, input))
    })

  /** The least cost by trying every pattern, in the number of cells of the cheapest. */
  function fewest(given: Crossed, small: readonly number[], input: ReturnType<typeof asInput>): number {
    const cells = input.rows.map((_, k) => k)
    const others = cells.filter((k) => !small.includes(k))
    let best = { cost: Number.POSITIVE_INFINITY, count: 0 }
    for (let marks = 0; marks < 2 ** others.length; marks++) {
      const more = others.filter((_, k) => (marks >> k) & 1)
      const cost = more.reduce((sum, k) => sum + Math.abs(Number(input.rows[k]!.values[3])), 0)
      if (cost >= best.cost) continue
      const hidden = [...small, ...more]
      const equations = equationsOf(given, hidden)
      const singles = small.filter((k) => input.rows[k]!.rowPersons === 1)
      const safe = small.every((cell) => {
        if (isTold(equations, hidden.indexOf(cell))) return false
        return singles.every((single) => {
          if (single === cell) return true
          const known = equations.map((row) => row.filter((_, k) => k !== hidden.indexOf(single)))
          const left = hidden.filter((k) => k !== single)
          return isSamePerson(given, single, cell) || !isTold(known, left.indexOf(cell))
        })
      })
      if (safe) best = { cost, count: hidden.length }
    }
    return best.count
  }

  /** Margins of one person and their one part are the same person. */
  function isSamePerson(given: Crossed, one: number, other: number): boolean {
    const { values, keys } = crossed(given)
    if (values[one]![0] !== 1 || values[other]![0] !== 1) return false
    const holds = (a: number, b: number) => keys[a]!.every((key, d) => key === null || key === keys[b]![d])
    return holds(one, other) || holds(other, one)
  }
})

describe('columns of which some may be negative', () => {
  test('revenue = cost + profit: the profit is not told by the two others', async () => {
    const table = await protectTable(
      aTable(
        [
          ['region', 'key'],
          ['persons', 'persons'],
          ['revenue', 'sum'],
          ['cost', 'sum'],
          ['profit', 'sum'],
        ],
        [
          ['A', 50, 900, 950, -50],
          ['B', 60, 700, 500, 200],
          ['C', 70, 300, 100, 200],
        ],
        {
          facts: (row, column) => (row === 0 && column === 'profit' ? { top1Share: 0.99, top2Share: 1 } : {}),
        },
      ),
      options,
    )
    const [, , revenue, cost, profit] = table.rows[0]!
    expect(profit!.status).toBe('primary')
    expect([revenue, cost].some((cell) => cell!.status !== 'shown')).toBe(true)
  })
})

describe('intervals', () => {
  test('bounded from one side where the neighbour is 0 or more', async () => {
    // profit (free) = revenue (shown, 100) − cost (0 or more): profit + cost = 100.
    const { intervals } = await attackIntervals({
      system: {
        size: 3,
        equations: [{ cells: [0, 1, 2], signs: [1, -1, -1] }],
        allEquations: [{ cells: [0, 1, 2], signs: [1, -1, -1] }],
      },
      shown: [100, null, null],
      within: {
        low: Float64Array.of(0, 0, Number.NEGATIVE_INFINITY),
        high: new Float64Array(3).fill(Number.POSITIVE_INFINITY),
      },
      whole: true,
      start: [100, 130, -30],
    })
    expect(intervals.get(1)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY })
    expect(intervals.get(2)).toEqual({ low: Number.NEGATIVE_INFINITY, high: 100 })
  })

  test('a cell that only several equations together hold has their bound, not none', async () => {
    // x + y − z = 5 and x + z − y = 3 tell x = 4; y and z can be anything that differs by 1. No network.
    const equations = [
      { cells: [0, 1, 2, 3], signs: [1, 1, -1, -1] },
      { cells: [0, 2, 1, 4], signs: [1, 1, -1, -1] },
    ] as const
    const problem = {
      system: { size: 5, equations, allEquations: equations },
      shown: [null, null, null, 5, 3],
      whole: true,
    }
    const bounded = await attackIntervals(problem)
    expect(bounded.intervals.get(0)).toEqual({ low: 4, high: 4 })
    expect(bounded.intervals.get(1)).toEqual({ low: 1, high: Number.POSITIVE_INFINITY })
    const free = await attackIntervals({ ...problem, within: withoutEnds(5) })
    expect(free.intervals.get(0)).toEqual({ low: 4, high: 4 })
    expect(free.intervals.get(2)).toEqual({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    })
  })

  test('three dimensions: told exactly or not at all, as elimination says', async () => {
    const random = repeatable(5)
    for (let trial = 0; trial < 12; trial++) {
      const names = [-1, 0, 1]
      const cells = names.flatMap((a) => names.flatMap((b) => names.map((c) => [a, b, c])))
      const leaves = Array.from({ length: 8 }, () => random(41) - 20)
      const rows = cells.map((key, k) => ({
        key: key.map((place, d) => (place < 0 ? null : `${'abc'[d]}${place}`)),
        value: leaves.reduce(
          (sum, value, leaf) =>
            key.every((place, d) => place < 0 || ((leaf >> (2 - d)) & 1) === place) ? sum + value : sum,
          0,
        ),
        hidden: k > 0 && random(2) === 0,
        line: k + 2,
      }))
      const answer = await auditTables([
        { name: 't', dimensions: ['a', 'b', 'c'].map((name) => ({ name })), rows },
      ])
      // Unknown are the eight innermost; every shown cell is an equation.
      const shown = cells.flatMap((key, k) =>
        rows[k]!.hidden
          ? []
          : [leaves.map((_, leaf) => (key.every((p, d) => p < 0 || ((leaf >> (2 - d)) & 1) === p) ? 1 : 0))],
      )
      for (const { row, interval } of answer.cells) {
        const key = cells[row]!
        const own = leaves.map((_, leaf) =>
          key.every((p, d) => p < 0 || ((leaf >> (2 - d)) & 1) === p) ? 1 : 0,
        )
        // In terms of the cell itself: one more unknown, equal to its innermost.
        const told = isTold([...shown.map((each) => [...each, 0]), [...own, -1]], 8)
        const { value } = rows[row]!
        expect(interval, `trial ${trial} ${key}`).toEqual(
          told
            ? { low: value, high: value }
            : { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
        )
      }
    }
  })
})

describe('at the command line', () => {
  const { file, run } = commandOn('negative-')
  const path = file(
    'change.csv',
    [
      'sex,region,change,status',
      'm,A,-5,shown',
      'm,B,,hidden',
      'm,total,2,shown',
      'f,A,,hidden',
      'f,B,,hidden',
      'f,total,-1,shown',
      'total,A,3,shown',
      'total,B,-2,shown',
      'total,total,1,shown',
    ].join('\n'),
  )

  test('audit: everything follows by subtraction, negative or not', async () => {
    const { cells } = await run(
      'audit',
      path,
      '--dims',
      'sex,region',
      '--count',
      'change',
      '--status',
      'status',
      '--json',
    )
    expect(cells.map(({ interval, exact }) => [interval, exact])).toEqual([
      [[7, 7], true],
      [[8, 8], true],
      [[-9, -9], true],
    ])
  })

  test('audit: two hidden in each sum have no bounds', async () => {
    const open = file(
      'open.csv',
      ['sex,change,status', 'm,-5,shown', 'f,,hidden', 'x,,hidden', 'total,2,shown'].join('\n'),
    )
    const { cells, stdout } = await run(
      'audit',
      open,
      '--dims',
      'sex',
      '--count',
      'change',
      '--status',
      'status',
      '--json',
    )
    expect(cells.map(({ interval }) => interval)).toEqual([
      [null, null],
      [null, null],
    ])
    expect(stdout).toContain('[null,null]')
  })
})
