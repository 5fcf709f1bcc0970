/** Opens the portal in an installed Chromium, with an empty profile and none of its own background traffic. */
import { existsSync } from 'node:fs'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser to drive: VISITING_CHROMIUM or where systems put it. Throws words for people. */
function browserExecutable(): string {
  const found = [process.env.VISITING_CHROMIUM ?? '', ...PLACES].find(
    (path) => path !== '' && existsSync(path),
  )
  if (found) return found
  throw new Error(
    'The browser tests need Chromium: install it (Debian: apt-get install chromium) or set VISITING_CHROMIUM. ' +
      'To leave these tests out, say VISITING_TESTS_WITHOUT=browser.',
  )
}

export interface PortalBrowser {
  page: Page
  context: BrowserContext
  close(): Promise<void>
}

export async function openPortal(address: string, language: 'ja' | 'en'): Promise<PortalBrowser> {
  const root = process.platform === 'linux' && process.getuid?.() === 0
  const browser = await chromium.launch({
    executablePath: browserExecutable(),
    args: [
      ...(root ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const context = await browser.newContext({
    locale: { ja: 'ja-JP', en: 'en-GB' }[language],
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
  })
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  await page.goto(address)
  return { page, context, close: () => browser.close() }
}
