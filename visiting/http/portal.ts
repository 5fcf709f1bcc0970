/** The portal: the workbench's own files, served to a browser under a strict content security policy. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
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
