/**
 * Sets of persons as the ledger keeps and compares them: trusted SQL of our own, in a DuckDB that holds one piece of
 * work at a time and is thrown away with it. No researcher's query runs here; it reads tables that their approved
 * queries filled in a locked process of their own. The service does this in a caged process (../ledger-process.ts).
 *
 * A kept set is rows of (set, person, element). `person` is a keyed digest of the environment's identifier: equal in
 * every permit, and no permit's pseudonym. `element` is a keyed digest of the person together with what that person
 * gives the number: equal only where the same person gives the same. Without the ledger's key neither says who
 * somebody is or what they gave.
 */
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { isDiskFull } from '../../../shared/model/disk-full.ts'
import type { PermitTable } from '../../../shared/model/permit.ts'
import { literal } from '../../../shared/model/sql-text.ts'
import { syncPath } from '../sync-path.ts'
import { type GatheredSets, type GatherSpec, gatherSets } from './gather-sets.ts'
import { makePersonKeys } from './person-keys.ts'
import { type PartsQuestion, type PersonParts, personParts } from './person-parts.ts'

/** Whose identifiers a permit's pseudonyms stand for. */
export interface PersonKeysSpec {
  secret: Uint8Array
  ledgerKey: Uint8Array
  linkageApproved: boolean
  tables: PermitTable[]
  dataFolder: string
  /** Written once for an extract, and read again. */
  target: string
}

export interface PairCount {
  file: string
  one: number
  other: number
  /** Persons in both sets. */
  both: number
  /** Of these, who give the two numbers something different. */
  otherwise: number
}

export interface LedgerData {
  /** Makes the file of a permit's persons unless it is there. */
  personKeys(spec: PersonKeysSpec): Promise<void>
  /** Puts the sets of a query's cells together and keeps them in a file. */
  gather(spec: GatherSpec): Promise<GatheredSets>
  /** Counts pairs of a set here and a set of another file. Pairs without anybody in common are left out. */
  countPairs(
    here: string,
    others: { file: string; pairs: { one: number; other: number }[] }[],
  ): Promise<PairCount[]>
  /** Cuts sets into the parts that are in exactly the same of them. */
  parts(question: PartsQuestion): Promise<PersonParts>
  /** Persons of any set in these files: here, and in both, for each other group of files. */
  countShared(here: string[], others: string[][]): Promise<{ here: number; shared: number[] }>
}

/** The engine failed, or what it runs in; which way, and nothing of its words, which hold values of the data. */
export class LedgerEngineError extends Error {
  readonly kind: string
  constructor(kind: string) {
    super(`the ledger's engine failed: ${kind}`)
    this.kind = kind
  }
}

export interface LedgerDataOptions {
  tempFolder: string
  /** DuckDB's own limit; beyond it spills to `tempFolder`. */
  memoryBytes?: number
  /** The only folders it may touch; all where they are not named. */
  only?: readonly string[]
}

/**
 * `only` names the folders it is locked into; without them it is not locked, for tests and where the process
 * is the cage. Throws `LedgerEngineError` with a kind and no message of the engine.
 */
export function ledgerData({
  tempFolder,
  memoryBytes = 1_024 * 1_048_576,
  only,
}: LedgerDataOptions): LedgerData {
  const alone = async <T>(act: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    try {
      await mkdir(tempFolder, { recursive: true, mode: 0o700 })
      const instance = await DuckDBInstance.create(':memory:', {
        threads: '2',
        memory_limit: `${Math.floor(memoryBytes / 1_048_576)}MiB`,
        temp_directory: tempFolder,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      })
      const connection = await instance.connect()
      try {
        if (only) {
          await connection.run(`SET allowed_directories = [${only.map(literal).join(', ')}]`)
          await connection.run('SET enable_external_access = false')
          await connection.run('SET lock_configuration = true')
        }
        return await act(connection)
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    } catch (problem) {
      throw new LedgerEngineError(kindOf(problem))
    }
  }
  return {
    personKeys: async (spec) => {
      if (!existsSync(spec.target)) await alone((connection) => makePersonKeys(connection, spec))
    },
    gather: (spec) => alone((connection) => gatherSets(connection, spec)),
    countPairs: (here, others) =>
      alone(async (connection) => {
        const counts: PairCount[] = []
        await loadSets(connection, {
          table: 'here',
          file: here,
          sets: others.flatMap(({ pairs }) => pairs.map(({ one }) => one)),
        })
        for (const { file, pairs } of others) {
          await connection.run('CREATE OR REPLACE TABLE pairs (one INTEGER, other INTEGER)')
          for (let at = 0; at < pairs.length; at += 2_000) {
            const values = pairs.slice(at, at + 2_000).map(({ one, other }) => `(${one}, ${other})`)
            await connection.run(`INSERT INTO pairs VALUES ${values.join(', ')}`)
          }
          await loadSets(connection, { table: 'there', file, sets: pairs.map(({ other }) => other) })
          const reader = await connection.runAndReadAll(`
            SELECT p.one, p.other, count(*)::DOUBLE, (count(*) FILTER (h.element <> t.element))::DOUBLE
            FROM pairs AS p JOIN here AS h ON h.set = p.one
            JOIN there AS t ON t.set = p.other AND t.person = h.person
            GROUP BY p.one, p.other`)
          for (const [one, other, both, otherwise] of reader.getRowsJS())
            counts.push({
              file,
              one: Number(one),
              other: Number(other),
              both: Number(both),
              otherwise: Number(otherwise),
            })
        }
        return counts
      }),
    parts: (question) => alone((connection) => personParts(connection, question)),
    countShared: (here, others) =>
      alone(async (connection) => {
        const one = async (sql: string) =>
          Number((await connection.runAndReadAll(sql)).getRowsJS()[0]?.[0] ?? 0)
        await connection.run(`CREATE TABLE here AS SELECT DISTINCT person FROM ${filesSql(here)}`)
        const shared: number[] = []
        for (const files of others)
          shared.push(
            await one(`SELECT count(*)::DOUBLE FROM here SEMI JOIN ${filesSql(files)} USING (person)`),
          )
        return { here: await one('SELECT count(*)::DOUBLE FROM here'), shared }
      }),
  }
}

const filesSql = (files: string[]): string => `read_parquet([${files.map(literal).join(', ')}])`

/**
 * `Out of Memory Error`, `IO Error` … : what stands before the first colon, where it is such a name; `disk full`, which
 * the service knows by its words, where there was no room.
 */
const kindOf = (problem: unknown): string =>
  isDiskFull(problem)
    ? 'disk full'
    : (/^(?:Error: )?([A-Z][A-Za-z ]{2,40} Error):/.exec(String(problem))?.[1] ?? 'fault')

async function loadSets(
  connection: DuckDBConnection,
  { table, file, sets }: { table: string; file: string; sets: number[] },
): Promise<void> {
  const wanted = [...new Set(sets)].join(', ') || 'NULL'
  await connection.run(
    `CREATE OR REPLACE TABLE ${table} AS FROM read_parquet(${literal(file)}) WHERE set IN (${wanted})`,
  )
}

/** Under its name only when it is whole. */
export async function copyWhole(
  connection: DuckDBConnection,
  { select, target }: { select: string; target: string },
): Promise<void> {
  const part = `${target}.part`
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  try {
    await connection.run(`COPY (${select}) TO ${literal(part)} (FORMAT parquet, COMPRESSION zstd)`)
    const file = await open(part, 'r+')
    await file.chmod(0o600)
    await file.sync().finally(() => file.close())
    await rename(part, target)
    await syncPath(dirname(target))
  } finally {
    await rm(part, { force: true })
  }
}
