/**
 * What a page in this application may not do, whatever it runs: leave, open windows, embed, ask for permissions,
 * download, or reach any network. Data and files move through the bridge only, where main checks each request.
 *
 * The environment enforces the rules about data; this protects the person's computer and session from the page.
 */
import { app, type Session, type WebContents } from 'electron'
import { isOwnUrl } from './origin.ts'

/** Switches of Chromium that would lay the page or its connections open to others. */
const UNSAFE_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'disable-web-security',
  'host-rules',
  'host-resolver-rules',
  'load-extension',
  'log-net-log',
]

/** The first switch that an installed application refuses to start with; development and tests may use them. */
export const unsafeSwitch = (): string | undefined =>
  app.isPackaged ? UNSAFE_SWITCHES.find((name) => app.commandLine.hasSwitch(name)) : undefined

/** Must run before the application is ready: every renderer is sandboxed, also ones nobody meant to open. */
export function hardenProcess(): void {
  // Chromium refuses to run as root with its sandbox (containers, test machines); --no-sandbox is then given on the
  // command line by whoever starts it, and the window's own `sandbox` still keeps Node out of the page.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
}

function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!isAllowedPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isAllowedPage(event.url)) event.preventDefault()
  })
}

/** For the session windows live in. The connection has a session of its own, which no page can use. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.on('will-download', (event) => event.preventDefault())
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isAllowedRequest(request.url) }))
}

function isAllowedRequest(url: string): boolean {
  if (isOwnUrl(url)) return true
  // Pictures the page made itself, and inline fonts; neither is a request to anybody.
  if (url.startsWith('data:') || url.startsWith('blob:')) return true
  return import.meta.env.DEV && (isDevServer(url) || url.startsWith('devtools:'))
}

/** Whether a window may show the address: our own pages, and in a development build those of Vite on loopback. */
export const isAllowedPage = (url: string): boolean =>
  isOwnUrl(url) || (import.meta.env.DEV && isDevServer(url))

/** Only in a development build, where the page comes from Vite; a production build has no such code. */
function isDevServer(url: string): boolean {
  const server = process.env.ELECTRON_RENDERER_URL
  if (!server || !URL.canParse(url)) return false
  return new URL(url).host === new URL(server).host
}
