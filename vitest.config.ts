import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/longest-first.ts'

const ALL = ['tests/**/*.test.{ts,tsx}']
/** Of disclosure, those that take long. */
const LONG = [
  'compact-optimum',
  'known-optimum',
  'rounded-results',
  'small-changes',
  'sums-nobody-names',
  'suppress',
]
/**
 * Tests of rooms, in process and mostly short. What they import is loaded once a worker: it was a third of what they cost,
 * of short ones of disclosure half.
 */
const ROOMS = [
  'house/**/*',
  'shared/**/*',
  'renderer/**/*',
  'electron/**/*',
  'visiting/!(engine|provenance|disclosure)/**/*',
  `visiting/disclosure/!(${LONG.join('|')})`,
].map((part) => `tests/${part}.test.{ts,tsx}`)
const test = {
  // An end to what hangs; a slow machine with all workers busy takes minutes over what takes seconds alone.
  testTimeout: 600_000,
  hookTimeout: 600_000,
  // How long a screen may take to show what a test looks for; nothing is judged by time.
  expect: { poll: { timeout: 60_000, interval: 50 } },
  setupFiles: ['tests/fixtures/own-globals.ts'],
  // DuckDB keeps what it freed: giving it back between two small queries and taking it again was a sixth of what they cost.
  // For what tests run in their own process; an engine's processes get no environment.
  env: { DUCKDB_JE_MALLOC_CONF: 'dirty_decay_ms:-1,muzzy_decay_ms:-1' },
}

export default defineConfig({
  test: {
    globalSetup: ['tests/fixtures/build-once.ts'],
    // More than there are cores: more than half of its time a test waits for a page, a process or a disk.
    maxWorkers: Math.min(8, 3 * availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...test, name: 'rooms', include: ROOMS, isolate: false } },
      { test: { ...test, name: 'environments', include: ALL, exclude: ROOMS } },
    ],
  },
})
