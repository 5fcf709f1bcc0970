/** The making of an environment: `init` as a whole, the invented nation alone, peak memory and bytes a row. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLI } from '../fixtures/build-once.ts'
import type { Figure } from './measure.ts'

interface Made {
  elapsedMs: number
  /** Of the command from its start to its end: with profiles and the demonstration's extract. */
  wholeMs: number
  rows: number
  bytes: number
  claimLines: number
  peakRssBytes: number
}

/** Makes it once under `data`; a later run tells what that took without making it again. */
export function benchInit(data: string, persons: number): Figure[] {
  const report = `${data}.made.json`
  if (!existsSync(join(data, 'environment.json')) || !existsSync(report)) {
    rmSync(data, { recursive: true, force: true })
    process.stderr.write(`making ${persons.toLocaleString('en')} persons …\n`)
    const startedAt = performance.now()
    const printed = execFileSync(
      process.execPath,
      [CLI, 'init', '--data', data, '--persons', String(persons), '--json'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    )
    writeFileSync(
      report,
      JSON.stringify({ ...JSON.parse(printed), wholeMs: Math.round(performance.now() - startedAt) }),
    )
  }
  const made = JSON.parse(readFileSync(report, 'utf8')) as Made
  const figure = (what: string, value: number, unit: string, budget: number | null = null): Figure => ({
    what: `init ${persons} persons${what}`,
    value,
    unit,
    budget,
  })
  const budgeted = persons === 200_000
  return [
    figure(' as a whole', made.wholeMs / 1000, 's', budgeted ? 60 : null),
    figure(', the nation alone', made.elapsedMs / 1000, 's'),
    figure(', peak memory', made.peakRssBytes / 1_048_576, 'MiB', budgeted ? 2_048 : null),
    figure(', claim lines', made.claimLines, 'lines'),
    figure(', bytes a row', made.bytes / made.rows, 'B'),
  ]
}
