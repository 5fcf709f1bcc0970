/** A plain client of the environment's own contract, as any program could write one. For the walk-through. */
import { httpCallOf } from '../../shared/contract/address.ts'
import { isBytes, type Route } from '../../shared/contract/define-route.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { ROUTES, type RouteCall, type RouteName, type RouteOutput } from '../../shared/contract/routes.ts'
import type { Problem } from '../../shared/model/problem.ts'

/** An answer of the environment that was a problem, with its code and words. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.words.en.title}`)
    this.problem = problem
  }
}

export interface HttpClient {
  call<Name extends RouteName>(name: Name, input: RouteCall<Name>): Promise<RouteOutput<Name>>
}

/** `token` null: not signed in. Throws `Refused`. */
export function httpClient(address: string, token: string | null): HttpClient {
  return {
    async call(name, input) {
      const route = ROUTES[name] as Route
      const { method, url, body } = httpCallOf(route, input as Record<string, unknown>)
      const answer = await fetch(new URL(url, address), {
        method,
        body,
        headers: {
          [PROTOCOL_HEADER]: PROTOCOL_VERSION,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
      })
      if (!answer.ok) throw new Refused((await answer.json()) as Problem)
      if (isBytes(route.output)) {
        const bytes = new Uint8Array(await answer.arrayBuffer())
        return { bytes, headers: Object.fromEntries(answer.headers) } as never
      }
      return route.output.parse(await answer.json()) as never
    },
  }
}

/** Signs in with a token and answers a client that carries it. */
export async function signedIn(address: string, login: string, password: string): Promise<HttpClient> {
  const { token } = await httpClient(address, null).call('sessions.sign-in', { login, password })
  return httpClient(address, token)
}
