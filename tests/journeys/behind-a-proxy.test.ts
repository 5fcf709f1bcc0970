/** A TLS proxy in front: its word for the caller counts where the operator said so, and nowhere else. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { type Service, startService } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const data = join(temporaryFolder(), 'own')
const visiting = (...words: string[]) =>
  promisify(execFile)(process.execPath, [CLI, ...words, '--data', data, '--json'])
let password: string

beforeAll(async () => {
  await visiting('init', '--name-ja', '環境', '--name-en', 'Environment')
  const { stdout } = await visiting(
    ...['account', 'add', 'aoki', '--roles', 'researcher', '--name-ja', '青木', '--name-en', 'Aoki'],
    ...['--institution-ja', '東都大学', '--institution-en', 'Toto'],
  )
  password = (JSON.parse(stdout) as { firstPassword: string }).firstPassword
})

/** Signs a browser in as a proxy would pass it on; the answer's status and cookie. */
async function enter(service: Service, caller: string) {
  const answer = await fetch(new URL('/api/sessions', service.address), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [PROTOCOL_HEADER]: PROTOCOL_VERSION,
      'x-forwarded-for': caller,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'visiting.example',
    },
    body: JSON.stringify({ login: 'aoki', password, transport: 'cookie' }),
  })
  await answer.arrayBuffer()
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie') ?? '',
    /** Tries this caller has left within the minute. */
    left: Number(answer.headers.get('x-ratelimit-remaining')),
  }
}
describe('a service that was told of its proxy', () => {
  let service: Service
  beforeAll(async () => {
    service = await startService(data, ['--proxy', 'loopback'])
  })
  afterAll(() => service.stop())

  test('keeps the cookie to TLS', async () => {
    const { status, cookie } = await enter(service, '198.51.100.7')
    expect(status).toBe(200)
    expect(cookie).toContain('; Secure')
  })

  test('counts tries by caller, not by proxy', async () => {
    const [one, other, again] = [
      await enter(service, '198.51.100.1'),
      await enter(service, '198.51.100.2'),
      await enter(service, '198.51.100.1'),
    ]
    expect([other.left, again.left]).toEqual([one.left, one.left - 1])
  })
})

describe('a service that was told of none', () => {
  let service: Service
  beforeAll(async () => {
    service = await startService(data)
  })
  afterAll(() => service.stop())

  test('does not believe who says he comes from elsewhere', async () => {
    const { cookie } = await enter(service, '198.51.100.7')
    expect(cookie).not.toContain('Secure')
    const [one, other] = [await enter(service, '198.51.100.1'), await enter(service, '198.51.100.2')]
    expect(other.left).toBe(one.left - 1)
    expect(one.left).toBeGreaterThan(0)
  })
})

test('what is no address is refused in words', async () => {
  for (const wrong of ['everybody', '10.0.0.0/1', '0.0.0.0/0', '1.2.3.4/8/8'])
    await expect(visiting('serve', '--proxy', wrong)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is no address'),
    })
})
