import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CellValue, protectTable } from '../../../visiting/disclosure/assess.ts'
import { type AuditedTable, auditTables } from '../../../visiting/disclosure/audit-tables.ts'
import { aTable, shippedRules } from './fixtures.ts'

const options = { rules: shippedRules(), asOf: '2026-11-23', method: 'suppress', timeLimitMs: 50 } as const

const someCount = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 300 }))
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)

/** Widths left to an attacker who sees the protected result, by the audit of plain tables. */
async function widthsLeft(
  dims: readonly string[],
  cells: readonly { key: readonly (string | null)[]; value: number; hidden: boolean }[],
): Promise<{ value: number; width: number }[]> {
  const table: AuditedTable = {
    name: 't',
    dimensions: dims.map((name) => ({ name })),
    rows: cells.map(({ key, value, hidden }, line) => ({ key, value: hidden ? null : value, hidden, line })),
  }
  const { cells: audited } = await auditTables([table])
  return audited.map(({ line, interval }) => ({
    value: cells[line]!.value,
    width: interval.high - interval.low,
  }))
}

test('ROLLUP over areas of prefectures: nothing small can be worked out from what is published', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(someCount, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      async (counts) => {
        const rows: CellValue[][] = counts.flatMap((areas, p) => [
          ...areas.map((count, a) => [`P${p}`, `P${p}-${a}`, count]),
          [`P${p}`, null, sum(areas)],
        ])
        rows.push([null, null, sum(counts.flat())])
        const input = aTable(
          [
            ['prefecture', 'key'],
            ['area', 'key'],
            ['n', 'persons'],
          ],
          rows,
        )
        const result = await protectTable(input, options)
        const widths = await widthsLeft(
          ['prefecture', 'area'],
          rows.map(([prefecture, area, n], r) => ({
            key: [prefecture, area] as (string | null)[],
            value: n as number,
            hidden: result.rows[r]![2]!.status !== 'shown',
          })),
        )
        for (const { value, width } of widths) if (value < 10) expect(width).toBeGreaterThanOrEqual(10)
        result.rows.forEach((row, r) => {
          const n = rows[r]![2] as number
          expect(row[2]!.status === 'primary').toBe(n > 0 && n < 10)
          expect(row[2]!.text === null).toBe(row[2]!.status !== 'shown')
        })
        expect(result.findings.map(({ code }) => code)).not.toContain('attack-exact')
        expect(result.findings.map(({ code }) => code)).not.toContain('attack-narrow')
      },
    ),
    { numRuns: 60, seed: 20_260_410 },
  )
})

test('men, women and both beside each other, with a total row: columns and rows protect together', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(someCount, someCount), { minLength: 2, maxLength: 6 }),
      async (counts) => {
        const rows = counts.map(([men, women], k) => [`r${k}`, men, women, men + women])
        rows.push([
          null as never,
          sum(counts.map(([men]) => men)),
          sum(counts.map(([, women]) => women)),
          sum(counts.flat()),
        ])
        const names = ['men', 'women', 'both']
        const input = aTable(
          [
            ['region', 'key'],
            ['men', 'persons'],
            ['women', 'persons'],
            ['both', 'persons'],
          ],
          rows,
          {
            facts: (row, column) => ({
              persons: column === 'region' ? null : (rows[row]![names.indexOf(column) + 1] as number),
            }),
          },
        )
        const result = await protectTable(input, options)
        const widths = await widthsLeft(
          ['region', 'sex'],
          rows.flatMap(([region, ...numbers], r) =>
            numbers.map((value, c) => ({
              key: [region as string | null, c === 2 ? null : names[c]!],
              value: value as number,
              hidden: result.rows[r]![c + 1]!.status !== 'shown',
            })),
          ),
        )
        for (const { value, width } of widths)
          if (value > 0 && value < 10) expect(width).toBeGreaterThanOrEqual(10)
      },
    ),
    { numRuns: 60, seed: 20_260_411 },
  )
})

test('rates and means never outlive the counts they were made of', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), {
        minLength: 2,
        maxLength: 6,
      }),
      async (counts) => {
        const groups = counts.map(([cases, others]) => [cases, cases + others] as const)
        const all = [sum(groups.map(([cases]) => cases)), sum(groups.map(([, people]) => people))] as const
        const rows = [...groups, all].map(([cases, people], k) => [
          k < groups.length ? `r${k}` : null,
          cases,
          people,
          people === 0 ? null : Number(((cases / people) * 100).toFixed(2)),
        ])
        const input = aTable(
          [
            ['region', 'key'],
            ['cases', 'persons'],
            ['people', 'count'],
            ['percent', 'rate'],
          ],
          rows,
          {
            facts: (row, column) => {
              const [, cases, people] = rows[row] as [string, number, number]
              return column === 'people'
                ? { persons: people }
                : { persons: cases, denominatorPersons: people }
            },
          },
        )
        const result = await protectTable(input, options)
        result.rows.forEach((row, r) => {
          const hidden = row[1]!.status !== 'shown' || row[2]!.status !== 'shown'
          if (hidden && rows[r]![3] !== null) expect(row[3]!.text).toBeNull()
          const [, cases, people] = rows[r] as [string, number, number]
          if (people - cases > 0 && people - cases < 10)
            expect([row[1]!.text, row[2]!.text].includes(null)).toBe(true)
        })
      },
    ),
    { numRuns: 150, seed: 20_260_412 },
  )
})

test('no share of the total, rate by population or end of an interval narrows a hidden count', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(someCount, fc.integer({ min: 400, max: 9_000 })), { minLength: 3, maxLength: 6 }),
      fc.integer({ min: 0, max: 3 }),
      async (groups, decimals) => {
        const rounded = (value: number) => Number(value.toFixed(decimals))
        const counts = groups.map(([cases]) => cases)
        const all = sum(counts)
        const people = [...groups.map(([, population]) => population), sum(groups.map(([, each]) => each))]
        const functions = [
          (cases: number) => rounded((cases / Math.max(1, all)) * 100),
          (cases: number, row: number) => rounded((cases / people[row]!) * 1_000),
          (cases: number) => rounded(cases + 1.96 * Math.sqrt(cases)),
          (cases: number) => rounded(Math.max(0, cases - 1.96 * Math.sqrt(cases))),
        ]
        const rows = [...counts, all].map((cases, row) => [
          row < counts.length ? `r${row}` : null,
          cases,
          ...functions.map((of) => of(cases, row)),
        ])
        const input = aTable(
          [
            ['region', 'key'],
            ['cases', 'persons'],
            ['share', 'rate'],
            ['per_mille', 'rate'],
            ['high', 'derived'],
            ['low', 'derived'],
          ],
          rows,
          {
            facts: (row, column) => ({
              ...(column === 'share' ? { denominatorPersons: all } : {}),
              ...(column === 'per_mille' ? { denominatorPersons: people[row]! } : {}),
            }),
          },
        )
        const result = await protectTable(input, options)
        // Whoever knows total and populations tries every count that the numbers left of the row allow.
        result.rows.forEach((row, r) => {
          if (row[1]!.status === 'shown' || row[1]!.text !== null) return
          const fits = (cases: number) =>
            functions.every((of, k) => row[k + 2]!.text === null || of(cases, r) === rows[r]![k + 2])
          const left = Array.from({ length: 400 }, (_, cases) => cases).filter(fits)
          expect(Math.max(...left) - Math.min(...left)).toBeGreaterThanOrEqual(10)
        })
      },
    ),
    { numRuns: 80, seed: 20_261_126 },
  )
})
