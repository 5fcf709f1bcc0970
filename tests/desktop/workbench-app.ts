/** Starts the built application as a person would, with a profile of its own, and ends it again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { buildWorkbench, type Display, electronExecutable, openDisplay, ROOT } from './runtime.ts'

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
  buildWorkbench()
  const executablePath = electronExecutable()
  const display: Display = await openDisplay()
  const app = await launch({
    executablePath,
    args: launchArguments({ profile, language, ...(environment ? { environment } : {}) }),
    env: { ...definedVariables(), DISPLAY: display.name, LANGUAGE: language },
  }).catch((problem) => {
    display.stop()
    throw problem
  })
  const said: string[] = []
  app.process().stderr?.on('data', (part: Buffer) => said.push(part.toString()))
  const page = await app.firstWindow()
  page.on('console', (message) => said.push(message.text()))
  await page.waitForLoadState('domcontentloaded')
  return {
    app,
    page,
    profile,
    said,
    executablePath,
    displayName: display.name,
    close: async () => {
      await app.close()
      display.stop()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/**
 * Playwright attaches to an application that is already starting; one that opens its window at the wrong moment leaves
 * it waiting forever. Such a start says nothing about the application, so it is tried again.
 */
async function launch(
  options: NonNullable<Parameters<typeof _electron.launch>[0]>,
  attempts = 4,
): Promise<ElectronApplication> {
  try {
    return await _electron.launch({ ...options, timeout: 25_000 })
  } catch (problem) {
    if (attempts <= 1 || !(problem instanceof Error && problem.name === 'TimeoutError')) throw problem
    return launch(options, attempts - 1)
  }
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
