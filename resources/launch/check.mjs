/** `npm run check`: types, lint, house, units and generated files; all failures are reported, not only the first. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)

const steps = [
  ['types', bin('tsc'), ['-b']],
  ['lint', bin('biome'), ['check', '.']],
  ['generated files', bin('tsx'), [join('resources', 'launch', 'generate.ts'), '--check']],
  [
    'house and units',
    bin('vitest'),
    ['run', 'tests/house', 'tests/shared', 'tests/visiting', 'tests/electron', 'tests/renderer'],
  ],
]

const failed = []
for (const [name, command, args] of steps) {
  process.stdout.write(`\n── ${name}\n`)
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) failed.push(name)
}
process.stdout.write(failed.length === 0 ? '\ncheck: all good\n' : `\ncheck: failed: ${failed.join(', ')}\n`)
process.exit(failed.length === 0 ? 0 : 1)
