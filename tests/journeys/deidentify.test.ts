/** The door as an operator uses it: identified records in, neither name nor number anywhere behind it. */
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { shiftDays } from '../../visiting/sources/deidentify/pseudonymise.ts'
import type { SourceRecord } from '../../visiting/sources/deidentify/rules.ts'
import type { DeidentifyReport } from '../../visiting/sources/deidentify/run-deidentify.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'environment')
const rules = join(import.meta.dirname, '../../resources/deidentify-rules/visits.json')
const operate = (...args: string[]) => promisify(execFile)(process.execPath, [CLI, ...args])

const csvOf = (records: SourceRecord[]): string => {
  const header = Object.keys(records[0]!)
  return [
    header.join(','),
    ...records.map((record) => header.map((name) => record[name] ?? '').join(',')),
  ].join('\n')
}

describe("the ministry's example through the command", () => {
  const example = JSON.parse(
    readFileSync(join(import.meta.dirname, '../fixtures/sources/pseudonymisation-example.json'), 'utf8'),
  ) as { original: SourceRecord; pseudonymised: SourceRecord; anonymised: SourceRecord }
  const file = join(folder, 'visits.csv')
  /** Her among 200 others: 12 of them reach 201 mmHg, and nobody else has her disease. */
  const records = Array.from({ length: 200 }, (_, i) => ({
    ...example.original,
    name: `患者番号${i}`,
    weightKg: 40 + (i % 40),
    systolicMmHg: i < 3 ? 215 : i < 12 ? 203 : 110 + (i % 80),
    disease: i % 2 ? '糖尿病' : '高血圧症',
  }))
  writeFileSync(file, csvOf([...records, example.original]))
  // The first of a row of secrets that moves her five days back, as in the papers.
  mkdirSync(join(data, 'keys'), { recursive: true })
  for (let i = 0; ; i++) {
    const secret = new Uint8Array(32).fill(i % 256, 0, 16).fill(i >> 8, 16)
    if (shiftDays(secret, String(example.original.name), 14) !== -5) continue
    writeFileSync(join(data, 'keys', 'anonymised.secret'), Buffer.from(secret).toString('hex'))
    break
  }

  async function made(
    form: string,
  ): Promise<{ report: DeidentifyReport; rows: Record<string, string>[]; bytes: string }> {
    const out = join(folder, `${form}.csv`)
    const args = ['--data', data, '--file', file, '--rules', rules, '--form', form, '--out', out, '--json']
    const { stdout } = await operate('deidentify', ...args)
    const bytes = readFileSync(out, 'utf8')
    return {
      report: JSON.parse(stdout),
      rows: parse(bytes, { columns: true }) as Record<string, string>[],
      bytes,
    }
  }
  const texts = (record: SourceRecord, id: string) =>
    Object.fromEntries(Object.entries({ ...record, id }).map(([name, value]) => [name, String(value)]))

  test('the pseudonymised form: the name goes, everything medical stays', async () => {
    const { report, rows, bytes } = await made('pseudonymised')
    const hers = rows.at(-1)!
    expect(hers).toEqual(texts(example.pseudonymised, hers.id!))
    expect([report.written, report.persons, report.quarantined]).toEqual([201, 201, 0])
    expect(bytes).not.toMatch(/厚労|花子|患者番号/)
  })

  test('the anonymised form, with limits computed from the data, and no key that joins the two forms', async () => {
    const { report, rows, bytes } = await made('anonymised')
    const hers = rows.at(-1)!
    expect(hers).toEqual(texts(example.anonymised, hers.id!))
    expect(report.topFrom).toEqual({ systolicMmHg: 201 })
    expect(report.foldedBelowMinimum).toEqual(['disease'])
    expect(bytes).not.toMatch(/厚労|花子|患者番号|膵島/)
    const pseudonyms = new Set(
      parse(readFileSync(join(folder, 'pseudonymised.csv'), 'utf8'), { columns: true }).map(
        (row) => (row as { id: string }).id,
      ),
    )
    expect(rows.some(({ id }) => pseudonyms.has(id!))).toBe(false)
  })

  test.each([
    ['a form that is none', ['--form', 'secret', '--out', join(folder, 'x.csv')], '--form'],
    [
      'a place in the data folder',
      ['--form', 'anonymised', '--out', join(data, 'store', 'x.csv')],
      'outside the data folder',
    ],
    [
      'records that are not there',
      ['--file', join(folder, 'none.csv'), '--form', 'anonymised', '--out', join(folder, 'x.csv')],
      'is not there',
    ],
    [
      'an environment that is not there',
      ['--data', join(folder, 'none'), '--form', 'anonymised', '--out', join(folder, 'x.csv')],
      'There is no environment in',
    ],
    ['a file that exists', ['--form', 'anonymised', '--out', file], 'exists already'],
  ])('%s is refused in words', async (_, more, words) => {
    const failed = await operate(
      'deidentify',
      '--data',
      data,
      '--file',
      file,
      '--rules',
      rules,
      ...more,
    ).catch((problem) => problem)
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain(words)
    expect(failed.stderr).not.toMatch(/ at .*\.js:\d+/)
  })
})

/** All bytes below a folder, names of files included. */
function everythingIn(path: string): Buffer {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return Buffer.concat(
    names.flatMap((name) => [
      Buffer.from(`${name}\n`),
      ...(statSync(join(path, name)).isFile() ? [readFileSync(join(path, name))] : []),
    ]),
  )
}

describe('an import', () => {
  const own = join(folder, 'own')
  beforeAll(() => operate('init', '--data', own, '--name-ja', '研究用', '--name-en', 'Research'))
  const people = [
    ['0012345671', '山田花子', '090-1111-2222', '東京都千代田区霞が関1-2-2', '06123456'],
    ['0012345672', 'ｽｽﾞｷ ｲﾁﾛｳ', '03-5253-1111', '大阪市北区中之島9-9', '06987654'],
    ['0012345673', 'Taro Tanaka', '08012345678', '札幌市中央区北1条', '77712345'],
  ] as const
  const notes = [
    '本人（山田 花子）と電話、090-1111-2222',
    '夫のスズキイチロウ様が来院',
    '連絡は taro.tanaka@example.jp',
    '経過良好',
  ]
  const lines = Array.from({ length: 400 }, (_, i) => {
    const [id, name, phone, address, insured] = people[i % 3]!
    // Every seventh row is bad: its value must not be told anywhere.
    const day = i % 7 === 0 ? `${name} ${phone}` : `2021-0${1 + (i % 9)}-11`
    return `${id},${name},${phone},${address},${insured},${day},${notes[i % 4]}`
  })
  const csv = `patient,name,phone,address,insured,day,note\n${lines.join('\n')}\n`
  const mapping = {
    table: 'ehr.allergy',
    source: { format: 'csv' },
    person: 'patient',
    remove: ['name', 'phone', 'address', 'insured'],
    columns: {
      category: { constant: 'その他' },
      substance: { from: 'note' },
      recorded_date: { from: 'day', required: true },
    },
  }
  const file = join(folder, '山田花子.csv')
  writeFileSync(file, csv)
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping))

  test('leaves no byte of a name, an address or a number in the stores, the reports or the log', async () => {
    const args = ['import', '--data', own, '--file', file, '--mapping', join(folder, 'mapping.json')]
    const dry = await operate(...args, '--dry-run')
    const loaded = await operate(...args, '--json')
    const report = JSON.parse(loaded.stdout)
    expect([report.read, report.quarantined, report.loaded, report.persons]).toEqual([400, 58, 342, 3])
    expect(report.emptied.note).toBeGreaterThan(200)
    const told = [dry.stdout, dry.stderr, loaded.stdout, loaded.stderr].join('\n')
    const bytes = Buffer.concat([everythingIn(own), Buffer.from(told)])
    expect(bytes.includes('経過良好')).toBe(true)
    const planted = [
      ...people.flat(),
      ...['花子', '山田', 'スズキ', 'ｽｽﾞｷ', 'イチロウ', 'tanaka', 'Tanaka', '霞が関', '中之島'],
    ]
    for (const text of planted)
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect([text, bytes.includes(Buffer.from(text, encoding))]).toEqual([text, false])
  })

  test('that is killed in the middle changes nothing, and the next one loads all of it', async () => {
    const big = join(folder, 'big.csv')
    const header = csv.slice(0, csv.indexOf('\n') + 1)
    const good = lines.map((line) => line.replace(/,[^,]*,[^,]*$/, ',2022-02-03,経過良好')).join('\n')
    writeFileSync(big, header + Array.from({ length: 100 }, () => `${good}\n`).join(''))
    const args = ['import', '--data', own, '--file', big, '--mapping', join(folder, 'mapping.json'), '--json']
    const state = () =>
      readdirSync(join(own, 'store'), { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('.incoming') && statSync(join(own, 'store', name)).isFile())
        .sort()
        .map((name) => [name, readFileSync(join(own, 'store', name)).toString('base64')])
    const before = state()
    let killed = 0
    for (const afterMs of [300, 900, 1500]) {
      const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      if (child.kill('SIGKILL')) killed += 1
      await ended
      // A machine quick enough to finish in time has loaded everything; otherwise nothing has changed.
      const now = state()
      if (now.length === before.length) expect(now).toEqual(before)
      else break
    }
    expect(killed).toBeGreaterThan(0)
    const report = JSON.parse((await operate(...args)).stdout)
    expect(report.loaded).toBe(40_000)
    expect(
      readdirSync(join(own, 'store')).includes('.incoming') &&
        readdirSync(join(own, 'store', '.incoming')).length > 0,
    ).toBe(false)
  })
})
