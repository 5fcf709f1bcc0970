/**
 * Builds a permit's extract: only its tables, columns and rows, identifiers replaced by the permit's pseudonyms.
 *
 * Rows are put in the order of the pseudonyms. In the order they came, two permits could be joined row by row, whatever
 * their identifiers.
 *
 * A build that was cut short goes on where it was, table by table, as long as permit and data are the same; the file
 * gets its name only when it is whole. The table of identifiers and pseudonyms lives in this process and what it spills
 * to a folder of its own, which goes with it; never in the extract. (The engine's encryption of spilled data needs an
 * extension that is not built in.)
 */
import { createHash } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { PermitTable } from '../../../shared/model/permit.ts'
import { parquetGlob } from '../../sources/layout.ts'
import type { ExtractRecord } from '../engine.ts'
import type { ProvisionSpec } from './messages.ts'
import { literal } from './open-databases.ts'
import { type IdentityKind, pseudonymSql, scopeKey, scopeOf } from './pseudonyms.ts'
import { syncFolder } from './result-file.ts'

/** Says which table could not be built; what the engine said about it stays in this process. */
export class ProvisionFault extends Error {}

type TableRecord = ExtractRecord['tables'][number]

export async function provision(
  spec: ProvisionSpec,
  onProgress: (done: number, total: number) => void,
): Promise<ExtractRecord> {
  const started = performance.now()
  const part = `${spec.target}.part`
  const temp = `${spec.target}.temp`
  await rm(temp, { recursive: true, force: true })
  await mkdir(temp, { recursive: true, mode: 0o700 })
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(availableParallelism()),
    memory_limit: `${Math.floor(spec.memoryBytes / 1e6)}MB`,
    temp_directory: temp,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false')
  try {
    const inputs = await inputsDigest(connection, spec)
    const done = await openPart(connection, part, inputs)
    const maps = new Maps(connection, spec)
    const total = spec.tables.length * 100
    for (const [index, table] of spec.tables.entries()) {
      const name = `${table.schema}.${table.name}`
      if (done.some((one) => `${one.schema}.${one.name}` === name)) continue
      const watch = setInterval(() => {
        const percent = Math.max(0, Math.min(99, connection.progress.percentage))
        onProgress(index * 100 + Math.round(percent), total)
      }, 300)
      try {
        await buildTable(connection, { spec, table, maps })
        done.push(await recordOf(connection, table))
        await connection.run('CHECKPOINT extract')
        await writeFile(`${part}.json`, JSON.stringify({ inputs, done }))
      } catch (error) {
        if (error instanceof ProvisionFault) throw error
        throw new ProvisionFault(`the table ${name} cannot be built from the data in store`)
      } finally {
        clearInterval(watch)
      }
      onProgress((index + 1) * 100, total)
    }
    await connection.run('DETACH extract')
    const tables = spec.tables.map(({ schema, name }) => {
      const record = done.find((one) => one.schema === schema && one.name === name)
      if (!record) throw new ProvisionFault(`the table ${schema}.${name} is missing`)
      return record
    })
    return {
      path: spec.target,
      digest: wholeDigest(tables),
      bytes: await putInPlace(part, spec.target),
      tables,
      elapsedMs: Math.round(performance.now() - started),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(temp, { recursive: true, force: true })
  }
}

/** Changes whenever the permit or the files of its tables do. The secret is in it, and cannot be read from it. */
async function inputsDigest(connection: DuckDBConnection, spec: ProvisionSpec): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify({ ...spec, memoryBytes: 0, version: 1 }))
  for (const { schema, name } of spec.tables) {
    const glob = parquetGlob(spec.dataFolder, schema, name)
    const files = await connection.runAndReadAll(`SELECT file FROM glob(${literal(glob)}) ORDER BY file`)
    const paths = files.getRowsJS().map(([file]) => String(file))
    if (paths.length === 0)
      throw new ProvisionFault(`there is no data of the table ${schema}.${name} in store`)
    for (const path of paths) {
      const { size, mtimeMs } = await stat(path)
      hash.update(`${path} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** Attaches the file being built; returns what of it is done, nothing where it was begun from other inputs. */
async function openPart(connection: DuckDBConnection, part: string, inputs: string): Promise<TableRecord[]> {
  const state = await readFile(`${part}.json`, 'utf8')
    .then((text) => JSON.parse(text) as { inputs: string; done: TableRecord[] })
    .catch(() => null)
  if (state?.inputs === inputs) {
    try {
      await connection.run(`ATTACH ${literal(part)} AS extract`)
      return state.done
    } catch {
      // Not whole enough to go on with.
    }
  }
  for (const path of [part, `${part}.wal`, `${part}.json`]) await rm(path, { force: true })
  await connection.run(`ATTACH ${literal(part)} AS extract`)
  return []
}

async function buildTable(
  connection: DuckDBConnection,
  { spec, table, maps }: { spec: ProvisionSpec; table: PermitTable; maps: Maps },
): Promise<void> {
  const target = `extract.${quoted(table.schema)}.${quoted(table.name)}`
  const joins: string[] = []
  const list: string[] = []
  for (const [i, column] of table.columns.entries()) {
    const name = quoted(column.name)
    if (column.identity === null) {
      list.push(`CAST(s.${name} AS ${column.type}) AS ${name}`)
      continue
    }
    const map = await maps.of(column.identity, table.database)
    joins.push(`LEFT JOIN ${map} AS m${i} ON m${i}.id = CAST(s.${name} AS VARCHAR)`)
    list.push(`m${i}.pseudonym AS ${name}`)
  }
  const person = table.columns.find((column) => column.identity === 'person')
  const date = table.columns.find((column) => column.type === 'DATE')
  const order = [...(person ? [person] : []), ...(date ? [date] : [])].map(({ name }) => `t.${quoted(name)}`)
  await connection.run(`CREATE SCHEMA IF NOT EXISTS extract.${quoted(table.schema)}`)
  // What was begun and not finished by an earlier build.
  await connection.run(`DROP TABLE IF EXISTS ${target}`)
  await connection.run(`
    CREATE TABLE ${target} AS
    SELECT * FROM (SELECT ${list.join(', ')} FROM ${sourceOf(spec, table)} AS s ${joins.join(' ')}) AS t
    ${table.level === 'person' ? `ORDER BY ${[...order, 'hash(t)'].join(', ')}` : ''}`)
}

/** The permitted rows of a table as they lie in the store. */
function sourceOf(spec: ProvisionSpec, table: PermitTable): string {
  const glob = parquetGlob(spec.dataFolder, table.schema, table.name)
  const conditions = (spec.rows[`${table.schema}.${table.name}`] ?? []).flatMap((row) => {
    const column = quoted(row.column)
    return [
      ...(row.from === null ? [] : [`${column} >= CAST(${literal(row.from)} AS DATE)`]),
      // Inclusive, also where the column has a time of day.
      ...(row.until === null ? [] : [`${column} < CAST(${literal(row.until)} AS DATE) + 1`]),
      ...(row.in === null
        ? []
        : [`CAST(${column} AS VARCHAR) IN (${row.in.map(literal).join(', ') || 'NULL'})`]),
    ]
  })
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  return `(FROM read_parquet(${literal(glob)}, hive_partitioning = false)${where})`
}

/** Tables of identifiers and pseudonyms, one a scope, made when first needed from all tables of that scope. */
class Maps {
  readonly #connection: DuckDBConnection
  readonly #spec: ProvisionSpec
  readonly #made = new Map<string, string>()

  constructor(connection: DuckDBConnection, spec: ProvisionSpec) {
    this.#connection = connection
    this.#spec = spec
  }

  async of(kind: IdentityKind, database: string): Promise<string> {
    const scope = scopeOf(kind, database, this.#spec)
    const known = this.#made.get(scope)
    if (known !== undefined) return known
    const map = `memory.main.map_${this.#made.size}`
    const identifiers = this.#spec.tables.flatMap((table) =>
      table.columns
        .filter(({ identity }) => identity === kind && scopeOf(kind, table.database, this.#spec) === scope)
        .map(
          ({ name }) => `SELECT CAST(${quoted(name)} AS VARCHAR) AS id FROM ${sourceOf(this.#spec, table)}`,
        ),
    )
    const key = scopeKey(Buffer.from(this.#spec.secretHex, 'hex'), scope)
    await this.#connection.run(`
      CREATE OR REPLACE TABLE ${map} AS
      SELECT id, ${pseudonymSql(key, 'id')} AS pseudonym
      FROM (SELECT DISTINCT id FROM (${identifiers.join(' UNION ALL ')}) WHERE id IS NOT NULL)`)
    this.#made.set(scope, map)
    return map
  }
}

/**
 * Rows, persons and digest of a finished table. The digest is SHA-256 over the columns and, for the rows as a multiset,
 * their number and the sums of two 64-bit hashes each: it finds a change, at a fiftieth of the cost of hashing text.
 */
async function recordOf(connection: DuckDBConnection, table: PermitTable): Promise<TableRecord> {
  const from = `extract.${quoted(table.schema)}.${quoted(table.name)}`
  const person = table.columns.find((column) => column.identity === 'person')
  const persons = person ? `count(DISTINCT ${quoted(person.name)})` : 'NULL'
  const reader = await connection.runAndReadAll(`
    SELECT count(*)::DOUBLE, (${persons})::DOUBLE, coalesce(sum(hash(t)), 0)::VARCHAR,
           coalesce(sum(hash(t, 'second')), 0)::VARCHAR
    FROM ${from} AS t`)
  const [rows, personCount, first, second] = reader.getRowsJS()[0] ?? []
  const columns = table.columns.map(({ name, type }) => [name, type])
  const content = JSON.stringify([table.schema, table.name, columns, Number(rows), first, second])
  return {
    schema: table.schema,
    name: table.name,
    rows: Number(rows),
    persons: personCount === null ? null : Number(personCount),
    digest: createHash('sha256').update(content).digest('hex'),
  }
}

function wholeDigest(tables: TableRecord[]): string {
  const lines = tables.map(({ schema, name, digest }) => `${schema}.${name} ${digest}\n`).sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** Read-only, on the disk, then under its name; returns its size. */
async function putInPlace(part: string, target: string): Promise<number> {
  await chmod(part, 0o444)
  const handle = await open(part, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, target)
  await rm(`${part}.json`, { force: true })
  await syncFolder(dirname(target))
  return (await stat(target)).size
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
