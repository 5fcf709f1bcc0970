/**
 * PostgreSQL on the same rows, where it is installed: a server of its own on a socket in a folder of its own, the
 * extract's tables with an index on each column the queries join or filter by. The statistics are fresh and the
 * cache is warm when it is measured.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DuckDBConnection } from '@duckdb/node-api'
import { POSTGRES_TABLES } from './queries.ts'

export interface Postgres {
  version: string
  /** Seconds to load the tables and to make the indexes. */
  loadSeconds: number
  run(sql: string): Promise<void>
  stop(): Promise<void>
}

const FOLDERS = ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt/postgresql@15']

/** The folder of the newest server's programs; null where none is installed. */
export function postgresPrograms(): string | null {
  for (const folder of FOLDERS.filter(existsSync)) {
    const versions = readdirSync(folder).sort((a, b) => Number(b) - Number(a))
    for (const bin of [...versions.map((version) => join(folder, version, 'bin')), join(folder, 'bin')])
      if (existsSync(join(bin, 'initdb'))) return bin
  }
  return null
}

/** PostgreSQL does not run as root; its own account, or else nobody, runs it then. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string, name: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) }
    } catch {}
  }
  return {}
}

export async function startPostgres(bin: string, duckdb: DuckDBConnection): Promise<Postgres> {
  const as = account()
  const folder = mkdtempSync(join(tmpdir(), 'visiting-postgres-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  chmodSync(folder, 0o755)
  chmodSync(data, 0o700)
  if (as.uid !== undefined) for (const path of [folder, data]) chownSync(path, as.uid, as.gid!)
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  })
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    shared_buffers: '2GB',
    work_mem: '256MB',
    maintenance_work_mem: '1GB',
    max_wal_size: '8GB',
    fsync: 'off',
    max_parallel_workers_per_gather: String(availableParallelism()),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  })
  const psql = (...args: string[]) =>
    execFileSync(join(bin, 'psql'), ['-X', '-q', '-h', folder, '-U', 'bench', '-d', 'postgres', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const stop = async () => {
    await ended(server, 'SIGINT')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(() => psql('-c', 'SELECT 1'))
    const at = performance.now()
    for (const table of POSTGRES_TABLES) await load(table, { folder, duckdb, psql })
    const loadSeconds = (performance.now() - at) / 1000
    const version = psql('-A', '-t', '-c', 'SHOW server_version').trim()
    const session = openSession(join(bin, 'psql'), folder)
    return {
      version,
      loadSeconds,
      run: session.run,
      async stop() {
        await ended(session.process, 'SIGTERM')
        await stop()
      },
    }
  } catch (problem) {
    await stop()
    throw problem
  }
}

async function untilReady(ask: () => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return ask()
    } catch (problem) {
      if (attempt > 150) throw problem
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

interface Loading {
  folder: string
  duckdb: DuckDBConnection
  psql(...args: string[]): string
}

/** One table by way of CSV, with an index on each column named. */
async function load(
  { name, columns, indexes }: (typeof POSTGRES_TABLES)[number],
  { folder, duckdb, psql }: Loading,
): Promise<void> {
  const file = join(folder, `${name}.csv`)
  const [, table = name] = name.split('.')
  const list = columns.map(([column]) => column).join(', ')
  await duckdb.run(`COPY (SELECT ${list} FROM ${name}) TO '${file}' (FORMAT csv, HEADER false)`)
  psql('-c', 'CREATE SCHEMA IF NOT EXISTS ndb')
  psql(
    '-c',
    `CREATE UNLOGGED TABLE ${name} (${columns.map(([column, type]) => `${column} ${type}`).join(', ')})`,
  )
  psql('-c', `\\copy ${name} FROM '${file}' (FORMAT csv)`)
  rmSync(file)
  for (const column of indexes) psql('-c', `CREATE INDEX ON ${name} (${column})`)
  psql('-c', `VACUUM ANALYZE ndb.${table}`)
}

/** One `psql` that stays open, so that a statement costs no new process. */
function openSession(psql: string, folder: string) {
  const child = spawn(
    psql,
    ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'bench', '-d', 'postgres'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: child.stdout! })
  let count = 0
  return {
    process: child,
    run: (sql: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const mark = `statement ${++count} ended`
        const look = (line: string) => {
          if (line !== mark) return
          lines.off('line', look)
          child.off('exit', gone)
          resolve()
        }
        const gone = () => reject(new Error('psql ended'))
        lines.on('line', look)
        child.once('exit', gone)
        child.stdin!.write(`${sql};\n\\echo ${mark}\n`)
      }),
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
