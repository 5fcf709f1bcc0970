/**
 * The folder an environment lives in: what lies where, its keys, and the lock that keeps two services apart.
 * Keys and records are readable by their owner only.
 */
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { newPrivateKeyPem, type SigningKey, signingKeyOf } from './release/signing-key.ts'

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
}

/** Something the operator has to mend; the message is for people, in both languages. */
export class OperatorProblem extends Error {
  readonly ja: string
  constructor(en: string, ja: string) {
    super(en)
    this.ja = ja
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

export function readDescription(folder: DataFolder): EnvironmentDescription | null {
  if (!existsSync(folder.description)) return null
  return JSON.parse(readFileSync(folder.description, 'utf8')) as EnvironmentDescription
}

/** Reads a key, making it the first time. */
function keyFile<T>(folder: DataFolder, name: string, make: () => string, read: (text: string) => T): T {
  const path = join(folder.root, 'keys', name)
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600, flag: 'wx' })
  return read(readFileSync(path, 'utf8'))
}

export const environmentKey = (folder: DataFolder): SigningKey =>
  keyFile(folder, 'environment.pem', newPrivateKeyPem, signingKeyOf)

const newSecret = () => randomBytes(32).toString('hex')
const asBytes = (hex: string) => Uint8Array.from(Buffer.from(hex.trim(), 'hex'))

/** Where a permit's secret lies. */
export const permitSecretPath = (folder: DataFolder, permitId: string): string =>
  join(folder.root, 'keys', `${permitId}.secret`)

/** The secret a permit's pseudonyms are made under; erasing the file makes them impossible to make again. */
export const permitSecret = (folder: DataFolder, permitId: string): Uint8Array =>
  keyFile(folder, `${permitId}.secret`, newSecret, asBytes)

/** What the ledger's digests of persons are made under; whoever has it and the store can tell whom a set is of. */
export const ledgerKey = (folder: DataFolder): Uint8Array =>
  keyFile(folder, 'ledger.secret', newSecret, asBytes)

/** Holds the folder for this process; refuses while another living process holds it. */
export function lockFolder(folder: DataFolder): () => void {
  const path = join(folder.root, 'service.lock')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 })
      return () => rmSync(path, { force: true })
    } catch {
      const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : Number.NaN
      if (Number.isInteger(holder) && holder !== process.pid && isAlive(holder))
        throw new OperatorProblem(
          `Another process (${holder}) is using ${folder.root}. Stop it or let it end first, or choose another folder with --data.`,
          `別のプロセス（${holder}）が ${folder.root} を使用中です。停止するか終了を待つか、--data で別のフォルダーを指定してください。`,
        )
      // The holder is gone: it was killed before it could let go.
      rmSync(path, { force: true })
    }
  }
  throw new OperatorProblem(`Cannot lock ${folder.root}.`, `${folder.root} をロックできません。`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'
  }
}
