import { describe, expect, test } from 'vitest'
import { chartData } from '../../../renderer/display/chart-data.ts'
import { groupsOf, measuresOf, startingChart, xKindOf } from '../../../renderer/display/chart-spec.ts'
import type { DisplayColumn } from '../../../renderer/display/column.ts'
import type { PageColumn, ResultPage } from '../../../shared/arrow/result-page.ts'
import type { ChartSpec } from '../../../shared/model/chart.ts'

const COLUMNS: DisplayColumn[] = [
  { name: 'month', type: 'DATE', role: 'key', databases: ['ndb'] },
  { name: 'sex', type: 'VARCHAR', role: 'key', databases: ['ndb'] },
  { name: 'n', type: 'BIGINT', role: 'persons', databases: ['ndb'] },
]
const SPEC: ChartSpec = { kind: 'line', x: 'month', y: ['n'], colour: 'sex', titleText: '', stacked: false }

/** A cell is its value, or null for one that arrived masked. */
function aPage(rows: (string | number | null)[][]): ResultPage {
  const columns = COLUMNS.map(
    ({ name, type }, i): PageColumn => ({
      name,
      numeric: type === 'BIGINT',
      number: (row) => (typeof rows[row]?.[i] === 'number' ? (rows[row][i] as number) : null),
      text: (row) => (rows[row]?.[i] === null ? null : String(rows[row]?.[i])),
      mask: (row) => (rows[row]?.[i] === null ? 'below-minimum' : 'shown'),
      persons: () => null,
    }),
  )
  return { rowCount: rows.length, columns }
}

describe('a chart', () => {
  test('leaves masked values as gaps, and counts them', () => {
    const { traces, masked } = chartData(
      [
        aPage([
          ['2021-01-01', 'F', 12],
          ['2021-02-01', 'F', null],
        ]),
      ],
      COLUMNS,
      SPEC,
    )
    expect(traces).toEqual([
      { name: 'F', x: ['2021-01-01', '2021-02-01'], y: [12, null], maskedAt: ['2021-02-01'] },
    ])
    expect(masked).toBe(1)
  })

  test('never draws a masked value as zero', () => {
    const { traces } = chartData([aPage([['2021-01-01', 'F', null]])], COLUMNS, { ...SPEC, kind: 'bar' })
    expect(traces.flatMap(({ y }) => y)).toEqual([null])
  })

  test('draws nothing of a group whose keys are masked, and counts it', () => {
    const { traces, masked } = chartData(
      [
        aPage([
          [null, 'F', null],
          ['2021-01-01', null, null],
        ]),
      ],
      COLUMNS,
      SPEC,
    )
    expect({ traces, masked }).toEqual({ traces: [], masked: 2 })
  })

  test('runs a line from left to right in whatever order the rows came, over pages', () => {
    const pages = [
      aPage([
        ['2021-03-01', 'F', 3],
        ['2021-01-01', 'F', 1],
      ]),
      aPage([['2021-02-01', 'F', 2]]),
    ]
    expect(chartData(pages, COLUMNS, SPEC).traces[0]?.y).toEqual([1, 2, 3])
  })

  test('keeps the order of bars as the query gave it', () => {
    const pages = [
      aPage([
        ['2021-03-01', 'F', 3],
        ['2021-01-01', 'F', 1],
      ]),
    ]
    expect(chartData(pages, COLUMNS, { ...SPEC, kind: 'bar' }).traces[0]?.y).toEqual([3, 1])
  })

  test('tells when points lie over each other', () => {
    const pages = [
      aPage([
        ['2021-01-01', 'F', 1],
        ['2021-01-01', 'M', 2],
      ]),
    ]
    expect(chartData(pages, COLUMNS, SPEC).repeats).toBe(false)
    expect(chartData(pages, COLUMNS, { ...SPEC, colour: null }).repeats).toBe(true)
  })

  test('gives each measure and colour a trace of its own name', () => {
    const two = [...COLUMNS, { name: 'm', type: 'BIGINT', role: 'count', databases: [] } as DisplayColumn]
    const { traces } = chartData([aPage([['2021-01-01', 'F', 1]])], two, { ...SPEC, y: ['n', 'm'] })
    expect(traces.map(({ name }) => name)).toEqual(['F · n'])
  })
})

describe('the chart to begin with', () => {
  test('draws time along a line, coloured by another key', () => {
    expect(startingChart(COLUMNS)).toMatchObject({ kind: 'line', x: 'month', y: ['n'], colour: 'sex' })
  })

  test('draws categories as bars', () => {
    expect(startingChart(COLUMNS.slice(1))).toMatchObject({ kind: 'bar', x: 'sex', y: ['n'], colour: null })
  })

  test('places codes side by side, not along a scale', () => {
    expect(xKindOf(COLUMNS, { ...SPEC, x: 'sex' })).toBe('category')
    expect(xKindOf(COLUMNS, { ...SPEC, x: 'month' })).toBe('date')
    expect(xKindOf(COLUMNS, { ...SPEC, x: 'n', kind: 'scatter' })).toBe('linear')
  })

  test('does not exist where nothing is a number', () => {
    expect(startingChart(COLUMNS.slice(0, 2))).toBeNull()
  })

  test('never takes a key for a height, nor a measure for a colour', () => {
    const year: DisplayColumn = { name: 'year', type: 'INTEGER', role: 'key', databases: [] }
    const columns = [year, ...COLUMNS]
    expect(measuresOf(columns).map(({ name }) => name)).toEqual(['n'])
    expect(groupsOf(columns).map(({ name }) => name)).toEqual(['year', 'month', 'sex'])
  })
})
