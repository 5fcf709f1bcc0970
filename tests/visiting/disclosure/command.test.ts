import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, test } from 'vitest'
import { registerDisclosureCommands } from '../../../visiting/disclosure/command.ts'
import { CLI } from '../../fixtures/build-once.ts'

const folder = mkdtempSync(join(tmpdir(), 'disclosure-'))
afterAll(() => rmSync(folder, { recursive: true }))

const REGIONS = `region,sex,n
A,m,12
A,f,8
B,m,30
B,f,25
C,m,41
C,f,40
`

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** The commands themselves, in this process; one test below starts the built programme. */
async function run(...args: string[]) {
  const said = { status: 0, stdout: '', stderr: '' }
  const program = new Command('visiting')
  registerDisclosureCommands(program, {
    out: (text) => {
      said.stdout += text
    },
    note: (text) => {
      said.stderr += text
    },
    fail: (exitCode) => {
      said.status = exitCode
    },
  })
  await program.parseAsync(['node', 'visiting', 'disclosure', ...args])
  return { ...said, json: said.stdout.startsWith('{') ? JSON.parse(said.stdout) : null }
}

const DIMS = ['--dims', 'region,sex', '--count', 'n'] as const

interface PrintedCell {
  key: Record<string, string>
  count: number
  status: string
  interval: [number, number] | null
  findings: string[]
}

describe('disclosure protect', () => {
  test('computes the margins, hides what must be hidden and says what is left to derive', async () => {
    const { status, json } = await run(
      'protect',
      file('regions.csv', REGIONS),
      ...DIMS,
      '--rules',
      'NDB',
      '--json',
    )
    expect(status).toBe(0)
    expect(json).toMatchObject({ method: 'optimal', gap: 0 })
    const cells = json.cells as PrintedCell[]
    expect(cells).toHaveLength(12)
    expect(cells.find(({ key }) => key.region === 'A' && key.sex === 'total')).toEqual({
      key: { region: 'A', sex: 'total' },
      count: 20,
      status: 'shown',
      interval: null,
      findings: [],
    })
    expect(cells.find(({ key }) => key.region === 'A' && key.sex === 'f')).toMatchObject({
      count: 8,
      status: 'primary',
      findings: ['NDB-1'],
    })
    const hidden = cells.filter((cell) => cell.status !== 'shown')
    expect(hidden).toHaveLength(4)
    for (const { interval } of hidden) expect(interval![1] - interval![0]).toBeGreaterThanOrEqual(10)
  })

  test('takes a threshold, cells to keep and prices', async () => {
    const table = file('priced.csv', 'region,n,price\nA,4,1\nB,60,1\nC,25,500\nD,90,7\n')
    const hidden = async (...args: string[]) => {
      const { json } = await run('protect', table, '--dims', 'region', '--count', 'n', '--json', ...args)
      return (json.cells as PrintedCell[])
        .filter(({ status }) => status === 'secondary')
        .map(({ key }) => key.region)
    }
    expect(await hidden('--threshold', '5')).toEqual(['C'])
    expect(await hidden('--threshold', '5', '--weights', 'price')).toEqual(['B'])
    expect(await hidden('--threshold', '5', '--keep', file('keep.csv', 'region\nC\n'))).toEqual(['B'])
    expect(await hidden('--threshold', '4')).toEqual([])
    const { stderr, json } = await run(
      'protect',
      table,
      ...['--dims', 'region', '--count', 'n', '--json', '--threshold', '4', '--rules', 'NDB'],
    )
    expect(stderr).toContain('--threshold alone was used')
    expect((json.cells as PrintedCell[]).every(({ status }) => status === 'shown')).toBe(true)
  })

  test('knows hierarchies', async () => {
    const table = file('areas.csv', 'area,n\na1,4\na2,30\nb1,50\nb2,60\n')
    const parents = file('parents.csv', 'child,parent\na1,X\na2,X\nb1,Y\nb2,Y\n')
    const { json } = await run(
      'protect',
      table,
      '--dims',
      'area',
      '--count',
      'n',
      '--hierarchy',
      `area=${parents}`,
      '--json',
    )
    const status = Object.fromEntries(
      (json.cells as PrintedCell[]).map(({ key, status: is }) => [key.area, is]),
    )
    expect(status).toMatchObject({ a1: 'primary', a2: 'secondary', X: 'shown', Y: 'shown', total: 'shown' })
  })

  test('reads a hierarchy with one column a level, in any order, for the dimension that holds its categories', async () => {
    const table = file('towns.csv', '地域,n\nm1,4\nm2,30\nm3,50\nm4,60\n')
    const levels = file('levels.csv', 'pref,area,town\nP,a1,m1\nP,a1,m2\nP,a2,m3\nP,a2,m4\n')
    const { json } = await run(
      'protect',
      table,
      '--dims',
      '地域',
      '--count',
      'n',
      '--hierarchy',
      levels,
      '--json',
    )
    const status = Object.fromEntries(
      (json.cells as PrintedCell[]).map(({ key, status: is }) => [key.地域, is]),
    )
    expect(status).toEqual({
      m1: 'primary',
      m2: 'secondary',
      m3: 'shown',
      m4: 'shown',
      a1: 'shown',
      a2: 'shown',
      P: 'shown',
      total: 'shown',
    })
    const twice = file('twice.csv', 'child,parent\nm1,a1\nm1,a2\n')
    const refused = await run('protect', table, '--dims', '地域', '--count', 'n', '--hierarchy', twice)
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/under "a2".*under "a1"/)])
  })

  test('finds codes within codes and bands within bands, where the numbers add up', async () => {
    const codes = file(
      'codes.csv',
      'area,n\n13,34\n13101,4\n13102,30\n27,110\n27101,50\n27102,60\ntotal,144\n',
    )
    const { json } = await run('protect', codes, '--dims', 'area', '--count', 'n', '--json')
    expect(json.hierarchies.area).toEqual({ 13101: '13', 13102: '13', 27101: '27', 27102: '27' })
    const of = (area: string) => (json.cells as PrintedCell[]).find(({ key }) => key.area === area)!
    expect([of('13101'), of('13102'), of('27101'), of('13')].map(({ status }) => status)).toEqual([
      'primary',
      'secondary',
      'shown',
      'shown',
    ])
    const bands = file('bands.csv', 'age,n\n40-44,12\n45-49,20\n40-49,32\n50-59,40\n')
    const found = await run('protect', bands, '--dims', 'age', '--count', 'n', '--json')
    expect(found.json.hierarchies.age).toEqual({ '40-44': '40-49', '45-49': '40-49' })
    // 1 and 10 to 12 are numbers of classes, not codes within a code.
    const classes = file('classes.csv', 'class,n\n1,12\n10,20\n11,32\n12,40\n')
    const flat = await run('protect', classes, '--dims', 'class', '--count', 'n', '--json')
    expect(flat.json.hierarchies).toBeUndefined()
  })

  test('protects several files together and names them', async () => {
    const one = file('one.csv', '\uFEFFregion,sex,n\nA,m,5\nA,f,45\nB,m,40\nB,f,30\n')
    const two = file('two.csv', 'region,age,n\nA,young,20\nA,old,30\nB,young,45\nB,old,25\n')
    const { json, stderr } = await run(
      'protect',
      one,
      two,
      '--dims',
      'region,sex,age',
      '--count',
      'n',
      '--keep',
      file('keep-b.csv', 'region,sex\nB,m\nB,f\n'),
      '--json',
    )
    expect(stderr).toBe('')
    const cells = json.cells as (PrintedCell & { file: string })[]
    const statusOf = (name: string, region: string) =>
      cells.find(
        ({ file: from, key }) =>
          from === name && key.region === region && Object.values(key).includes('total'),
      )!.status
    expect(statusOf('one.csv', 'A')).toBe(statusOf('two.csv', 'A'))
    expect(cells.filter(({ status }) => status === 'primary').map(({ key }) => key)).toEqual([
      { region: 'A', sex: 'm' },
    ])
    expect(json.unlinked).toBeUndefined()
    expect(cells.filter(({ interval }) => interval && interval[0] === interval[1])).toEqual([])
  })

  test('knows municipalities by size, prices by cells, and sets and editions by name and date', async () => {
    const towns = file(
      'sizes.csv',
      'town,n,people\nsmall,300,1500\nmiddle,15,20000\nlarge,15,80000\nhuge,900,900000\n',
    )
    const { json } = await run(
      'protect',
      towns,
      '--dims',
      'town',
      '--count',
      'n',
      '--population',
      'people',
      '--json',
    )
    const found = Object.fromEntries(
      (json.cells as PrintedCell[]).map(({ key, status, findings }) => [key.town, [status, ...findings]]),
    )
    expect(found.small).toEqual(['not-allowed', 'NDB-2'])
    expect(found.middle).toEqual(['primary', 'NDB-2'])
    expect(found.large![0]).not.toBe('primary')
    const priced = file('cells.csv', 'a,b,n\nx,1,4\nx,2,90\ny,1,12\ny,2,13\nz,1,500\nz,2,600\n')
    const hidden = async (...args: string[]) => {
      const answer = await run('protect', priced, '--dims', 'a,b', '--count', 'n', '--json', ...args)
      return (answer.json.cells as PrintedCell[]).filter(({ status }) => status === 'secondary').length
    }
    expect(await hidden('--cost', 'cells')).toBe(3)
    // A computed margin is one cell as well: by brute force, no safe pattern hides fewer than 9 besides the primary ones.
    const cube = 'a,b,c,n\nx,u,p,1\nx,u,q,12\nx,v,p,12\nx,v,q,20\ny,u,p,12\ny,u,q,12\ny,v,p,1\ny,v,q,0\n'
    const three = ['protect', file('cube.csv', cube), '--dims', 'a,b,c', '--count', 'n', '--threshold', '5']
    const { json: cubed } = await run(...three, '--cost', 'cells', '--json')
    const secondary = (cubed.cells as PrintedCell[]).filter(({ status }) => status === 'secondary')
    expect(secondary).toHaveLength(9)
    const refused = await run(
      'protect',
      priced,
      '--dims',
      'a,b',
      '--count',
      'n',
      '--rules',
      'ndb',
      '--as-of',
      '2001-01-01',
    )
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/in force on 2001-01-01/)])
    const acro = await run(
      'protect',
      file('z.csv', 'a,n\nx,0\ny,50\nz,60\n'),
      '--dims',
      'a',
      '--count',
      'n',
      '--rules',
      'acro',
      '--json',
    )
    expect((acro.json.cells as PrintedCell[])[0]).toMatchObject({
      status: 'primary',
      findings: ['ACRO-threshold'],
    })
  })

  test('reads what Japanese spreadsheets write: Shift_JIS, 合計, full-width digits, separators', async () => {
    // 地域,人数 / 東,１２ / 西,"1,200" / 合計,"1,212" in Shift_JIS.
    const bytes = Buffer.from(
      '926e88e62c906c90940a938c2c825082510a90bc2c22312c323030220a8d878c762c22312c323132220a',
      'hex',
    )
    const { json, stderr } = await run(
      'protect',
      file('sjis.csv', bytes),
      '--dims',
      '地域',
      '--count',
      '人数',
      '--json',
    )
    expect(stderr).toBe('')
    expect((json.cells as PrintedCell[]).map(({ key, count }) => [key.地域, count])).toEqual([
      ['東', 12],
      ['西', 1200],
      ['total', 1212],
    ])
  })

  test('prints a table for people without --json', async () => {
    const { stdout } = await run('protect', file('regions.csv', REGIONS), ...DIMS)
    expect(stdout).toContain('一次 primary')
    expect(stdout).toMatch(/optimal · gap 0\.0 %/)
  })
})

test('the built programme prints the same and ends with the same status', () => {
  const start = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, 'disclosure', ...args], { encoding: 'utf8' })
  const good = start('protect', file('regions.csv', REGIONS), ...DIMS, '--json')
  expect(good.status).toBe(0)
  expect(JSON.parse(good.stdout)).toMatchObject({ method: 'optimal', gap: 0 })
  const bad = start('protect', join(folder, 'none.csv'), ...DIMS)
  expect([bad.status, bad.stdout]).toEqual([2, ''])
})

describe('disclosure audit', () => {
  const marked = (status: string) => `region,n,s\nA,4,${status}\nB,60,shown\nC,25,shown\ntotal,89,shown\n`

  test('says which hidden value is exact', async () => {
    const { json } = await run(
      'audit',
      file('a.csv', marked('hidden')),
      '--dims',
      'region',
      '--count',
      'n',
      '--status',
      's',
      '--json',
    )
    expect(json.cells).toEqual([{ key: { region: 'A' }, status: 'hidden', interval: [4, 4], exact: true }])
  })

  test('numbers in the milliards keep ranges that brute force finds, in three dimensions', async () => {
    const rows =
      'x0,y0,z0,*,h x0,y0,total,*,h x0,total,z0,*,h total,y0,z0,*,h total,y0,total,*,h x0,y0,z1,*,h total,y0,z1,4000000000,s total,total,z1,*,h x0,y1,z0,*,h x0,y1,total,*,h total,y1,z0,*,h total,y1,total,4650785469,s x0,y1,z1,*,h total,y1,z1,3,s x0,y2,z0,*,h x0,y2,total,6269695594,s total,y2,z0,4396573897,s total,y2,total,10666269491,s x0,y2,z1,*,h total,y2,z1,6269695594,s x1,y0,z0,*,h x1,total,z0,5047359363,s x1,total,total,*,h x1,y0,z1,*,h x1,y1,z0,2650785466,s x1,y1,z1,*,h x1,y2,z0,*,h x1,y2,z1,*,h'
    const big = file(
      'big.csv',
      `a,b,c,n,s\n${rows.replaceAll(' ', '\n').replaceAll(',h', ',hidden').replaceAll(',s', ',shown')}\n`,
    )
    const { json } = await run('audit', big, '--dims', 'a,b,c', '--count', 'n', '--status', 's', '--json')
    const of = Object.fromEntries(
      (json.cells as PrintedCell[]).map(({ key, interval }) => [Object.values(key).join(), interval]),
    )
    expect(of['x1,y2,z1']).toEqual([2_000_000_000, 4_396_573_897])
    expect(of['x1,y0,z0']).toEqual([0, 2_396_573_897])
    expect(of['x1,total,total']).toEqual([7_047_359_363, 13_443_933_263])
  })

  test('links several files on the dimensions they share', async () => {
    const one = file(
      'one.csv',
      'region,sex,n,s\nA,m,5,hidden\nA,f,45,shown\nA,total,,hidden\nB,m,9,shown\nB,f,9,shown\nB,total,18,shown\n',
    )
    const two = file('two.csv', 'region,age,n,s\nA,young,20,shown\nA,old,30,shown\nA,total,50,shown\n')
    const args = ['--dims', 'region,sex,age', '--count', 'n', '--status', 's', '--json']
    const alone = await run('audit', one, ...args)
    expect(alone.json.cells[0]).toMatchObject({ interval: [0, null], exact: false })
    const together = await run('audit', one, two, ...args)
    expect(together.json.cells[0]).toMatchObject({ file: 'one.csv', interval: [5, 5], exact: true })
  })
})

describe('bad input is refused in both languages with exit status 2', () => {
  const cases: [string, string, RegExp][] = [
    ['a missing column', REGIONS.replace('sex', 'gender'), /列「sex」がありません[\s\S]*no column "sex"/],
    ['a word for a number', REGIONS.replace('30', 'many'), /4 行目、列「n」[\s\S]*Line 4, column "n"/],
    ['a fraction', REGIONS.replace('30', '30.5'), /整数ではありません[\s\S]*not a whole number/],
    ['a negative count', REGIONS.replace('30', '-3'), /負です[\s\S]*negative/],
    ['the same key twice', `${REGIONS}A,m,3\n`, /8 行目は 2 行目と同じ[\s\S]*same key as line 2/],
    ['margins that do not add up', `${REGIONS}A,total,21\n`, /内訳の和は 20[\s\S]*parts sum to 20/],
    ['an empty key', REGIONS.replace('B,m', ',m'), /列「region」が空[\s\S]*is empty/],
    ['no rows', 'region,sex,n\n', /データの行がありません[\s\S]*no data rows/],
    ['a broken line', 'region,sex,n\nA,m\n', /2 行目が CSV として[\s\S]*Line 2/],
  ]
  for (const [name, text, words] of cases)
    test(name, async () => {
      const { status, stdout, stderr } = await run('protect', file('bad.csv', text), ...DIMS, '--json')
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toMatch(words)
    })

  test('a file that is not there, an unknown rule set, a senseless threshold, a cell to keep that is small', async () => {
    const table = file('regions.csv', REGIONS)
    const refused = async (...args: string[]) => {
      const { status, stderr } = await run('protect', ...args, ...DIMS)
      return [status, stderr.split('\n').at(-2)]
    }
    expect(await refused(join(folder, 'none.csv'))).toEqual([2, expect.stringMatching(/cannot be read/)])
    expect(await refused(table, '--rules', 'XYZ')).toEqual([2, expect.stringMatching(/Known ones: .*NDB/)])
    expect(await refused(table, '--threshold', 'ten')).toEqual([2, expect.stringMatching(/whole number/)])
    expect(await refused(table, '--keep', file('k.csv', 'region,sex\nA,f\n'))).toEqual([
      2,
      expect.stringMatching(/itself under 10/),
    ])
    expect(await refused(table, '--keep', file('k.csv', 'region,sex\nZ,f\n'))).toEqual([
      2,
      expect.stringMatching(/does not hold/),
    ])
    const all =
      'region,sex\nA,m\nB,m\nC,m\nA,total\ntotal,m\ntotal,f\nB,total\nC,total\ntotal,total\nB,f\nC,f\n'
    expect(await refused(table, '--keep', file('k.csv', all))).toEqual([
      2,
      expect.stringMatching(/cannot be protected/),
    ])
  })
})
