/** `npm run bench`: builds what is stale and measures; see tests/bench/main.ts. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
buildIfStale('visiting')
const child = spawn(
  join(root, 'node_modules', '.bin', 'tsx'),
  [join(root, 'tests', 'bench', 'main.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  },
)
child.on('exit', (code) => process.exit(code ?? 1))
