import { describe, expect, test } from 'vitest'
import { guessForm, looksLikeCurve } from '../../../shared/model/guess-form.ts'

const columns = (...names: string[]) => names.map((name) => ({ name, role: 'key' }))

describe('what the names of columns look like', () => {
  test.each([
    ['month, at_risk, deaths', 'survival'],
    ['Follow-up, No. at risk, Number of events', 'survival'],
    ['経過月, リスク集合, 死亡数', 'survival'],
    ['観察期間, リスク人数, イベント数, 打ち切り数', 'survival'],
    ['追跡年数, 対象者数, 発症者数', 'survival'],
    ['term, estimate, se', 'model'],
    ['covariate, adjusted OR (95% CI), p', 'model'],
    ['因子, aHR', 'model'],
    ['変数, 調整オッズ比（95%信頼区間）', 'model'],
    ['共変量, 偏回帰係数, 標準誤差', 'model'],
    ['severity, persons', 'table'],
    ['year, persons, deaths', 'table'],
    ['疾患, 人数, 割合', 'table'],
    ['追跡者数, 死亡数', 'table'],
  ])('%s: %s', (names, kind) => {
    expect(guessForm(columns(...names.split(', '))).kind).toBe(kind)
  })

  test('a time with the height of a curve is one, though the counts behind it are missing', () => {
    for (const names of ['月, 生存率', 'time, km estimate', '経過年数, 累積発生割合', 'day, survival'])
      expect(looksLikeCurve(columns(...names.split(', ')))).toBe(true)
    for (const names of ['severity, survival', 'month, mean', '年, 割合', 't, s'])
      expect(looksLikeCurve(columns(...names.split(', ')))).toBe(false)
  })
})
