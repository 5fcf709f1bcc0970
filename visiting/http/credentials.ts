/**
 * Where a session token travels: in the Authorization header (desktop, programs), or for browsers in a cookie that
 * scripts cannot read. A cookie counts only with the protocol header beside it, which another site's page cannot send
 * without asking first, and never across sites.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PROTOCOL_HEADER } from '../../shared/contract/protocol.ts'

const COOKIE = 'visiting_session'

/** The token, not checked yet; null where none counts. */
export function tokenOf(request: FastifyRequest): string | null {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')
  if (bearer) return bearer[1]!
  if (isCrossSite(request)) return null
  if (request.headers[PROTOCOL_HEADER] === undefined) return null
  const cookie = new RegExp(`(?:^|; )${COOKIE}=([\\w-]{20,200})`).exec(request.headers.cookie ?? '')
  return cookie?.[1] ?? null
}

/** True where a browser says that another site's page asks. */
export function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** Sets the cookie; `Secure` where the request came by https, as the nearest trusted proxy tells it. */
export function sessionCookie(reply: FastifyReply, token: string, expiresAt: Date): void {
  const secure = reply.request.protocol === 'https' ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/api; Expires=${expiresAt.toUTCString()}${secure}`,
  )
}

/** Has the browser forget the session. The token itself is ended by whoever calls. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.header('set-cookie', `${COOKIE}=; HttpOnly; SameSite=Strict; Path=/api; Max-Age=0`)
}
