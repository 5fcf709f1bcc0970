/** `npm run visiting -- …` and `npm run demo`: builds what is stale, then becomes the operator's command line. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
try {
  buildIfStale('visiting', {
    // Not to standard output, which is the command's.
    onBuild: () => process.stderr.write('ビルドしています（visiting）… / Building (visiting) …\n'),
  })
} catch (problem) {
  process.stderr.write(`${problem.message}\n`)
  process.exit(1)
}
const child = spawn(process.execPath, [join(root, 'out', 'visiting', 'cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
