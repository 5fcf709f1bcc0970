/** The catalog's words in a chart: for the screen and for the figure that leaves, and never two codes as one. */
import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../../shared/model/catalog.ts'
import type { ChartSpec } from '../../../shared/model/chart.ts'
import { chartPoints } from '../../../shared/model/chart-points.ts'
import { chartWords, hasWords } from '../../../shared/model/chart-words.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'

const datasets: readonly Dataset[] = await loadCatalog('resources/catalog')

const KEY = { type: 'VARCHAR', role: 'key' }
const N = { name: 'n', type: 'BIGINT', role: 'persons' }

const drawn = (
  keys: string[],
  { rows, ...part }: { rows: (string | null)[][] } & Partial<ChartSpec>,
  catalog: readonly Dataset[] = datasets,
) => {
  const columns = [...keys.map((name) => ({ name, ...KEY })), N]
  const chart: ChartSpec = {
    ...{ kind: 'bar', x: keys[0]!, y: ['n'], colour: keys[1] ?? null, titleText: '', stacked: false },
    ...{ words: 'ja', ...part },
  }
  const words = chartWords(columns, { chart, datasets: catalog })
  const cell = (row: number, column: number) => ({ text: rows[row]![column] ?? null })
  return chartPoints({ columns, rowCount: rows.length, cell, words }, chart)
}

describe('a chart in words', () => {
  const rows = [
    ['13', '2', '20'],
    ['01', '1', '10'],
  ]

  test('says titles, places and groups by the catalog, in the order of the codes', () => {
    const { places, series, points, titles } = drawn(['prefecture_code', 'sex'], { rows, order: 'natural' })
    expect(places).toEqual(['北海道', '東京都'])
    expect(series).toEqual(['男', '女'])
    expect(points.map(({ x, series, y }) => [x, series, y])).toEqual([
      ['東京都', '女', 20],
      ['北海道', '男', 10],
    ])
    expect(titles).toMatchObject({ place: '都道府県', series: '性別' })
  })

  test('says them in English too, and codes where none are asked for', () => {
    expect(drawn(['sex'], { rows: rows.map(([, ...rest]) => rest), words: 'en' }).places).toEqual([
      'Female',
      'Male',
    ])
    const plain = drawn(['prefecture_code', 'sex'], { rows, words: null })
    expect([plain.places, plain.series, plain.titles.place]).toEqual([
      ['13', '01'],
      ['2', '1'],
      'prefecture_code',
    ])
  })

  test('names several heights in a row, with the same comma in both languages', () => {
    const titles = (words: 'ja' | 'en') =>
      drawn(['prefecture_code', 'sex'], { rows, words, y: ['n', 'sex'] }).titles
    expect([titles('ja').height, titles('en').height]).toEqual(['n, sex', 'n, sex'])
  })

  test('leaves a value without a meaning and NULL as they are', () => {
    expect(
      drawn(['sex'], {
        rows: [
          ['9x', '1'],
          [null, '2'],
          ['1', '3'],
        ],
      }).places,
    ).toEqual(['9x', 'NULL', '男'])
  })

  test('keeps the codes where two of them would say the same, so that no two places become one', () => {
    const same = drawn(['sex'], {
      rows: [
        ['1', '10'],
        ['男', '20'],
      ],
    })
    expect(same.places).toEqual(['1 男', '男'])
    expect(same.points.map(({ x, y }) => [x, y])).toEqual([
      ['1 男', 10],
      ['男', 20],
    ])
  })

  test('has no words for a name under which databases keep different lists, nor for numbers', () => {
    const columns = [
      { name: 'severity', ...KEY },
      { name: 'sex', type: 'DOUBLE', role: 'mean' },
    ]
    const words = chartWords(columns, { chart: { words: 'ja' }, datasets })
    expect([words.title('severity'), words.meaning(0, '1')]).toEqual([null, null])
    expect([words.title('sex'), words.meaning(1, '1')]).toEqual([null, null])
    expect(hasWords(columns, { chart: { words: 'ja' }, datasets })).toBe(false)
    expect(hasWords([{ name: 'sex', ...KEY }], { chart: { words: 'ja' }, datasets })).toBe(true)
  })

  test('finds the place of an annotation by its code', () => {
    expect(drawn(['prefecture_code'], { rows: [['13', '1']] }).said.get('13')).toBe('東京都')
  })
})
