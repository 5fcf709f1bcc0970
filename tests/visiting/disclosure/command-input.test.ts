import { describe, expect, test } from 'vitest'
import { commandOn, type PrintedCell, statusByKey } from './run-command.ts'

const { file, run } = commandOn('disclosure-input-')
const DIMS = ['--dims', 'region,sex', '--count', 'n'] as const
const REGIONS = 'region,sex,n\nA,m,12\nA,f,8\nB,m,30\nB,f,25\nC,m,41\nC,f,40\n'

const countOf = (cells: readonly PrintedCell[], ...key: string[]) =>
  cells.find((cell) => Object.values(cell.key).join() === key.join())?.count

describe('the words of an audited table', () => {
  const table = (hidden: readonly string[], shown: string) =>
    file(
      'words.csv',
      `地域,性別,人数,状態\nA,男,10未満,${hidden[0]}\nA,女,*,${hidden[1]}\nB,男,,${hidden[2]}\nB,女,―,${hidden[3]}\nC,男,31,${shown}\nC,女,12,${shown}\n` +
        `A,計,20,${shown}\nB,計,50,${shown}\nC,計,43,${shown}\n計,男,60,${shown}\n計,女,53,${shown}\n計,計,113,${shown}\n`,
    )
  const audit = async (path: string) =>
    run('audit', path, '--dims', '地域,性別', '--count', '人数', '--status', '状態', '--json')
  const wanted = [
    [0, 20],
    [0, 20],
    [9, 29],
    [21, 41],
  ]

  test.each([
    [['hidden', 'HIDDEN', 'primary', 'not-allowed'], 'shown'],
    [['秘匿', '一次秘匿', '二次秘匿', '不可'], '表示'],
    [['非公表', '非表示', '非公開', 'マスク'], '公表'],
    [['■ 一次 primary', '□ 二次 secondary', '■ 不可 not allowed', 'ＨＩＤＤＥＮ'], '● 表示 shown'],
  ])('%s is hidden, %s is shown', async (hidden, shown) => {
    const { status, json } = await audit(table(hidden, shown))
    expect(status).toBe(0)
    expect(json.cells.map(({ interval }: PrintedCell) => interval)).toEqual(wanted)
  })

  test.each(['', '?', '秘匿 表示', 'not shown at all'])(
    '“%s” is refused with the words there are',
    async (word) => {
      const { status, stderr } = await audit(table([word, word, word, word], '表示'))
      expect([status, stderr]).toEqual([2, expect.stringMatching(/一次秘匿[\s\S]*Say shown/)])
    },
  )
})

describe('categories', () => {
  test('that are written with combined characters here and single ones there are the same', async () => {
    const twice = await run(
      'protect',
      file('ga.csv', `place,n\n${'がっこう'.normalize('NFC')},5\n${'がっこう'.normalize('NFD')},20\n`),
      ...['--dims', 'place', '--count', 'n'],
    )
    expect([twice.status, twice.stderr]).toEqual([2, expect.stringMatching(/同じ区分[\s\S]*same key/)])
  })
})

describe('margins that the file gives in part', () => {
  test('the others are computed from all of their parts', async () => {
    const { cells } = await run('protect', file('part.csv', `${REGIONS}A,total,20\n`), ...DIMS, '--json')
    expect(countOf(cells, 'total', 'total')).toBe(156)
    expect(countOf(cells, 'B', 'total')).toBe(55)
    expect(countOf(cells, 'total', 'f')).toBe(73)
  })

  test('also where a margin is the sum of margins, in three dimensions and in a hierarchy', async () => {
    const rows = ['x', 'y'].flatMap((a) =>
      ['p', 'q'].flatMap((b) => ['u', 'v'].map((c, k) => `${a},${b},${c},${20 + k}`)),
    )
    const three = await run(
      'protect',
      file('three.csv', `a,b,c,n\n${rows.join('\n')}\nx,total,total,82\ntotal,total,u,80\n`),
      '--dims',
      'a,b,c',
      '--count',
      'n',
      '--json',
    )
    expect(countOf(three.cells, 'total', 'total', 'total')).toBe(164)
    expect(countOf(three.cells, 'total', 'q', 'total')).toBe(82)
    const parents = file('parents.csv', 'child,parent\na1,A\na2,A\nb1,B\nb2,B\n')
    const towns = await run(
      'protect',
      file(
        'towns.csv',
        'town,sex,n\na1,m,20\na1,f,21\na2,m,22\na2,f,23\nb1,m,24\nb2,f,25\nA,total,86\na1,total,41\n',
      ),
      '--dims',
      'town,sex',
      '--count',
      'n',
      '--hierarchy',
      parents,
      '--json',
    )
    expect(countOf(towns.cells, 'total', 'total')).toBe(135)
    expect(countOf(towns.cells, 'A', 'f')).toBe(44)
  })

  test('a total that no row gives and that comes out differently over two dimensions is refused in words', async () => {
    const { status, stderr } = await run(
      'protect',
      file('gap.csv', 'region,sex,n\nA,total,20\nB,m,30\nB,f,25\n'),
      ...DIMS,
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(/行のない合計[\s\S]*that no row gives/)
    expect(stderr).not.toMatch(/0 行目|line 0/)
  })
})

describe('files as they come', () => {
  test('UTF-16, tabs and semicolons are read like commas', async () => {
    const wanted = await run('protect', file('plain.csv', REGIONS), ...DIMS, '--json')
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(REGIONS, 'utf16le')])
    const swapped = Buffer.from(marked).swap16()
    for (const [name, bytes] of [
      ['le.csv', marked],
      ['be.csv', swapped],
      ['tab.csv', Buffer.from(REGIONS.replaceAll(',', '\t'))],
      ['semicolon.csv', Buffer.from(REGIONS.replaceAll(',', ';'))],
    ] as const) {
      const { cells, stderr } = await run('protect', file(name, bytes), ...DIMS, '--json')
      expect([name, stderr, cells]).toEqual([name, '', wanted.cells])
    }
  })

  test('a count beyond what sums hold exactly is refused with its line', async () => {
    const { status, stderr } = await run(
      'protect',
      file('huge.csv', `${REGIONS}D,m,123456789012345678901234567890\n`),
      ...DIMS,
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(/8 行目[\s\S]*大きすぎます[\s\S]*Line 8[\s\S]*too large/)
  })

  test('large counts keep their intervals to the last person', async () => {
    const table =
      'a,b,c,n\nx,p,u,999999999999\nx,p,v,3\nx,q,u,40\nx,q,v,50\ny,p,u,60\ny,p,v,70\ny,q,u,80\ny,q,v,90\n'
    const { cells } = await run(
      'protect',
      file('large.csv', table),
      '--dims',
      'a,b,c',
      '--count',
      'n',
      '--json',
    )
    const small = cells.find(({ key }) => key.a === 'x' && key.b === 'p' && key.c === 'v')!
    expect(small.status).toBe('primary')
    for (const { interval, count, findings } of cells)
      if (interval) {
        expect(findings).not.toContain('too-narrow')
        expect(interval[0]).toBeLessThanOrEqual(count)
        expect(interval[1] ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(count)
        expect(interval.filter((end) => end !== null && !Number.isInteger(end))).toEqual([])
      }
  })
})

describe('the command line itself', () => {
  test('what is missing or unknown is said in both languages, with a way to help', async () => {
    const table = file('plain.csv', REGIONS)
    for (const [args, words] of [
      [
        ['protect', table, '--count', 'n'],
        /--dims <columns> を指定してください[\s\S]*required option '--dims/,
      ],
      [['protect', table, ...DIMS, '--foo'], /--foo というオプションはありません[\s\S]*unknown option/],
      [['protect', ...DIMS], /引数 tables を指定してください[\s\S]*missing required argument/],
      [['protekt'], /protekt というコマンドはありません[\s\S]*unknown command/],
    ] as const) {
      const { status, stdout, stderr } = await run(...args)
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(words)
      expect(stderr).toMatch(/--help/)
    }
  })

  test('a column cannot be a dimension and what is counted', async () => {
    const { status, stderr } = await run(
      'protect',
      file('plain.csv', REGIONS),
      '--dims',
      'region,n',
      '--count',
      'n',
    )
    expect([status, stderr]).toEqual([2, expect.stringMatching(/両方にあります[\s\S]*and in --count/)])
  })

  test('a day that is no day is refused, not compared as text', async () => {
    for (const day of ['2026-13-45', 'tomorrow']) {
      const { status, stderr } = await run('protect', file('plain.csv', REGIONS), ...DIMS, '--as-of', day)
      expect([status, stderr]).toEqual([2, expect.stringMatching(/日付を指定[\s\S]*takes a date/)])
    }
  })

  test('a rule set can be named by what its rules are numbered under', async () => {
    const { cells } = await run('protect', file('plain.csv', REGIONS), ...DIMS, '--rules', 'KAI', '--json')
    expect(cells.find(({ status }) => status === 'primary')!.findings).toEqual(['KAI-1'])
  })
})

describe('what people write in a file', () => {
  test.each([
    ['with spaces between', '合 計', '総 数'],
    ['in other words', '全国', '男女計'],
    ['in full width', 'ＴＯＴＡＬ', 'ＡＬＬ'],
    ['in English words', 'Grand total', 'Both sexes'],
  ])('a total is a total %s', async (_, region, sex) => {
    const { cells } = await run(
      'protect',
      file('words.csv', `${REGIONS}${region},m,83\n${region},${sex},156\n`),
      ...DIMS,
      '--json',
    )
    expect(cells).toHaveLength(12)
    expect(countOf(cells, 'total', 'total')).toBe(156)
  })

  test.each(['3,5', '1,2,34', '12,34', ',5', '1.234,5'])(
    'a comma that parts no thousands is not guessed at: %s',
    async (amount) => {
      const { status, stderr } = await run(
        'protect',
        file('comma.csv', `region,sex,n\nA,m,"${amount}"\nA,f,40\n`),
        ...DIMS,
      )
      expect([status, stderr]).toEqual([2, expect.stringMatching(/数ではありません[\s\S]*is not a number/)])
    },
  )
})

describe('rules by population', () => {
  const TOWNS =
    'town,sex,n,people\nA,m,15,1500\nA,f,18,1500\nB,m,15,3000\nB,f,30,3000\nC,m,150,30000\nC,f,80,30000\nD,m,145,40000\nD,f,146,40000\n'
  const ARGS = ['--dims', 'town,sex', '--count', 'n', '--population', 'people'] as const

  test('the total of a municipality is judged by its population too, whether or not a row gives it', async () => {
    const { cells } = await run('protect', file('towns.csv', TOWNS), ...ARGS, '--json')
    const of = statusByKey(cells)
    expect([of['A m'], of['A f'], of['A total']]).toEqual(['not-allowed', 'not-allowed', 'not-allowed'])
    expect(of['total m']).not.toBe('not-allowed')
    expect(cells.find(({ key }) => key.town === 'A' && key.sex === 'total')!.findings).toEqual(['NDB-2'])
    const given = await run('protect', file('given.csv', `${TOWNS}A,total,33,\n`), ...ARGS, '--json')
    expect(statusByKey(given.cells)['A total']).toBe('not-allowed')
  })

  test('two populations of one municipality are refused', async () => {
    const { status, stderr } = await run(
      'protect',
      file('two.csv', TOWNS.replace('146,40000', '146,30000').replace('80,30000', '80,1')),
      ...ARGS,
    )
    expect([status, stderr]).toEqual([2, expect.stringMatching(/1つの人口[\s\S]*one population/)])
  })
  test('a cell to keep is refused with the threshold that holds for it', async () => {
    const keeping = (key: string) =>
      run('protect', file('towns.csv', TOWNS), ...ARGS, '--keep', file('keep.csv', `town,sex\n${key}\n`))
    const middle = await keeping('B,m')
    expect([middle.status, middle.stderr]).toEqual([2, expect.stringMatching(/20 未満[\s\S]*under 20/)])
    const small = await keeping('A,total')
    expect([small.status, small.stderr]).toEqual([
      2,
      expect.stringMatching(/NDB-2[\s\S]*may not be shown at all under rule NDB-2/),
    ])
  })
})
