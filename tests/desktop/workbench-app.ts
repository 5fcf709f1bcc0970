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
  const app = await _electron
    .launch({
      executablePath,
      args: launchArguments({ profile, language, ...(environment ? { environment } : {}) }),
      env: { ...definedVariables(), DISPLAY: display.name, LANGUAGE: language },
      timeout: 60_000,
    })
    .catch((problem) => {
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

const definedVariables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
