import { describe, expect, test } from 'vitest'
import { protectTable } from '../../../visiting/disclosure/assess.ts'
import { aTable, shippedRules } from './fixtures.ts'

const options = { rules: shippedRules(), asOf: '2026-11-23', method: 'suppress' } as const

const REGIONS = [
  ['A', 'm', 12],
  ['A', 'f', 8],
  ['A', null, 20],
  ['B', 'm', 30],
  ['B', 'f', 25],
  ['B', null, 55],
  ['C', 'm', 41],
  ['C', 'f', 40],
  ['C', null, 81],
  [null, 'm', 83],
  [null, 'f', 73],
  [null, null, 156],
] as const
const KEYS = [
  ['region', 'key'],
  ['sex', 'key'],
  ['n', 'persons'],
] as const

describe('a table of persons with margins', () => {
  test('hides the small cell, and three more that give it away', async () => {
    const result = await protectTable(aTable(KEYS, REGIONS), options)
    expect(result.rows.map((row) => row[2]!.status)).toMatchObject({ 1: 'primary', 2: 'shown', 11: 'shown' })
    expect(result.summary).toMatchObject({
      method: 'suppress',
      pattern: 'optimal',
      gap: 0,
      primary: 1,
      secondary: 3,
    })
    expect(result.rows[1]![2]).toMatchObject({ text: null, persons: '<10' })
    const [low, high] = result.rows[1]![2]!.interval!
    expect(high - low).toBeGreaterThanOrEqual(10)
    expect(result.findings.map(({ code }) => code)).not.toContain('attack-exact')
  })

  test('names the rule and the edition in force at submission', async () => {
    const result = await protectTable(aTable(KEYS, REGIONS), options)
    const finding = result.findings[result.rows[1]![2]!.findings[0]!]
    expect(finding).toMatchObject({
      code: 'below-minimum',
      rule: 'NDB-1',
      edition: '2024-09',
      severity: 'note',
      confirmed: true,
    })
    expect(result.ruleEditions).toEqual([{ set: 'NDB', edition: '2024-09', confirmed: true }])
    const before = await protectTable(aTable(KEYS, REGIONS), { ...options, asOf: '2024-08-31' })
    expect(before.ruleEditions).toMatchObject([{ set: 'NDB', edition: 'before-2024-09' }])
  })

  test('words about persons never give the number of a hidden cell away', async () => {
    const result = await protectTable(aTable(KEYS, REGIONS), options)
    for (const row of result.rows) {
      if (row[2]!.status === 'shown') continue
      for (const cell of row) expect(cell.persons).toMatch(/^(<10|≥10)$/)
    }
  })

  test('persons who were counted from below are said to be so many at least', async () => {
    const facts = (row: number, column: string) =>
      row === 0 && column === 'n' ? ({ certainty: 'at-least' } as const) : {}
    const { rows } = await protectTable(
      aTable(
        KEYS,
        [
          ['A', 'm', 32],
          ['A', 'f', 44],
        ],
        { facts },
      ),
      options,
    )
    expect(rows.map((row) => row[2]!.persons)).toEqual(['≥32', '44'])
  })

  test('says what would leave without protection, and that it may not', async () => {
    const result = await protectTable(aTable(KEYS, REGIONS), { ...options, method: 'none' })
    expect(result.rows[1]![2]).toMatchObject({ text: '8', status: 'shown' })
    expect(result.findings.filter(({ severity }) => severity === 'blocking')).toHaveLength(1)
  })

  test('hides what the researcher chose, and what would give it away to within the minimum', async () => {
    // Every count is far over the minimum; 32 of them may not be known, as an earlier release has 30 of the same people.
    const rows = [
      ['A', 'm', 32],
      ['A', 'f', 44],
      ['A', null, 76],
      ['B', 'm', 50],
      ['B', 'f', 61],
      ['B', null, 111],
      [null, 'm', 82],
      [null, 'f', 105],
      [null, null, 187],
    ] as const
    const hide = [{ row: 0, column: 'n' }]
    const result = await protectTable(aTable(KEYS, rows), { ...options, hide })
    expect(result.summary).toMatchObject({ primary: 1, secondary: 3 })
    expect(result.rows[0]![2]).toMatchObject({ text: null, status: 'primary', persons: '≥10' })
    const [low, high] = result.rows[0]![2]!.interval!
    expect(high - low).toBeGreaterThanOrEqual(10)
    expect(result.findings.filter(({ code }) => code === 'hidden-by-choice')).toMatchObject([
      { severity: 'note', row: 0, column: 'n' },
    ])
    expect((await protectTable(aTable(KEYS, rows), options)).summary.primary).toBe(0)
    const none = await protectTable(aTable(KEYS, rows), { ...options, method: 'none', hide })
    expect(none.rows[0]![2]!.status).toBe('shown')
    // A cell that is not there, or has no number, is no cell to hide.
    const others = [
      { row: 99, column: 'n' },
      { row: 0, column: 'region' },
      { row: 0, column: 'gone' },
    ]
    expect((await protectTable(aTable(KEYS, rows), { ...options, hide: others })).summary.primary).toBe(0)
  })

  test('keeps the cells the researcher needs', async () => {
    const keep = [
      { row: 0, column: 'n' },
      { row: 4, column: 'n' },
    ]
    const result = await protectTable(aTable(KEYS, REGIONS), { ...options, keep })
    expect(result.rows[0]![2]!.status).toBe('shown')
    expect(result.rows[4]![2]!.status).toBe('shown')
    expect(result.rows[1]![2]!.interval![1] - result.rows[1]![2]!.interval![0]).toBeGreaterThanOrEqual(10)
  })

  test('gives kept cells up, and says so, where they leave no safe pattern', async () => {
    const keep = REGIONS.flatMap((_, row) => (row === 1 ? [] : [{ row, column: 'n' }]))
    const result = await protectTable(aTable(KEYS, REGIONS), { ...options, keep })
    expect(result.findings.map(({ code }) => code)).toContain('cannot-protect')
    expect(result.summary.secondary).toBe(3)
  })

  test('leaves groups without margins alone: there is nothing to subtract from', async () => {
    const result = await protectTable(
      aTable(
        KEYS,
        REGIONS.filter(([region, sex]) => region !== null && sex !== null),
      ),
      options,
    )
    expect(result.summary).toMatchObject({ primary: 1, secondary: 0 })
  })

  test('a NULL category that is no total is taken as a category', async () => {
    const result = await protectTable(
      aTable(
        [
          ['region', 'key'],
          ['n', 'persons'],
        ],
        [
          ['A', 40],
          ['B', 60],
          [null, 7],
        ],
      ),
      options,
    )
    expect(result.summary).toMatchObject({ primary: 1, secondary: 0 })
  })
})

describe('columns of one row', () => {
  test('a total column takes a part with it when the other part is hidden', async () => {
    const result = await protectTable(
      aTable(
        [
          ['region', 'key'],
          ['men', 'persons'],
          ['women', 'persons'],
          ['all', 'persons'],
        ],
        [
          ['A', 5, 40, 45],
          ['B', 30, 31, 61],
          ['C', 22, 50, 72],
        ],
        {
          facts: (row, column) => ({
            persons:
              [
                [5, 40, 45],
                [30, 31, 61],
                [22, 50, 72],
              ][row]![['men', 'women', 'all'].indexOf(column)] ?? null,
          }),
        },
      ),
      options,
    )
    const [row] = result.rows
    expect(row![1]!.status).toBe('primary')
    expect([row![2]!.status, row![3]!.status].sort()).toEqual(['secondary', 'shown'])
    expect(result.rows[1]!.every(({ status }) => status === 'shown')).toBe(true)
  })

  test('the same numbers under two names are hidden together', async () => {
    const result = await protectTable(
      aTable(
        [
          ['region', 'key'],
          ['persons', 'persons'],
          ['rows', 'count'],
        ],
        [
          ['A', 4, 4],
          ['B', 50, 50],
        ],
      ),
      options,
    )
    expect(result.rows[0]!.map(({ status }) => status)).toEqual(['shown', 'primary', 'primary'])
  })

  test('a rate goes with the count it was made of', async () => {
    const rows = [
      ['A', 12, 20, 60],
      ['B', 30, 55, 54.5],
      ['C', 8, 73, 11],
      [null, 50, 148, 33.8],
    ] as const
    const result = await protectTable(
      aTable(
        [
          ['region', 'key'],
          ['cases', 'persons'],
          ['population', 'count'],
          ['percent', 'rate'],
        ],
        rows,
        {
          facts: (row, column) =>
            column === 'population'
              ? { persons: rows[row]![2] }
              : { persons: rows[row]![1], denominatorPersons: rows[row]![2] },
        },
      ),
      options,
    )
    for (const row of result.rows) if (row[1]!.status !== 'shown') expect(row[3]!.text).toBeNull()
    expect(result.rows[2]!.map(({ status }) => status)).toEqual(['shown', 'primary', 'shown', 'primary'])
    // 8 people of A are no cases: the rate and with it the cases would give them away.
    expect(result.rows[0]!.map(({ status }) => status)).toEqual(['shown', 'primary', 'shown', 'primary'])
  })
})

describe('what stands behind a cell', () => {
  const columns = [
    ['region', 'key'],
    ['n', 'persons'],
    ['cost', 'sum'],
  ] as const

  test('a sum that one contributor dominates is hidden', async () => {
    const result = await protectTable(
      aTable(
        columns,
        [
          ['A', 40, 1000],
          ['B', 50, 900],
        ],
        {
          facts: (row, column) =>
            column === 'cost'
              ? { top1Share: row === 0 ? 0.85 : 0.1, top2Share: row === 0 ? 0.93 : 0.15 }
              : {},
        },
      ),
      options,
    )
    expect(result.rows.map((row) => row[2]!.status)).toEqual(['primary', 'shown'])
    expect(result.findings.map(({ code }) => code)).toContain('dominance')
  })

  test('fewer than three institutions: allowed unless linkable under NDB, hidden under Kaigo', async () => {
    const table = (databases: string[]) =>
      aTable(columns, [['A', 40, 1000]], { databases, facts: () => ({ institutions: 2 }) })
    const ndb = await protectTable(table(['ndb']), options)
    expect(ndb.rows[0]![2]!.status).toBe('shown')
    expect(ndb.findings.map(({ code, severity }) => [code, severity])).toContainEqual([
      'institutions-linkable',
      'warning',
    ])
    const kaigo = await protectTable(table(['ndb', 'kaigo']), options)
    expect(kaigo.rows[0]![2]!.status).toBe('primary')
    expect(kaigo.findings[0]).toMatchObject({ code: 'institutions-few', rule: 'KAI-1' })
  })

  test('municipalities: no count under 2,000 people, 20 under 25,000, 10 above', async () => {
    const result = await protectTable(
      aTable(
        [
          ['city', 'key'],
          ['n', 'persons'],
        ],
        [
          ['small', 500],
          ['middle', 15],
          ['large', 15],
        ],
        { databases: ['kaigo'] },
      ),
      {
        ...options,
        meanings: new Map([['city', 'municipality']]),
        populations: new Map([
          ['small', 1_500],
          ['middle', 10_000],
          ['large', 300_000],
        ]),
      },
    )
    expect(result.rows.map((row) => row[1]!.status)).toEqual(['not-allowed', 'primary', 'shown'])
  })

  test('quantities of drugs: by patients where known, by quantity where not', async () => {
    const table = (persons: number | null) => {
      const input = aTable(
        [
          ['drug', 'key'],
          ['quantity', 'sum'],
        ],
        [
          ['x', 900],
          ['y', 1200],
        ],
        {
          facts: () => ({ persons }),
        },
      )
      return { ...input, rows: input.rows.map((row) => ({ ...row, rowPersons: persons })) }
    }
    const meanings = new Map([['quantity', 'drug-oral' as const]])
    const unknown = await protectTable(table(null), { ...options, meanings })
    expect(unknown.rows.map((row) => row[1]!.status)).toEqual(['primary', 'shown'])
    const known = await protectTable(table(50), { ...options, meanings })
    expect(known.rows.map((row) => row[1]!.status)).toEqual(['shown', 'shown'])
    const few = await protectTable(table(9), { ...options, meanings })
    expect(few.rows.map((row) => row[1]!.status)).toEqual(['primary', 'primary'])
  })

  test('values of single persons never leave, whatever the method', async () => {
    const result = await protectTable(aTable([['age', 'individual']], [[44]]), { ...options, method: 'none' })
    expect(result.rows[0]![0]).toMatchObject({ status: 'not-allowed', text: null })
  })

  test('an unmeasured result says so, and its own counts are still judged', async () => {
    const result = await protectTable(
      aTable(
        KEYS,
        [
          ['A', 'm', 8],
          ['B', 'm', 80],
        ],
        { verified: false },
      ),
      options,
    )
    expect(result.findings.map(({ code }) => code)).toContain('unverified')
    expect(result.rows.map((row) => row[2]!.status)).toEqual(['primary', 'shown'])
  })

  test('municipality crossed with type of insurer is blocked', async () => {
    const result = await protectTable(
      aTable(
        [
          ['city', 'key'],
          ['insurer', 'key'],
          ['n', 'persons'],
        ],
        [['a', 'x', 100]],
      ),
      {
        ...options,
        meanings: new Map([
          ['city', 'municipality'],
          ['insurer', 'insurer-type'],
        ]),
        populations: new Map([['a', 50_000]]),
      },
    )
    expect(result.findings.filter(({ severity }) => severity === 'blocking')).toMatchObject([
      { code: 'crossing-forbidden', rule: 'NDB-7' },
    ])
  })
})

test('rounding hides the small counts, rounds the rest and computes rates again', async () => {
  const result = await protectTable(
    aTable(
      [
        ['region', 'key'],
        ['cases', 'persons'],
        ['population', 'count'],
        ['percent', 'rate'],
      ],
      [
        ['A', 52, 103, 50.485],
        ['B', 4, 300, 1.333],
      ],
      {
        facts: (row, column) =>
          column === 'population'
            ? { persons: [103, 300][row]! }
            : { persons: [52, 4][row]!, denominatorPersons: [103, 300][row]! },
      },
    ),
    { ...options, method: 'round' },
  )
  expect(result.rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['A', '50', '105', '47.619'],
    ['B', null, '300', null],
  ])
})
