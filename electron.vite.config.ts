/** Bundles the desktop application: main process, preload and the renderer (which a browser is served, too). */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import about from './package.json' with { type: 'json' }

/** What is bundled, with its licence texts; shown by `renderer/app/Licences.tsx`. */
const license = { fileName: 'third-party.json' }

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Bundled whole: the packaged application carries no node_modules.
      externalizeDeps: false,
      license,
      rollupOptions: {
        input: { index: 'electron/main/index.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // Relative, because the desktop serves it from app:// and an environment from its own origin.
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    define: { 'import.meta.env.VITE_VERSION': JSON.stringify(about.version) },
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      license,
      target: 'chrome130',
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
})
