/** The portal: the workbench's own files, served to a browser under a strict content security policy. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  // Monaco, Plotly and the component kit write style elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export async function servePortal(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    wildcard: true,
    decorateReply: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', POLICY)
      reply.header('x-frame-options', 'DENY')
      reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), clipboard-read=()')
    },
  })
}
