/** The environment's key is replaced by the operator: what it signed before stays genuine, and a kill loses nothing. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { aClearedOutput } from '../fixtures/a-cleared-output.ts'
import { aService, type Service, startService } from '../fixtures/a-service.ts'
import { anOwnEnvironment } from '../fixtures/an-own-environment.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'environment')
const { visiting, failing } = anOwnEnvironment(data)
const key = (name: string) => join(data, 'keys', name)
const REASON = ['--reason', '年に一度の交換のため']
const rotate = (...more: string[]) => visiting('keys', 'rotate', 'environment', ...REASON, ...more)
const inUse = async () =>
  (await visiting('keys', 'list')).environment as { fingerprint: string; former: object[] }
const holds = async () => (await visiting('audit', 'verify')).holds
let service: Service
let early = ''

afterAll(() => service.stop())

describe('the environment’s key', () => {
  test('is not replaced beside a running service, nor are keys on which something rests', async () => {
    service = await aService(folder)
    const sato = await service.as('sato')
    const { releaseId } = await aClearedOutput(service)
    const { bytes } = await sato.call('releases.download', { releaseId })
    early = join(folder, 'early.zip')
    writeFileSync(early, bytes)

    const beside = await failing(['keys', 'rotate', 'environment', ...REASON])
    expect([beside.status, beside.said.includes('を使用中です')]).toEqual([1, true])
    await service.stop()
    for (const name of ['permits', 'ledger', 'sessions', 'person']) {
      const { status, said } = await failing(['keys', 'rotate', name, ...REASON])
      expect([name, status, /ません/.test(said) && /replaced/.test(said)]).toEqual([name, 1, true])
    }
    expect((await inUse()).former).toEqual([])
  })

  test('hands over to the next: log, identity and earlier releases hold, and only the new private key is kept', async () => {
    const before = await inUse()
    const { from, to } = await rotate()
    expect([from, to]).toEqual([before.fingerprint, (await inUse()).fingerprint])
    expect(to).not.toBe(from)
    expect(readdirSync(join(data, 'keys')).filter((name) => name.endsWith('.pem'))).toEqual([
      'environment.pem',
    ])
    expect(await holds()).toBe(true)
    expect(await visiting('release', 'verify', early)).toMatchObject({ ok: true })
    service = await startService(data)
    const identity = await service.open.call('environment.identity', {})
    expect(identity).toMatchObject({ fingerprint: to, succession: [{ to: identity.publicKey }] })
    const entry = (
      await (await service.as('yamada')).call('audit.entries', { event: 'key-rotated', limit: 10 })
    ).entries
    expect(entry).toMatchObject([{ detail: { from, to, stolen: false, via: 'command-line' } }])
    await service.stop()
  })

  test('killed before the write, it is the old one; killed after it, the new one', async () => {
    copyFileSync(key('environment.pem'), join(folder, 'old.pem'))
    const before = (await inUse()).fingerprint
    // As a power cut leaves it before the write: the next key is there, and half of one.
    for (const text of [readFileSync(key('environment.pem'), 'utf8'), '-----BEGIN PRI']) {
      writeFileSync(key('environment.next.pem'), text)
      expect((await inUse()).fingerprint).toBe(before)
    }
    const { to } = await rotate()
    // And after it: the log is sealed with the new key, which still lies beside its place.
    copyFileSync(key('environment.pem'), key('environment.next.pem'))
    copyFileSync(join(folder, 'old.pem'), key('environment.pem'))
    expect([(await inUse()).fingerprint, await holds()]).toEqual([to, true])
    service = await startService(data)
    expect(await service.open.call('environment.identity', {})).toMatchObject({ fingerprint: to })
    expect(existsSync(key('environment.next.pem'))).toBe(false)
    await service.stop()
    // The old key put back alone: nothing is written under it, and the command says why.
    copyFileSync(key('environment.pem'), join(folder, 'new.pem'))
    copyFileSync(join(folder, 'old.pem'), key('environment.pem'))
    const { status, said } = await failing(['account', 'disable', 'sato', '--reason', '鍵の確認のため'])
    expect([status, said.includes('控えから戻して')]).toEqual([1, true])
    copyFileSync(join(folder, 'new.pem'), key('environment.pem'))
  })

  test('whenever kill -9 comes, the log holds and names the key that is used', async () => {
    // Around the write: counted from when the next key lies there, not from a start that takes as long as it takes.
    for (const waitMs of [0, 0, 2, 5, 10, 20]) {
      const child = spawn(process.execPath, [CLI, 'keys', 'rotate', 'environment', ...REASON, '--data', data])
      const ended = once(child, 'exit')
      while (!existsSync(key('environment.next.pem')) && child.exitCode === null) await setTimeout(1)
      await setTimeout(waitMs)
      child.kill('SIGKILL')
      await ended
      expect(await holds()).toBe(true)
      expect(await visiting('release', 'verify', early)).toMatchObject({ ok: true })
    }
  })

  test('given up as stolen, it hands nothing over, and what it signed is accepted no more', async () => {
    const { to } = await rotate('--stolen')
    expect((await failing(['release', 'verify', early])).status).toBe(1)
    service = await startService(data)
    expect(await service.open.call('environment.identity', {})).toMatchObject({
      fingerprint: to,
      succession: [],
    })
    expect(await holds()).toBe(true)
  })
})
