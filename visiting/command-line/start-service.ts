/** Starts `serve` as its own process and waits until it answers. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { OperatorProblem } from '../data-folder.ts'

export interface StartedService {
  address: string
  process: ChildProcess
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
}

/** `script`: the bundled command line; its log is kept out of the way. */
export async function startService(script: string, data: string): Promise<StartedService> {
  const child = spawn(
    process.execPath,
    [script, 'serve', '--demo', '--data', data, '--port', '0', '--json', '--log-level', 'warn'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout! })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string | null>((resolve) => {
    lines.once('line', (line) => resolve((JSON.parse(line) as { address: string }).address))
    void ended.then(() => resolve(null))
  })
  if (address === null)
    throw new OperatorProblem(
      'The demonstration environment did not start.',
      'デモ環境を起動できませんでした。',
    )
  return {
    address,
    process: child,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
