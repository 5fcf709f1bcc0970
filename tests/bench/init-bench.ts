/** The making of an environment: `init` as a whole, the invented nation alone, peak memory and bytes a row. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CLI } from '../fixtures/build-once.ts'
import type { Figure } from './measure.ts'

interface Made {
  /** Of the program that made it. */
  program: string
  elapsedMs: number
  /** Of the command from its start to its end: with profiles and the demonstration's extract. */
  wholeMs: number
  rows: number
  bytes: number
  claimLines: number
  peakRssBytes: number
}

/**
 * Makes it once under `data`; a later run of the same program tells what that took without making it again. What another
 * program made is made anew, or is kept if `keep` says so: what an extract holds decides how a query is answered.
 */
export function benchInit(data: string, persons: number, { keep = false } = {}): Figure[] {
  const report = `${data}.made.json`
  const program = programDigest()
  const stands = existsSync(join(data, 'environment.json')) && existsSync(report)
  if (!stands || !(keep || madeOf(report).program === program)) {
    rmSync(data, { recursive: true, force: true })
    process.stderr.write(`making ${persons.toLocaleString('en')} persons …\n`)
    const startedAt = performance.now()
    const printed = execFileSync(
      process.execPath,
      [CLI, 'init', '--data', data, '--persons', String(persons), '--json'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const wholeMs = Math.round(performance.now() - startedAt)
    writeFileSync(report, JSON.stringify({ ...JSON.parse(printed), wholeMs, program }))
  }
  const made = madeOf(report)
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

/** Until what was made is on the disk, where the machine has the command for it; meanwhile every write costs more. */
export function waitForTheDisk(): void {
  if (process.platform !== 'win32') execFileSync('sync')
}

const madeOf = (report: string) => JSON.parse(readFileSync(report, 'utf8')) as Made

/** Of all that was built of the environment, whichever part makes tables and extracts. */
function programDigest(): string {
  const hash = createHash('sha256')
  const folder = dirname(CLI)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}
