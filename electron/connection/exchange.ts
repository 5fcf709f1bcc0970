/**
 * One HTTP request and its whole answer, within limits: no redirects, no cookies, no cache, an end to waiting and to
 * size. Throws nothing: what went wrong is a closed reason.
 */
import type { HttpCall } from '../../shared/contract/address.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import type { NoAnswer } from './client-problems.ts'

/** The part of fetch that is used; Electron's and Node's both have it. */
export type Fetch = (
  url: string,
  init: {
    method: string
    headers: Record<string, string>
    body?: string
    redirect: 'error'
    credentials: 'omit'
    cache: 'no-store'
    signal: AbortSignal
  },
) => Promise<Response>

export interface ExchangeRequest {
  origin: string
  call: HttpCall
  token: string | null
  timeoutMs: number
  maxBytes: number
  /** Aborted when the session this request belongs to ends. */
  signal?: AbortSignal
}

export type Exchange =
  | { ok: true; status: number; headers: Headers; body: Uint8Array }
  | { ok: false; reason: NoAnswer }

/** Sizes in bytes, waiting in milliseconds. */
export async function exchange(fetch: Fetch, request: ExchangeRequest): Promise<Exchange> {
  const { origin, call, token, timeoutMs, maxBytes } = request
  const signals = [AbortSignal.timeout(timeoutMs), ...(request.signal ? [request.signal] : [])]
  try {
    const response = await fetch(origin + call.url, {
      method: call.method,
      headers: {
        accept: '*/*',
        [PROTOCOL_HEADER]: PROTOCOL_VERSION,
        ...(call.body === null ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(call.body === null ? {} : { body: call.body }),
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.any(signals),
    })
    const body = await readUpTo(response, maxBytes)
    if (body === null) return { ok: false, reason: 'too-large' }
    return { ok: true, status: response.status, headers: response.headers, body }
  } catch (problem) {
    return { ok: false, reason: reasonOf(problem) }
  }
}

/** The body, or null as soon as it proves longer than allowed. */
async function readUpTo(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array()
  const reader = response.body.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    parts.push(part.value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Node says `cause.code`, Chromium `net::ERR_…` in the message; both are read, nothing of either is passed on. */
function reasonOf(problem: unknown): NoAnswer {
  const error = problem instanceof Error ? problem : new Error(String(problem))
  if (error.name === 'TimeoutError') return 'timeout'
  const cause = error.cause instanceof Error ? `${error.cause.message} ${codeOf(error.cause)}` : ''
  const text = `${error.name} ${error.message} ${codeOf(error)} ${cause}`
  if (/TIMED_OUT|ETIMEDOUT|TIMEOUT/i.test(text)) return 'timeout'
  if (/redirect/i.test(text)) return 'redirect'
  if (/ECONNREFUSED|CONNECTION_REFUSED/.test(text)) return 'refused'
  if (/CERT|SSL|TLS|SELF_SIGNED/i.test(text)) return 'certificate'
  if (/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED/.test(text)) return 'name'
  return 'broken-off'
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '')
