import { expect, test } from 'vitest'
import { textWidth } from '../../../renderer/display/column-widths.ts'
import type { Table } from '../../../renderer/display/protected-cell.ts'
import { protectedWidths, WORD_APART } from '../../../renderer/display/protected-widths.ts'

test('a column of short numbers has room for the words of its total', () => {
  const cell = { status: 'shown', text: '1910', persons: '20', findings: [], interval: null }
  const column = { name: 'decade', type: 'INTEGER', role: 'key' }
  const table = { columns: [column, column], rows: [[cell, cell]], findings: [] } as unknown as Table
  const total = textWidth('blank') + WORD_APART + textWidth('total')
  const [withTotals = 0, without = 0] = protectedWidths(table, {
    numberTexts: [],
    totals: new Map([[0, new Set([5])]]),
    wordOf: () => null,
    marks: { hidden: 0, untold: 0, total },
  })
  expect(withTotals).toBeGreaterThan(total + 40)
  expect(without).toBeLessThan(withTotals)
})
