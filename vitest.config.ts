import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/fixtures/build-once.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // How long a screen may take to show what a test looks for; nothing is judged by time.
    expect: { poll: { timeout: 60_000, interval: 50 } },
    maxWorkers: 2,
    reporters: process.env.CI ? ['default'] : ['default'],
  },
})
