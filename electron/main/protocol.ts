/** Serves the built renderer at app://workbench/ with its policy on each answer; there are no file:// pages. */
import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { PAGE_HEADERS } from '../../shared/bridge/content-policy.ts'
import { APP_SCHEME } from './origin.ts'
import { fileFor } from './renderer-files.ts'

/** Must run before the application is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/**
 * `folder` is the built renderer; nothing outside it is ever read. Answers GET alone, everything else with
 * 404.
 */
export function serveRenderer(session: Session, folder: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileFor(request.url, folder) : null
    const content = file && (await readFile(file.path).catch(() => null))
    if (!file || !content) return new Response(null, { status: 404, headers: PAGE_HEADERS })
    return new Response(new Uint8Array(content), {
      headers: { ...PAGE_HEADERS, 'content-type': file.type, 'cache-control': 'no-cache' },
    })
  })
}
