/** What is given to Plotly: panels, intervals and gaps as the points have them. */
import { describe, expect, test } from 'vitest'
import { gridOf, plotlyLayout } from '../../../renderer/display/plotly-layout.ts'
import { bandOf, plotlyData } from '../../../renderer/display/plotly-traces.ts'
import type { ChartSpec } from '../../../shared/model/chart.ts'
import type { ChartPoint, ChartPoints } from '../../../shared/model/chart-points.ts'

const SIZE = { width: 900, height: 500 }
const point = (x: string | number, y: number | null, part: Partial<ChartPoint> = {}): ChartPoint => ({
  ...{ x, y, series: 'n', panel: '', low: null, high: null, bare: false },
  ...part,
})
function drawn(
  spec: Partial<ChartSpec>,
  points: ChartPoint[],
  { size = SIZE, ...part }: Partial<ChartPoints> & { size?: typeof SIZE } = {},
) {
  const chart = {
    spec: {
      kind: 'bar',
      x: 'x',
      y: ['n'],
      colour: null,
      titleText: '',
      stacked: false,
      ...spec,
    } as ChartSpec,
    points: {
      placeKind: 'category',
      points,
      hidden: [],
      places: [...new Set(points.map(({ x }) => x))],
      said: new Map(),
      titles: { place: '', height: '', series: '', panel: '' },
      series: [...new Set(points.map(({ series }) => series))],
      panels: [...new Set(points.map(({ panel }) => panel))],
      rows: points.length,
      hiddenCount: 0,
      missing: 0,
      notOnLog: 0,
      otherLevels: 0,
      panelsLeftOut: 0,
      repeats: false,
      ...part,
    } satisfies ChartPoints,
    titles: { x: 'x', y: 'n', colour: null },
    theme: 'light' as const,
    masked: { as: 'masked' as const, label: 'masked' },
  }
  return {
    data: plotlyData(chart) as Record<string, unknown>[],
    layout: plotlyLayout(chart, size) as Record<string, Record<string, unknown>>,
  }
}

test('of very many bars none lies over the next, and the legend leaves them its room', () => {
  const ages = Array.from({ length: 100 }, (_, age) => [
    point(age, age, { series: 'male' }),
    point(age, age, { series: 'female' }),
  ]).flat()
  const { data, layout } = drawn({}, ages)
  const [marker] = data.map((trace) => trace.marker as { line: { width: number[] } })
  const { width = [] } = marker?.line ?? {}
  expect([width[0], Math.max(...width.slice(1))]).toEqual([1, 0])
  expect(layout.legend).toMatchObject({ orientation: 'h' })
  expect(drawn({}, ages.slice(0, 40)).layout.legend).not.toHaveProperty('orientation')
})

test('error bars reach from bound to bound, and are left out where the interval is', () => {
  const { data } = drawn({ kind: 'scatter', interval: { low: 'l', high: 'h' } }, [
    point('a', 5, { low: 3, high: 9 }),
    point('b', 5, { bare: true }),
  ])
  expect(data[0]).toMatchObject({
    error_y: { array: [4, Number.NaN], arrayminus: [2, Number.NaN], symmetric: false },
  })
  expect(data[0]?.marker).toMatchObject({ symbol: ['circle', 'circle-open'] })
})

test('a forest lies: names upwards from the last, estimates across, a line at 1 on a logarithmic axis', () => {
  const { data, layout } = drawn({ kind: 'forest', log: true, interval: { low: 'l', high: 'h' } }, [
    point('COPD', 2, { low: 1.5, high: 2.5 }),
    point('喘息', 0.5, { low: 0.25, high: 1 }),
  ])
  expect(data[0]).toMatchObject({ x: [2, 0.5], y: ['COPD', '喘息'], error_x: { array: [0.5, 0.5] } })
  expect(layout.xaxis).toMatchObject({ type: 'log' })
  expect(layout.yaxis).toMatchObject({ autorange: 'reversed', categoryarray: ['COPD', '喘息'] })
  expect(layout.shapes).toMatchObject([{ x0: 1, x1: 1 }])
  expect(JSON.stringify(layout.annotations)).toContain('2.00 (1.50–2.50)')
})

describe('a band', () => {
  const points = [
    point(0, 1, { low: 1, high: 1 }),
    point(1, 0.8, { low: 0.7, high: 0.9 }),
    point(2, 0.7, { bare: true }),
    point(3, 0.6, { low: 0.5, high: 0.7 }),
    point(4, 0.5, { low: 0.4, high: 0.6 }),
  ]
  test('has corners where steps have, and is open where an interval is not drawn', () => {
    const { x, y } = bandOf(points, { kind: 'step' } as ChartSpec, '#000000') as {
      x: unknown[]
      y: unknown[]
    }
    expect(x).toEqual([0, 1, 1, 1, 1, 0, 0, null, 3, 4, 4, 4, 4, 3, 3])
    expect(y).toEqual([1, 1, 0.9, 0.7, 1, 1, 1, null, 0.7, 0.7, 0.6, 0.4, 0.5, 0.5, 0.7])
  })
  test('stands behind its line, which keeps its place in the legend', () => {
    const { data } = drawn({ kind: 'step', interval: { low: 'l', high: 'h' } }, points, {
      placeKind: 'number',
    })
    expect(data).toMatchObject([
      { fill: 'toself', showlegend: false, hoverinfo: 'skip' },
      { line: { shape: 'hv' }, showlegend: true },
    ])
    expect(data[1]).not.toHaveProperty('error_y')
  })
})

test('of more bars than there is room for, as many are shown as can be read, above a strip of all', () => {
  const ages = Array.from({ length: 103 }, (_, age) => [
    point(age, age, { series: 'male' }),
    point(age, age, { series: 'female' }),
  ]).flat()
  const axis = (spec: Partial<ChartSpec>, width: number) =>
    drawn(spec, ages, { size: { width, height: 400 } }).layout.xaxis
  expect(axis({}, 420)).toMatchObject({ range: [-0.5, 42.5], rangeslider: {} })
  expect(axis({}, 900)).not.toHaveProperty('rangeslider')
  expect(axis({ stacked: true }, 420)).not.toHaveProperty('rangeslider')
  expect(axis({ kind: 'line' }, 420)).not.toHaveProperty('rangeslider')
  const few = drawn({}, ages.slice(0, 100), { size: { width: 130, height: 400 } }).layout.xaxis
  expect(few).not.toHaveProperty('rangeslider')
})

test('names along a narrow axis stand level or upright, never slanted', () => {
  const bands = (count: number) =>
    drawn(
      {},
      Array.from({ length: count }, (_, k) => point(`band ${k}`, k)),
    ).layout.xaxis
  expect(bands(10)).toMatchObject({ autotickangles: [0, -90] })
  expect(bands(30)).toMatchObject({ tickangle: -90 })
})

test('a pyramid counts both ways from the middle, in positive numbers', () => {
  const { data, layout } = drawn({ kind: 'pyramid' }, [
    point('0-4', 40, { series: 'M' }),
    point('0-4', 30, { series: 'F' }),
  ])
  expect(data.map(({ x, text }) => [x, text])).toEqual([
    [[-40], ['40']],
    [[30], ['30']],
  ])
  expect(layout.xaxis?.ticktext).toEqual(['40', '20', '0', '20', '40'])
})

test('panels share their axes, are named in their order, and each group is named once', () => {
  const panels = ['北', '南', '東']
  const points = panels.flatMap((panel) => ['F', 'M'].map((series) => point('2024', 3, { panel, series })))
  const { data, layout } = drawn({ kind: 'line' }, points)
  expect(data).toHaveLength(6)
  expect(data.filter(({ showlegend }) => showlegend).map(({ name }) => name)).toEqual(['F', 'M'])
  expect([layout.xaxis2, layout.yaxis3]).toMatchObject([{ matches: 'x' }, { matches: 'y' }])
  const names = (layout.annotations as unknown as { text: string }[]).map(({ text }) => text)
  expect(names.slice(0, 3)).toEqual(panels)
})

test.each([
  [1, { columns: 1, lines: 1 }],
  [2, { columns: 2, lines: 1 }],
  [24, { columns: 6, lines: 4 }],
])('%i panels are about as wide as high', (panels, expected) => {
  expect(gridOf(panels, SIZE)).toEqual(expected)
})

test('what is masked is marked on an axis of its own, at no height', () => {
  const { data, layout } = drawn({ kind: 'line', log: true }, [point('a', 5), point('b', null)], {
    hidden: [{ x: 'b', series: 'n', panel: '' }],
  })
  expect(data[1]).toMatchObject({ x: ['b'], y: [0], yaxis: 'y101', name: 'masked', showlegend: true })
  expect(layout.yaxis101).toMatchObject({ overlaying: 'y', range: [0, 1], visible: false })
})

test('zero is a line, a gap is nothing', () => {
  const { data } = drawn({}, [point('a', 0), point('b', null)])
  expect(data[0]).toMatchObject({ y: [0, null], marker: { line: { width: 1 } } })
})

test('bars along time begin where their week does; groups share its width', () => {
  const week = 7 * 86_400_000
  const points = [0, week].flatMap((x) => ['F', 'M'].map((series) => point(x, 3, { series })))
  const { data } = drawn({}, points, { placeKind: 'time' })
  expect(data.map(({ offset, width }) => [offset, width])).toEqual([
    [0, week * 0.46],
    [week * 0.46, week * 0.46],
  ])
})

test('words of a result are no markup', () => {
  const { layout } = drawn({ titleText: '<a href="https://example.org">x</a>' }, [point('a', 1)])
  expect(JSON.stringify(layout.title)).not.toContain('<a')
})

test('words of a result are no tags: no link stands in a legend, on an axis or in what is read out', () => {
  const link = '<a href="https://example.org">x</a>'
  const { data, layout } = drawn(
    { kind: 'bar' },
    [point(link, 1, { series: link }), point(link, 2, { series: 'b' })],
    {
      hidden: [{ x: link, series: link, panel: '' }],
    },
  )
  // What only tells traces apart is never drawn.
  const written = JSON.stringify([data.map(({ legendgroup: _group, ...trace }) => trace), layout])
  expect(written).toContain('&lt;a href')
  expect(written).not.toContain('<a')
})
