/**
 * Where an environment may live: an https origin, or plain http on this very machine. A password or a token must
 * never travel in the clear, and an address is an origin only: no account, path, query or fragment.
 */
import type { Answer } from '../../shared/bridge/workbench-bridge.ts'
import { addressNotSecure, inputNotValid } from './client-problems.ts'

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

/** The origin of what a person typed (`visiting.example.jp`, `https://…/`), or the problem with it. */
export function originOf(typed: string): Answer<string> {
  const text = typed.trim()
  const notValid: Answer<string> = { ok: false, problem: inputNotValid('address') }
  if (text === '' || text.length > 300) return notValid
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(whole)) return notValid
  const url = new URL(whole)
  if (!url.hostname || !['http:', 'https:'].includes(url.protocol)) return notValid
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') return notValid
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return { ok: false, problem: addressNotSecure(url.origin) }
  return { ok: true, value: url.origin }
}
