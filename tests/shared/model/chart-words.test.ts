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
  const valuesOf = (column: number) => rows.map((row) => row[column] ?? null)
  const words = chartWords(columns, { chart, datasets: catalog, valuesOf })
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
    // A total has no code, and is a blank in a protected table.
    const withTotals = drawn(['prefecture_code', 'sex'], { rows: [...rows, ['13', '', '30']] })
    expect(withTotals.series).toContain('女')
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
    expect([titles('ja').height, titles('en').height]).toEqual(['人数, 性別', 'Persons, Sex'])
  })

  const ofOne = (values: (string | null)[]) =>
    drawn(['sex'], { rows: values.map((value, k) => [value, String(k + 1)]) }).places

  test('leaves NULL and what stands for the rest as they are', () => {
    expect(ofOne(['1', null, '不明'])).toEqual(['男', 'NULL', '不明'])
  })

  test('tells of several variables of one name whose list has what is shown', () => {
    const severity = (values: string[], words: 'ja' | 'en') =>
      drawn(['severity'], { rows: values.map((value, k) => [value, String(k + 1)]), words })
    expect(severity(['軽症', '重症'], 'ja').titles.place).toBe('重症度')
    expect(severity(['重い', '重くない'], 'ja').titles.place).toBe('重篤度')
    expect(severity(['軽症', '重症'], 'en')).toMatchObject({
      places: ['Mild', 'Severe'],
      titles: { place: 'Severity' },
    })
    // Of none: the query's own; and where one of them has no list, its values may be any.
    expect(severity(['軽い', '重い'], 'ja').titles.place).toBe('severity')
    const listless = datasets.map((one) => ({
      ...one,
      tables: one.tables.map((table) => ({
        ...table,
        variables: table.variables.map((each) =>
          each.name === 'severity' && one.id === 'vaccination' ? { ...each, codes: [] } : each,
        ),
      })),
    }))
    const rows = [['軽症', '1']]
    expect(drawn(['severity'], { rows, words: 'ja' }, listless).titles.place).toBe('severity')
  })

  test('says nothing of a column that holds what is not in the list: its values are the query’s own', () => {
    expect(ofOne(['1', '0'])).toEqual(['1', '0'])
    expect(ofOne(['1', 'F'])).toEqual(['1', 'F'])
  })

  test('has words for long lists too, so that a diagnosis is no mere code', () => {
    const rows = [
      ['I10', '30'],
      ['E119', '20'],
    ]
    const { places, titles } = drawn(['icd10_code'], { rows })
    expect([places, titles.place]).toEqual([['本態性高血圧症', '２型糖尿病'], 'ICD-10'])
    expect(drawn(['atc_code'], { rows: [['C08CA01', '9']], words: 'en' }).places).toEqual(['Amlodipine'])
  })

  test('says of a number of persons what it is, and of a mean whose; an alias that says more stays', () => {
    const columns = [
      { name: 'persons', type: 'BIGINT', role: 'persons' },
      { name: 'vaccinated', type: 'BIGINT', role: 'persons' },
      { name: 'hba1c_percent', type: 'DOUBLE', role: 'mean' },
      { name: 'hba1c_percent', type: 'DOUBLE', role: 'derived' },
    ]
    const titles = (words: 'ja' | 'en') =>
      columns.map(({ name }) => chartWords(columns, { chart: { words }, datasets }).title(name)).slice(0, 3)
    expect(titles('ja')).toEqual(['人数', null, 'HbA1c（%）'])
    expect(titles('en')).toEqual(['Persons', null, 'HbA1c (%)'])
    expect(
      chartWords(columns.slice(3), { chart: { words: 'ja' }, datasets }).title('hba1c_percent'),
    ).toBeNull()
  })

  test('says of an age no more than that it is one, for most are computed', () => {
    expect(drawn(['age'], { rows: [['40', '12']] }).titles.place).toBe('年齢')
    expect(drawn(['age'], { rows: [['40', '12']], words: 'en' }).titles.place).toBe('Age')
  })

  test('keeps the codes where two of them would say the same, so that no two places become one', () => {
    const title = { ja: '同じ', en: 'Same' }
    const codes = [
      { code: 'X', title },
      { code: 'Y', title },
    ]
    const twins = datasets.map((dataset) => ({
      ...dataset,
      tables: dataset.tables.map((table) => ({
        ...table,
        variables: table.variables.map((one) => (one.name === 'sex' ? { ...one, codes } : one)),
      })),
    }))
    const rows = [
      ['X', '10'],
      ['Y', '20'],
    ]
    const same = drawn(['sex'], { rows }, twins)
    expect(same.places).toEqual(['X 同じ', 'Y 同じ'])
    expect(same.points.map(({ x, y }) => [x, y])).toEqual([
      ['X 同じ', 10],
      ['Y 同じ', 20],
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
