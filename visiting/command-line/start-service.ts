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

const LEAVING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `script`: the bundled command line; its log is kept out of the way. */
export async function startService(script: string, data: string): Promise<StartedService> {
  const child = spawn(
    process.execPath,
    [script, 'serve', '--demo', '--data', data, '--port', '0', '--json', '--log-level', 'warn'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  // However this process ends, short of being killed: nobody would stop the environment after it.
  const kill = () => child.kill('SIGTERM')
  process.once('exit', kill)
  const leave = () => process.exit(1)
  for (const signal of LEAVING) process.once(signal, leave)
  const lines = createInterface({ input: child.stdout! })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() => {
    process.off('exit', kill)
    for (const signal of LEAVING) process.off(signal, leave)
  })
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
