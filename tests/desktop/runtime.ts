/**
 * Where the desktop tests find an Electron to run, and a display to run it on. A test that needs one and finds none
 * fails and says so; leaving it out takes an explicit VISITING_TESTS_WITHOUT=desktop.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** True where the person running the tests said to leave a part out; says so once on standard error. */
export function isLeftOut(part: 'desktop' | 'browser'): boolean {
  const parts = (process.env.VISITING_TESTS_WITHOUT ?? '').split(',').map((name) => name.trim())
  if (parts.includes(part)) process.stderr.write(`left out: ${part} tests (VISITING_TESTS_WITHOUT)\n`)
  return parts.includes(part)
}

/** The Electron executable: of ELECTRON_OVERRIDE_DIST_PATH, or of the installed package. Throws words for people. */
export function electronExecutable(): string {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (given) {
    const name = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[
      process.platform as string
    ]
    const path = join(given, name ?? 'electron')
    if (existsSync(path)) return path
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no Electron at ${path}.`)
  }
  const installed = join(ROOT, 'node_modules', 'electron')
  const pathFile = join(installed, 'path.txt')
  if (existsSync(pathFile)) {
    const path = join(installed, 'dist', readFileSync(pathFile, 'utf8').trim())
    if (existsSync(path)) return path
  }
  throw new Error(
    'The desktop tests need an Electron runtime: run `node node_modules/electron/install.js`, or set ELECTRON_OVERRIDE_DIST_PATH to ' +
      'the folder of one. To leave these tests out, say VISITING_TESTS_WITHOUT=desktop.',
  )
}

export interface Display {
  name: string
  stop(): void
}

/** The display there is, or a virtual one (Xvfb) that ends with stop(). */
export async function openDisplay(): Promise<Display> {
  const nothing = () => undefined
  if (process.platform !== 'linux') return { name: '', stop: nothing }
  if (process.env.DISPLAY) return { name: process.env.DISPLAY, stop: nothing }
  // -displayfd lets the server pick a free number and say it on file descriptor 3.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await displayNumber(server)
  return { name: `:${number}`, stop: () => server.kill() }
}

function displayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said = server.stdio[3]
    let text = ''
    said?.on('data', (part: Buffer) => {
      text += part.toString()
      if (text.includes('\n')) resolve(text.trim())
    })
    server.once('exit', () => reject(new Error('Xvfb ended before it gave a display.')))
    server.once('error', () =>
      reject(
        new Error(
          'The desktop tests need a display: set DISPLAY or install Xvfb, or VISITING_TESTS_WITHOUT=desktop.',
        ),
      ),
    )
  })
}
