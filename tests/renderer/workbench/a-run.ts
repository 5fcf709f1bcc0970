import type { Run } from '../../../renderer/workbench/tabs.ts'

/** A statement that waits, unless `part` says more. */
export const aRun = (part: Partial<Run>): Run => ({
  sql: 'SELECT 1',
  start: 0,
  startedAt: 0,
  running: false,
  cancelling: false,
  query: null,
  problem: null,
  ...part,
})
