/** A real HTTP listener on loopback whose answers a test writes out, for what a well-behaved environment never does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RememberedEnvironment } from '../../../electron/connection/trust.ts'
import { someKeys } from '../../fixtures/a-release.ts'

export interface Heard {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}
export type Reply = { status?: number; type?: string; headers?: Record<string, string>; body?: unknown }

export interface Listener {
  origin: string
  heard: Heard[]
  keys: ReturnType<typeof someKeys>
  /** What it answers for a method and path; identity and sign-in are answered unless overruled. */
  on: Record<string, Reply | ((response: ServerResponse, heard: Heard) => void)>
  close(): Promise<void>
}

export const TOKEN = 'tok-3f9a-never-to-be-seen'
export const aVisitor = {
  id: 'usr_aaaa1111',
  login: 'sato',
  nameJa: '佐藤',
  nameEn: 'Sato',
  institutionJa: '大学',
  institutionEn: 'University',
  roles: ['researcher'],
}

export async function listen(): Promise<Listener> {
  const keys = someKeys()
  const heard: Heard[] = []
  const on: Listener['on'] = {
    'GET /api/environment': {
      body: {
        nameJa: '試験環境',
        nameEn: 'Test environment',
        protocol: '1.0',
        version: '0.1.0',
        publicKey: keys.publicKey,
        fingerprint: 'whatever it claims',
        demonstration: true,
        demoPeople: [],
        workbenchInBrowser: false,
      },
    },
    'POST /api/sessions': {
      body: { token: TOKEN, expiresAt: '2030-01-01T00:00:00.000Z', visitor: aVisitor },
    },
    'DELETE /api/session': { body: { signedOut: true } },
  }
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const entry: Heard = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(parts).toString(),
    }
    heard.push(entry)
    const reply = on[`${entry.method} ${entry.url.split('?')[0]}`] ?? { status: 404, body: 'nothing' }
    if (typeof reply === 'function') return reply(response, entry)
    const { status = 200, type = 'application/json; charset=utf-8', headers = {}, body } = reply
    response.writeHead(status, { 'content-type': type, ...headers })
    response.end(body instanceof Uint8Array ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    keys,
    on,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Remembers environments for the length of a test. */
export function aMemory() {
  const kept = new Map<string, RememberedEnvironment>()
  return {
    kept,
    all: () => [...kept.values()],
    keep: async (environment: RememberedEnvironment) => void kept.set(environment.address, environment),
    forget: async (address: string) => void kept.delete(address),
  }
}
