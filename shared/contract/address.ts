/** How a call of a route becomes an HTTP request; the same on desktop and in the browser. */
import type { Route } from './define-route.ts'

export interface HttpCall {
  method: Route['method']
  /** Path with its query string, beginning with `/api/`. */
  url: string
  /** JSON text, or null where there is no body. */
  body: string | null
}

/** Places path parameters, then the rest of the input in the query string (GET, DELETE) or a JSON body (POST). */
export function httpCallOf(route: Route, input: Record<string, unknown>): HttpCall {
  const rest: Record<string, unknown> = { ...input }
  const path = route.path.replace(/:(\w+)/g, (_whole, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  if (route.method === 'POST') return { method: 'POST', url: path, body: JSON.stringify(rest) }
  const query = Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&')
  return { method: route.method, url: query ? `${path}?${query}` : path, body: null }
}
