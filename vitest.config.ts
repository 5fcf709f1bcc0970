import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/longest-first.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/fixtures/build-once.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // How long a screen may take to show what a test looks for; nothing is judged by time.
    expect: { poll: { timeout: 60_000, interval: 50 } },
    // Two more than there are cores: half of its time a test waits for a page, a process or a disk.
    maxWorkers: Math.min(6, availableParallelism() + 2),
    sequence: { sequencer: LongestFirst },
  },
})
