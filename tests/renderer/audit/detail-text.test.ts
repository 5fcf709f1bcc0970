import { expect, test } from 'vitest'
import { detailText, japanTime } from '../../../renderer/audit/detail-text.ts'

test('the detail of an entry is one line, whatever its values hold', () => {
  expect(detailText({ sql: 'SELECT 1\n  FROM t', round: 2, list: ['a', null] })).toBe(
    'sql: SELECT 1 FROM t · round: 2 · list: ["a",null]',
  )
  expect(detailText({ sql: 'x'.repeat(500) }).length).toBeLessThan(100)
})

test('times are Japan’s, to the second', () => {
  expect(japanTime('2026-11-23T15:04:05.678Z')).toBe('2026-11-24 00:04:05')
})
