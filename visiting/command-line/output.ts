/** Where a command prints: results to standard output, progress and problems to standard error. */
export interface Output {
  line(text: string): void
  note(text: string): void
  /** Replaces the progress line on a terminal; says nothing elsewhere. */
  progress(text: string): void
}

export const processOutput: Output = {
  line: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  },
}

export type Progress = (step: string, done: number, total: number) => void

/** A progress bar of twenty cells with its step's name. */
export const progressLine =
  (output: Output): Progress =>
  (step, done, total) => {
    const share = total > 0 ? Math.min(1, done / total) : 0
    const cells = Math.round(share * 20)
    output.progress(
      `${'█'.repeat(cells)}${'░'.repeat(20 - cells)} ${String(Math.round(share * 100)).padStart(3)} %  ${step}`,
    )
    if (done >= total) output.progress('')
  }
