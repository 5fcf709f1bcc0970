/** What the operator reads when a file of the environment is gone or broken, and that nothing is made in its place. */
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { anOwnEnvironment } from '../fixtures/an-own-environment.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const whole = join(folder, 'whole')
const broken = join(folder, 'broken')
const { failing, visiting } = anOwnEnvironment(broken)

beforeAll(async () => {
  await anOwnEnvironment(whole).visiting(
    ...['init', '--name-ja', '研究用環境', '--name-en', 'Research', '--persons', '300'],
  )
})

/** A copy in which one file is missing (null) or holds something else. */
function breakFile(name: string, content: string | null): string {
  rmSync(broken, { recursive: true, force: true })
  cpSync(whole, broken, { recursive: true })
  const path = join(broken, name)
  for (const beside of ['-wal', '-shm']) rmSync(path + beside, { force: true })
  if (content === null) rmSync(path)
  else writeFileSync(path, content)
  return path
}

const saysDamaged = (path: string) => ({
  status: 1,
  said: expect.stringMatching(
    new RegExp(
      `${path} がないか、壊れています。[^]*${path} is missing or damaged; nothing was made in its place`,
    ),
  ),
})

describe('serve', () => {
  test.each([
    ['records.sqlite', null],
    ['records.sqlite', 'no database'],
    ['keys/environment.pem', null],
    ['keys/environment.pem', '-----BEGIN PRIVATE KEY-----\n'],
    ['environment.json', '{"nameJa": "研究'],
    ['store/profiles.json', '[{'],
    ['store/populations.json', ''],
  ])('names %s (%j), and leaves it as it is', async (name, content) => {
    const path = breakFile(name, content)
    expect(await failing(['serve', '--port', '0'])).toEqual(saysDamaged(path))
    expect(existsSync(path) ? readFileSync(path, 'utf8') : null).toBe(content)
  })
})

test('serve makes no second secret for a ledger that holds sets of persons under the first', async () => {
  breakFile('ledger/sets-0123456789abcdef.parquet', '')
  const path = join(broken, 'keys', 'ledger.secret')
  expect(await failing(['serve', '--port', '0'])).toEqual(saysDamaged(path))
  expect(existsSync(path)).toBe(false)
})

test('serve says that the key is another environment’s', async () => {
  breakFile(
    'keys/environment.pem',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
  const { status, said } = await failing(['serve', '--port', '0'])
  expect([status, said.includes('keys/ の鍵が違います')]).toEqual([1, true])
})

describe('audit verify', () => {
  test('holds on the whole folder, so that the failures below are of what is broken', async () => {
    breakFile('environment.json', readFileSync(join(whole, 'environment.json'), 'utf8'))
    expect(await visiting('audit', 'verify')).toMatchObject({ holds: true })
  })

  test('begins no empty log where the records are gone', async () => {
    const path = breakFile('records.sqlite', null)
    expect(await failing(['audit', 'verify'])).toEqual(saysDamaged(path))
    expect(existsSync(path)).toBe(false)
  })

  test('says that the records are damaged where a page of them is', async () => {
    const path = breakFile('environment.json', readFileSync(join(whole, 'environment.json'), 'utf8'))
    truncateSync(join(broken, 'records.sqlite'), 8192)
    const { status, said } = await failing(['audit', 'verify'])
    expect([status, said.includes('records.sqlite がないか、壊れています')]).toEqual([1, true])
    expect(existsSync(path)).toBe(true)
  })
})
