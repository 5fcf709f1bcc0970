/**
 * Builds what is stale: `out/visiting` (the environment and its command line), and `out/main`, `out/preload`,
 * `out/renderer` (the workbench). Stale means: a source is newer than the stamp of the last build.
 *
 *   node resources/launch/build.mjs [--force] [--only visiting|workbench]
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const common = ['shared', 'package.json', 'package-lock.json', 'resources/launch']
const targets = {
  visiting: {
    sources: ['visiting', ...common],
    bin: 'vite',
    args: ['build', '-c', 'visiting/vite.config.ts'],
  },
  workbench: {
    sources: ['electron', 'renderer', 'electron.vite.config.ts', ...common],
    bin: 'electron-vite',
    args: ['build'],
  },
}

function newest(path) {
  if (!existsSync(path)) return 0
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Said in words: a bundler that cannot write ends in a stack trace. */
function requireWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new Error(
      `${folder} に書き込めません。書き込める場所に置き直すか、書き込みの権限を与えてください。 / ${folder} cannot be written. Put the project where this user may write, or give the right to.`,
    )
  }
}

/** Builds one target where it is stale, calling `onBuild` before. Output goes to standard error, so that standard output stays the command's. */
export function buildIfStale(name, { force = false, onBuild = () => {} } = {}) {
  const { sources, bin, args } = targets[name]
  const stamp = join(root, 'out', `.built-${name}`)
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0
  if (!force && sources.every((source) => newest(join(root, source)) <= builtAt)) return false
  onBuild()
  const startedAt = new Date()
  const script = join(root, 'node_modules', bin, 'bin', bin === 'vite' ? 'vite.js' : 'electron-vite.js')
  if (!existsSync(script)) throw new Error('Dependencies are missing. Run: npm ci')
  for (const place of [root, join(root, 'node_modules')]) requireWritable(place)
  const built = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=4096' },
    encoding: 'utf8',
  })
  if (built.status !== 0) {
    process.stderr.write(built.stdout + built.stderr)
    throw new Error(`Building ${name} failed.`)
  }
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, startedAt.toISOString())
  return true
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null
  for (const name of Object.keys(targets)) {
    if (only && only !== name) continue
    const built = buildIfStale(name, { force: process.argv.includes('--force') })
    process.stderr.write(built ? `built ${name}\n` : `${name} is up to date\n`)
  }
}
