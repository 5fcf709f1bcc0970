/**
 * Rows that are part of another beside the real parts. What is wanted follows by hand: a part and its whole tell the
 * difference, and a difference of 1 to 9 people is a small count like any other.
 */
import { describe, expect, test } from 'vitest'
import { protectTable } from '../../../visiting/disclosure/assess.ts'
import { findHierarchies } from '../../../visiting/disclosure/hierarchies.ts'
import { aTable, shippedRules } from './fixtures.ts'
import { commandOn } from './run-command.ts'

const options = { rules: shippedRules(), asOf: '2026-11-26', method: 'suppress' } as const
type Row = [string | null, number]

/** Through the checks of a submission: what is hidden, by its name. */
async function hiddenIn(rows: readonly Row[]): Promise<string[]> {
  const input = aTable(
    [
      ['kind', 'key'],
      ['persons', 'persons'],
    ],
    rows,
  )
  const table = await protectTable(input, options)
  expect(table.findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
  return rows.flatMap(([name], k) => (table.rows[k]![1]!.status === 'shown' ? [] : [name ?? 'total']))
}

const { file, run } = commandOn('of-which-')

/** The same at the command line. */
async function hiddenByCommand(rows: readonly Row[]) {
  const lines = rows.map(([name, n]) => `${name ?? '総数'},${n}`)
  const { cells, stderr } = await run(
    'protect',
    file('table.csv', ['kind,n', ...lines].join('\n')),
    '--dims',
    'kind',
    '--count',
    'n',
    '--json',
  )
  expect(stderr).toBe('')
  return cells.filter(({ status }) => status !== 'shown').map(({ key }) => key.kind!)
}

interface Case {
  what: string
  rows: Row[]
  hidden: string[]
  /** Differences that the command names beside the rows of the file. */
  named?: string[]
}

const cases: Case[] = [
  {
    what: 'a large part beside parts: 57 of 60 leave 3',
    rows: [
      ['男', 60],
      ['うち65歳以上', 57],
      ['女', 40],
      [null, 100],
    ],
    hidden: ['うち65歳以上'],
    named: ['うち65歳以上（以外 / other）'],
  },
  {
    what: 'a part that leaves enough',
    rows: [
      ['男', 60],
      ['うち65歳以上', 45],
      ['女', 40],
      [null, 100],
    ],
    hidden: [],
  },
  {
    what: 'a small part is hidden, and nothing gives it away',
    rows: [
      ['男', 60],
      ['うち65歳以上', 4],
      ['女', 40],
      [null, 100],
    ],
    hidden: ['うち65歳以上'],
  },
  {
    what: 'said again of the total: 95 of 100 leave 5',
    rows: [
      ['男', 60],
      ['女', 40],
      ['（再掲）65歳以上', 95],
      [null, 100],
    ],
    hidden: ['（再掲）65歳以上'],
    named: ['（再掲）65歳以上（以外 / other）'],
  },
  {
    what: 'a hidden man leaves the women hidden, and a part of the men as well as any',
    rows: [
      ['男', 4],
      ['女', 40],
      ['不明', 30],
      ['再掲 入院', 20],
      [null, 74],
    ],
    hidden: ['男', '不明'],
  },
  {
    what: 'a band within one that is not divided further, and its own parts',
    rows: [
      ['<40', 30],
      ['40+', 70],
      ['75+', 20],
      ['75-79', 16],
      ['80+', 4],
      [null, 100],
    ],
    hidden: ['75-79', '80+'],
  },
  {
    what: 'of which in English',
    rows: [
      ['Men', 60],
      ['of which 65+', 57],
      ['Women', 40],
      [null, 100],
    ],
    hidden: ['of which 65+'],
    named: ['of which 65+（以外 / other）'],
  },
  {
    what: 'subtotals among the rows of one column',
    rows: [
      ['東', 4],
      ['西', 26],
      ['小計', 30],
      ['南', 40],
      ['北', 20],
      ['小計（南北）', 60],
      [null, 90],
    ],
    hidden: ['東', '西'],
  },
  {
    what: 'subtotals above what they sum',
    rows: [
      [null, 90],
      ['関東計', 30],
      ['東', 4],
      ['西', 26],
      ['関西計', 60],
      ['南', 40],
      ['北', 20],
    ],
    hidden: ['東', '西'],
  },
]

describe('what is hidden', () => {
  for (const { what, rows, hidden, named = [] } of cases) {
    test(`${what}: when it is submitted`, async () => {
      expect((await hiddenIn(rows)).sort()).toEqual([...hidden].sort())
    })
    test(`${what}: at the command line`, async () => {
      expect((await hiddenByCommand(rows)).sort()).toEqual([...hidden, ...named].sort())
    })
  }

  test('a part that is shown beside a hidden whole bounds it from below', async () => {
    const csv = ['kind,n,status', '男,,hidden', 'うち65歳以上,20,shown', '女,,hidden', '総数,100,shown']
    const { cells } = await run(
      'audit',
      file('audit.csv', csv.join('\n')),
      '--dims',
      'kind',
      '--count',
      'n',
      '--status',
      'status',
      '--json',
    )
    expect(cells.map(({ key, interval }) => [key.kind, interval])).toEqual([
      ['男', [20, 100]],
      ['女', [0, 80]],
    ])
  })

  test('subtotals of one name after one another are told apart', async () => {
    const rows: Row[] = [
      ['東', 4],
      ['西', 26],
      ['小計', 30],
      ['南', 40],
      ['北', 20],
      ['小計', 60],
      [null, 90],
    ]
    expect(await hiddenByCommand(rows)).toEqual(['東', '西'])
  })
})

test('小計 under each prefecture is the total of its towns', async () => {
  const csv = '県,町,n\n東,A,4\n東,B,26\n東,小計,30\n西,C,40\n西,D,20\n西,小計,60\n合計,合計,90'
  const { cells } = await run('protect', file('towns.csv', csv), '--dims', '県,町', '--count', 'n', '--json')
  const named = cells.map(({ key, status, findings }) => [key.県, key.町, status, findings.join()])
  expect(named).toEqual([
    ['東', 'A', 'primary', 'NDB-1'],
    ['東', 'B', 'secondary', ''],
    ['東', 'total', 'shown', ''],
    ['西', 'C', 'shown', ''],
    ['西', 'D', 'shown', ''],
    ['西', 'total', 'shown', ''],
    ['total', 'total', 'shown', ''],
  ])
})

describe('names alone say nothing', () => {
  const found = (...rows: Row[]) =>
    findHierarchies([
      { columns: ['kind'], rows: rows.map(([category, value]) => ({ key: [category], value })) },
    ])

  test('where the table adds up with it, it is a part like the others', () => {
    const { ofWhich, within } = found(['うちわ', 30], ['扇子', 20], [null, 50])
    expect([ofWhich.size, within.size]).toEqual([0, 0])
  })

  test('a number that others begin with holds none of them', () => {
    const months = found(['1', 60], ['10', 57], ['11', 50], ['12', 55])
    const codes = found(['2', 1], ['20', 100], ['21', 90])
    for (const { ofWhich, within } of [months, codes]) expect([ofWhich.size, within.size]).toEqual([0, 0])
  })

  test('a band that holds fewer than another one within it holds none', () => {
    expect(found(['40-49', 5], ['40-44', 30], ['50-59', 20]).ofWhich.size).toBe(0)
  })

  test('a name like a subtotal that the numbers do not keep is a category', () => {
    expect(found(['会計', 30], ['総務', 20], [null, 50]).within.size).toBe(0)
    expect(found(['東', 30], ['小計', 31], [null, 61]).within.size).toBe(0)
  })
})

describe('everybody in one category', () => {
  const oneCategory = async (rows: readonly Row[]) => {
    const input = aTable(
      [
        ['kind', 'key'],
        ['persons', 'persons'],
      ],
      rows,
    )
    const { findings } = await protectTable(input, options)
    const submitted = findings.flatMap(({ code, row }) => (code === 'one-category' ? [rows[row!]![0]] : []))
    const lines = rows.map(([name, n]) => `${name ?? '合計'},${n}`)
    const args = ['--dims', 'kind', '--count', 'n']
    const path = file('one.csv', ['kind,n', ...lines].join('\n'))
    const { cells } = await run('protect', path, ...args, '--json')
    const printed = cells.filter((cell) => cell.findings.includes('one-category'))
    const { stdout } = await run('protect', path, ...args)
    expect(stdout.includes('merge categories')).toBe(printed.length > 0)
    return { submitted, printed: printed.map(({ key }) => key.kind) }
  }

  test('is said of the level it is in', async () => {
    const rows: Row[] = [
      ['東', 30],
      ['西', 0],
      ['小計', 30],
      ['南', 40],
      ['北', 20],
      ['小計2', 60],
      [null, 90],
    ]
    expect(await oneCategory(rows)).toEqual({ submitted: ['東'], printed: ['東'] })
  })

  test('is said of bands within bands', async () => {
    const rows: Row[] = [
      ['40-49', 30],
      ['40-44', 30],
      ['45-49', 0],
      ['50-59', 50],
      [null, 80],
    ]
    expect(await oneCategory(rows)).toEqual({ submitted: ['40-44'], printed: ['40-44'] })
  })

  test('is not said of a subtotal that is the total, nor of what is hidden', async () => {
    expect(
      await oneCategory([
        ['東', 30],
        ['西', 20],
        ['小計', 50],
        [null, 50],
      ]),
    ).toEqual({ submitted: [], printed: [] })
    expect(
      await oneCategory([
        ['東', 4],
        ['西', 26],
        ['南', 20],
        [null, 50],
      ]),
    ).toEqual({ submitted: [], printed: [] })
  })
})
