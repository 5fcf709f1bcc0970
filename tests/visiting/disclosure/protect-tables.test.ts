import { describe, expect, test } from 'vitest'
import { protectTable, protectTables, type TableToProtect } from '../../../visiting/disclosure/assess.ts'
import type { CellValue } from '../../../visiting/disclosure/table-input.ts'
import { aTable, shippedRules } from './fixtures.ts'

const options = { rules: shippedRules(), asOf: '2026-11-25' }

const table = (
  keys: readonly string[],
  rows: readonly (readonly CellValue[])[],
  choices: Partial<TableToProtect> = {},
): TableToProtect => ({
  input: aTable([...keys.map((key) => [key, 'key'] as const), ['persons', 'persons']], rows),
  method: 'suppress',
  ...choices,
})

const hidden = (rows: { status: string; text: string | null }[][]) =>
  rows.flatMap((row, r) => (row.at(-1)!.status === 'shown' ? [] : [r]))
const codes = (findings: { code: string }[]) => findings.map(({ code }) => code)

/** By sex and by area of the same 300 persons: one small cell in the cross-table, margins in tables of their own. */
const CROSS = table(
  ['area', 'sex'],
  [
    ['A', '1', 5],
    ['A', '2', 95],
    ['B', '1', 60],
    ['B', '2', 140],
  ],
)
const BY_AREA = table(
  ['area'],
  [
    ['A', 100],
    ['B', 200],
  ],
)
const BY_SEX = table(
  ['sex'],
  [
    ['1', 65],
    ['2', 235],
  ],
)

describe('tables that leave together', () => {
  test('are each safe alone and give a value away together; protected together they do not', async () => {
    const alone = await protectTable(CROSS.input, { ...options, method: 'suppress' })
    // Without margins of its own, the cross-table needs nothing but its small cell hidden.
    expect(hidden(alone.rows)).toEqual([0])
    const { tables, relations } = await protectTables([CROSS, BY_AREA, BY_SEX], options)
    expect(relations).toMatchObject([
      { kind: 'shared', items: [0, 1], columns: ['persons'], declined: false },
      { kind: 'shared', items: [0, 1, 2], columns: ['persons'], declined: false },
    ])
    const [cross, byArea, bySex] = tables
    expect(
      hidden(cross!.rows).length + hidden(byArea!.rows).length + hidden(bySex!.rows).length,
    ).toBeGreaterThan(1)
    // Null: nothing holds the value.
    const [low, high] = cross!.rows[0]!.at(-1)!.interval ?? [0, Number.POSITIVE_INFINITY]
    expect(high - low).toBeGreaterThanOrEqual(10)
    for (const { findings } of tables)
      expect(findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
  })

  test('of other people are not tied, whatever their columns are called', async () => {
    const { relations } = await protectTables(
      [
        CROSS,
        table(
          ['area'],
          [
            ['A', 31],
            ['B', 47],
          ],
        ),
      ],
      options,
    )
    expect(relations).toEqual([])
  })

  test('where a relation is declined it is left out, and reviewers are told', async () => {
    const { relations } = await protectTables([CROSS, BY_AREA], options)
    const { tables, relations: again } = await protectTables([CROSS, BY_AREA], {
      ...options,
      declined: relations.map(({ id }) => id),
    })
    expect(again).toMatchObject([{ declined: true }])
    expect(hidden(tables[0]!.rows)).toEqual([0])
    for (const { findings } of tables) expect(codes(findings)).toContain('structure-declined')
  })

  test('that are to leave as they are cannot undo what another hides', async () => {
    const costs = (area: string | null, top2Share: number | null): TableToProtect => ({
      method: 'suppress',
      input: aTable(
        [
          ['area', 'key'],
          ['persons', 'persons'],
          ['cost', 'sum'],
        ],
        [[area, 300, 5000]],
        {
          facts: (_row, column) =>
            column === 'cost' ? { persons: 300, top1Share: top2Share, top2Share } : {},
        },
      ),
    })
    // One hospital holds the whole of it; the other table gives the same sum as a total nobody measured.
    const { tables } = await protectTables(
      [costs('A', 0.99), { ...costs(null, null), method: 'none' }],
      options,
    )
    const blocking = tables[1]!.findings.filter(({ severity }) => severity === 'blocking')
    expect(codes(blocking)).toEqual(['needed-by-other'])
    const kept = await protectTables(
      [
        { ...CROSS, keep: [{ row: 1, column: 'persons' }] },
        { ...BY_AREA, method: 'none' },
      ],
      options,
    )
    expect(codes(kept.tables[0]!.findings)).toContain('cannot-protect')
    expect(hidden(kept.tables[0]!.rows)).toEqual([0, 1])
  })

  test('may not be rounded here and exact there', async () => {
    const { tables } = await protectTables([CROSS, { ...BY_AREA, method: 'round', base: 5 }], options)
    for (const { findings } of tables) expect(codes(findings)).toContain('linked-methods-differ')
    const both = await protectTables(
      [
        { ...CROSS, method: 'round', base: 5 },
        { ...BY_AREA, method: 'round', base: 5 },
      ],
      options,
    )
    expect(codes(both.tables.flatMap(({ findings }) => findings))).not.toContain('linked-methods-differ')
  })

  test('a prefecture table and a table of its areas are one hierarchy', async () => {
    const areas = table(
      ['prefecture_code', 'medical_area_code'],
      [
        ['13', '1301', 4],
        ['13', '1302', 96],
        ['13', '1303', 150],
        ['14', '1401', 80],
        ['14', '1402', 120],
      ],
    )
    const prefectures = table(
      ['prefecture_code'],
      [
        ['13', 250],
        ['14', 200],
      ],
    )
    const { tables, relations } = await protectTables([areas, prefectures], options)
    expect(relations).toContainEqual(
      expect.objectContaining({ kind: 'hierarchy', columns: ['prefecture_code', 'medical_area_code'] }),
    )
    expect(hidden(tables[0]!.rows)).toEqual([0, 1])
    expect(hidden(tables[1]!.rows)).toEqual([])
  })

  test('a table of areas alone is tied to the prefectures by its codes', async () => {
    const areas = table(
      ['medical_area_code'],
      [
        ['1301', 4],
        ['1302', 96],
        ['1303', 150],
        ['1401', 80],
        ['1402', 120],
      ],
    )
    const prefectures = table(
      ['prefecture_code'],
      [
        ['13', 250],
        ['14', 200],
      ],
    )
    const { tables } = await protectTables([areas, prefectures], options)
    expect(hidden(tables[0]!.rows)).toEqual([0, 1])
  })
})

describe('costs', () => {
  const rows: CellValue[][] = [
    ['A', 5],
    ['B', 40],
    ['C', 60],
    ['D', 90],
    [null, 195],
  ]
  const pattern = async (choices: Partial<TableToProtect>) => {
    const { tables } = await protectTables([table(['area'], rows, choices)], options)
    return hidden(tables[0]!.rows)
  }

  test('by value the smallest sufficient cell is hidden', async () => {
    expect(await pattern({})).toEqual([0, 1])
  })

  test('weights of a category make it dear; one that no row has changes nothing', async () => {
    const weight = (category: string) => ({
      costs: { by: 'value' as const, weights: [{ column: 'area', category, weight: 100 }] },
    })
    expect(await pattern(weight('B'))).toEqual([0, 2])
    expect(await pattern(weight('nowhere'))).toEqual([0, 1])
  })

  test('a cell to keep is kept as long as another will do', async () => {
    expect(await pattern({ keep: [{ row: 1, column: 'persons' }] })).toEqual([0, 2])
  })
})

describe('a total that is a category among others is no number to subtract from', () => {
  for (const { what, rows, small } of [
    {
      what: 'codes beside the code that holds them, without a total row',
      rows: [
        ['13', 30],
        ['13101', 4],
        ['13102', 26],
        ['14', 50],
        ['14101', 21],
        ['14102', 29],
      ],
      small: [1, 2],
    },
    {
      what: 'a total under another name',
      rows: [
        ['東', 4],
        ['西', 26],
        ['南', 33],
        ['小計', 63],
      ],
      small: [0, 1],
    },
  ])
    test(what, async () => {
      const { tables } = await protectTables([table(['area'], rows)], options)
      expect(hidden(tables[0]!.rows)).toEqual(small)
      const [first, second] = small.map((row) => tables[0]!.rows[row]!.at(-1)!.interval)
      expect([first, second]).toEqual([
        [0, 30],
        [0, 30],
      ])
    })
})
