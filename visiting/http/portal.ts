/** The portal: the workbench's own files, served to a browser under a strict content security policy. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PAGE_HEADERS } from '../../shared/bridge/content-policy.ts'

/** Serves `folder` (the built workbench) at `/`. Throws where the folder is not there. */
export async function servePortal(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    wildcard: true,
    decorateReply: false,
    setHeaders: (reply) => {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) reply.header(name, value)
    },
  })
}

/**
 * Where a browser finds the page it asked for without the hash, `/catalog/ndb` for `/#/catalog/ndb`; null for who asks
 * for no page, and for whatever no room is named like. The answer always lies within this portal.
 */
export function roomAddress({ method, url, headers }: FastifyRequest): string | null {
  const isPage = method === 'GET' && (headers.accept ?? '').includes('text/html')
  return isPage && /^\/(?!api\/)[\w./-]{1,200}$/.test(url) ? `/#${url}` : null
}
