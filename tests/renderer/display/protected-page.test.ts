import { expect, test } from 'vitest'
import { chartTable } from '../../../renderer/display/chart-table.ts'
import type { Table } from '../../../renderer/display/protected-cell.ts'
import { displayColumns, pageOf, protectedTotals } from '../../../renderer/display/protected-page.ts'
import { chartPoints } from '../../../shared/model/chart-points.ts'

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
  const { points, hidden, hiddenCount } = chartPoints(
    chartTable([pageOf(table)], {
      columns: displayColumns(table),
      chart,
      datasets: [],
      totals: protectedTotals(table),
    }),
    chart,
  )
  expect(points.map(({ x, y }) => [x, y])).toEqual([
    ['東京', 120],
    ['島', null],
    ['大阪', 80],
  ])
  expect(hidden.map(({ x }) => x)).toEqual(['島'])
  expect(hiddenCount).toBe(1)
})

test('a role this client does not know is drawn as a derived number', () => {
  const newer = {
    ...table,
    columns: [table.columns[0]!, { name: 'n', type: 'BIGINT', role: 'geometric-mean' }],
  }
  expect(displayColumns(newer).map(({ role }) => role)).toEqual(['key', 'derived'])
})
