/** The workbench's own origin inside the desktop: served by ./protocol.ts, and the only page a window may show. */

export const APP_SCHEME = 'app'
const APP_HOST = 'workbench'
const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`
export const START_URL = `${APP_ORIGIN}/index.html`

/** Whether a URL is a page or file of the workbench itself. Nothing is guessed from a prefix of the text. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === ''
}
