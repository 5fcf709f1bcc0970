/**
 * The desktop's only way out: one connection to one environment.
 *
 * Keeps the session token in a private field; no answer of any method holds it, so it cannot reach the renderer. A
 * password is sent only after the environment has shown the very key that was chosen. Rules are not enforced here:
 * the environment does that.
 */
import { randomBytes } from 'node:crypto'
import {
  type Answer,
  BRIDGED_ELSEWHERE,
  type KnownEnvironment,
  type Probe,
  type SignedIn,
} from '../../shared/bridge/workbench-bridge.ts'
import { httpCallOf } from '../../shared/contract/address.ts'
import { type BytesAnswer, isBytes, type Route } from '../../shared/contract/define-route.ts'
import type { EnvironmentIdentity } from '../../shared/contract/environment.ts'
import { compareProtocol } from '../../shared/contract/protocol.ts'
import { ROUTES, type RouteName, type RouteOutput } from '../../shared/contract/routes.ts'
import { type FormerKey, formerKeysOf } from '../../shared/model/key-succession.ts'
import { endsSession } from '../../shared/model/problem.ts'
import { originOf } from './address.ts'
import {
  identityChanged,
  identityNotProved,
  inputNotValid,
  noEnvironment,
  notSignedIn,
  notUnderstood,
  protocolDiffers,
  unreachable,
} from './client-problems.ts'
import { exchange, type Fetch } from './exchange.ts'
import { readAnswer } from './read-answer.ts'
import {
  type EnvironmentMemory,
  fingerprintOfKey,
  isSigned,
  knownOf,
  provesKey,
  type RememberedEnvironment,
  trustOf,
} from './trust.ts'

const PROBE_MS = 10_000
const CALL_MS = 60_000
const DOWNLOAD_MS = 300_000
/** Whatever a call says it may take. */
const MOST_WAIT_MS = 120_000
const MEGABYTE = 2 ** 20
const MAX_ANSWER = 64 * MEGABYTE
const MAX_PACKAGE = 512 * MEGABYTE

type Input = Record<string, unknown>

export interface Download {
  zip: Uint8Array
  /** The key remembered for this environment, base64: the one its signature must match. */
  publicKey: string
  /** Keys it had before that one. */
  formerKeys: FormerKey[]
}

export class Connection {
  readonly #fetch: Fetch
  readonly #memory: EnvironmentMemory
  /** What probing found, by address: only what was found here can be chosen. */
  readonly #probed = new Map<string, Probe>()
  #address: string | null = null
  #token: string | null = null
  #session = new AbortController()

  constructor({ fetch, memory }: { fetch: Fetch; memory: EnvironmentMemory }) {
    this.#fetch = fetch
    this.#memory = memory
  }

  known(): KnownEnvironment[] {
    return this.#memory
      .all()
      .map(knownOf)
      .sort((a, b) => (a.lastUsed < b.lastUsed ? 1 : -1))
  }

  /** Asks who lives at an address and compares it with what is remembered. Nothing secret is sent. */
  async probe(typed: string): Promise<Answer<Probe>> {
    const origin = originOf(typed)
    if (!origin.ok) return origin
    const address = origin.value
    const challenge = randomBytes(32).toString('base64')
    const asked = await this.#ask({
      address,
      name: 'environment.identity',
      input: { challenge },
      timeoutMs: PROBE_MS,
    })
    if (!asked.ok) return asked
    const claimed = asked.value as EnvironmentIdentity
    const fingerprint = fingerprintOfKey(claimed.publicKey)
    if (fingerprint === null) return { ok: false, problem: notUnderstood(address, 200) }
    if (!provesKey({ ...claimed, challenge })) return { ok: false, problem: identityNotProved(address) }
    const probe: Probe = {
      address,
      identity: { ...claimed, fingerprint },
      protocol: compareProtocol(claimed.protocol),
      trust: trustOf(this.#memory, { ...claimed, address }),
    }
    this.#probed.set(address, probe)
    return { ok: true, value: probe }
  }

  /**
   * Remembers a probed environment and talks to it from now on. A changed key must be forgotten first. Choosing the
   * environment one is already in (a page that was opened again) keeps the session.
   */
  async choose(chosen: { address: string; fingerprint: string }): Promise<Answer<KnownEnvironment>> {
    const probe = this.#probed.get(chosen.address)
    if (!probe || probe.identity.fingerprint !== chosen.fingerprint)
      return { ok: false, problem: inputNotValid('probe') }
    const { address, identity } = probe
    if (probe.protocol !== 'same') return { ok: false, problem: protocolDiffers(identity.protocol) }
    if (trustOf(this.#memory, { ...identity, address }) === 'changed')
      return { ok: false, problem: identityChanged(address) }
    if (address !== this.#address) await this.signOut()
    const environment = await this.#remember(probe)
    this.#address = address
    return { ok: true, value: knownOf(environment) }
  }

  async #remember({ address, identity }: Probe): Promise<RememberedEnvironment> {
    const { nameJa, nameEn, publicKey, demonstration, succession } = identity
    const environment = {
      address,
      nameJa,
      nameEn,
      publicKey,
      formerKeys: formerKeysOf(publicKey, { succession, verify: isSigned }),
      demonstration,
      lastUsed: new Date().toISOString(),
    }
    await this.#memory.keep(environment)
    return environment
  }

  async forget(address: string): Promise<void> {
    if (address === this.#address) {
      await this.signOut()
      this.#address = null
    }
    await this.#memory.forget(address)
  }

  async signIn(input: { login: string; password: string }): Promise<Answer<SignedIn>> {
    const proved = await this.#proved()
    if (!proved.ok) return proved
    const address = proved.value
    await this.signOut()
    const asked = await this.#ask({
      address,
      name: 'sessions.sign-in',
      input: { ...input, transport: 'token' },
    })
    if (!asked.ok) return asked
    const { token, visitor, expiresAt, mustChangePassword } = asked.value as RouteOutput<'sessions.sign-in'>
    if (token === '') return { ok: false, problem: notUnderstood(address, 200) }
    this.#token = token
    return { ok: true, value: { visitor, expiresAt, mustChangePassword } }
  }

  /** The chosen environment's address, once it has shown its key again: before a password goes there. */
  async #proved(): Promise<Answer<string>> {
    const address = this.#address
    if (address === null) return { ok: false, problem: noEnvironment() }
    const now = await this.probe(address)
    if (!now.ok) return now
    // Its key was replaced while somebody was at work: the remembered one says so.
    if (now.value.trust === 'succeeded') await this.#remember(now.value)
    return now.value.trust === 'same' || now.value.trust === 'succeeded'
      ? { ok: true, value: address }
      : { ok: false, problem: identityChanged(address) }
  }

  /** Ends the session here at once, and at the environment as far as it answers. */
  async signOut(): Promise<void> {
    const [address, token] = [this.#address, this.#token]
    this.#endSession()
    if (address !== null && token !== null)
      await this.#ask({ address, name: 'sessions.sign-out', input: {}, token, timeoutMs: PROBE_MS })
  }

  /** Calls a JSON route by name; the input is already checked against the route's schema. */
  async call(name: RouteName, input: Input): Promise<Answer<unknown>> {
    if (isBytes(ROUTES[name].output)) return { ok: false, problem: inputNotValid('name') }
    return this.#inSession(name, input)
  }

  /** Calls a route that answers bytes. */
  async bytes(name: RouteName, input: Input): Promise<Answer<BytesAnswer>> {
    if (!isBytes(ROUTES[name].output)) return { ok: false, problem: inputNotValid('name') }
    return (await this.#inSession(name, input)) as Answer<BytesAnswer>
  }

  /** Fetches a release for export, with the key that its signature must match. */
  async download(releaseId: string): Promise<Answer<Download>> {
    const address = this.#address
    if (address === null) return { ok: false, problem: noEnvironment() }
    // Its key may have been replaced since: what comes now is signed with the new one. Any other is judged as before.
    const now = await this.probe(address)
    if (now.ok && now.value.trust === 'succeeded') await this.#remember(now.value)
    const environment = this.#memory.all().find((known) => known.address === address)
    if (!environment) return { ok: false, problem: identityChanged(address) }
    const limits = { timeoutMs: DOWNLOAD_MS, maxBytes: MAX_PACKAGE }
    const asked = await this.#asVisitor({
      address,
      name: 'releases.download',
      input: { releaseId },
      ...limits,
    })
    if (!asked.ok) return asked
    const { publicKey, formerKeys } = environment
    return { ok: true, value: { zip: (asked.value as BytesAnswer).bytes, publicKey, formerKeys } }
  }

  async #inSession(name: RouteName, input: Input): Promise<Answer<unknown>> {
    if ((BRIDGED_ELSEWHERE as readonly string[]).includes(name))
      return { ok: false, problem: inputNotValid('name') }
    if (name === 'sessions.change-password') {
      const proved = await this.#proved()
      if (!proved.ok) return proved
    }
    if (this.#address === null) return { ok: false, problem: noEnvironment() }
    return this.#asVisitor({ address: this.#address, name, input })
  }

  async #asVisitor(ask: Ask): Promise<Answer<unknown>> {
    const token = this.#token
    if (token === null && ROUTES[ask.name].access !== 'open') return { ok: false, problem: notSignedIn() }
    const answer = await this.#ask({ ...ask, token, signal: this.#session.signal })
    // The session may have been replaced while this answer was on its way.
    const over = !answer.ok && endsSession(answer.problem)
    if (over && this.#token === token) this.#endSession()
    return answer
  }

  async #ask({ address, name, input, token = null, signal, ...limits }: Ask): Promise<Answer<unknown>> {
    const route: Route = ROUTES[name]
    // What the environment was given to think about it comes on top.
    const waitMs = Math.min(MOST_WAIT_MS, positive(input.waitMs) + 1_000 * positive(input.timeLimitSeconds))
    const answer = await exchange(this.#fetch, {
      origin: address,
      call: httpCallOf(route, input),
      token,
      timeoutMs: (limits.timeoutMs ?? CALL_MS) + waitMs,
      maxBytes: limits.maxBytes ?? MAX_ANSWER,
      ...(signal ? { signal } : {}),
    })
    if (!answer.ok) return { ok: false, problem: unreachable(address, answer.reason) }
    return readAnswer(route, answer, address)
  }

  #endSession(): void {
    this.#token = null
    this.#session.abort()
    this.#session = new AbortController()
  }
}

const positive = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)

interface Ask {
  address: string
  name: RouteName
  input: Input
  token?: string | null
  timeoutMs?: number
  maxBytes?: number
  signal?: AbortSignal
}
