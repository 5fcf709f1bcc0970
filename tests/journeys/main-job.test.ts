import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { copyPrepared } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const run = promisify(execFile)

describe('the main job, walked by the demo command', () => {
  test('each step does what it says, and the release verifies until a byte is flipped', async () => {
    const out = join(folder, 'demo')
    const { stdout } = await run(process.execPath, [CLI, 'demo', '--json', '--out', out])
    const steps = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: string; ok: boolean; release?: string })
    expect(steps.filter(({ ok }) => !ok)).toEqual([])
    const done = steps.at(-1)!
    expect(done.step).toBe('done')

    const file = done.release!
    const { stdout: verdict } = await run(process.execPath, [CLI, 'release', 'verify', file, '--json'])
    expect(JSON.parse(verdict)).toMatchObject({ ok: true })

    const bytes = readFileSync(file)
    for (const share of [0.01, 0.3, 0.6, 0.99]) {
      const broken = Uint8Array.from(bytes)
      broken[Math.floor(bytes.length * share)]! ^= 1
      const path = join(folder, `broken-${share}.zip`)
      writeFileSync(path, broken)
      const failed = await run(process.execPath, [CLI, 'release', 'verify', path, '--json']).catch(
        (problem) => problem,
      )
      expect(failed.code).toBe(1)
      expect(JSON.parse(failed.stdout)).toMatchObject({ ok: false })
    }
  })

  test.each(['has seen enough', 'is told to end'])('leaves no environment behind when it %s', async (how) => {
    const demo = spawn(process.execPath, [CLI, 'demo', '--json', '--out', join(folder, 'demo')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    demo.stderr.on('data', (part) => {
      said += part
    })
    const ended = once(demo, 'exit')
    const [first] = await once(createInterface({ input: demo.stdout }), 'line')
    const { address } = JSON.parse(first as string) as { address: string }
    if (how === 'has seen enough') demo.stdout.destroy()
    else demo.kill('SIGTERM')
    expect(await ended).toEqual([1, null])
    const answers = () =>
      fetch(address).then(
        () => true,
        () => false,
      )
    await expect.poll(answers).toBe(false)
    expect(said).not.toMatch(/Error| at .*\.js:\d+/)
  })

  test('an environment whose words nobody reads is served all the same, and ends when it is told to', async () => {
    const data = join(folder, 'unread')
    copyPrepared(data)
    const service = spawn(process.execPath, [CLI, 'serve', '--data', data, '--port', '0'])
    const ended = once(service, 'exit')
    service.stdout.destroy()
    service.stderr.destroy()
    const address = () => /http:\S+/.exec(readFileSync(join(data, 'service.lock'), 'utf8'))?.[0]
    await expect.poll(address).toBeDefined()
    await expect.poll(async () => (await fetch(`${address()}/api/environment`)).status).toBe(200)
    service.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })
})
