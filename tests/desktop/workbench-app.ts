/** Starts the built application as a person would, with a profile of its own, and ends it again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, chromium, type ElectronApplication, type Page } from 'playwright-core'
import { type Display, electronExecutable, openDisplay, ROOT } from './runtime.ts'

export interface WorkbenchApp {
  app: ElectronApplication
  page: Page
  profile: string
  /** What main and renderer wrote to their consoles. */
  said: string[]
  executablePath: string
  displayName: string
  close(): Promise<void>
}

/** The arguments a start has; --no-sandbox only where Chromium would refuse to run as root. */
export function launchArguments({
  profile,
  language,
  environment,
}: {
  profile: string
  language: 'ja' | 'en'
  environment?: string
}): string[] {
  const root = process.platform === 'linux' && process.getuid?.() === 0
  return [
    ROOT,
    `--user-data-dir=${profile}`,
    `--lang=${language}`,
    '--disable-gpu',
    ...(root ? ['--no-sandbox'] : []),
    ...(environment ? [`--environment=${environment}`] : []),
  ]
}

export async function startWorkbench({
  environment,
  language = 'ja',
  profile = mkdtempSync(join(tmpdir(), 'visiting-profile-')),
}: {
  environment?: string
  language?: 'ja' | 'en'
  profile?: string
}): Promise<WorkbenchApp> {
  const executablePath = electronExecutable()
  const display: Display = await openDisplay()
  const said: string[] = []
  let app: ElectronApplication | null = null
  try {
    app = await launch({
      executablePath,
      args: launchArguments({ profile, language, ...(environment ? { environment } : {}) }),
      env: { ...definedVariables(), DISPLAY: display.name, LANGUAGE: language },
    })
    app.process().stderr?.on('data', (part: Buffer) => said.push(part.toString()))
    const page = await app.firstWindow()
    page.setDefaultTimeout(120_000)
    page.on('console', (message) => said.push(message.text()))
    await page.waitForLoadState('domcontentloaded')
    return started({ app, page, profile, said, executablePath, display })
  } catch (problem) {
    await app?.close().catch(() => undefined)
    display.stop()
    throw problem
  }
}

function started({
  display,
  ...parts
}: Omit<WorkbenchApp, 'close' | 'displayName'> & { display: Display }): WorkbenchApp {
  return {
    ...parts,
    displayName: display.name,
    close: async () => {
      await parts.app.close()
      display.stop()
      rmSync(parts.profile, { recursive: true, force: true })
    },
  }
}

/**
 * Playwright attaches while the application is starting. Where the window's first page comes just between its looking
 * and its listening, it waits for that page forever; loading the page once more tells it.
 */
async function launch(
  options: NonNullable<Parameters<typeof _electron.launch>[0]>,
): Promise<ElectronApplication> {
  const port = await freePort()
  const launching = _electron.launch({
    ...options,
    args: [...(options.args ?? []), `--remote-debugging-port=${port}`],
    timeout: 90_000,
  })
  const settled = launching.then(
    () => true,
    () => true,
  )
  for (let patience = 3_000; !(await Promise.race([settled, after(patience)])); patience *= 2) {
    await loadOnceMore(port).catch(() => undefined)
  }
  return launching
}

async function loadOnceMore(port: number): Promise<void> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 10_000 })
  await browser.contexts()[0]?.pages()[0]?.reload({ timeout: 10_000 })
  await browser.close()
}

const after = (ms: number): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), ms))

/** A port nobody listens on. */
function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    }),
  )
}

/** Answers the system's save dialog, which no test can click. */
export async function answerSaveDialog({ app }: WorkbenchApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
}

const definedVariables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
