/** Bundles the engine's processes once for the tests of this room, as the real build does. */
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface EngineScripts {
  worker: string
  parser: string
  reader: string
  ledger: string
}

/** Paths of the bundled processes, in a new folder beside the real ones. */
export async function bundleEngine(): Promise<EngineScripts> {
  const parent = join(root, 'out')
  const outDir = await mkdtemp(join(parent, 'engine-test-'))
  const input: Record<string, string> = {}
  for (const name of ['worker', 'parser', 'reader', 'ledger']) {
    const entry = join(root, 'visiting/engine', name, 'main.ts')
    if (existsSync(entry)) input[name] = entry
  }
  await build({
    configFile: false,
    root: join(root, 'visiting'),
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input,
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
    ssr: { noExternal: [], external: true },
  })
  return {
    worker: join(outDir, 'worker.js'),
    parser: join(outDir, 'parser.js'),
    reader: join(outDir, 'reader.js'),
    ledger: join(outDir, 'ledger.js'),
  }
}
