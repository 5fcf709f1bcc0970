import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ownThread, processorMs, threadProcessorMs } from '../../../visiting/engine/process/processor-time.ts'
import { childrenOf } from '../../../visiting/engine/process/resident-memory.ts'
import { limitTime, PATIENCE } from '../../../visiting/engine/process/time-limit.ts'

describe('a limit in processor time', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** Whether the limit of a second is over, millisecond by millisecond; `share` of the time a processor is had. */
  function limited(share: number | null) {
    const begun = Date.now()
    const over = vi.fn()
    const used = () => (share === null ? null : 7_000 + share * (Date.now() - begun))
    const lift = limitTime({ ms: 1_000, used, over })
    const isOver = (ms: number) => {
      vi.advanceTimersByTime(begun + ms - Date.now())
      return over.mock.calls.length
    }
    return { isOver, lift }
  }

  test('ends what had a processor all the time when it is up', () => {
    const { isOver } = limited(1)
    expect([isOver(999), isOver(1_000), isOver(60_000)]).toEqual([0, 1, 1])
  })

  test('waits for what had a processor half of the time', () => {
    const { isOver } = limited(0.5)
    expect([isOver(1_900), isOver(2_100), isOver(60_000)]).toEqual([0, 1, 1])
  })

  test('ends what never works, all the same', () => {
    const { isOver } = limited(0)
    expect([isOver(1_000 * PATIENCE - 1), isOver(1_000 * PATIENCE), isOver(60_000)]).toEqual([0, 1, 1])
  })

  test('is one of the clock where nobody can tell', () => {
    const { isOver } = limited(null)
    expect([isOver(999), isOver(1_000)]).toEqual([0, 1])
  })

  test('ends nothing once it is lifted', () => {
    const { isOver, lift } = limited(0.5)
    expect(isOver(1_500)).toBe(0)
    lift()
    expect(isOver(60_000)).toBe(0)
  })
})

describe.skipIf(process.platform !== 'linux')('processor time as the kernel counts it', () => {
  /** Works for 200 ms of processor time, says so, and then waits for ever. */
  const WORK = 'while (process.cpuUsage().user < 200_000); '

  test('is that of a process and of what it started', async () => {
    const child = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${WORK} console.log('done'); setInterval(() => {}, 1e6)`)}], { stdio: 'inherit' })`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    try {
      await once(child.stdout, 'data')
      expect(processorMs(child.pid!)).toBeGreaterThanOrEqual(200)
    } finally {
      // The one it started ends with the pipe that it holds: it is killed by its number, before its parent.
      const [grandchild] = childrenOf(child.pid!)
      process.kill(grandchild!, 'SIGKILL')
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    expect(processorMs(child.pid!)).toBeNull()
  })

  test('is that of one thread alone', async () => {
    const own = threadProcessorMs(ownThread())!
    const worker = new Worker(
      `const { readFileSync } = require('node:fs')
       const { parentPort } = require('node:worker_threads')
       const ticks = () => Number(readFileSync('/proc/thread-self/stat', 'latin1').split(' ')[13])
       while (ticks() < 30);
       parentPort.postMessage(parseInt(readFileSync('/proc/thread-self/stat', 'latin1')))
       setInterval(() => {}, 1e6)`,
      { eval: true },
    )
    const [thread] = (await once(worker, 'message')) as [number]
    expect(thread).not.toBe(ownThread())
    expect(threadProcessorMs(thread)).toBeGreaterThanOrEqual(300)
    expect(threadProcessorMs(ownThread())! - own).toBeLessThan(300)
    await worker.terminate()
    expect(threadProcessorMs(null)).toBeNull()
  })
})
