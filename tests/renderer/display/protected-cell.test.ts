import { describe, expect, test } from 'vitest'
import {
  groupFindings,
  nextMarked,
  placeOf,
  readingOrder,
  rowName,
  type Table,
  toneOf,
} from '../../../renderer/display/protected-cell.ts'
import type { Finding, Severity } from '../../../shared/model/findings.ts'

const finding = (severity: Severity, row: number | null, column: string | null = 'n'): Finding => ({
  code: 'below-minimum',
  severity,
  rule: 'NDB-1',
  edition: '2024-09',
  confirmed: true,
  row,
  column,
  params: {},
})
const shown = (text: string | null, ...findings: number[]): Table['rows'][number][number] => ({
  text,
  status: 'shown',
  persons: '50',
  interval: null,
  findings,
})
const hidden: Table['rows'][number][number] = { ...shown(null), status: 'primary' }

const table: Table = {
  columns: [
    { name: 'region', type: 'VARCHAR', role: 'key' },
    { name: 'sex', type: 'VARCHAR', role: 'key' },
    { name: 'n', type: 'BIGINT', role: 'persons' },
  ],
  rows: [
    [shown('東京'), shown('男'), shown('120')],
    [shown('島'), shown('女'), hidden],
    [hidden, hidden, shown('80', 1)],
  ],
  findings: [
    finding('note', 1),
    finding('warning', 2),
    finding('blocking', null, null),
    finding('blocking', 1),
  ],
  summary: {
    method: 'suppress',
    pattern: null,
    gap: null,
    primary: 3,
    secondary: 0,
    shown: 6,
    elapsedMs: 1,
    lost: [],
  },
  ruleEditions: [],
  verified: true,
}

describe('a cell', () => {
  test('that is hidden looks hidden, whatever was found on it', () => {
    expect(toneOf({ ...hidden, findings: [1] }, table.findings)).toBe('hidden')
  })
  test('that is shown looks like its worst finding', () => {
    expect(toneOf(shown('80', 0, 3, 1), table.findings)).toBe('blocking')
    expect(toneOf(shown('80'), table.findings)).toBe('plain')
  })
})

test('a row is called by its keys, but never by hidden ones', () => {
  expect(rowName(table, 0)).toBe('東京 · 男')
  expect(rowName(table, 2)).toBeNull()
  const word = (column: number, value: string) => (column === 1 && value === '男' ? 'Male' : null)
  expect(rowName(table, 0, word)).toBe('東京 · 男 Male')
})

describe('findings', () => {
  test('are read from the whole to the cell and from the worst to the least', () => {
    expect(readingOrder(table.findings)).toEqual([2, 3, 1, 0])
  })
  test('lead to their cell', () => {
    expect(placeOf(table, finding('note', 1))).toEqual({ row: 1, column: 2 })
  })
  test('lead nowhere when they are about the whole, or their rows are not on screen', () => {
    expect(placeOf(table, finding('note', null, null))).toBeNull()
    expect(placeOf(table, finding('note', 3))).toBeNull()
    expect(placeOf(table, finding('note', 1, 'gone'))).toBeNull()
  })
})

describe('going to the next marked cell', () => {
  test('visits every hidden cell and every cell with a finding, and comes round', () => {
    const visited = []
    let at = nextMarked(table, null, 1)
    for (let i = 0; i < 5; i++) {
      visited.push(at)
      at = nextMarked(table, at, 1)
    }
    expect(visited).toEqual([
      { row: 1, column: 2 },
      { row: 2, column: 0 },
      { row: 2, column: 1 },
      { row: 2, column: 2 },
      { row: 1, column: 2 },
    ])
  })
  test('backwards is the other way round', () => {
    expect(nextMarked(table, { row: 1, column: 2 }, -1)).toEqual({ row: 2, column: 2 })
  })
  test('stays where nothing is marked', () => {
    expect(nextMarked({ ...table, rows: [[shown('a'), shown('b'), shown('1')]] }, null, 1)).toBeNull()
    expect(nextMarked({ ...table, rows: [] }, null, 1)).toBeNull()
  })
})

describe('findings that say the same', () => {
  test('about one column are one line, and none is lost', () => {
    const many = [
      finding('note', 0),
      finding('note', 1),
      finding('note', 2, 'm'),
      finding('warning', 1),
      finding('note', 2),
    ]
    const groups = groupFindings(many)
    expect(groups.map(({ members }) => members)).toEqual([[3], [0, 1, 4], [2]])
  })

  test('but with other numbers, or about the whole, stay apart', () => {
    const other = { ...finding('note', 1), params: { threshold: 20 } }
    expect(groupFindings([finding('note', 0), other, finding('note', null)]).length).toBe(3)
  })
})
