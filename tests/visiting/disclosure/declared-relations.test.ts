/** Relations that a researcher declares between cells of different names: protected, audited, and told to reviewers. */
import { describe, expect, test } from 'vitest'
import type { DeclaredRelation } from '../../../shared/model/protection.ts'
import { protectTables, type TableToProtect } from '../../../visiting/disclosure/assess.ts'
import { aTable, shippedRules } from './fixtures.ts'
import { commandOn, type PrintedCell, statusByKey } from './run-command.ts'

const { file, run } = commandOn('disclosure-relations-')
const options = { rules: shippedRules(), asOf: '2026-11-25' }

/** 25 with a diagnosis, 5 of them severe; the 20 mild ones are the first row of the other table. */
const BY_DEGREE: TableToProtect = {
  input: aTable(
    [
      ['degree', 'key'],
      ['persons', 'persons'],
    ],
    [
      ['severe', 5],
      ['mild', 20],
      ['total', 25],
    ],
  ),
  method: 'suppress',
  // Else the total would be hidden, which is cheaper.
  keep: [{ row: 2, column: 'persons' }],
}
const BY_DRUG: TableToProtect = {
  input: aTable(
    [
      ['drug', 'key'],
      ['persons', 'persons'],
    ],
    [
      ['new', 20],
      ['old', 30],
      ['none', 40],
      ['total', 90],
    ],
  ),
  method: 'suppress',
}
const cell = (item: number, row: number, column = 'persons') => ({ item, row, column })
const MILD_IS_NEW: DeclaredRelation = { whole: cell(0, 1), parts: [cell(1, 0)] }

const hidden = ({ rows }: { rows: { status: string }[][] }) =>
  rows.flatMap((row, r) => (row.at(-1)!.status === 'shown' ? [] : [r]))
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code)

describe('a relation that the researcher declares', () => {
  test('is protected: what it would give away is hidden in the other table too', async () => {
    const without = await protectTables([BY_DEGREE, BY_DRUG], options)
    expect(without.tables.map(hidden)).toEqual([[0, 1], []])
    const { tables, relations } = await protectTables([BY_DEGREE, BY_DRUG], {
      ...options,
      declared: [MILD_IS_NEW],
    })
    expect(tables.map(hidden)).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(relations.filter(({ kind }) => kind === 'declared')).toEqual([
      {
        id: 'declared:0/1/persons+1/0/persons',
        kind: 'declared',
        items: [0, 1],
        columns: ['persons'],
        cells: null,
        declined: false,
        places: [cell(0, 1), cell(1, 0)],
      },
    ])
    expect(tables.flatMap(codes)).not.toContain('declared-differs')
  })

  test('of hidden cells is protected as if it held', async () => {
    // The 25 of the first table are its hidden cells; shown under another name, they give the 5 away like a total.
    const { tables } = await protectTables(
      [
        { ...BY_DEGREE, keep: [{ row: 1, column: 'persons' }] },
        {
          input: aTable(
            [
              ['place', 'key'],
              ['persons', 'persons'],
            ],
            [
              ['ward', 25],
              ['home', 65],
            ],
          ),
          method: 'suppress',
        },
      ],
      { ...options, declared: [{ whole: cell(1, 0), parts: [cell(0, 0), cell(0, 1)] }] },
    )
    expect(tables.map(hidden)).toEqual([[0, 2], [0]])
  })

  test('that shown numbers do not keep is left out and said', async () => {
    const { tables } = await protectTables([BY_DEGREE, BY_DRUG], {
      ...options,
      declared: [{ whole: cell(0, 2), parts: [cell(1, 1)] }],
    })
    expect(tables.map(hidden)).toEqual([[0, 1], []])
    for (const table of tables) expect(codes(table)).toContain('declared-differs')
  })

  test('tells of a hidden number nothing, whether it holds or not: it answers no guess', async () => {
    const answers: string[] = []
    for (const severe of [3, 4, 5, 6]) {
      const guessed: TableToProtect = {
        ...BY_DEGREE,
        input: aTable(
          [
            ['degree', 'key'],
            ['persons', 'persons'],
          ],
          [
            ['severe', severe],
            ['mild', 35],
            ['other', 65],
          ],
        ),
        keep: [],
      }
      const { tables } = await protectTables([guessed, BY_DRUG], {
        ...options,
        // 40 = severe + 35: true of 5 alone.
        declared: [{ whole: cell(1, 2), parts: [cell(0, 0), cell(0, 1)] }],
      })
      for (const table of tables)
        expect(codes(table).filter((code) => code.startsWith('declared'))).toEqual(['declared-untold'])
      answers.push(JSON.stringify(tables.map(({ rows, findings }) => [rows, findings])))
    }
    expect(new Set(answers).size).toBe(1)
  })

  test.each([
    ['a cell that is not there', cell(1, 9)],
    ['a column that is not there', cell(1, 0, 'people')],
    ['a category', cell(1, 0, 'drug')],
    ['the same cell again', cell(0, 1)],
  ])('with %s is left out and said', async (_, part) => {
    const { tables } = await protectTables([BY_DEGREE, BY_DRUG], {
      ...options,
      declared: [{ whole: cell(0, 1), parts: [part] }],
    })
    expect(codes(tables[0]!)).toContain('declared-not-additive')
    expect(tables.map(hidden)).toEqual([[0, 1], []])
  })

  test('between tables protected in different ways is blocked', async () => {
    const { tables } = await protectTables([BY_DEGREE, { ...BY_DRUG, method: 'round', base: 5 }], {
      ...options,
      declared: [MILD_IS_NEW],
    })
    expect(tables.flatMap(codes)).toContain('linked-methods-differ')
  })
})

describe('at the command line', () => {
  const degrees = () => file('degree.csv', 'degree,n\nsevere,5\nmild,20\ntotal,25\n')
  const drugs = () => file('drug.csv', 'drug,n\nnew,20\nold,30\nnone,40\ntotal,90\n')
  const SAME = 'relation,file,degree,drug\nmild is new,degree.csv,mild,\nmild is new,drug.csv,,new\n'
  const protect = (relations: string) =>
    run(
      'protect',
      degrees(),
      drugs(),
      '--dims',
      'degree,drug',
      '--count',
      'n',
      '--relations',
      file('relations.csv', relations),
      '--json',
    )

  test('cells of one relation are protected as one number', async () => {
    const { status, cells, json } = await protect(SAME)
    expect([status, json.method, json.intervalsComplete]).toEqual([0, 'optimal', true])
    expect(statusByKey(cells.filter((one: PrintedCell) => one.file === 'degree.csv'))).toEqual({
      severe: 'primary',
      mild: 'shown',
      total: 'secondary',
    })
  })

  test('with roles a whole is the sum of its parts', async () => {
    const sum =
      'relation,file,degree,drug,role\nall,degree.csv,total,total,全体\nall,drug.csv,total,new,part\n'
    const { status, stderr } = await protect(sum)
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/一方は 25[\s\S]*one side is 25, the other 20/),
    ])
  })

  test.each([
    ['relation,file,degree\nx,degree.csv,mild\n', /2つ以上[\s\S]*two cells or more/],
    ['relation,file,degree\nx,other.csv,mild\nx,degree.csv,mild\n', /指定されていません[\s\S]*not given/],
    [
      'relation,file,degree,drug\nx,degree.csv,medium,\nx,drug.csv,,new\n',
      /にありません[\s\S]*does not hold/,
    ],
    [
      'relation,file,degree,drug,role\nx,degree.csv,mild,,sum\nx,drug.csv,,new,part\n',
      /role「sum」[\s\S]*whole or part/,
    ],
    ['name,file\nx,degree.csv\n', /列「relation」/],
  ])('%j is refused in words', async (relations, words) => {
    const { status, stderr } = await protect(relations)
    expect([status, stderr]).toEqual([2, expect.stringMatching(words)])
  })

  test('the audit uses them: what each table keeps by itself follows from both, though they are of other people', async () => {
    const audit = (...more: string[]) =>
      run(
        'audit',
        file('degree.csv', 'degree,n,status\nsevere,,hidden\nmild,,hidden\ntotal,25,shown\n'),
        file('drug.csv', 'drug,n,status\nnew,20,shown\nold,30,shown\nnone,40,shown\ntotal,90,shown\n'),
        ...['--dims', 'degree,drug', '--count', 'n', '--status', 'status', '--json'],
        ...more,
      )
    // Of other people: their totals differ, and nothing else says how they belong together.
    expect((await audit()).stderr).toMatch(/同じ区画は 25[\s\S]*says 25/)
    const together = await audit('--relations', file('relations.csv', SAME))
    expect(together.cells.map(({ interval, exact }: PrintedCell) => [interval, exact])).toEqual([
      [[5, 5], true],
      [[20, 20], true],
    ])
  })
})
