import { realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startParser } from '../../../visiting/engine/parser/client.ts'
import { startChild } from '../../../visiting/engine/process/child.ts'
import { detectSandbox, type Sandbox } from '../../../visiting/engine/process/sandbox.ts'
import { engineScripts } from '../../../visiting/engine-scripts.ts'
import { PROJECT } from '../../../visiting/resources.ts'

/** Tries what a worker that was taken over would try, and tells what it got. */
const PROBE = `
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
process.on('message', async ({ secret, own, outside, port, extract, service }) => {
  const attempt = (act) => { try { return { got: act() } } catch (error) { return { refused: error.code ?? String(error) } } }
  const reached = await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false))
  })
  process.send({
    environment: process.env,
    folder: process.cwd(),
    secret: attempt(() => readFileSync(secret, 'utf8')),
    passwords: attempt(() => readFileSync('/etc/passwd', 'utf8').length),
    extract: attempt(() => readFileSync(extract, 'utf8')),
    writeExtract: attempt(() => writeFileSync(extract, 'changed')),
    writeOwn: attempt(() => writeFileSync(own + '/mine', 'x')),
    writeOutside: attempt(() => writeFileSync(outside + '/theirs', 'x')),
    processes: readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length,
    reached,
    signal: attempt(() => process.kill(service, 0)),
    environ: attempt(() => readFileSync('/proc/' + service + '/environ', 'utf8')),
    memory: attempt(() => readFileSync('/proc/' + service + '/mem')),
    shared: attempt(() => readdirSync('/dev/shm')),
    devices: readdirSync('/dev').sort(),
    held: readdirSync('/proc/self/fd').flatMap((fd) => { try { return [readlinkSync('/proc/self/fd/' + fd)] } catch { return [] } }),
    mounts: attempt(() => writeFileSync('/mine', 'x')),
    settings: attempt(() => closeSync(openSync('/proc/sys/kernel/core_pattern', 'r+'))),
    hostname: attempt(() => writeFileSync('/proc/sys/kernel/hostname', 'x')),
  })
})
process.send({ ready: true })
`

interface Told {
  devices: string[]
  held: string[]
  environment: Record<string, string>
  folder: string
  processes: number
  reached: boolean
  [attempt: string]: unknown
}

let folder: string
let script: string
let place: { secret: string; own: string; outside: string; extract: string }
const server = createServer((socket) => socket.end())

beforeAll(async () => {
  // In a folder of its own beside the engine's, where the same packages are found.
  script = join(await mkdtemp(join(dirname(engineScripts().worker), '..', 'probe-')), 'probe.js')
  await writeFile(script, PROBE)
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  place = {
    secret: join(folder, 'secret'),
    own: join(folder, 'own'),
    outside: join(folder, 'outside'),
    extract: join(folder, 'extract'),
  }
  await mkdir(place.own)
  await mkdir(place.outside)
  await writeFile(place.secret, 'the signing key')
  await writeFile(place.extract, 'the data', { mode: 0o444 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
  await rm(dirname(script), { recursive: true, force: true })
})

async function probe(sandbox: Sandbox): Promise<Told> {
  const child = startChild({
    script,
    sandbox,
    folder: place.own,
    reads: [place.extract],
    heapMb: 64,
    untrusted: true,
    limits: { dataBytes: 2e9, fileBytes: 1e9 },
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    return await new Promise<Told>((resolve, reject) => {
      child.onExit(() => reject(new Error('the probe ended')))
      child.onMessage((message) => {
        if ('ready' in (message as object)) child.send({ ...place, port, service: process.pid })
        else resolve(message as Told)
      })
    })
  } finally {
    child.kill()
  }
}

/** Beside the number of the message channel: how the engine's allocator deals with what is freed. */
const given = ({ environment }: Told): string[] =>
  Object.keys(environment).filter((name) => !name.startsWith('NODE_CHANNEL'))
const ALLOCATOR = 'DUCKDB_JE_MALLOC_CONF'

test('a process without bubblewrap has a cleared environment and says why it has no more', async () => {
  const sandbox = await detectSandbox(script, { wanted: 'process' })
  expect(sandbox.kind).toBe('process')
  expect(sandbox.detail).toMatch(/switched off/)
  process.env.PLANTED_SECRET = 'planted'
  const told = await probe(sandbox)
  expect(given(told)).toEqual([ALLOCATOR])
  expect(told.folder).toBe(place.own)
})

describe('in bubblewrap', () => {
  let told: Told
  let sandbox: Sandbox

  beforeAll(async () => {
    sandbox = await detectSandbox(script)
    // The process without bubblewrap may have been able to change it, where tests run as root.
    await rm(place.extract)
    await writeFile(place.extract, 'the data', { mode: 0o444 })
    if (sandbox.kind === 'bubblewrap') told = await probe(sandbox)
  })

  const whereItWorks = (claim: string, check: () => void | Promise<void>) =>
    test(claim, async (context) => {
      const mustWork = process.env.VISITING_TESTS_REQUIRE === 'all'
      if (sandbox.kind !== 'bubblewrap' && !mustWork) return context.skip(sandbox.detail)
      expect(sandbox).toMatchObject({ kind: 'bubblewrap' })
      await check()
    })

  whereItWorks('there is no network', () => expect(told.reached).toBe(false))
  whereItWorks('there are no other processes', () => expect(told.processes).toBeLessThan(4))
  whereItWorks('the service can neither be signalled nor looked into', () => {
    expect(told.signal).toEqual({ refused: 'ESRCH' })
    expect(told.environ).toEqual({ refused: 'ENOENT' })
    expect(told.memory).toEqual({ refused: 'ENOENT' })
  })
  whereItWorks('no memory is shared, no device is there but the harmless ones', () => {
    expect(told.shared).toEqual({ got: [] })
    const harmless =
      'console core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero'
    expect(told.devices.filter((name) => !harmless.split(' ').includes(name))).toEqual([])
  })
  whereItWorks('no file of the service was left open for it', () => {
    const kinds = /^(socket:|pipe:|anon_inode:|\/dev\/null$|\/proc\/|\/sys\/|\/usr\/|\/lib)/
    const own = dirname(script)
    expect(told.held.filter((target) => !kinds.test(target) && !target.startsWith(own))).toEqual([])
  })
  whereItWorks('neither the root folder nor the kernel’s settings can be written', () => {
    expect(told.mounts).toEqual({ refused: 'EROFS' })
    const closed = { refused: expect.stringMatching(/EACCES|EROFS|EPERM|ENOENT/) }
    expect(told.settings).toEqual(closed)
    expect(told.hostname).toEqual(closed)
  })
  whereItWorks('files of the environment and of the machine are not there', () => {
    expect(told.secret).toEqual({ refused: 'ENOENT' })
    expect(told.passwords).toEqual({ refused: 'ENOENT' })
  })
  whereItWorks('the extract can be read and not written', async () => {
    expect(told.extract).toEqual({ got: 'the data' })
    expect(told.writeExtract).toEqual({ refused: 'EROFS' })
    expect(await readFile(place.extract, 'utf8')).toBe('the data')
  })
  whereItWorks('only its own folder can be written', () => {
    expect(told.writeOwn).toEqual({})
    expect(told.writeOutside).toEqual({ refused: 'ENOENT' })
  })
  whereItWorks('the engine starts where the folder of packages is a link to somewhere else', async () => {
    const project = join(folder, '解析 environment')
    const bundle = join(project, 'out', 'visiting')
    await cp(dirname(engineScripts().parser), bundle, { recursive: true })
    await symlink(realpathSync(join(PROJECT, 'node_modules')), join(project, 'node_modules'))
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    const parser = startParser({ script: join(bundle, 'parser.js'), sandbox }, () => {})
    try {
      expect(await parser.serialize('SELECT 1')).toMatchObject({ ok: true })
    } finally {
      parser.close()
    }
  })
  whereItWorks('nothing of the environment’s variables is seen', () => {
    expect(given(told).filter((name) => name !== 'PWD')).toEqual([ALLOCATOR])
  })
})
