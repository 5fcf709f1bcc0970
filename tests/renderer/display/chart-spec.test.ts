import { describe, expect, test } from 'vitest'
import { groupsOf, measuresOf, startingChart, suggestedCharts } from '../../../renderer/display/chart-spec.ts'
import type { DisplayColumn } from '../../../renderer/display/column.ts'

/** `name type role`, one a column. */
const columns = (...written: string[]): DisplayColumn[] =>
  written.map((words) => {
    const [name = '', type = '', role = ''] = words.split(' ')
    return { name, type, role: role as DisplayColumn['role'], databases: ['ndb'] }
  })

const MONTHS = columns('month DATE key', 'sex VARCHAR key', 'n BIGINT persons')

describe('the chart to begin with', () => {
  test.each([
    ['time along a line', MONTHS, { kind: 'line', x: 'month', y: ['n'], colour: 'sex' }],
    ['categories as bars', MONTHS.slice(1), { kind: 'bar', x: 'sex', y: ['n'], colour: null }],
    [
      'two categories as bars beside each other',
      columns('area VARCHAR key', 'sex VARCHAR key', 'n BIGINT persons'),
      { kind: 'bar', x: 'area', colour: 'sex', stacked: false },
    ],
    [
      'areas along the axis, wherever they stand',
      columns('severity VARCHAR key', 'prefecture_code VARCHAR key', 'n BIGINT persons'),
      { kind: 'bar', x: 'prefecture_code', colour: 'severity' },
    ],
    [
      'ages along the axis of fewer categories',
      columns('sex VARCHAR key', 'age_band VARCHAR key', 'n BIGINT persons'),
      { kind: 'bar', x: 'age_band', colour: 'sex' },
    ],
    [
      'sexes as colours of what may be many',
      columns('sex VARCHAR key', 'birth_year INTEGER key', 'n BIGINT persons'),
      { kind: 'bar', x: 'birth_year', colour: 'sex' },
    ],
    [
      'a third category as panels',
      columns('area VARCHAR key', 'sex VARCHAR key', 'year INTEGER key', 'n BIGINT persons'),
      { kind: 'bar', x: 'area', colour: 'sex', facet: 'year' },
    ],
    [
      'bounds as intervals',
      columns('area VARCHAR key', 'rate DOUBLE rate', 'low DOUBLE derived', 'high DOUBLE derived'),
      { kind: 'scatter', x: 'area', y: ['rate'], interval: { low: 'low', high: 'high' } },
    ],
    [
      'bounds along time as a line with a band',
      columns('month DATE key', 'rate DOUBLE rate', '下限 DOUBLE derived', '上限 DOUBLE derived'),
      { kind: 'line', x: 'month', y: ['rate'], interval: { low: '下限', high: '上限' } },
    ],
    [
      'ratios as a forest',
      columns('exposure VARCHAR key', 'hr DOUBLE derived', 'lcl DOUBLE derived', 'ucl DOUBLE derived'),
      { kind: 'forest', x: 'exposure', y: ['hr'], log: true, interval: { low: 'lcl', high: 'ucl' } },
    ],
    [
      'a survival as steps with a band',
      columns(
        ...['month INTEGER key', 'arm VARCHAR key', 'at_risk BIGINT persons', 'survival DOUBLE derived'],
        ...['lower DOUBLE derived', 'upper DOUBLE derived'],
      ),
      {
        ...{ kind: 'step', x: 'month', y: ['survival'], colour: 'arm' },
        interval: { low: 'lower', high: 'upper' },
      },
    ],
    [
      'two numbers as points',
      columns('age DOUBLE mean', 'cost DOUBLE mean'),
      { kind: 'scatter', x: 'age', y: ['cost'] },
    ],
  ])('draws %s', (_, given, expected) => {
    expect(startingChart(given, 'ja')).toMatchObject(expected)
  })

  test('does not exist where nothing is a number', () => {
    expect(startingChart(MONTHS.slice(0, 2), 'ja')).toBeNull()
  })

  test('takes no bound for a height', () => {
    const given = columns('area VARCHAR key', 'low DOUBLE derived', 'high DOUBLE derived', 'rate DOUBLE rate')
    for (const { spec } of suggestedCharts(given)) expect(spec.y).toEqual(['rate'])
  })
})

describe('other charts are one click away', () => {
  test.each([
    ['epidemic', MONTHS, { kind: 'bar', x: 'month', stacked: true, colour: 'sex' }],
    [
      'pyramid',
      columns('age_band VARCHAR key', 'sex VARCHAR key', 'persons BIGINT persons'),
      { kind: 'pyramid', x: 'age_band', y: ['persons'], colour: 'sex' },
    ],
    [
      'pyramid',
      columns('年齢階級 VARCHAR key', '男性 BIGINT persons', '女性 BIGINT persons'),
      { kind: 'pyramid', x: '年齢階級', y: ['男性', '女性'], colour: null },
    ],
    ['panels', MONTHS, { kind: 'line', facet: 'sex', colour: null }],
  ])('%s', (id, given, expected) => {
    expect(suggestedCharts(given).find((one) => one.id === id)?.spec).toMatchObject(expected)
  })

  test('all keep ages and prefectures in their order', () => {
    for (const { spec } of suggestedCharts(MONTHS)) expect(spec.order).toBe('natural')
  })
})

test('a key is never taken for a height, nor a measure for a colour', () => {
  const given = [...columns('year INTEGER key'), ...MONTHS]
  expect(measuresOf(given).map(({ name }) => name)).toEqual(['n'])
  expect(groupsOf(given).map(({ name }) => name)).toEqual(['year', 'month', 'sex'])
})
