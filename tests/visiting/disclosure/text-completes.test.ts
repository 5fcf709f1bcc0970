import { describe, expect, test } from 'vitest'
import { findingWords } from '../../../shared/model/finding-words.ts'
import { textFindings } from '../../../visiting/disclosure/text-literals.ts'

type Cell = [text: string | null, persons?: string, interval?: [number, number]]

/** Two keys and a count; the text of a hidden cell is null. */
function aTable(rows: readonly [string, string, ...Cell][]) {
  const key = (text: string) => ({ text, status: 'shown', persons: '?', interval: null })
  return {
    columns: [
      { name: 'disease', role: 'key' },
      { name: 'severity', role: 'key' },
      { name: 'persons', role: 'persons' },
    ],
    rows: rows.map(([disease, severity, text, persons = '?', interval]) => [
      key(disease),
      key(severity),
      { text, status: text === null ? 'primary' : 'shown', persons, interval: interval ?? null },
    ]),
  }
}

const OPEN = aTable([
  ['COVID-19', '軽症', '3229'],
  ['COVID-19', '重症', '329'],
  ['TB', '軽症', '12'],
  ['TB', '重症', null, '<10'],
])

const marks = (text: string, table = OPEN) => {
  const numbers = new Set(table.rows.flatMap((row) => (row[2]?.text ? [Number(row[2].text)] : [])))
  const asked = { isCode: false, shown: { numbers, words: new Set<string>() }, least: 10, tables: [table] }
  return textFindings(text, asked).map(({ code, params: { literal, line, cells, rest } }) =>
    code === 'text-completes' ? [literal, line, cells, rest] : [code, literal],
  )
}

describe('a number in a text that is the sum of a line with hidden cells', () => {
  test('tells the hidden one: along a key, along the other, and of all', () => {
    expect(marks('結核は計13人、重症は３３２人、全体で3,575人でした。')).toEqual([
      ['13', 'persons (TB)', 1, 1],
      ['３３２', 'persons (重症)', 1, 3],
      ['3,575', 'persons', 1, 5],
    ])
  })

  test('is found alike whether it is the sum or a guess, and not where no hidden count of one to nine fits', () => {
    const all = Array.from({ length: 30 }, (_, n) => `${n + 11}人`).join('、')
    expect(marks(all).filter(([, line]) => line === 'persons (TB)')).toEqual(
      [13, 14, 15, 16, 17, 18, 19, 20, 21].map((sum) => [`${sum}`, 'persons (TB)', 1, sum - 12]),
    )
    expect(marks('3,558人と22人')).toEqual([
      ['text-unaccounted', '3,558'],
      ['text-unaccounted', '22'],
    ])
  })

  test('tells what several hidden ones come to together', () => {
    const table = aTable([
      ['A', 'x', '40'],
      ['A', 'y', null, '<10'],
      ['A', 'z', null, '<10'],
    ])
    expect(marks('A: 45 patients, or 60', table)).toEqual([
      ['45', 'persons (A)', 2, 5],
      ['text-unaccounted', '60'],
    ])
  })

  test('is nothing new where the table shows the sum itself, and is where only the sum is hidden with it', () => {
    const closed = aTable([
      ['A', 'x', null, '?', [0, 25]],
      ['A', 'y', null, '?', [0, 25]],
      ['A', '計', '25'],
      ['A', 'z', '0'],
    ])
    expect(marks('A は 20 人', closed)).toEqual([['text-unaccounted', '20']])
    const hiddenSum = aTable([
      ['A', 'x', '40'],
      ['A', 'y', null, '<10'],
      ['A', '計', null, '≥10'],
    ])
    expect(marks('A は 44 人', hiddenSum)).toEqual([['44', 'persons (A)', 1, 4]])
  })

  test('may look like a year: 2,015 people and 2015人 are none, 2015 is', () => {
    const table = aTable([
      ['A', 'x', '120'],
      ['A', 'y', '30'],
    ])
    expect(marks('2015年度は 2,015 people、2015人', table)).toEqual([
      ['text-unaccounted', '2,015'],
      ['text-unaccounted', '2015'],
    ])
  })

  test('and small counts are found in the cells of a Markdown table', () => {
    expect(marks('| 1 | 重症 | 7 |\n| 2 | 軽症 | 12 |')).toEqual([
      ['text-small-count', '7'],
      ['text-holds-value', '12'],
    ])
  })

  test('is said in both languages with what it would tell', () => {
    const params = { literal: '13', at: 0, line: 'persons (TB)', cells: 1, rest: 1 }
    expect(findingWords({ code: 'text-completes', params }, 'ja')).toContain(
      '秘匿した1セルの合計が1と分かります',
    )
    expect(findingWords({ code: 'text-completes', params }, 'en')).toContain('follows by subtraction: 1.')
  })
})
