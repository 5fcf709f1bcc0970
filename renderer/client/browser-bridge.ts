/**
 * The bridge in a browser: fetch to the origin the page came from, and to no other. The session is an HttpOnly
 * cookie, so that no script ever holds a token. The only environment is the page's own origin.
 *
 * What a browser cannot promise: the page itself comes from the environment, so checking a release here shows
 * damage on the way, not a dishonest environment; for that there is the desktop application.
 */
import type {
  Answer,
  KnownEnvironment,
  Probe,
  WorkbenchBridge,
} from '../../shared/bridge/workbench-bridge.ts'
import { httpCallOf } from '../../shared/contract/address.ts'
import type { Route } from '../../shared/contract/define-route.ts'
import type { EnvironmentIdentity } from '../../shared/contract/environment.ts'
import { compareProtocol, PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { ROUTES, type RouteName, type RouteOutput } from '../../shared/contract/routes.ts'
import { Problem } from '../../shared/model/problem.ts'
import { saveRelease } from './browser-release.ts'
import { clientProblem } from './client-problems.ts'

const REMEMBERED = 'vw.environment'

/** Pauses, in milliseconds, before a question that got no answer is asked again: networks change under a page. */
const PATIENCE = [250, 1_000]

async function send(name: RouteName, input: unknown): Promise<Answer<Response>> {
  const route: Route = ROUTES[name]
  const call = httpCallOf(route, input as Record<string, unknown>)
  try {
    const response = await fetch(call.url, {
      method: call.method,
      body: call.body,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        [PROTOCOL_HEADER]: PROTOCOL_VERSION,
        ...(call.body === null ? {} : { 'content-type': 'application/json' }),
      },
    })
    if (response.ok) return { ok: true, value: response }
    const problem = Problem.safeParse(await response.json().catch(() => null))
    return { ok: false, problem: problem.success ? problem.data : clientProblem('fault') }
  } catch {
    return { ok: false, problem: clientProblem('unreachable') }
  }
}

async function sendForJson(name: RouteName, input: unknown): Promise<Answer<unknown>> {
  const sent = await send(name, input)
  if (!sent.ok) return sent
  // An answer that breaks off on its way has not arrived: nobody knows what it was.
  const text = await sent.value.text().catch(() => null)
  if (text === null) return { ok: false, problem: clientProblem('unreachable') }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, problem: clientProblem('fault') }
  }
}

/** Only what changes nothing may be asked twice: of a change nobody knows whether it arrived. */
async function json<Name extends RouteName>(name: Name, input: unknown): Promise<Answer<RouteOutput<Name>>> {
  let answer = await sendForJson(name, input)
  const pauses = ROUTES[name].method === 'GET' ? PATIENCE : []
  for (const pauseMs of pauses) {
    if (answer.ok || answer.problem.code !== 'unreachable') break
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    answer = await sendForJson(name, input)
  }
  return answer as Answer<RouteOutput<Name>>
}

function remembered(): KnownEnvironment | null {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null') as KnownEnvironment | null
  } catch {
    return null
  }
}

export function makeBrowserBridge(origin: string): WorkbenchBridge {
  let identity: EnvironmentIdentity | null = null

  async function probe(): Promise<Answer<Probe>> {
    const answer = await json('environment.identity', {})
    if (!answer.ok) return answer
    const known = remembered()
    const trust = !known ? 'new' : known.fingerprint === answer.value.fingerprint ? 'same' : 'changed'
    const protocol = compareProtocol(answer.value.protocol)
    return { ok: true, value: { address: origin, identity: answer.value, protocol, trust } }
  }

  return {
    host: 'browser',
    appVersion: import.meta.env.VITE_VERSION ?? '',
    startAddress: origin,
    locale: navigator.language,
    environments: {
      known: async () => {
        const known = remembered()
        return known ? [known] : []
      },
      probe,
      choose: async (chosen) => {
        identity = chosen.identity
        const { nameJa, nameEn, fingerprint, demonstration } = chosen.identity
        const known = {
          address: origin,
          nameJa,
          nameEn,
          fingerprint,
          demonstration,
          lastUsed: new Date().toISOString(),
        }
        localStorage.setItem(REMEMBERED, JSON.stringify(known))
        return { ok: true, value: known }
      },
      forget: async () => localStorage.removeItem(REMEMBERED),
    },
    signIn: async (input) => {
      const answer = await json('sessions.sign-in', { ...input, transport: 'cookie' })
      if (!answer.ok) return answer
      const { visitor, expiresAt, mustChangePassword = false } = answer.value
      return { ok: true, value: { visitor, expiresAt, mustChangePassword } }
    },
    signOut: async () => {
      await json('sessions.sign-out', {})
    },
    call: (name, input) => json(name, input),
    bytes: async (name, input) => {
      const sent = await send(name, input)
      if (!sent.ok) return sent
      try {
        const bytes = new Uint8Array(await sent.value.arrayBuffer())
        return { ok: true, value: { bytes, headers: Object.fromEntries(sent.value.headers) } }
      } catch {
        return { ok: false, problem: clientProblem('unreachable') }
      }
    },
    exportRelease: async ({ releaseId, suggestedName }) => {
      const sent = await send('releases.download', { releaseId })
      if (!sent.ok) return sent
      if (!identity) return { ok: false, problem: clientProblem('export-refused') }
      const bytes = new Uint8Array(await sent.value.arrayBuffer())
      const { publicKey, succession } = identity
      return saveRelease({ bytes, releaseId, suggestedName, publicKey, succession })
    },
  }
}
