import { describe, expect, test } from 'vitest'
import { PLAIN_LOOK } from '../../../shared/model/chart.ts'
import { differenceOf } from '../../../visiting/review/difference.ts'
import { whyNotLowRisk } from '../../../visiting/review/low-risk.ts'
import { likenessOf, movedByFew, readsClock } from '../../../visiting/review/reuse.ts'
import { aCell, aFrozenTable, aProtectedTable } from '../../fixtures/an-approved-output.ts'

/** The table of the fixtures with the counts of north, east, south and west; null is hidden. */
const withCounts = (...counts: (string | null)[]) => {
  const table = aProtectedTable()
  return aFrozenTable({
    table: {
      ...table,
      rows: table.rows.map(([key], row) => {
        const count = counts[row] ?? null
        return [key!, count === null ? aCell(null, 'primary') : aCell(count)]
      }),
    },
  })
}
const compare = (before: (string | null)[], after: (string | null)[]) =>
  differenceOf([withCounts(...before)], [withCounts(...after)], { minimumPersons: 10 })[0]!

describe('what differs between two rounds', () => {
  test('a cell that was hidden and is shown now is said to be a risk, the other way is not', () => {
    const shown = compare([null, '500', '60', '70'], ['480', '500', '60', null])
    expect(shown.cells.map(({ kind, name }) => [kind, name])).toEqual([
      ['newly-shown', '北'],
      ['newly-hidden', '西'],
    ])
    expect(shown.findings.map(({ code, row }) => [code, row])).toEqual([['round-newly-shown', 0]])
  })

  test.each([
    ['by fewer than the minimum is a risk', '509', ['round-moved-by-few']],
    ['by the minimum is none', '510', []],
    ['not at all is no difference', '500', []],
  ])('a count that moved %s', (_claim, after, codes) => {
    const item = compare(['500', '60', '70', '80'], [after, '60', '70', '80'])
    expect(item.findings.map(({ code }) => code)).toEqual(codes)
    expect(item.standing).toBe(after === '500' ? 'same' : 'changed')
  })

  test('rows are matched by their keys, not their places; items by their names', () => {
    const table = withCounts('1', '2', '3', '4')
    const turned = { ...table, table: { ...table.table, rows: [...table.table.rows].reverse() } }
    expect(differenceOf([table], [turned], { minimumPersons: 10 })[0]?.standing).toBe('same')
    const other = { ...table, name: 'table-2' }
    expect(
      differenceOf([table], [other], { minimumPersons: 10 }).map(({ name, standing }) => [name, standing]),
    ).toEqual([
      ['table-2', 'added'],
      ['table', 'removed'],
    ])
  })
})

describe('an earlier decision', () => {
  test('is of another output as soon as anything but the data differs', () => {
    const likeness = (part: Parameters<typeof aFrozenTable>[0]) =>
      likenessOf({ title: '表', items: [aFrozenTable(part)] })
    const first = likeness({})
    expect(likeness({ extractDigest: 'cd'.repeat(32), table: withCounts('9', '8', '7', '6').table })).toBe(
      first,
    )
    expect(likeness({ sql: 'SELECT 1' })).not.toBe(first)
    expect(likeness({ form: { kind: 'table' } })).not.toBe(first)
    expect(likeness({ title: '別の題名' })).not.toBe(first)
    expect(likeness({ protection: { ...aFrozenTable().protection, method: 'round' } })).not.toBe(first)
    expect(likenessOf({ title: '別', items: [aFrozenTable()] })).not.toBe(first)
  })

  test('does not count where a number moved by a few people', () => {
    const at = (count: string) => withCounts(count, '60', '70', '80').table
    expect(movedByFew(at('500'), at('503'), 10)).toBe(true)
    expect(movedByFew(at('500'), at('520'), 10)).toBe(false)
    expect(movedByFew(at('500'), at('500'), 10)).toBe(false)
  })

  test.each([
    'SELECT now()',
    'SELECT current_date',
    'SELECT RANDOM()',
    'FROM t USING SAMPLE 5',
    'SELECT age(d)',
  ])('does not count for what answers differently by time or chance: %s', (sql) =>
    expect(readsClock(sql)).toBe(true),
  )
})

describe('the low-risk class', () => {
  const limits = { outputClasses: ['Frequencies'], leastPersons: 50, maxCells: 4 }
  const why = (counts: (string | null)[], more: object = {}) =>
    whyNotLowRisk([withCounts(...counts)], { ...limits, ...more }, () => 'Frequencies')
  test.each([
    ['everything as asked', null, ['50', '60', '70', '80'], {}],
    ['one person too few', 'too-few-persons', ['49', '60', '70', '80'], {}],
    ['something hidden', 'hidden-cell', [null, '60', '70', '80'], {}],
    ['one cell too many', 'too-many-cells', ['50', '60', '70', '80'], { maxCells: 3 }],
    ['a class that is not named', 'output-class', ['50', '60', '70', '80'], { outputClasses: ['Mode'] }],
  ] as const)('%s: %s', (_claim, expected, counts, more) => {
    expect(why([...counts], more)).toBe(expected)
  })

  test('curves and models are never of it, nor words set in a figure', () => {
    const table = withCounts('50', '60', '70', '80')
    const chart = { kind: 'bar' as const, x: 'area', y: ['n'], colour: null, titleText: '', stacked: false }
    const ask = (part: object) => whyNotLowRisk([{ ...table, ...part }], limits, () => 'Frequencies')
    expect(ask({ form: { kind: 'survival' } })).toBe('output-class')
    expect(ask({ chart: { ...chart, look: { ...PLAIN_LOOK, hover: '{x}' } } })).toBe('text')
    expect(ask({ chart: { ...chart, look: PLAIN_LOOK } })).toBeNull()
  })

  test('a note in words is never of it', () => {
    expect(whyNotLowRisk([{ kind: 'text' }], limits, () => 'Frequencies')).toBe('text')
  })
})
