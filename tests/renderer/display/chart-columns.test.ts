import { describe, expect, test } from 'vitest'
import { estimateOf, intervalsIn } from '../../../renderer/display/chart-columns.ts'

describe('bounds are known by their names', () => {
  test.each([
    [['rate', 'low', 'high'], 'low', 'high', 'rate'],
    [['age_band', 'est', 'lower', 'upper'], 'lower', 'upper', 'est'],
    [['term', 'or', 'or_ci_low', 'or_ci_high'], 'or_ci_low', 'or_ci_high', 'or'],
    [['hr', 'lcl', 'ucl'], 'lcl', 'ucl', 'hr'],
    [['hr', 'hr_lci95', 'hr_uci95'], 'hr_lci95', 'hr_uci95', 'hr'],
    [['mean', 'lower_95', 'upper_95'], 'lower_95', 'upper_95', 'mean'],
    [['estimate', 'conf.low', 'conf.high'], 'conf.low', 'conf.high', 'estimate'],
    [['発生率', '95%信頼下限', '95%信頼上限'], '95%信頼下限', '95%信頼上限', '発生率'],
    [['オッズ比', '下限', '上限'], '下限', '上限', 'オッズ比'],
    [['median', 'q1', 'q3'], 'q1', 'q3', 'median'],
    [['RATE', 'LOWER', 'UPPER'], 'LOWER', 'UPPER', 'RATE'],
    [
      ['n', 'deaths', 'prevalence', 'n_low', 'prevalence_lo', 'prevalence_hi'],
      'prevalence_lo',
      'prevalence_hi',
      'prevalence',
    ],
  ])('%j', (names, low, high, estimate) => {
    const [found] = intervalsIn(names)
    expect(found).toMatchObject({ low, high })
    expect(
      estimateOf(found!, { measures: names.filter((name) => !['term', 'age_band'].includes(name)), names }),
    ).toBe(estimate)
  })

  test.each([
    // One bound is none, and letters within a word are no bound.
    [['n', 'low']],
    [['slow', 'shigh', 'flower', 'fupper']],
    [['followup', 'highest']],
    [['lower_limb', 'n']],
  ])('%j hold none', (names) => {
    expect(intervalsIn(names)).toEqual([])
  })
})
