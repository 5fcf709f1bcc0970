/**
 * The folder an environment lives in: what lies where, its keys, and the lock that keeps two services apart.
 * Keys and records are readable by their owner only.
 */
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { base64Of, newPrivateKeyPem, type SigningKey, signingKeyOf } from './release/signing-key.ts'
import { importLedger } from './sources/layout.ts'

export interface DataFolder {
  root: string
  records: string
  /** Parquet files of the generated or imported data. */
  store: string
  populations: string
  permits: string
  results: string
  outputs: string
  releases: string
  /** Sets of persons behind released cells; no worker of a permit has it in reach. */
  ledger: string
  description: string
  /** What is planted into invented data, with the analyses that find it again. */
  truth: string
}

/** Something the operator has to mend; the message is for people, in both languages. */
export class OperatorProblem extends Error {
  readonly ja: string
  constructor(en: string, ja: string) {
    super(en)
    this.ja = ja
  }
}

/** A file without which the environment is not what it was: nothing new is made in its place. */
export const damaged = (path: string): OperatorProblem =>
  new OperatorProblem(
    `${path} is missing or damaged; nothing was made in its place. Put the whole folder back from your last backup (OPERATING.md, “Backup”).`,
    `${path} がないか、壊れています。代わりのものは作っていません。直近のバックアップからフォルダー全体を戻してください（OPERATING.md の「Backup」）。`,
  )

/** What `read` makes of a file; said in words where it makes nothing of it. */
export function readWhole<T>(path: string, read: (text: string) => T): T {
  const text = readFileSync(path, 'utf8')
  try {
    return read(text)
  } catch {
    throw damaged(path)
  }
}

export interface EnvironmentDescription {
  nameJa: string
  nameEn: string
  demonstration: boolean
  persons: number
  seed: number
  createdAt: string
}

/** Where the parts of an environment lie; absolute paths. Looks at nothing on the disk. */
export function dataFolder(path: string): DataFolder {
  const root = resolve(path)
  return {
    root,
    records: join(root, 'records.sqlite'),
    store: join(root, 'store'),
    populations: join(root, 'store', 'populations.json'),
    permits: join(root, 'permits'),
    results: join(root, 'results'),
    outputs: join(root, 'outputs'),
    releases: join(root, 'releases'),
    ledger: join(root, 'ledger'),
    description: join(root, 'environment.json'),
    truth: join(root, 'truth.json'),
  }
}

/** Makes the folder and its parts; says clearly when it cannot be written. */
export function prepareFolder(folder: DataFolder): void {
  try {
    for (const part of [
      folder.root,
      folder.store,
      folder.permits,
      folder.results,
      folder.outputs,
      folder.releases,
      folder.ledger,
    ])
      makeFolder(part)
    makeFolder(join(folder.root, 'keys'))
    accessSync(folder.root, constants.W_OK)
    const probe = join(folder.root, `.write-test-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch {
    throw new OperatorProblem(
      `The data folder ${folder.root} cannot be written. Choose another with --data, or give this user the right to write there.`,
      `データフォルダー ${folder.root} に書き込めません。--data で別の場所を指定するか、書き込みの権限を与えてください。`,
    )
  }
}

/** Level by level: the recursive form of mkdir never returns on file systems such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

/** Null where there is none: nothing was made here, or not wholly. */
export function readDescription(folder: DataFolder): EnvironmentDescription | null {
  if (!existsSync(folder.description)) return null
  return readWhole(folder.description, (text) => JSON.parse(text) as EnvironmentDescription)
}

/** Reads a key, making it the first time: whole or not at all, because a full disk leaves an empty file. */
function keyFile<T>(folder: DataFolder, name: string, make: () => string, read: (text: string) => T): T {
  const path = join(folder.root, 'keys', name)
  if (!existsSync(path))
    try {
      writeFileSync(path, make(), { mode: 0o600, flag: 'wx', flush: true })
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true })
      throw problem
    }
  return read(readFileSync(path, 'utf8'))
}

const CURRENT_KEY = 'environment.pem'
/** There while one key replaces another; which of the two is in use is said by the head of the audit chain. */
const NEXT_KEY = 'environment.next.pem'

const keyPath = (folder: DataFolder, name: string): string => join(folder.root, 'keys', name)

/**
 * The environment's key. `headKey`: the public key (base64) that sealed the head of the audit chain, or null where none
 * is named: after a rotation that was killed the next key may be the one in use, and still lie beside its place.
 */
export function environmentKey(folder: DataFolder, headKey: string | null): SigningKey {
  const next = nextKey(folder)
  if (next !== null && headKey === base64Of(next)) return next
  const path = keyPath(folder, CURRENT_KEY)
  // Made with the environment: a second one would be another environment's to everybody who knows this one.
  if (existsSync(folder.description) && !existsSync(path)) throw damaged(path)
  return keyFile(folder, CURRENT_KEY, newPrivateKeyPem, (pem) => readWhole(path, () => signingKeyOf(pem)))
}

function nextKey(folder: DataFolder): SigningKey | null {
  try {
    return signingKeyOf(readFileSync(keyPath(folder, NEXT_KEY), 'utf8'))
  } catch {
    // None, or one that was not written whole: it sealed nothing.
    return null
  }
}

/** Writes a new key beside the one in use; it is none of the environment's before it seals the log. */
export function prepareNextKey(folder: DataFolder): SigningKey {
  writeFileSync(keyPath(folder, NEXT_KEY), newPrivateKeyPem(), { mode: 0o600, flush: true })
  syncFolder(join(folder.root, 'keys'))
  return signingKeyOf(readFileSync(keyPath(folder, NEXT_KEY), 'utf8'))
}

/** Ends a rotation, done or not: the key in use lies in its place, no other is kept. Only for the holder of the lock. */
export function settleKey(folder: DataFolder, headKey: string | null): SigningKey {
  const next = nextKey(folder)
  if (next !== null && headKey === base64Of(next))
    renameSync(keyPath(folder, NEXT_KEY), keyPath(folder, CURRENT_KEY))
  else rmSync(keyPath(folder, NEXT_KEY), { force: true })
  syncFolder(join(folder.root, 'keys'))
  return environmentKey(folder, headKey)
}

/** Makes what was renamed in a folder durable. */
function syncFolder(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const newSecret = () => randomBytes(32).toString('hex')
/** A secret cut short would still make pseudonyms, which anybody could make as well. */
function asBytes(hex: string): Uint8Array {
  const bytes = Uint8Array.from(Buffer.from(hex.trim(), 'hex'))
  if (bytes.length === 32) return bytes
  throw new OperatorProblem(
    'A key file under keys/ is empty or cut short. Put it back from a copy.',
    'keys/ の鍵ファイルが空か、途中で切れています。控えから戻してください。',
  )
}

/** Where a permit's secret lies. */
export const permitSecretPath = (folder: DataFolder, permitId: string): string =>
  join(folder.root, 'keys', `${permitId}.secret`)

/** The secret a permit's pseudonyms are made under; erasing the file makes them impossible to make again. */
export const permitSecret = (folder: DataFolder, permitId: string): Uint8Array =>
  keyFile(folder, `${permitId}.secret`, newSecret, asBytes)

/** What the ledger's digests of persons are made under; whoever has it and the store can tell whom a set is of. */
export const ledgerKey = (folder: DataFolder): Uint8Array =>
  secretOf(folder, 'ledger.secret', {
    isInUse: readdirSync(folder.ledger).some((name) => name.startsWith('sets-')),
  })

/** What person keys of imported data are made under; another secret would make other keys of the same persons. */
export const personsSecret = (folder: DataFolder): Uint8Array =>
  secretOf(folder, 'persons.secret', { isInUse: existsSync(importLedger(folder.store)) })

function secretOf(folder: DataFolder, name: string, { isInUse }: { isInUse: boolean }): Uint8Array {
  const path = keyPath(folder, name)
  if (isInUse && !existsSync(path)) throw damaged(path)
  return keyFile(folder, name, newSecret, asBytes)
}

/**
 * Holds the folder for this process; refuses while another living process holds it. A lock that names nobody was left by
 * a full disk or a power cut, unless it is so young that its holder may be about to write its name.
 */
export function lockFolder(folder: DataFolder): () => void {
  const path = lockPath(folder)
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid}\n${startOf(process.pid)}\n`, { flag: 'wx', mode: 0o600 })
      return () => rmSync(path, { force: true })
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') {
        rmSync(path, { force: true })
        throw cannotLock(folder, problem as NodeJS.ErrnoException)
      }
      const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
      const [holder = '', start = '', address = ''] = text.split('\n').map((line) => line.trim())
      const held =
        holder === ''
          ? ageMs(path) < 5_000
          : holder !== String(process.pid) && isAlive(Number(holder)) && isSince(Number(holder), start)
      if (held) {
        const at = address === '' ? { ja: '', en: '' } : { ja: `（${address}）`, en: ` at ${address}` }
        throw new OperatorProblem(
          `Another process (${holder || '?'}) is using ${folder.root}${at.en}. Stop it or let it end first, or choose another folder with --data.`,
          `別のプロセス（${holder || '?'}）が ${folder.root} を使用中です${at.ja}。停止するか終了を待つか、--data で別のフォルダーを指定してください。`,
        )
      }
      // The holder is gone: it was killed before it could let go.
      rmSync(path, { force: true })
    }
  }
  throw cannotLock(folder, new Error('taken twice'))
}

const lockPath = (folder: DataFolder): string => join(folder.root, 'service.lock')

/** Told to whoever starts a second service on the folder. */
export const tellAddress = (folder: DataFolder, address: string): void =>
  appendFileSync(lockPath(folder), `${address}\n`)

/** Which boot a process runs in and when it began, where the system says so (Linux); else nothing. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold spaces; the start is the twentieth field after it.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return ''
  }
}

/** False where another process has the number now: after a power cut numbers begin anew. */
const isSince = (pid: number, start: string): boolean =>
  start === '' || startOf(pid) === '' || startOf(pid) === start

const ageMs = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)

function cannotLock({ root }: DataFolder, { code }: NodeJS.ErrnoException): OperatorProblem {
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new OperatorProblem(
      `The disk that holds ${root} is full. Make room, or choose another place with --data.`,
      `${root} のあるディスクがいっぱいです。空きを作るか、--data で別の場所を指定してください。`,
    )
  return new OperatorProblem(`Cannot lock ${root}.`, `${root} をロックできません。`)
}

function isAlive(pid: number): boolean {
  try {
    // Zero and less are groups of processes, and no holder's.
    return pid > 0 && process.kill(pid, 0)
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'
  }
}
