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
