/**
 * The door in. Binds every route of the contract to its handler: checks credentials and role, validates input, answers
 * JSON or bytes, and turns refusals and faults into problem details. It decides nothing else.
 */
import { randomBytes } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import type { ZodError } from 'zod'
import { type BytesAnswer, isBytes, type Route } from '../../shared/contract/define-route.ts'
import { compareProtocol, PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { ROUTES, type RouteName } from '../../shared/contract/routes.ts'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import { faultProblem, type Problem, problemOf } from '../../shared/model/problem.ts'
import { unseenAt } from '../../shared/model/readable-text.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { hasRole, type Visitor } from '../../shared/model/visitor.ts'
import { clearSessionCookie, isCrossSite, sessionCookie, tokenOf } from './credentials.ts'
import type { Handlers, Visit } from './handlers.ts'
import { openApi } from './openapi.ts'

export interface ServerNeeds {
  handlers: Handlers
  visitorOf(token: string | null): Promise<{ visitor: Visitor; mustChangePassword: boolean }>
  /** Called for every refusal with a known visitor, before the answer is sent. */
  refused(refusal: Refusal, about: { route: string; visitor: Visitor; requestId: string }): Promise<void>
  /** Called for every fault, before the answer is sent; what went wrong is in the log alone. */
  failed(about: { route: string; visitor: Visitor | null; requestId: string }): Promise<void>
  log: Logger
  /**
   * Answers only to the machine's own names. For an environment without a proxy in front: another site whose name is
   * made to point here (DNS rebinding) would otherwise be the same origin to a browser.
   */
  loopbackNamesOnly: boolean
  /**
   * Addresses of the proxy in front, whose word is taken for the caller's address and for TLS: limits then count callers
   * and cookies travel over TLS alone. [] where nobody's word is taken.
   */
  proxies: string[]
  /** Adds what is not part of the contract, e.g. the portal's files. */
  extend?(server: FastifyInstance): Promise<void>
  /** Where somebody is sent who asked for what is not here; null: nowhere. */
  elsewhere?(request: FastifyRequest): string | null
}

const NOBODY = null as unknown as Visitor

/** All that is answered to somebody whose password is still the one the operator gave out. */
const BEFORE_CHANGE: readonly RouteName[] = [
  'sessions.current',
  'sessions.change-password',
  'sessions.sign-out',
]
/** Free of what others read: SQL is looked at by policy and shown with what it hides, a password by nobody. */
const READ_BY_NOBODY: readonly RouteName[] = [
  'sessions.sign-in',
  'sessions.change-password',
  'queries.run',
  'queries.plan',
]
/** Not GET because what they ask is long; nothing stays of them that their person could repeat or look for. */
const ONLY_ASKS: readonly RouteName[] = [
  'audit.verify',
  'dashboard.csv',
  'outputs.cancel-preview',
  'outputs.compare',
  'outputs.preview',
  'queries.plan',
]
/** Requests of one person that may be under way: what each holds in memory, or waits for, is not to keep out others. */
const AT_ONCE = 128
/** Where a password is tried, an address gets few attempts a minute. */
const TRIES_PASSWORD: readonly RouteName[] = ['sessions.sign-in', 'sessions.change-password']

/** The server, not listening yet. */
export async function makeServer(needs: ServerNeeds): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: needs.log as FastifyBaseLogger,
    genReqId: () => randomBytes(8).toString('hex'),
    bodyLimit: 1_048_576,
    // For all of a request to arrive: one that trickles in would hold its place and its memory for good.
    requestTimeout: 30_000,
    trustProxy: needs.proxies.length > 0 ? needs.proxies : false,
    // Query strings carry identifiers only, but logs need no more than the route.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // A look is written down as one, and there would be nothing to look at.
    exposeHeadRoutes: false,
    // Of an address that cannot be read no route is found, nor are the hooks below asked.
    frameworkErrors: (error, request, reply) => {
      const refusal = new Refusal('input-invalid', { field: '(address)' })
      needs.log.info({ requestId: request.id, refused: refusal.code, code: error.code })
      void send(protect(reply, request), problemOf(refusal, request.id))
    },
  })
  await server.register(rateLimit, {
    // By address: a token is anybody's to invent before it was checked.
    max: 20_000,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new Refusal('too-many-requests', { seconds: Math.ceil(ttl / 1000) }),
  })
  server.addHook('onRequest', async (request) => {
    if (needs.loopbackNamesOnly && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(request.hostname))
      throw new Refusal('input-invalid', { field: 'host' })
    // A proxy in front might read the other one.
    if (request.raw.rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name)).length > 1)
      throw new Refusal('input-invalid', { field: 'host' })
  })
  server.addHook('onSend', async (request, reply) => {
    protect(reply, request)
  })
  server.setErrorHandler((error: FastifyError | Refusal, request, reply) =>
    answerProblem(needs, error, request, reply),
  )
  server.setNotFoundHandler((request, reply) => {
    const address = needs.elsewhere?.(request)
    return address ? reply.redirect(address) : send(reply, problemOf(new Refusal('not-found'), request.id))
  })
  server.get('/api/openapi.json', async () => openApi())
  const underWay = new Map<Visitor['id'], number>()
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][])
    bind(server, needs, { name, route, underWay })
  await needs.extend?.(server)
  return server
}

function bind(
  server: FastifyInstance,
  needs: ServerNeeds,
  { name, route, underWay }: { name: RouteName; route: Route; underWay: Map<Visitor['id'], number> },
): void {
  const handler = needs.handlers[name] as (input: unknown, visit: Visit) => Promise<unknown>
  server.route({
    method: route.method,
    url: route.path,
    ...(TRIES_PASSWORD.includes(name) ? { config: { rateLimit: { max: 120, timeWindow: 60_000 } } } : {}),
    handler: async (request, reply) => {
      requireProtocol(request)
      const token = tokenOf(request)
      const enter = async (): Promise<Visitor> => {
        const { visitor, mustChangePassword } = await needs.visitorOf(token)
        request.visitor = visitor
        if (mustChangePassword && !BEFORE_CHANGE.includes(name)) throw new Refusal('password-change-needed')
        requireRole(route, visitor)
        return visitor
      }
      const visitor = route.access === 'open' ? NOBODY : await enter()
      const again = async () => {
        await enter()
      }
      // Another site must not sign a browser in here as somebody of its choice.
      if (name === 'sessions.sign-in' && isCrossSite(request))
        throw new Refusal('input-invalid', { field: 'origin' })
      const read = route.input.safeParse({
        ...(route.method === 'POST' ? ((request.body as object | null) ?? {}) : (request.query as object)),
        // Last, so that a field of the same name cannot take the place of the path's.
        ...(request.params as object),
      })
      if (!read.success) throw notValid(read.error)
      const input = read.data
      const unseen = route.method === 'POST' && !READ_BY_NOBODY.includes(name) ? unseenAt(input) : null
      if (unseen) throw new Refusal('text-unseen', unseen)
      const startedAt = performance.now()
      const output = await atOnce(underWay, visitor, () =>
        handler(input, { requestId: request.id, visitor, token, again }),
      )
      // Whoever may not come in any more takes nothing out, however long before they asked.
      if (route.access !== 'open' && name !== 'sessions.sign-out')
        await enter().catch((problem: unknown) => {
          // Nothing is shown of it, but nobody is told that what they did was refused.
          const acts = route.method !== 'GET' && !ONLY_ASKS.includes(name)
          const done = problem instanceof Refusal && acts
          throw done ? new Refusal('act-done', { reason: problem.code }) : problem
        })
      needs.log.info({
        route: name,
        by: visitor?.id ?? null,
        requestId: request.id,
        elapsedMs: Math.round(performance.now() - startedAt),
      })
      if (isBytes(route.output)) {
        const { bytes, headers } = output as BytesAnswer
        reply.type(route.output.bytes).headers(headers)
        return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      }
      if (name === 'sessions.sign-in') return answerSignIn(reply, input, output)
      if (name === 'sessions.sign-out') clearSessionCookie(reply)
      return reply.send(output)
    },
  })
}

/** Refuses what is more than AT_ONCE of one person; strangers are counted by address alone. */
async function atOnce<T>(
  underWay: Map<Visitor['id'], number>,
  visitor: Visitor,
  work: () => Promise<T>,
): Promise<T> {
  if (visitor === NOBODY) return work()
  const others = underWay.get(visitor.id) ?? 0
  if (others >= AT_ONCE) throw new Refusal('too-many-requests', { seconds: 1 })
  underWay.set(visitor.id, others + 1)
  try {
    return await work()
  } finally {
    const left = underWay.get(visitor.id)! - 1
    if (left > 0) underWay.set(visitor.id, left)
    else underWay.delete(visitor.id)
  }
}

/** A browser gets its token as a cookie that scripts cannot read. */
function answerSignIn(reply: FastifyReply, input: unknown, output: unknown) {
  const { transport } = input as { transport: 'token' | 'cookie' }
  const session = output as { token: string; expiresAt: string; visitor: Visitor }
  if (transport === 'token') return reply.send(session)
  sessionCookie(reply, session.token, new Date(session.expiresAt))
  return reply.send({ ...session, token: '' })
}

function requireProtocol(request: FastifyRequest): void {
  const client = request.headers[PROTOCOL_HEADER]
  if (typeof client !== 'string') return
  if (compareProtocol(PROTOCOL_VERSION, client) !== 'same')
    throw new Refusal('protocol-mismatch', { client: client.slice(0, 20), service: PROTOCOL_VERSION })
}

function requireRole(route: Route, visitor: Visitor): void {
  if (route.access === 'signed-in' || route.access === 'open') return
  if (!route.access.some((role) => hasRole(visitor, role)))
    throw new Refusal('role-needed', { role: route.access.join(', ') })
}

async function answerProblem(
  needs: ServerNeeds,
  error: FastifyError | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const refusal = refusalOf(error)
  if (!refusal) return answerFault(needs, error, request, reply)
  const { visitor, id: requestId } = request
  const route = request.routeOptions.url ?? 'unknown'
  try {
    if (visitor) await needs.refused(refusal, { route, visitor, requestId })
  } catch (problem) {
    return answerFault(needs, problem, request, reply)
  }
  needs.log.info({ route: request.routeOptions.url, requestId, refused: refusal.code })
  return send(reply, problemOf(refusal, requestId))
}

/** Answers whatever else fails: an error that is thrown from here would be sent with its own text. */
async function answerFault(
  needs: ServerNeeds,
  err: unknown,
  { id: requestId, visitor, routeOptions: { url } }: FastifyRequest,
  reply: FastifyReply,
) {
  needs.log.error({ requestId, url, err }, 'fault')
  await needs
    .failed({ route: url ?? 'unknown', visitor: visitor ?? null, requestId })
    .catch((problem: unknown) => needs.log.error({ requestId, err: problem }, 'fault without an entry'))
  return send(
    reply,
    isDiskFull(err) ? problemOf(new Refusal('storage-full'), requestId) : faultProblem(requestId),
  )
}

/** Only of what the caller sent: where a record of ours cannot be read, that is a fault. */
function notValid({ issues: [issue] }: ZodError): Refusal {
  const names = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? [])
  return new Refusal('input-invalid', { field: names.join('.').slice(0, 100) || '(body)' })
}

/** What the caller is told no for; null for a fault. */
function refusalOf(error: FastifyError | Refusal): Refusal | null {
  if (error instanceof Refusal) return error
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return new Refusal('input-invalid', { field: '(body)' })
  return null
}

function protect(reply: FastifyReply, request: FastifyRequest): FastifyReply {
  reply.header('x-content-type-options', 'nosniff')
  reply.header('referrer-policy', 'no-referrer')
  reply.header('x-request-id', request.id)
  // However its address was written; the workbench's own files say themselves how long they may be kept.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  return reply
}

const send = (reply: FastifyReply, problem: Problem) =>
  reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))

declare module 'fastify' {
  interface FastifyRequest {
    visitor?: Visitor
  }
}
