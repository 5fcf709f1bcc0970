/** Where the bundled processes and threads of the environment lie. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROJECT } from './resources.ts'

/** The bundled processes lie beside the command line's own bundle; from source, in the build's folder. */
export function engineScripts(): Record<
  'worker' | 'parser' | 'judge' | 'protection' | 'reader' | 'ledger',
  string
> {
  const here = dirname(fileURLToPath(import.meta.url))
  const folder = existsSync(join(here, 'worker.js')) ? here : join(PROJECT, 'out', 'visiting')
  const script = (name: string) => join(folder, `${name}.js`)
  return {
    worker: script('worker'),
    parser: script('parser'),
    judge: script('judge'),
    protection: script('protection'),
    reader: script('reader'),
    ledger: script('ledger'),
  }
}
