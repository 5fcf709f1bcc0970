/** `npm run dev`: the demonstration environment, and the workbench with hot reloading on it. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
buildIfStale('visiting')
const service = spawn(
  process.execPath,
  [
    join(root, 'out', 'visiting', 'cli.js'),
    'serve',
    '--demo',
    '--data',
    join(root, '.demo', 'environment'),
    '--port',
    '0',
    '--json',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
createInterface({ input: service.stdout }).once('line', (line) => {
  const { address } = JSON.parse(line)
  process.stdout.write(`environment: ${address}\n`)
  const dev = spawn(
    join(root, 'node_modules', '.bin', 'electron-vite'),
    ['dev', '--', `--environment=${address}`],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, VISITING_ENVIRONMENT: address },
    },
  )
  dev.once('exit', (code) => {
    service.kill('SIGTERM')
    process.exit(code ?? 0)
  })
})
service.once('exit', (code) => process.exit(code ?? 1))
process.on('SIGINT', () => service.kill('SIGTERM'))
