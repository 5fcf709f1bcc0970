import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crossTable } from '../../../renderer/dashboard/cross-table.ts'
import { PREFECTURE_TILES, shortName } from '../../../renderer/dashboard/prefecture-tiles.ts'
import { linkPart, questionOf } from '../../../renderer/dashboard/view-link.ts'
import type { OpenQuestion } from '../../../shared/model/open-question.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/)
const value = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'))
const question: fc.Arbitrary<OpenQuestion> = fc.record({
  table: fc.record({ schema: name, name }),
  rows: fc.array(name, { minLength: 1, maxLength: 3 }),
  column: fc.option(name),
  measure: fc.oneof(
    fc.constant({ kind: 'count' as const }),
    fc.record({ kind: fc.constant('sum' as const), column: name }),
    fc.record({ kind: fc.constant('mean' as const), column: name, weight: fc.option(name) }),
  ),
  filters: fc.array(
    fc.record({ column: name, in: fc.array(fc.option(value), { minLength: 1, maxLength: 4 }) }),
    { maxLength: 3 },
  ),
})

describe('a link', () => {
  test('restores every question, in letters that no address changes', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const part = linkPart(asked)
        expect(part).toMatch(/^[\w-]+$/)
        expect(questionOf(part)).toEqual(asked)
      }),
    )
  })

  test('that was mangled is no question and no fault', () => {
    fc.assert(fc.property(fc.string(), (part) => questionOf(part) === null))
  })
})

describe('a cross table', () => {
  const cell = (row: string, column: string | null, value: number) => ({
    rows: [row],
    column,
    value,
    hidden: 0,
  })

  test('has prefectures from north to south and years by size, with gaps where no cell is', () => {
    const cells = [cell('三重県', '10', 1), cell('北海道', '9', 2), cell('三重県', '9', 3)]
    const { columns, lines } = crossTable({ cells, cut: false })
    expect(columns).toEqual(['9', '10'])
    expect(lines.map(({ labels, cells }) => [labels[0], ...cells.map((each) => each?.value)])).toEqual([
      ['北海道', 2, undefined],
      ['三重県', 3, 1],
    ])
  })
})

test('the map has 47 prefectures, each on a place of its own', () => {
  expect(new Set(PREFECTURE_TILES.map(({ ja }) => ja)).size).toBe(47)
  expect(new Set(PREFECTURE_TILES.map(({ x, y }) => `${x},${y}`)).size).toBe(47)
  expect(PREFECTURE_TILES.map((tile) => shortName(tile, 'ja'))).toContain('京都')
  expect(PREFECTURE_TILES.map((tile) => shortName(tile, 'ja'))).toContain('北海道')
})
