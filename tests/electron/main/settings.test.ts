import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Settings } from '../../../electron/main/settings.ts'
import { startAddressOf } from '../../../electron/main/start-address.ts'
import { someKeys } from '../../fixtures/a-release.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'visiting-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const anEnvironment = (address: string) => ({
  address,
  nameJa: '環境',
  nameEn: 'Environment',
  publicKey: someKeys().publicKey,
  formerKeys: [],
  demonstration: false,
  lastUsed: '2026-11-23T00:00:00.000Z',
})

test('environments and bounds are there again at the next start, readable by nobody else', async () => {
  const environment = anEnvironment('https://a.example')
  const bounds = { x: 1, y: 2, width: 1200, height: 800, maximised: false }
  const settings = new Settings(folder)
  await Promise.all([settings.keep(environment), settings.keepBounds(bounds)])
  expect(new Settings(folder).all()).toEqual([environment])
  expect(new Settings(folder).bounds).toEqual(bounds)
  expect(statSync(join(folder, 'settings.json')).mode & 0o077).toBe(0)
})

test('an address is remembered once, and forgotten when told to', async () => {
  const settings = new Settings(folder)
  await settings.keep(anEnvironment('https://a.example'))
  const newer = anEnvironment('https://a.example')
  await settings.keep(newer)
  await settings.keep(anEnvironment('https://b.example'))
  expect(settings.all().filter(({ address }) => address === 'https://a.example')).toEqual([newer])
  await settings.forget('https://a.example')
  expect(new Settings(folder).all().map(({ address }) => address)).toEqual(['https://b.example'])
})

test('a demonstration that moved to another port is remembered there only, a real environment at each address', async () => {
  const settings = new Settings(folder)
  const demonstration = { ...anEnvironment('http://127.0.0.1:8001'), demonstration: true }
  const real = anEnvironment('https://a.example')
  await settings.keep(demonstration)
  await settings.keep({ ...demonstration, address: 'http://127.0.0.1:8002' })
  await settings.keep(real)
  await settings.keep({ ...real, address: 'https://b.example' })
  expect(settings.all().map(({ address }) => address)).toEqual([
    'https://b.example',
    'https://a.example',
    'http://127.0.0.1:8002',
  ])
})

test.each([
  ['no JSON', '{'],
  [
    'a key that is none',
    JSON.stringify({ environments: [{ ...anEnvironment('https://a.example'), publicKey: 'AA' }] }),
  ],
])('settings with %s are put aside whole, and the application starts without them', (_what, text) => {
  writeFileSync(join(folder, 'settings.json'), text)
  expect(new Settings(folder).all()).toEqual([])
  expect(readFileSync(join(folder, 'settings.json.unreadable'), 'utf8')).toBe(text)
  expect(existsSync(join(folder, 'settings.json'))).toBe(false)
})

test('the application starts for the environment it is told, and for none it cannot trust', () => {
  expect(startAddressOf(['electron', '.', '--environment=http://127.0.0.1:8080'], {})).toBe(
    'http://127.0.0.1:8080',
  )
  expect(startAddressOf([], { VISITING_ENVIRONMENT: 'visiting.example.jp' })).toBe(
    'https://visiting.example.jp',
  )
  expect(startAddressOf(['--environment=http://example.jp'], {})).toBeNull()
  expect(startAddressOf([], {})).toBeNull()
})
