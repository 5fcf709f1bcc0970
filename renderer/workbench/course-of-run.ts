/** How one of several statements went, and what it is called on its tab. */
import { hasBegun, type Run, runningRun, type Script } from './tabs.ts'

export type CourseOfRun = 'waiting' | 'running' | 'done' | 'failed' | 'refused' | 'stopped' | 'left-out'

/** `refused`: the environment did not let it run. `left-out`: one before it did not end well. */
export function courseOf(run: Run, script: Script): CourseOfRun {
  if (!hasBegun(run)) return runningRun(script) ? 'waiting' : 'left-out'
  if (run.running) return 'running'
  const { query, problem } = run
  if (query?.state === 'done') return 'done'
  if (query?.state === 'cancelled') return 'stopped'
  const isRefused = query ? query.error?.kind === 'refused' : (problem?.status ?? 500) < 500
  return isRefused ? 'refused' : 'failed'
}

const LONGEST = 20

/** The comment it begins with, as people name statements, or the statement itself; cut short. */
export function nameOfStatement(sql: string): string {
  const comment = /^--[ \t]*(.*\S)/.exec(sql)?.[1] ?? /^\/\*\s*(.*?\S)\s*\*\//s.exec(sql)?.[1]
  const bare = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  const name = (comment ?? bare).replace(/\s+/g, ' ').trim()
  const letters = Array.from(name)
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : name
}
