/**
 * The packaged application: only our bundles are in it, and it cannot be turned into a plain Node, debugged or started
 * with its checks switched off. Each start here ends by itself, because it carries a switch that is refused.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Display, electronExecutable, isLeftOut, openDisplay, ROOT } from './runtime.ts'

const elsewhere = process.platform !== 'linux'
if (elsewhere) process.stderr.write('left out: the package is tested on Linux only\n')

describe.skipIf(elsewhere || isLeftOut('desktop'))('the packaged application', () => {
  let folder: string
  let unpacked: string
  let display: Display

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'visiting-package-'))
    const runtime = dirname(electronExecutable())
    display = await openDisplay()
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'node_modules', 'electron-builder', 'cli.js'),
        '--dir',
        '--config',
        join(ROOT, 'resources', 'packaging', 'electron-builder.yml'),
        `-c.electronDist=${runtime}`,
        `-c.electronVersion=${readFileSync(join(runtime, 'version'), 'utf8').trim().replace(/^v/, '')}`,
        `-c.directories.output=${folder}`,
      ],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
    )
    unpacked = join(folder, 'linux-unpacked')
  })
  afterAll(() => {
    display?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  /** Starts it with a switch it refuses, so that it says so and ends. */
  function start(args: string[], variables: Record<string, string> = {}) {
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const profile = `--user-data-dir=${join(folder, 'profile')}`
    return spawnSync(
      join(unpacked, 'visiting-workbench'),
      [...args, '--ignore-certificate-errors', profile, '--disable-gpu', ...root],
      { env: { ...process.env, DISPLAY: display.name, ...variables }, encoding: 'utf8' },
    )
  }
  const refusal = 'It does not start with --ignore-certificate-errors.'

  test('holds our bundles and the icon, and nothing of node_modules, sources or the environment', () => {
    const asar = readFileSync(join(unpacked, 'resources', 'app.asar'))
    const header = JSON.parse(asar.toString('utf8', 16, 16 + asar.readUInt32LE(12))) as Folder
    const paths = pathsIn(header)
    expect(paths).toEqual(
      expect.arrayContaining([
        'out/main/index.js',
        'out/preload/index.cjs',
        'out/renderer/index.html',
        'out/renderer/third-party.json',
      ]),
    )
    const ours = /^(out\/(main|preload|renderer)\/|resources\/icons\/icon\.png$|package\.json$)/
    expect(paths.filter((path) => !ours.test(path) || path.endsWith('.map'))).toEqual([])
  })

  test('holds the licences of all that is bundled: what is shown names what the main process bundles too', () => {
    const listed = (part: string) =>
      (
        JSON.parse(readFileSync(join(ROOT, 'out', part, 'third-party.json'), 'utf8')) as {
          name: string
          version: string
          identifier?: string
          text?: string
        }[]
      ).map(({ name, version, identifier, text }) => ({
        of: `${name}@${version}`,
        words: text ?? identifier,
      }))
    const shown = listed('renderer')
    expect(shown.length).toBeGreaterThan(30)
    expect(shown.filter(({ words }) => !words)).toEqual([])
    expect(shown).toEqual(expect.arrayContaining(listed('main')))
    for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
      expect(existsSync(join(unpacked, name)), name).toBe(true)
  })

  test('refuses to start with its certificate checks switched off', () => {
    const ended = start([])
    expect(ended.status).toBe(1)
    expect(ended.stdout + ended.stderr).toContain(refusal)
  })

  test('does not become a plain Node', () => {
    const ended = start(['-e', 'console.log("this is " + "Node")'], { ELECTRON_RUN_AS_NODE: '1' })
    expect(ended.stdout).not.toContain('this is Node')
    expect(ended.stdout + ended.stderr).toContain(refusal)
  })

  test('opens no debugger', () => {
    const ended = start(['--inspect=0'])
    expect(ended.stderr).not.toContain('Debugger listening')
    expect(ended.stdout + ended.stderr).toContain(refusal)
  })

  test('loads no code named in NODE_OPTIONS', () => {
    const trace = join(folder, 'loaded')
    const code = join(folder, 'foreign.cjs')
    writeFileSync(code, `require('fs').writeFileSync(${JSON.stringify(trace)}, '')`)
    const ended = start([], { NODE_OPTIONS: `--require=${code}` })
    expect(ended.stdout + ended.stderr).toContain(refusal)
    expect(existsSync(trace)).toBe(false)
  })
})

interface Folder {
  files?: Record<string, Folder>
}

const pathsIn = ({ files = {} }: Folder, above = ''): string[] =>
  Object.entries(files).flatMap(([name, entry]) =>
    entry.files ? pathsIn(entry, `${above}${name}/`) : [`${above}${name}`],
  )
