import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder, lockFolder, tellAddress } from '../../visiting/data-folder.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = dataFolder(temporaryFolder())
mkdirSync(folder.root, { recursive: true })
const path = join(folder.root, 'service.lock')
/** A process that lives as long as this one and is another. */
const LIVING = process.ppid

const TELLS = process.platform === 'linux'

/** What the lock of the living process would say, read from the system; nothing where it does not tell. */
const startOfLiving = () => {
  if (!TELLS) return ''
  const stat = readFileSync(`/proc/${LIVING}/stat`, 'utf8')
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
}

test('a folder in use says where its service answers, so that nobody looks for it', () => {
  writeFileSync(path, `${LIVING}\n${startOfLiving()}\nhttp://127.0.0.1:8640\n`)
  expect(() => lockFolder(folder)).toThrow('http://127.0.0.1:8640')
})

test('a lock of before, which names the process only, still holds', () => {
  writeFileSync(path, String(LIVING))
  expect(() => lockFolder(folder)).toThrow(`(${LIVING})`)
})

test('after a power cut the number of another process holds nothing, where the system tells', () => {
  writeFileSync(path, `${LIVING}\n00000000-0000-0000-0000-000000000000 1\n`)
  if (!TELLS) {
    expect(() => lockFolder(folder)).toThrow(`(${LIVING})`)
    return
  }
  const release = lockFolder(folder)
  tellAddress(folder, 'http://127.0.0.1:1')
  expect(readFileSync(path, 'utf8').split('\n')).toEqual([
    String(process.pid),
    expect.stringMatching(/^[0-9a-f-]{36} \d+$/),
    'http://127.0.0.1:1',
    '',
  ])
  release()
})
