/**
 * Bundles the environment: its command line and the processes it starts, with the packages they use. Loading those file
 * by file was half of the processor time of a command and of every worker; outside stay the ones that are not only
 * script.
 */
import { defineConfig } from 'vite'

/** They load machine code or WebAssembly from beside them, or (pino) may start a thread from a file of theirs. */
const OUTSIDE = [
  '@duckdb/node-bindings',
  '@napi-rs/canvas',
  '@node-rs/argon2',
  '@resvg/resvg-js',
  'highs',
  'libsql',
  'pino',
]

export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: true,
    target: 'node20',
    outDir: '../out/visiting',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rollupOptions: {
      // cli: the operator's command line and the service. worker, parser, reader, ledger: processes it starts; judge,
      // protection: its threads.
      input: {
        cli: 'visiting/cli.ts',
        worker: 'visiting/engine/worker/main.ts',
        parser: 'visiting/engine/parser/main.ts',
        judge: 'visiting/judging-thread.ts',
        protection: 'visiting/disclosure/thread/main.ts',
        reader: 'visiting/engine/reader/main.ts',
        ledger: 'visiting/engine/ledger/main.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: OUTSIDE },
})
