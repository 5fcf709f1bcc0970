import { createHash } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Connection } from '../../../electron/connection/connection.ts'
import { verifyPackage } from '../../../electron/export/verify-package.ts'
import { PROTOCOL_VERSION } from '../../../shared/contract/protocol.ts'
import { fingerprintOf } from '../../../shared/model/fingerprint.ts'
import { problemOf } from '../../../shared/model/problem.ts'
import { Refusal, type RefusalCode } from '../../../shared/model/refusals.ts'
import { aMemory, type Listener, listen, TOKEN } from '../../fixtures/a-listener.ts'
import { aLink, aPackage, RELEASE_ID, someKeys } from '../../fixtures/a-release.ts'

let listener: Listener
let memory: ReturnType<typeof aMemory>
let connection: Connection
const MAJOR = Number(PROTOCOL_VERSION.split('.')[0])
const credentials = { login: 'sato', password: 'correct horse' }

beforeEach(async () => {
  listener = await listen()
  memory = aMemory()
  connection = new Connection({ fetch: (url, init) => fetch(url, init), memory })
})
afterEach(() => listener.close())

async function chosen() {
  const probe = await connection.probe(listener.origin)
  if (!probe.ok) throw new Error(probe.problem.title)
  const { address, identity } = probe.value
  return connection.choose({ address, fingerprint: identity.fingerprint })
}
const signedIn = async () => (await chosen()) && (await connection.signIn(credentials))
const refused = (code: RefusalCode) => ({
  status: 401,
  type: 'application/problem+json',
  body: problemOf(new Refusal(code), 'r1'),
})
const heardAt = (path: string) => listener.heard.filter(({ url }) => url.startsWith(path))

describe('probing an address', () => {
  test('shows the fingerprint of the key itself, not the one the answer claims', async () => {
    const probe = await connection.probe(listener.origin)
    const digest = createHash('sha256').update(Buffer.from(listener.keys.publicKey, 'base64')).digest()
    expect(probe).toMatchObject({
      ok: true,
      value: { trust: 'new', protocol: 'same', identity: { fingerprint: fingerprintOf(digest) } },
    })
  })

  test('says same for a key that is remembered and changed for another one at that address', async () => {
    await chosen()
    expect(await connection.probe(listener.origin)).toMatchObject({ value: { trust: 'same' } })
    listener.hold(someKeys())
    expect(await connection.probe(listener.origin)).toMatchObject({ value: { trust: 'changed' } })
  })

  test.each([
    [`${MAJOR - 1}.9`, 'service-older'],
    [`${MAJOR + 1}.0`, 'service-newer'],
    [`${MAJOR}.77`, 'same'],
  ])('of protocol %s says %s', async (protocol, relation) => {
    listener.claim({ protocol })
    expect(await connection.probe(listener.origin)).toMatchObject({ value: { protocol: relation } })
  })

  test('is refused for a key that is no Ed25519 key', async () => {
    listener.claim({ publicKey: 'AAAA' })
    expect(await connection.probe(listener.origin)).toMatchObject({ ok: false, problem: { code: 'fault' } })
  })

  test.each([
    ['another key than the one it holds', { publicKey: someKeys().publicKey }],
    ['no proof', { proof: null }],
    ['a proof that is no signature', { proof: 'AAAA' }],
  ])('is refused where the answer has %s', async (_what, claims) => {
    listener.claim(claims)
    expect(await connection.probe(listener.origin)).toMatchObject({
      ok: false,
      problem: { code: 'identity-changed' },
    })
  })

  test('takes no proof made for another challenge', async () => {
    const url = `${listener.origin}/api/environment?challenge=${encodeURIComponent(Buffer.alloc(32).toString('base64'))}`
    const { proof } = (await (await fetch(url)).json()) as { proof: string }
    listener.claim({ proof })
    expect(await connection.probe(listener.origin)).toMatchObject({ ok: false })
  })

  test('says in both languages that nothing answers there', async () => {
    await listener.close()
    const probe = await connection.probe(listener.origin)
    expect(probe).toMatchObject({
      ok: false,
      problem: { code: 'unreachable', params: { reason: 'refused' } },
    })
    expect(!probe.ok && probe.problem.words.ja.title).toContain('接続できません')
    expect(!probe.ok && probe.problem.words.en.title).toContain('cannot be reached')
  })

  test('does not follow a redirect', async () => {
    listener.on['GET /api/environment'] = { status: 302, headers: { location: '/api/elsewhere' } }
    const probe = await connection.probe(listener.origin)
    expect(probe).toMatchObject({
      ok: false,
      problem: { code: 'unreachable', params: { reason: 'redirect' } },
    })
    expect(heardAt('/api/elsewhere')).toEqual([])
  })

  test('gives up on an answer without end', async () => {
    listener.on['GET /api/environment'] = (response) => {
      const part = Buffer.alloc(2 ** 20, 'a')
      const more = () => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    expect(await connection.probe(listener.origin)).toMatchObject({
      problem: { params: { reason: 'too-large' } },
    })
  })

  test('notices that something else lives there', async () => {
    listener.on['GET /api/environment'] = { type: 'text/html', body: '<h1>hello</h1>' }
    expect(await connection.probe(listener.origin)).toMatchObject({ ok: false, problem: { code: 'fault' } })
  })
})

describe('choosing an environment', () => {
  test('remembers its name and key', async () => {
    expect(await chosen()).toMatchObject({ ok: true, value: { nameJa: '試験環境' } })
    expect(memory.all()).toMatchObject([{ address: listener.origin, publicKey: listener.keys.publicKey }])
    expect(connection.known()).toMatchObject([{ fingerprint: listener.keys.fingerprint }])
  })

  test('is possible only for what was probed here, with the key that was found', async () => {
    const { fingerprint } = listener.keys
    expect(await connection.choose({ address: listener.origin, fingerprint })).toMatchObject({ ok: false })
    await connection.probe(listener.origin)
    expect(
      await connection.choose({ address: listener.origin, fingerprint: someKeys().fingerprint }),
    ).toMatchObject({ ok: false })
    expect(memory.all()).toEqual([])
  })

  test('again keeps the session, choosing another one ends it', async () => {
    await signedIn()
    listener.on['GET /api/permits'] = { body: { permits: [] } }
    await chosen()
    expect(await connection.call('permits.mine', {})).toMatchObject({ ok: true })
    const other = await listen()
    const probe = await connection.probe(other.origin)
    await connection.choose({ address: other.origin, fingerprint: other.keys.fingerprint })
    expect(probe).toMatchObject({ ok: true })
    expect(await connection.call('permits.mine', {})).toMatchObject({ problem: { code: 'not-signed-in' } })
    expect(heardAt('/api/session').at(-1)).toMatchObject({ method: 'DELETE' })
    expect(JSON.stringify(other.heard)).not.toContain(TOKEN)
    await other.close()
  })

  test('is refused where the key changed, until the old one is forgotten', async () => {
    await chosen()
    listener.hold(someKeys())
    expect(await chosen()).toMatchObject({ ok: false, problem: { code: 'identity-changed' } })
    await connection.forget(listener.origin)
    expect(await chosen()).toMatchObject({ ok: true })
  })

  test('is refused for another major version of the protocol', async () => {
    listener.claim({ protocol: `${MAJOR + 1}.0` })
    expect(await chosen()).toMatchObject({
      ok: false,
      problem: { code: 'protocol-mismatch', params: { client: PROTOCOL_VERSION, service: `${MAJOR + 1}.0` } },
    })
  })
})

describe('signing in', () => {
  test('keeps the token inside: no answer holds it, and calls carry it', async () => {
    const answer = await signedIn()
    expect(answer).toMatchObject({ ok: true, value: { visitor: { login: 'sato' } } })
    listener.on['GET /api/permits'] = { body: { permits: [] } }
    const call = await connection.call('permits.mine', {})
    expect(call).toEqual({ ok: true, value: { permits: [] } })
    expect(JSON.stringify([answer, call, connection.known(), connection])).not.toContain(TOKEN)
    expect(heardAt('/api/permits')[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-visiting-protocol': PROTOCOL_VERSION,
    })
  })

  test('sends no password to an environment that shows another key than the chosen one', async () => {
    await chosen()
    listener.hold(someKeys())
    expect(await connection.signIn(credentials)).toMatchObject({ problem: { code: 'identity-changed' } })
    expect(JSON.stringify(listener.heard)).not.toContain(credentials.password)
  })

  test('passes on the refusal of a wrong password', async () => {
    await chosen()
    listener.on['POST /api/sessions'] = refused('wrong-credentials')
    expect(await connection.signIn(credentials)).toMatchObject({ problem: { code: 'wrong-credentials' } })
    expect(await connection.call('permits.mine', {})).toMatchObject({ problem: { code: 'not-signed-in' } })
  })

  test('needs a chosen environment', async () => {
    expect(await connection.signIn(credentials)).toMatchObject({
      problem: { params: { field: 'environment' } },
    })
  })

  test('out ends the session there and forgets the token here', async () => {
    await signedIn()
    await connection.signOut()
    expect(heardAt('/api/session').at(-1)).toMatchObject({ method: 'DELETE' })
    expect(await connection.call('permits.mine', {})).toMatchObject({ problem: { code: 'not-signed-in' } })
    expect(heardAt('/api/permits')).toEqual([])
  })

  test('out works here even when the environment no longer answers', async () => {
    await signedIn()
    await listener.close()
    await connection.signOut()
    expect(await connection.call('permits.mine', {})).toMatchObject({ problem: { code: 'not-signed-in' } })
  })
})

describe('calling a route', () => {
  test('forgets the token as soon as the environment says the session has expired', async () => {
    await signedIn()
    listener.on['GET /api/permits'] = refused('session-expired')
    expect(await connection.call('permits.mine', {})).toMatchObject({ problem: { code: 'session-expired' } })
    expect(await connection.call('permits.mine', {})).toMatchObject({ problem: { code: 'not-signed-in' } })
    expect(heardAt('/api/permits')).toHaveLength(1)
  })

  test('places path parameters and body as the contract says', async () => {
    await signedIn()
    listener.on['POST /api/permits/prm_aaaa1111/queries'] = refused('query-running')
    await connection.call('queries.run', { permitId: 'prm_aaaa1111', sql: 'SELECT 1', waitMs: 0 })
    const heard = heardAt('/api/permits/')[0]
    expect(heard && JSON.parse(heard.body)).toEqual({ sql: 'SELECT 1', waitMs: 0 })
  })

  test.each([
    ['outputs.preview', { items: [], timeLimitSeconds: 60 }, 120_000],
    ['queries.state', { queryId: 'qry_aaaa1111', waitMs: 5_000 }, 65_000],
    ['queries.state', { queryId: 'qry_aaaa1111', waitMs: -1e9 }, 60_000],
    ['queries.state', { queryId: 'qry_aaaa1111', waitMs: 1e300 }, 180_000],
  ] as const)('%s waits as long as the environment may take, and no longer', async (name, input, ms) => {
    await signedIn()
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    await connection.call(name, input)
    expect(timeout).toHaveBeenCalledWith(ms)
    timeout.mockRestore()
  })

  test('drops an answer that is not of the contract, and keeps one that only knows more', async () => {
    await signedIn()
    listener.on['GET /api/permits'] = { body: { permits: 'all' } }
    expect(await connection.call('permits.mine', {})).toMatchObject({ ok: false, problem: { code: 'fault' } })
    listener.on['GET /api/permits'] = { body: { permits: [], since: '1.1' } }
    expect(await connection.call('permits.mine', {})).toEqual({ ok: true, value: { permits: [] } })
  })

  test('gives bytes with the headers of the contract only', async () => {
    await signedIn()
    const headers = { 'set-cookie': 'a=b', 'x-visiting-pages-left': '9' }
    listener.on['GET /api/results/res_aaaa1111/picture'] = {
      type: 'image/png',
      headers,
      body: Uint8Array.of(137, 80),
    }
    const answer = await connection.bytes('results.picture', { resultId: 'res_aaaa1111' })
    expect(answer).toEqual({
      ok: true,
      value: {
        bytes: Uint8Array.of(137, 80),
        headers: { 'content-type': 'image/png', 'x-visiting-pages-left': '9' },
      },
    })
  })

  test('knows the other type that a route may answer with, and decodes how it travels', async () => {
    await signedIn()
    listener.on['GET /api/results/res_aaaa1111/picture'] = {
      type: 'application/vnd.visiting.picture-strips',
      headers: { 'content-encoding': 'br' },
      body: Uint8Array.from(brotliCompressSync(Uint8Array.of(2, 1, 0))),
    }
    const answer = await connection.bytes('results.picture', { resultId: 'res_aaaa1111', form: 'strips' })
    expect(answer).toEqual({
      ok: true,
      value: {
        bytes: Uint8Array.of(2, 1, 0),
        headers: { 'content-type': 'application/vnd.visiting.picture-strips' },
      },
    })
  })

  test('drops bytes of another type than the contract says', async () => {
    await signedIn()
    listener.on['GET /api/results/res_aaaa1111/picture'] = { type: 'text/html', body: Uint8Array.of(1) }
    const answer = await connection.bytes('results.picture', { resultId: 'res_aaaa1111' })
    expect(answer).toMatchObject({ ok: false, problem: { code: 'fault' } })
  })

  test.each(['sessions.sign-in', 'sessions.sign-out', 'releases.download'] as const)(
    'does not do %s, which has its own way',
    async (name) => {
      await signedIn()
      const before = listener.heard.length
      expect(await connection.call(name, {})).toMatchObject({ ok: false, problem: { code: 'input-invalid' } })
      expect(await connection.bytes(name, {})).toMatchObject({
        ok: false,
        problem: { code: 'input-invalid' },
      })
      expect(listener.heard).toHaveLength(before)
    },
  )

  test('ends what is under way when the person signs out', async () => {
    await signedIn()
    const asked = new Promise<void>((resolve) => {
      listener.on['GET /api/permits'] = () => resolve()
    })
    const call = connection.call('permits.mine', {})
    await asked
    await connection.signOut()
    expect(await call).toMatchObject({ ok: false, problem: { code: 'unreachable' } })
  })
})

describe('fetching a release', () => {
  test('gives it with the remembered key, whatever the environment shows by then', async () => {
    await signedIn()
    listener.hold(someKeys())
    const zip = aPackage({ keys: listener.keys })
    listener.on[`GET /api/releases/${RELEASE_ID}/package`] = { type: 'application/zip', body: zip }
    expect(await connection.download(RELEASE_ID)).toEqual({
      ok: true,
      value: { zip: Uint8Array.from(zip), publicKey: listener.keys.publicKey, formerKeys: [] },
    })
  })

  test('passes on that it was recalled', async () => {
    await signedIn()
    listener.on[`GET /api/releases/${RELEASE_ID}/package`] = { ...refused('release-recalled'), status: 410 }
    expect(await connection.download(RELEASE_ID)).toMatchObject({ problem: { code: 'release-recalled' } })
  })
})

describe('a key that was replaced', () => {
  const middle = someKeys()
  const last = someKeys()
  const links = () => [aLink({ from: listener.keys, to: middle }), aLink({ from: middle, to: last })]

  test('is known by the chain from the one remembered, and is remembered with those before it', async () => {
    await chosen()
    listener.hold(last)
    listener.claim({ succession: links() })
    expect(await connection.probe(listener.origin)).toMatchObject({ value: { trust: 'succeeded' } })
    expect(await chosen()).toMatchObject({ ok: true, value: { fingerprint: last.fingerprint } })
    const former = [middle, listener.keys].map(({ publicKey }) => publicKey)
    expect(memory.all()[0]?.formerKeys.map(({ publicKey }) => publicKey)).toEqual(former)
    expect(await connection.probe(listener.origin)).toMatchObject({ value: { trust: 'same' } })
  })

  test('while somebody is at work, gets the password, and what the old key signed before is still genuine', async () => {
    await chosen()
    listener.hold(last)
    listener.claim({ succession: links() })
    expect(await connection.signIn(credentials)).toMatchObject({ ok: true })
    listener.on[`GET /api/releases/${RELEASE_ID}/package`] = {
      type: 'application/zip',
      body: aPackage({ keys: listener.keys }),
    }
    const fetched = await connection.download(RELEASE_ID)
    if (!fetched.ok) throw new Error(fetched.problem.title)
    const verdict = (given: object) =>
      verifyPackage(fetched.value.zip, { ...fetched.value, releaseId: RELEASE_ID, ...given })
    expect(await verdict({})).toMatchObject({ ok: true })
    expect(await verdict({ formerKeys: [] })).toMatchObject({ ok: false, why: 'signature-wrong' })
  })

  test.each(['handover', 'acceptance'] as const)(
    'is refused where its %s is signed by another',
    async (of) => {
      await chosen()
      listener.hold(last)
      listener.claim({
        succession: [aLink({ from: listener.keys, to: last }, { liar: { of, keys: someKeys() } })],
      })
      expect(await connection.probe(listener.origin)).toMatchObject({ value: { trust: 'changed' } })
      expect(await chosen()).toMatchObject({ ok: false, problem: { code: 'identity-changed' } })
      expect(await connection.signIn(credentials)).toMatchObject({ ok: false })
      expect(heardAt('/api/sessions')).toEqual([])
    },
  )

  test('no longer signs: what is dated after its time is refused', async () => {
    const until = '2026-11-23T09:00:00.000Z'
    const zip = aPackage({ keys: middle })
    const formerKeys = [{ publicKey: middle.publicKey, until }]
    const judge = (keys: { publicKey: string; until: string }[]) =>
      verifyPackage(zip, { publicKey: last.publicKey, formerKeys: keys, releaseId: RELEASE_ID })
    expect(await judge(formerKeys)).toMatchObject({ ok: false, why: 'signature-wrong' })
    expect(await judge([{ ...formerKeys[0]!, until: '2026-11-23T09:00:00.001Z' }])).toMatchObject({
      ok: true,
    })
  })
})
