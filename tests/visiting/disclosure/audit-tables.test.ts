import { describe, expect, test } from 'vitest'
import { ContradictionError } from '../../../visiting/disclosure/attack-intervals.ts'
import { type AuditedTable, auditTables } from '../../../visiting/disclosure/audit-tables.ts'
import { LinkedConflictError } from '../../../visiting/disclosure/linked-tables.ts'

/** A table from lines such as `A m 5?`: keys, then the count, hidden if marked; `.` is the total. */
function aTable(name: string, dims: readonly string[], lines: readonly string[]): AuditedTable {
  return {
    name,
    dimensions: dims.map((dim) => ({ name: dim })),
    rows: lines.map((text, line) => {
      const words = text.split(' ')
      const count = words.at(-1)!
      return {
        key: words.slice(0, -1).map((word) => (word === '.' ? null : word)),
        value: count === '?' ? null : Number.parseInt(count, 10),
        hidden: count.endsWith('?'),
        line: line + 2,
      }
    }),
  }
}

const intervals = async (...tables: AuditedTable[]) =>
  Object.fromEntries(
    (await auditTables(tables)).cells.map(({ table, key, interval }) => [
      `${table} ${Object.values(key).join(' ')}`,
      [interval.low, interval.high],
    ]),
  )

describe('linked tables', () => {
  const sexes = aTable(
    'sexes',
    ['region', 'sex'],
    [
      'A m 5?',
      'A f 45?',
      'A . 50?',
      'B m 40?',
      'B f 30',
      'B . 70?',
      'C m 60',
      'C f 20',
      'C . 80',
      '. m 105',
      '. f 95',
      '. . 200',
    ],
  )
  const ages = aTable(
    'ages',
    ['region', 'age'],
    [
      'A young 20',
      'A old 30',
      'A . 50',
      'B young 50?',
      'B old 20?',
      'B . 70?',
      'C young 30',
      'C old 50',
      'C . 80',
      '. young 100',
      '. old 100',
      '. . 200',
    ],
  )

  test('safe one by one: no cell is exact where the column alone does not give it', async () => {
    const alone = await intervals(
      aTable(
        'sexes',
        ['region', 'sex'],
        ['A m 5?', 'A f 45', 'A . 50?', 'B m 40?', 'B f 30', 'B . 70?', '. m 45', '. f 75', '. . 120'],
      ),
    )
    expect(alone).toEqual({
      'sexes A m': [0, 45],
      'sexes A total': [45, 90],
      'sexes B m': [0, 45],
      'sexes B total': [30, 75],
    })
  })

  test('unsafe together: the total one table hides, the other shows', async () => {
    const together = await intervals(
      aTable(
        'sexes',
        ['region', 'sex'],
        ['A m 5?', 'A f 45', 'A . 50?', 'B m 40?', 'B f 30', 'B . 70?', '. m 45', '. f 75', '. . 120'],
      ),
      aTable(
        'ages',
        ['region', 'age'],
        ['A young 20', 'A old 30', 'A . 50', 'B young 45', 'B old 25', 'B . 70'],
      ),
    )
    expect(together).toEqual({
      'sexes A m': [5, 5],
      'sexes A total': [50, 50],
      'sexes B m': [40, 40],
      'sexes B total': [70, 70],
    })
  })

  test('margins that a table leaves out are still sums of its cells', async () => {
    const found = await intervals(sexes, ages)
    expect(found['ages B young']).toEqual([50, 50])
    expect(found['sexes A m']).toEqual([5, 5])
  })

  test('three tables are also tied by the people behind all of them', async () => {
    // a × b, b × c and a × c of one table of 2 × 2 × 2: pairwise they leave [0, 1], the full table does not.
    const pair = (name: string, dims: string[], counts: number[]) =>
      aTable(
        name,
        dims,
        ['1 1', '1 2', '2 1', '2 2'].map((key, k) => `${key} ${counts[k]}`),
      )
    const cube = aTable(
      'cube',
      ['a', 'b', 'c'],
      ['1 1 1 ?', '1 1 2 ?', '1 2 1 ?', '1 2 2 ?', '2 1 1 ?', '2 1 2 ?', '2 2 1 ?', '2 2 2 ?'],
    )
    // Every pair of values is taken by exactly one person, and c = 1 exactly where a = b.
    const found = await intervals(
      pair('ab', ['a', 'b'], [1, 0, 0, 1]),
      pair('bc', ['b', 'c'], [1, 0, 0, 1]),
      pair('ac', ['a', 'c'], [1, 0, 0, 1]),
      cube,
    )
    expect(found['cube 1 1 1']).toEqual([1, 1])
    expect(found['cube 1 2 1']).toEqual([0, 0])
  })

  test('three two-way tables: the hidden cell of one follows only from the full table behind all', async () => {
    // Table ab has one hidden pair; bc and ac are fully shown and force the people of a1 into b1.
    const found = await intervals(
      aTable(
        'ab',
        ['a', 'b'],
        ['1 1 ?', '1 2 ?', '2 1 ?', '2 2 ?', '1 . 10', '2 . 10', '. 1 10', '. 2 10', '. . 20'],
      ),
      aTable('bc', ['b', 'c'], ['1 1 10', '1 2 0', '2 1 0', '2 2 10']),
      aTable('ac', ['a', 'c'], ['1 1 10', '1 2 0', '2 1 0', '2 2 10']),
    )
    expect(found['ab 1 1']).toEqual([10, 10])
    expect(found['ab 1 2']).toEqual([0, 0])
  })

  test('two values for one cell are a conflict, named with both tables', async () => {
    const other = aTable('other', ['region'], ['A 51', 'C 80'])
    await expect(auditTables([ages, other])).rejects.toBeInstanceOf(LinkedConflictError)
  })
})

describe('one table', () => {
  test('counts of hidden cells are not used, only what is shown', async () => {
    const blank = await intervals(aTable('t', ['a'], ['x ?', 'y ?', 'z 10', '. 40']))
    const given = await intervals(aTable('t', ['a'], ['x 4?', 'y 26?', 'z 10', '. 40']))
    expect(blank).toEqual({ 't x': [0, 30], 't y': [0, 30] })
    expect(given).toEqual(blank)
  })

  test('a table without any margin is audited as if they were shown', async () => {
    const answer = await auditTables([aTable('t', ['a'], ['x 4?', 'y 26?', 'z 10'])])
    expect(answer.marginsComputed).toEqual(['t'])
    expect(answer.cells[0]!.interval).toEqual({ low: 0, high: 30 })
  })

  test('margins that are not published hold nothing', async () => {
    expect(
      await intervals(aTable('t', ['a', 'b'], ['x m 4?', 'x f 6?', 'y m 7', 'y f 9', 'y . 16'])),
    ).toEqual({
      't x m': [0, Number.POSITIVE_INFINITY],
      't x f': [0, Number.POSITIVE_INFINITY],
    })
  })

  test('a table from which the hidden rows were left out contradicts itself', async () => {
    await expect(auditTables([aTable('t', ['a'], ['x 4', 'z ?', 'y 26', '. 12'])])).rejects.toBeInstanceOf(
      ContradictionError,
    )
  })
})
