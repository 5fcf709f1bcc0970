/** Where a command prints: results to standard output, progress and problems to standard error. */
export interface Output {
  line(text: string): void
  note(text: string): void
  /** Replaces the progress line on a terminal; says nothing elsewhere. */
  progress(text: string): void
  /** Says at what it works now, where no terminal shows progress. */
  step(text: string): void
}

/** What a command answers: one value as JSON where `--json` was said, else lines for people. */
export function say(
  output: Output,
  { json, value, lines }: { json: boolean | undefined; value: unknown; lines: readonly string[] },
): void {
  if (json) output.line(JSON.stringify(value))
  else for (const line of lines) output.line(line)
}

/** Progress is drawn over itself on a terminal; elsewhere only whole steps are printed. */
export const processOutput: Output = {
  line: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  },
  step: (text) => {
    if (!process.stderr.isTTY) process.stderr.write(`  ${text}\n`)
  },
}

export type Progress = (step: string, done: number, total: number) => void

/** The steps of making an environment, as their makers name them. */
const STEPS: Record<string, string> = {
  reference: '参照表 / reference tables',
  persons: '架空の人々 / invented persons',
  'open-data': 'オープンデータ / open data',
  digest: '要約値 / digests',
  profiles: 'カタログの集計 / profiles for the catalog',
  extract: '許可ごとの抽出データ / the permit’s extract',
}

/**
 * A progress bar of twenty cells with its step in words; elsewhere than on a terminal, a line for each step. Within a step
 * it never goes back: the engine's own estimates do, when a query turns out longer than it thought.
 */
export function progressLine(output: Output): Progress {
  let current = ''
  let reached = 0
  return (step, done, total) => {
    const words = STEPS[step] ?? step
    if (step !== current) {
      current = step
      reached = 0
      output.step(words)
    }
    reached = Math.max(reached, total > 0 ? Math.min(1, done / total) : 0)
    const cells = Math.round(reached * 20)
    output.progress(
      `${'█'.repeat(cells)}${'░'.repeat(20 - cells)} ${String(Math.round(reached * 100)).padStart(3)} %  ${words}`,
    )
    if (done >= total) output.progress('')
  }
}
