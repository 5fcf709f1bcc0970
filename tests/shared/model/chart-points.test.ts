/** What a chart shows of a table: the same for the screen and for the figure that leaves. */
import { describe, expect, test } from 'vitest'
import type { ChartSpec } from '../../../shared/model/chart.ts'
import { barSpan, type ChartTable, chartPoints, momentOf } from '../../../shared/model/chart-points.ts'

type Cell = string | number | null | typeof HIDDEN
const HIDDEN = Symbol('hidden')

const COLUMNS = {
  month: { type: 'DATE', role: 'key' },
  sex: { type: 'VARCHAR', role: 'key' },
  area: { type: 'VARCHAR', role: 'key' },
  n: { type: 'BIGINT', role: 'persons' },
  rate: { type: 'DOUBLE', role: 'rate' },
  low: { type: 'DOUBLE', role: 'derived' },
  high: { type: 'DOUBLE', role: 'derived' },
} as const

/** Rows of cells under the names of their columns. */
function aTable(names: (keyof typeof COLUMNS)[], rows: Cell[][]): ChartTable {
  return {
    columns: names.map((name) => ({ name, ...COLUMNS[name] })),
    rowCount: rows.length,
    cell: (row, column) => {
      const cell = rows[row]![column]!
      return cell === HIDDEN ? null : { text: cell === null ? null : String(cell) }
    },
  }
}
const aChart = (part: Partial<ChartSpec>): ChartSpec => ({
  ...{ kind: 'bar', x: 'month', y: ['n'], colour: null, titleText: '', stacked: false },
  ...part,
})
const heights = ({ points }: ReturnType<typeof chartPoints>) => points.map(({ y }) => y)

describe('a table with totals', () => {
  const table: ChartTable = {
    ...aTable(
      ['area', 'sex', 'n'],
      [
        ['01', '1', 30],
        ['01', '2', 25],
        ['01', null, 55],
        ['02', '1', 12],
        ['02', null, 21],
        [null, null, 76],
      ],
    ),
    totals: new Map([
      [0, new Set([5])],
      [1, new Set([2, 4, 5])],
    ]),
  }

  test('has none of them beside its parts, and says how many rows are not drawn', () => {
    const found = chartPoints(table, aChart({ x: 'area', colour: 'sex' }))
    expect(heights(found)).toEqual([30, 25, 12])
    expect(found).toMatchObject({ places: ['01', '02'], series: ['1', '2'], otherLevels: 3, repeats: false })
  })

  test('has them where the parts are not asked for', () => {
    const found = chartPoints(table, aChart({ x: 'area' }))
    expect(heights(found)).toEqual([55, 21])
    expect(found).toMatchObject({ otherLevels: 4, repeats: false })
  })
})

describe('hidden, missing and zero', () => {
  const table = aTable(
    ['month', 'n'],
    [
      ['2024-01-01', 12],
      ['2024-02-01', HIDDEN],
      ['2024-03-01', null],
      ['2024-04-01', 0],
    ],
  )

  test('are three things', () => {
    const found = chartPoints(table, aChart({}))
    expect(heights(found)).toEqual([12, null, null, 0])
    expect(found.hidden).toEqual([{ x: Date.parse('2024-02-01'), series: 'n', panel: '' }])
    expect({ hidden: found.hiddenCount, missing: found.missing }).toEqual({ hidden: 1, missing: 1 })
  })

  test('on a logarithmic axis zero has no place, and is counted as that', () => {
    const found = chartPoints(table, aChart({ kind: 'line', log: true }))
    expect(heights(found)).toEqual([12, null, null, null])
    expect(found).toMatchObject({ hiddenCount: 1, missing: 1, notOnLog: 1 })
    expect(chartPoints(table, aChart({ kind: 'bar', log: true })).notOnLog).toBe(0)
  })

  test('of a row whose place, colour or panel is hidden nothing is known but that it is', () => {
    const rows: Cell[][] = [
      [HIDDEN, 'F', '北', 5],
      ['2024-01-01', HIDDEN, '北', 5],
      ['2024-01-01', 'F', HIDDEN, 5],
    ]
    const found = chartPoints(
      aTable(['month', 'sex', 'area', 'n'], rows),
      aChart({ colour: 'sex', facet: 'area' }),
    )
    expect(found).toMatchObject({ points: [], hidden: [], series: [], panels: [], hiddenCount: 3 })
  })
})

describe('an interval', () => {
  const spec = aChart({ kind: 'scatter', x: 'area', y: ['rate'], interval: { low: 'low', high: 'high' } })
  const drawn = (...cells: [rate: Cell, low: Cell, high: Cell]) =>
    chartPoints(aTable(['area', 'rate', 'low', 'high'], [['北', ...cells]]), spec)

  test('is drawn where both bounds are', () => {
    expect(drawn(2, 1, 3).points).toEqual([
      { x: '北', series: 'rate', panel: '', y: 2, low: 1, high: 3, bare: false },
    ])
  })

  test.each([
    ['a hidden lower bound', [2, HIDDEN, 3], { hiddenCount: 1, missing: 0 }],
    ['a hidden upper bound', [2, 1, HIDDEN], { hiddenCount: 1, missing: 0 }],
    ['both hidden', [2, HIDDEN, HIDDEN], { hiddenCount: 2, missing: 0 }],
    ['a bound without a value', [2, null, 3], { hiddenCount: 0, missing: 1 }],
    ['an endless bound', [2, 1, 'inf'], { hiddenCount: 0, missing: 1 }],
  ] as [string, [Cell, Cell, Cell], object][])('with %s is not drawn half', (_, cells, counts) => {
    const found = drawn(...cells)
    expect(found.points).toMatchObject([{ y: 2, low: null, high: null, bare: true }])
    expect(found).toMatchObject(counts)
  })

  test('around a hidden estimate is not drawn: its middle would tell', () => {
    const found = drawn(HIDDEN, 1, 3)
    expect(found.points).toMatchObject([{ y: null, low: null, high: null, bare: false }])
    expect(found).toMatchObject({ hiddenCount: 1, hidden: [{ x: '北' }] })
  })

  test('that reaches zero has no place on a logarithmic axis', () => {
    const table = aTable(['area', 'rate', 'low', 'high'], [['北', 2, 0, 3]])
    expect(chartPoints(table, { ...spec, kind: 'forest', log: true })).toMatchObject({
      points: [{ y: 2, low: null, high: null, bare: true }],
      notOnLog: 1,
    })
  })

  test('belongs to the first of several heights', () => {
    const table = aTable(['area', 'rate', 'low', 'high', 'n'], [['北', 2, 1, 3, 50]])
    expect(chartPoints(table, { ...spec, y: ['rate', 'n'] }).points).toMatchObject([
      { series: 'rate', low: 1 },
      { series: 'n', low: null, bare: false },
    ])
  })
})

describe('order', () => {
  const table = aTable(
    ['area', 'sex', 'n'],
    [
      ['10-14', 'M', 30],
      ['5-9', 'M', 90],
      ['0-4', 'F', HIDDEN],
      ['5-9', 'F', 5],
    ],
  )
  const places = (order?: ChartSpec['order']) =>
    chartPoints(table, aChart({ x: 'area', colour: 'sex', ...(order ? { order } : {}) })).places

  test('is that of the table, of the names, or of what is shown; the hidden last', () => {
    expect(places()).toEqual(['10-14', '5-9', '0-4'])
    expect(places('natural')).toEqual(['0-4', '5-9', '10-14'])
    expect(places('value')).toEqual(['5-9', '10-14', '0-4'])
  })

  test('of panels and groups follows their names too', () => {
    const found = chartPoints(table, aChart({ x: 'sex', facet: 'area', order: 'natural' }))
    expect(found.panels).toEqual(['0-4', '5-9', '10-14'])
  })

  test('a line runs from left to right in whatever order the rows came', () => {
    const months = aTable(
      ['month', 'n'],
      [
        ['2024-03-01', 3],
        ['2024-01-01', 1],
        ['2024-02-01', 2],
      ],
    )
    expect(heights(chartPoints(months, aChart({ kind: 'line' })))).toEqual([1, 2, 3])
    expect(heights(chartPoints(months, aChart({ kind: 'bar' })))).toEqual([3, 1, 2])
  })
})

test('panels beyond what a page holds are left out, and counted', () => {
  const table = aTable(
    ['area', 'n'],
    Array.from({ length: 30 }, (_, k) => [`地域${k}`, k]),
  )
  const found = chartPoints(table, aChart({ x: 'area', facet: 'area' }))
  expect(found).toMatchObject({ panelsLeftOut: 6, panels: { length: 24 }, points: { length: 24 } })
})

test('points over each other are told, but not those of other groups or panels', () => {
  const rows: Cell[][] = [
    ['2024-01-01', 'F', '北', 1],
    ['2024-01-01', 'M', '北', 2],
    ['2024-01-01', 'F', '南', 3],
  ]
  const repeats = (part: Partial<ChartSpec>) =>
    chartPoints(aTable(['month', 'sex', 'area', 'n'], rows), aChart(part)).repeats
  expect(repeats({ colour: 'sex', facet: 'area' })).toBe(false)
  expect(repeats({ colour: 'sex' })).toBe(true)
})

test('codes stand side by side, times along time; a forest has lines of names whatever they are', () => {
  const table = aTable(['month', 'sex', 'n'], [['2024-01-01', '1', 5]])
  expect(chartPoints(table, aChart({ x: 'sex' })).placeKind).toBe('category')
  expect(chartPoints(table, aChart({ x: 'month' })).placeKind).toBe('time')
  expect(chartPoints(table, aChart({ x: 'n', kind: 'scatter' })).placeKind).toBe('number')
  expect(chartPoints(table, aChart({ x: 'month', kind: 'forest' })).placeKind).toBe('category')
})

test('a bar covers the least distance of two times, so that weeks without anybody stay open', () => {
  const weeks = aTable(
    ['month', 'n'],
    ['2024-01-01', '2024-01-08', '2024-02-05'].map((day) => [day, 20]),
  )
  expect(barSpan(chartPoints(weeks, aChart({})))).toBe(7 * 86_400_000)
})

test.each([
  ['2024-03-01', Date.UTC(2024, 2, 1)],
  ['2024-03-01 09:30:00', Date.UTC(2024, 2, 1, 9, 30)],
  ['2024-03-01 09:30:00+09', Date.UTC(2024, 2, 1, 0, 30)],
  ['2024-03-01 09:30:00.25-03:30', Date.UTC(2024, 2, 1, 13, 0, 0, 250)],
])('%s is a moment as the engine writes it', (text, moment) => {
  expect(momentOf(text)).toBe(moment)
})
