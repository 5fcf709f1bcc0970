import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TableProfile } from '../../shared/contract/catalog.ts'
import type { ImportReport } from '../../visiting/sources/import/run-import.ts'
import { startService } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'environment')
const pbcseq = join(import.meta.dirname, '../fixtures/sources/pbcseq.csv')

function aMapping(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const mapping = aMapping('mapping.json', {
  table: 'ehr.lab_result',
  source: { format: 'csv' },
  person: 'id',
  columns: {
    sampled_date: { constant: '2020-01-01' },
    analyte_code: { constant: '3J010' },
    analyte_name: { constant: '総ビリルビン' },
    value: { from: 'bili' },
    unit: { constant: 'mg/dL' },
  },
})

const operate = (...args: string[]) =>
  promisify(execFile)(process.execPath, [CLI, 'import', '--data', data, ...args])
const load = async (...args: string[]): Promise<ImportReport> =>
  JSON.parse((await operate('--file', pbcseq, '--mapping', mapping, '--json', ...args)).stdout)
const fresh = join(folder, 'fresh')
/** 'read', or exit code and words of a dry run into `fresh`. */
const dryRun = (): Promise<string> =>
  promisify(execFile)(process.execPath, [
    ...[CLI, 'import', '--data', fresh, '--file', pbcseq, '--mapping', mapping, '--dry-run'],
  ]).then(
    () => 'read',
    (problem) => `${problem.code} ${problem.stderr}`,
  )

beforeAll(() => {
  execFileSync(process.execPath, [
    CLI,
    'init',
    '--data',
    data,
    '--name-ja',
    '研究用',
    '--name-en',
    'Research',
  ])
})

describe('an operator imports a file', () => {
  test('first as a dry run, then for good, then again without effect', async () => {
    expect(await load('--dry-run')).toMatchObject({ outcome: 'dry-run', loaded: 1945, persons: 312 })
    expect(await load()).toMatchObject({ outcome: 'loaded', loaded: 1945, persons: 312, quarantined: 0 })
    expect(await load()).toMatchObject({ outcome: 'already-loaded', loaded: 1945 })
  })

  test('what a killed one left is gone once the environment is served', async () => {
    const large = join(folder, 'large.csv')
    const [header, ...rows] = readFileSync(pbcseq, 'utf8').trimEnd().split('\n')
    writeFileSync(large, [header, ...Array.from({ length: 200 }, () => rows).flat()].join('\n'))
    const incoming = join(data, 'store', '.incoming')
    // A file may have been renamed by the time it is looked at.
    const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
    const left = () =>
      existsSync(incoming) &&
      readdirSync(incoming, { recursive: true, withFileTypes: true }).some(
        (entry) => entry.isFile() && sizeOf(join(entry.parentPath, entry.name)) > 0,
      )
    const words = [CLI, 'import', '--data', data, '--file', large, '--mapping', mapping]
    const killed = spawn(process.execPath, words, { stdio: 'ignore' })
    const ended = once(killed, 'exit')
    await expect.poll(left, { interval: 5, timeout: 60_000 }).toBe(true)
    killed.kill('SIGKILL')
    expect([await ended, left()]).toEqual([[null, 'SIGKILL'], true])
    await (await startService(data)).stop()
    expect(existsSync(incoming)).toBe(false)
  })

  test('the catalog profiles what came in', () => {
    const profiles = JSON.parse(readFileSync(join(data, 'store/profiles.json'), 'utf8')) as TableProfile[]
    expect(profiles).toHaveLength(1)
    expect(profiles[0]).toMatchObject({ schema: 'ehr', name: 'lab_result', rows: 2000, persons: 310 })
  })

  test.each([
    ['a mapping that is no JSON', aMapping('broken.json', '{'), 'cannot be read as JSON'],
    ['a mapping that is not there', join(folder, 'no-mapping.json'), 'is not there'],
    ['a mapping without a table', aMapping('none.json', { person: 'id' }), 'wrong at table'],
    [
      'a mapping that asks for a column the file lacks',
      aMapping('lacks.json', {
        table: 'ehr.lab_result',
        source: { format: 'csv' },
        person: 'patient_number',
        columns: {},
      }),
      'the header lacks patient_number',
    ],
  ])('%s is answered in words and with a status of its own', async (_, wrong, words) => {
    const failed = await operate('--file', pbcseq, '--mapping', wrong).catch((problem) => problem)
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain(words)
    expect(failed.stderr).toMatch(/[ぁ-ん]/)
    expect(failed.stderr).not.toMatch(/ at .*\.js:\d+/)
  })
  test('a folder that is no environment is not made one, however its name was typed', async () => {
    const elsewhere = join(folder, 'typing-error')
    const failed = await promisify(execFile)(process.execPath, [
      ...[CLI, 'import', '--data', elsewhere, '--file', pbcseq, '--mapping', mapping],
    ]).catch((problem) => problem)
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('There is no environment in')])
    expect(existsSync(elsewhere)).toBe(false)
  })
})

describe('two commands at once', () => {
  test('init leaves a folder alone while another makes it, and takes over what a killed one left', async () => {
    const init = () =>
      promisify(execFile)(process.execPath, [
        ...[CLI, 'init', '--data', fresh, '--name-ja', '研究用', '--name-en', 'Research'],
      ]).then(
        () => 'made',
        (problem) => `${problem.code} ${problem.stderr}`,
      )
    mkdirSync(join(fresh, 'store'), { recursive: true })
    writeFileSync(join(fresh, 'store', 'half-made'), 'x')
    writeFileSync(join(fresh, 'truth.json'), '{')
    writeFileSync(join(fresh, 'service.lock'), String(process.pid))
    expect(await init()).toMatch(/^1 .*使用中です/)
    expect(existsSync(join(fresh, 'store', 'half-made'))).toBe(true)
    // Process numbers end below this one: its holder is gone.
    writeFileSync(join(fresh, 'service.lock'), '99999999')
    expect(await init()).toBe('made')
    expect(existsSync(join(fresh, 'store', 'half-made'))).toBe(false)
  })

  test('a lock that names nobody, as a full disk leaves one, does not hold for good', async () => {
    const lock = join(fresh, 'service.lock')
    writeFileSync(lock, '')
    // Young, however long the command takes to start.
    const later = new Date(Date.now() + 600_000)
    utimesSync(lock, later, later)
    expect(await dryRun()).toMatch(/^1 .*使用中です/)
    utimesSync(lock, new Date(0), new Date(0))
    expect(await dryRun()).toBe('read')
  })
})

test('a secret that is empty or cut short makes no pseudonyms', async () => {
  const keys = join(fresh, 'keys', 'persons.secret')
  for (const secret of ['', 'ab12']) {
    writeFileSync(keys, secret)
    expect(await dryRun()).toMatch(/^1 [\s\S]*empty or cut short/)
  }
})

test('no second secret is made for persons of whom some were imported under the first', async () => {
  const other = join(folder, 'without-secret')
  cpSync(data, other, { recursive: true })
  const secret = join(other, 'keys', 'persons.secret')
  rmSync(secret)
  const again = [CLI, 'import', '--data', other, '--file', pbcseq, '--mapping', mapping, '--dry-run']
  await expect(promisify(execFile)(process.execPath, again)).rejects.toMatchObject({
    stderr: expect.stringContaining(`${secret} is missing or damaged; nothing was made in its place`),
  })
  expect(existsSync(secret)).toBe(false)
})
