import { expect, test } from 'vitest'
import { chartData } from '../../../renderer/display/chart-data.ts'
import type { Table } from '../../../renderer/display/protected-cell.ts'
import { displayColumns, pageOf } from '../../../renderer/display/protected-page.ts'

const cell = (text: string | null, status: 'shown' | 'primary' = 'shown') => ({
  text,
  status,
  persons: '50',
  interval: null,
  findings: [],
})
const table: Table = {
  columns: [
    { name: 'region', type: 'VARCHAR', role: 'key' },
    { name: 'n', type: 'BIGINT', role: 'persons' },
  ],
  rows: [
    [cell('東京'), cell('120')],
    [cell('島'), cell(null, 'primary')],
    [cell('大阪'), cell('80')],
  ],
  findings: [],
  summary: {
    method: 'suppress',
    pattern: null,
    gap: null,
    primary: 1,
    secondary: 0,
    shown: 5,
    elapsedMs: 1,
    lost: [],
  },
  ruleEditions: [],
  verified: true,
}

test('a chart of a protected table has a gap where a cell is hidden, and counts it', () => {
  const chart = { kind: 'bar' as const, x: 'region', y: ['n'], colour: null, titleText: '', stacked: false }
  const { traces, masked } = chartData([pageOf(table)], displayColumns(table), chart)
  expect(traces).toEqual([{ name: 'n', x: ['東京', '島', '大阪'], y: [120, null, 80], maskedAt: ['島'] }])
  expect(masked).toBe(1)
})

test('a role this client does not know is drawn as a derived number', () => {
  const newer = {
    ...table,
    columns: [table.columns[0]!, { name: 'n', type: 'BIGINT', role: 'geometric-mean' }],
  }
  expect(displayColumns(newer).map(({ role }) => role)).toEqual(['key', 'derived'])
})
