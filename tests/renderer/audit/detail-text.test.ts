import { expect, test } from 'vitest'
import { type DetailWords, detailRows, detailText, japanTime } from '../../../renderer/audit/detail-text.ts'
import { itemNames } from '../../../shared/model/item-names.ts'
import { WHY_NOT_REVIEW_WORDS } from '../../../shared/model/output-states.ts'

const NAMES: Record<string, string> = {
  kind: '種類',
  reason: '理由',
  tables: '表',
  result: '結果',
  code: '理由',
}
const words: DetailWords = {
  name: (field) => NAMES[field] ?? field,
  thing: (id) => ({ usr_1: '佐藤 美咲' })[id] ?? null,
  route: (route) => `経路 ${route}`,
  code: (code) => ({ select: '問い合わせ', other: 'その他' })[code] ?? code,
  refusal: (code, params) =>
    code === 'permit-ended' ? `許可は${(params as { day: string }).day}に終わりました。` : null,
  bytes: (count) => `${count / 1e6} MB`,
  ...{ yes: 'はい', no: 'いいえ', none: 'なし', comma: '、' },
  within: (text) => `（${text}）`,
}

test('the detail of an entry is one line, whatever its values hold', () => {
  expect(detailText({ sql: 'SELECT 1\n  FROM t', round: 2, list: ['a', null] }, words)).toBe(
    'sql: SELECT 1 FROM t · round: 2 · list: a、なし',
  )
  expect(detailText({ sql: 'x'.repeat(500) }, words).length).toBeLessThan(100)
})

test('codes are said in words, and what people wrote is left as they wrote it', () => {
  expect(detailText({ kind: 'select', reason: 'other', result: null }, words)).toBe(
    '種類: 問い合わせ · 理由: other',
  )
  expect(detailText({ query: 'qry_1', page: 0, sql: 'SELECT 1' }, words)).toBe(
    'page: 1 · sql: SELECT 1 · query: qry_1',
  )
  expect(detailText({ bytes: 43_800_000, again: true, tables: [{ kind: 'other', n: 1 }] }, words)).toBe(
    'bytes: 43.8 MB · again: はい · 表: （種類: その他、n: 1）',
  )
})

test('an item is told by its kind, and which of several it is', () => {
  const said = { ...words, code: (code: string) => ({ table: '表', note: '文章' })[code] ?? code }
  expect(['table', 'table-2', 'note'].map((item) => detailText({ item }, said))).toEqual([
    'item: 表',
    'item: 表 2',
    'item: 文章',
  ])
})

test.each(['ja', 'en'])(
  'why a vote counts no more, and what an item is, has words in %s',
  async (language) => {
    const { default: told } = await import(`../../../renderer/ui/messages/${language}/audit-detail.json`)
    for (const code of [...Object.keys(WHY_NOT_REVIEW_WORDS), ...itemNames(['table', 'text'])])
      expect(told.value).toHaveProperty([code])
  },
)

test('a refusal is told in its sentence, and its parameters once more where all is shown', () => {
  const detail = { code: 'permit-ended', params: { day: '3月31日' }, result: null }
  expect(detailText(detail, words)).toBe('理由: 許可は3月31日に終わりました。')
  expect(detailRows(detail, words)).toEqual([
    ['理由', '許可は3月31日に終わりました。'],
    ['params', 'day: 3月31日'],
    ['結果', 'なし'],
  ])
})

test('people stand by their names, and the start of a picture only where columns were skipped', () => {
  expect(detailText({ firstColumn: 0, people: ['usr_1', 'usr_2'], reason: 'usr_1 left' }, words)).toBe(
    'people: 佐藤 美咲、usr_2 · 理由: usr_1 left',
  )
  expect(detailText({ firstColumn: 3, route: 'queries.run' }, words)).toBe(
    'firstColumn: 3 · route: 経路 queries.run',
  )
})

test('times are Japan’s, to the second', () => {
  expect(japanTime('2026-11-23T15:04:05.678Z')).toBe('2026-11-24 00:04:05')
})
