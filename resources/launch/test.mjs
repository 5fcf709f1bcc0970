/**
 * `npm test`: everything this machine can run, and it says which parts it left out and why. A part is left out only
 * when something it needs is not installed; set VISITING_TESTS_REQUIRE=all to make that a failure (CI does).
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const run = (command, args, env = {}) =>
  spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  }).status === 0
const has = (command) => spawnSync('which', [command], { stdio: 'ignore' }).status === 0
const all = process.env.VISITING_TESTS_REQUIRE === 'all'

const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH
  ? existsSync(join(process.env.ELECTRON_OVERRIDE_DIST_PATH, 'electron'))
  : existsSync(join(root, 'node_modules', 'electron', 'dist', 'version'))
const display =
  process.env.DISPLAY || process.env.WAYLAND_DISPLAY || has('Xvfb') || process.platform !== 'linux'
const chromium =
  process.env.VISITING_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )

const leftOut = []
if (!electron)
  leftOut.push([
    'desktop',
    'no Electron binary (run `node node_modules/electron/install.js`, or set ELECTRON_OVERRIDE_DIST_PATH)',
  ])
else if (!display) leftOut.push(['desktop', 'no display and no Xvfb'])
if (!chromium) leftOut.push(['browser', 'no Chromium (install it, or set VISITING_CHROMIUM)'])

try {
  for (const name of ['visiting', 'workbench'])
    buildIfStale(name, { onBuild: () => process.stdout.write(`Building (${name}) …\n`) })
} catch (problem) {
  process.stderr.write(`${problem.message}\n`)
  process.exit(1)
}
const bin = (name) => join(root, 'node_modules', '.bin', name)
const without = [process.env.VISITING_TESTS_WITHOUT, ...leftOut.map(([name]) => name)].filter(Boolean)
const steps = [
  ['types', () => run(bin('tsc'), ['-b'])],
  ['lint', () => run(bin('biome'), ['check', '.'])],
  ['generated files', () => run(bin('tsx'), [join('resources', 'launch', 'generate.ts'), '--check'])],
  [
    'tests',
    () =>
      run(bin('vitest'), ['run'], {
        ...(chromium ? { VISITING_CHROMIUM: chromium } : {}),
        ...(without.length > 0 ? { VISITING_TESTS_WITHOUT: without.join() } : {}),
      }),
  ],
]
const failed = steps.filter(([name, step]) => {
  process.stdout.write(`\n── ${name}\n`)
  return !step()
})
for (const [name, why] of leftOut) process.stdout.write(`left out: ${name} — ${why}\n`)
if (all && leftOut.length > 0) failed.push(['left out'])
process.stdout.write(
  failed.length === 0
    ? 'npm test: passed\n'
    : `npm test: failed: ${failed.map(([name]) => name).join(', ')}\n`,
)
process.exit(failed.length === 0 ? 0 : 1)
