/** What may be set in a figure: words, ends and edges that tell nothing of what the table hides, and are no way to ask. */
import { describe, expect, test } from 'vitest'
import { type ChartLook, type ChartSpec, PLAIN_LOOK } from '../../../shared/model/chart.ts'
import { findingWords } from '../../../shared/model/finding-words.ts'
import { checkChart, type ReadableTable, roundUnit } from '../../../visiting/disclosure/chart-checks.ts'

const shown = (text: string) => ({ text, status: 'shown', interval: null })
const hidden = (interval: [number, number] | null) => ({ text: null, status: 'primary', interval })

/** Patients by area: two shown, two hidden, of which a reader can tell that they lie between 0 and 30. */
const AREAS: ReadableTable = {
  columns: [
    { name: 'area', type: 'VARCHAR', role: 'key' },
    { name: 'persons', type: 'BIGINT', role: 'persons' },
  ],
  rows: [
    [shown('北部'), shown('1234')],
    [shown('東部'), hidden([0, 30])],
    [shown('南部'), hidden([0, 30])],
    [shown('西部'), shown('567')],
  ],
}
/** Patients by age in years. */
const AGES: ReadableTable = {
  columns: [
    { name: 'age', type: 'INTEGER', role: 'key' },
    { name: 'persons', type: 'BIGINT', role: 'persons' },
  ],
  rows: [60, 61, 62, 63, 86, 87].map((age) => [
    shown(String(age)),
    age > 85 ? hidden([0, 9]) : shown(String(age * 2)),
  ]),
}

const found = (
  look: Partial<ChartLook>,
  { table = AREAS, part = {} }: { table?: ReadableTable; part?: Partial<ChartSpec> } = {},
) =>
  checkChart(
    {
      kind: 'bar',
      x: table.columns[0]!.name,
      y: ['persons'],
      colour: null,
      titleText: '',
      stacked: false,
      look: { ...PLAIN_LOOK, ...look },
      ...part,
    },
    { table, minimumPersons: 10 },
  ).map(({ code, severity, params }) => [code, severity, params.place ?? params.literal ?? params.column])

const note = (text: string, x = '北部', y: number | null = null) => ({ annotations: [{ x, y, text }] })

describe('words in a figure', () => {
  test('an annotation may not hold a number that a hidden cell could be', () => {
    expect(found(note('東部は7人'))).toEqual([
      ['figure-annotation-value', 'blocking', 'layout.annotations[0]'],
    ])
    expect(found(note('２９'))).toEqual([['figure-annotation-value', 'blocking', 'layout.annotations[0]']])
  })

  test('no guess is told from another: every number in the interval is refused alike', () => {
    for (let guess = 0; guess <= 30; guess++)
      expect([guess, found(note(`x ${guess}`))]).toEqual([
        guess,
        [['figure-annotation-value', 'blocking', 'layout.annotations[0]']],
      ])
  })

  test('numbers the table shows and years may be said, others are asked about', () => {
    expect(found(note('最大 1,234（2024年）'))).toEqual([])
    expect(found(note('合計 1,841'))).toEqual([['figure-unaccounted', 'warning', 'layout.annotations[0]']])
  })

  test('where nothing holds a hidden count, any whole number could be it', () => {
    const table = { ...AREAS, rows: AREAS.rows.with(1, [shown('東部'), hidden(null)]) }
    expect(found(note('99999'), { table })).toEqual([
      ['figure-annotation-value', 'blocking', 'layout.annotations[0]'],
    ])
  })

  test('hover text and titles of axes are words too; stand-ins for data are not', () => {
    expect(found({ hover: '{x}: {y}人' })).toEqual([])
    expect(found({ hover: '東部 = 7' })).toEqual([
      ['figure-hover-value', 'blocking', 'data[0].hovertemplate'],
    ])
    expect(found({ yTitle: '人数（東部 7）' })).toEqual([
      ['figure-annotation-value', 'blocking', 'layout.yaxis.title'],
    ])
  })

  test('speaking of a group whose number is hidden is for people to judge', () => {
    expect(found(note('東部は最も少ない'))).toEqual([
      ['figure-names-hidden', 'warning', 'layout.annotations[0]'],
    ])
    expect(found({ hover: '南部は{y}' })).toEqual([
      ['figure-names-hidden', 'warning', 'data[0].hovertemplate'],
    ])
  })

  test('a row with a hidden bound is such a group, also where it is a panel', () => {
    const table: ReadableTable = {
      columns: [
        { name: 'arm', type: 'VARCHAR', role: 'key' },
        { name: 'area', type: 'VARCHAR', role: 'key' },
        ...['rate', 'low', 'high'].map((name) => ({ name, type: 'DOUBLE', role: 'rate' })),
      ],
      rows: [
        [shown('A'), shown('北部'), shown('0.5'), hidden(null), shown('0.6')],
        [shown('A'), shown('南部'), shown('0.5'), shown('0.4'), shown('0.6')],
      ],
    }
    const part = { y: ['rate'], interval: { low: 'low', high: 'high' }, facet: 'area' }
    const look = { hover: '北部と南部' }
    expect(found(look, { table, part })).toEqual([
      ['figure-names-hidden', 'warning', 'data[0].hovertemplate'],
    ])
    expect(found({ hover: '南部' }, { table, part })).toEqual([])
  })

  test('an annotation stands at a value shown or at a round number', () => {
    expect(found(note('山', '北部', 1_000))).toEqual([])
    expect(found(note('山', '北部', 1_234))).toEqual([])
    expect(found(note('山', '北部', 23))).toEqual([
      ['figure-annotation-place', 'blocking', 'layout.annotations[0]'],
    ])
    expect(found(note('山', '中部'))).toEqual([
      ['figure-annotation-place', 'blocking', 'layout.annotations[0]'],
    ])
  })
})

test('places are told in the words of the screen', () => {
  const params = { place: 'layout.annotations[1]' }
  expect(findingWords({ code: 'figure-annotation-value', params }, 'ja')).toContain('注記2')
  expect(
    findingWords({ code: 'figure-axis-not-round', params: { place: 'yaxis.range', unit: 5 } }, 'en'),
  ).toContain('the range of y')
})

describe('ends and edges', () => {
  const line = { table: AGES, part: { kind: 'line' as const } }

  test('an axis may not end at a person’s value, whether or not it is one', () => {
    expect(found({ xRange: [60, 90] }, line)).toEqual([])
    for (const end of [83, 84, 86, 87, 88])
      expect(found({ xRange: [60, end] }, line)).toEqual([
        ['figure-axis-not-round', 'blocking', 'xaxis.range'],
      ])
    // Nor be laid around one.
    expect(found({ xRange: [87, 88] }, line)).toEqual([['figure-axis-not-round', 'blocking', 'xaxis.range']])
    expect(found({ xRange: [86.9, 87.1] }, line)).toEqual([
      ['figure-axis-not-round', 'blocking', 'xaxis.range'],
    ])
    expect(found({ yRange: [0, 137] })).toEqual([['figure-axis-not-round', 'blocking', 'yaxis.range']])
    expect(found({ yRange: [0, 1_300] })).toEqual([])
    expect([87, 1_306, 23.5, 0.8].map(roundUnit)).toEqual([5, 100, 2.5, 0.05])
  })

  test('an axis of time ends at the first of a month', () => {
    const table: ReadableTable = {
      ...AGES,
      columns: [{ name: 'day', type: 'DATE', role: 'key' }, AGES.columns[1]!],
    }
    const range = (from: string, to: string) =>
      found({ xRange: [Date.parse(from), Date.parse(to)] }, { table })
    expect(range('2024-01-01', '2024-07-01')).toEqual([])
    expect(range('2024-01-01', '2024-06-17')).toEqual([['figure-time-not-round', 'blocking', 'xaxis.range']])
  })

  test('bins have round edges, and one with a hidden value has no bar', () => {
    expect(found({ binEdges: [60, 65, 70] }, { table: AGES })).toEqual([])
    expect(found({ binEdges: [60, 86, 87, 88] }, { table: AGES })).toEqual([
      ['figure-axis-not-round', 'blocking', 'data[0].xbins'],
    ])
    expect(found({ binEdges: [60, 65, 85, 90] }, { table: AGES })).toEqual([
      ['figure-bin-hidden', 'note', '85–90'],
    ])
    expect(found({ binEdges: [70, 60] }, { table: AGES })).toEqual([
      ['figure-axis-not-round', 'blocking', 'data[0].xbins'],
    ])
  })

  test('means are not added up in bins', () => {
    const table = { ...AGES, columns: [AGES.columns[0]!, { name: 'persons', type: 'DOUBLE', role: 'mean' }] }
    expect(found({ binEdges: [60, 65] }, { table })).toEqual([
      ['figure-bins-not-additive', 'blocking', 'persons'],
    ])
  })
})
