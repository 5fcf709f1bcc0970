/**
 * `npm start`: builds what is stale, starts a demonstration environment on loopback, and opens the workbench on it:
 * the desktop application where there is a display and an Electron binary, a browser's address where there is not.
 * It says in one line which and why, and never ends in a stack trace.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const say = (text) => process.stdout.write(`${text}\n`)
const fail = (text) => {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

const [major] = process.versions.node.split('.').map(Number)
if (major < 20)
  fail(`Node 20 以上が必要です（現在 ${process.versions.node}）。 / Node 20 or later is needed.`)
if (!existsSync(join(root, 'node_modules', 'vite')))
  fail(
    '依存パッケージがありません。先に npm ci を実行してください。 / Dependencies are missing. Run npm ci first.',
  )

try {
  for (const name of ['visiting', 'workbench']) {
    buildIfStale(name, { onBuild: () => say(`ビルドしています（${name}）… / Building (${name}) …`) })
  }
} catch (problem) {
  fail(`ビルドできませんでした。 / The build failed.\n${problem.message}`)
}

/** The Electron binary, or the reason in words why there is none to run. */
function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!display)
    return {
      why: '画面（DISPLAY）がないため、ブラウザー用に起動します。 / There is no display, so the workbench is served to a browser.',
    }
  const name =
    process.platform === 'win32'
      ? 'electron.exe'
      : process.platform === 'darwin'
        ? 'Electron.app/Contents/MacOS/Electron'
        : 'electron'
  if (override && existsSync(join(override, name))) return { binary: join(override, name) }
  const folder = join(root, 'node_modules', 'electron')
  const placed = () => {
    const pathFile = join(folder, 'path.txt')
    if (!existsSync(pathFile)) return null
    const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
    return existsSync(binary) ? binary : null
  }
  if (!placed() && existsSync(join(folder, 'install.js'))) {
    say('Electron を取得しています… / Fetching Electron …')
    spawnSync(process.execPath, [join(folder, 'install.js')], {
      cwd: folder,
      stdio: 'ignore',
      timeout: 180_000,
    })
  }
  const binary = placed()
  return binary
    ? { binary }
    : {
        why: 'Electron を取得できないため、ブラウザー用に起動します。 / Electron cannot be fetched here, so the workbench is served to a browser.',
      }
}

/** The port people know, if it is free: the workbench remembers an environment by its address. */
const preferredPort = () =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve('0'))
    probe.listen(8640, '127.0.0.1', () => probe.close(() => resolve('8640')))
  })

const data = process.env.VISITING_DATA ?? join(root, '.demo', 'environment')
const service = spawn(
  process.execPath,
  [
    join(root, 'out', 'visiting', 'cli.js'),
    'serve',
    '--demo',
    '--data',
    data,
    '--port',
    process.env.VISITING_PORT ?? (await preferredPort()),
    '--log-level',
    'warn',
    '--json',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const startedAt = Date.now()
const lines = createInterface({ input: service.stdout })
let desktop = null
let ending = false
const end = (code) => {
  if (ending) return
  ending = true
  desktop?.kill()
  service.kill('SIGTERM')
  service.once('exit', () => process.exit(code))
  setTimeout(() => process.exit(code), 5_000).unref()
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(0))
service.once('exit', (code) => {
  if (ending) return
  // The service speaks of its own options; these are the ones of npm start.
  if (code !== 0)
    say('別の場所・ポートで起動 / another folder or port: VISITING_DATA=DIR VISITING_PORT=0 npm start')
  process.exit(code ?? 1)
})

lines.once('line', async (line) => {
  const { address, nameJa, nameEn } = JSON.parse(line)
  say(`${nameJa} / ${nameEn}`)
  say(`  ${address}   (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  const identity = await (await fetch(new URL('/api/environment', address))).json()
  say('')
  say('  デモ利用者 / demo people:')
  for (const { login, password, nameJa: name, roles } of identity.demoPeople)
    say(`    ${login.padEnd(10)} ${password.padEnd(22)} ${name}  ${roles.join(', ')}`)
  say('')
  const electron = findElectron()
  if (electron.why) {
    say(electron.why)
    say(`ブラウザーで開いてください / Open in a browser: ${address}`)
    say('終了は Ctrl+C / Ctrl+C to stop')
    return
  }
  say('デスクトップアプリを開きます。 / Opening the desktop application.')
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  desktop = spawn(electron.binary, [...sandbox, root, `--environment=${address}`], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, HOME: process.env.HOME ?? homedir() },
  })
  desktop.once('exit', (code) => {
    if (ending || code === 0) return end(0)
    say(
      'デスクトップアプリを開けませんでした。ブラウザーで開いてください。 / The desktop application did not open. Use a browser:',
    )
    say(`  ${address}`)
  })
  desktop.once('error', () => {
    say(
      'デスクトップアプリを開けませんでした。ブラウザーで開いてください。 / The desktop application did not open. Use a browser:',
    )
    say(`  ${address}`)
  })
})
