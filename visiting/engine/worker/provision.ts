/**
 * Builds a permit's extract: only its tables, columns and rows, identifiers replaced by the permit's pseudonyms.
 *
 * Rows are put in the order of the pseudonyms. In the order they came, two permits could be joined row by row, whatever
 * their identifiers.
 *
 * A table of persons is built in a hidden schema, with the numbers of shared/model/person-ordinals.ts; what researchers
 * name is a view of its other columns, so that no `*`, DESCRIBE or whole row reaches the numbers.
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
import { aloneColumn, hiddenSchema, ORDINAL } from '../../../shared/model/person-ordinals.ts'
import { shareOut } from '../../../shared/model/share-out.ts'
import { literal, quoted } from '../../../shared/model/sql-text.ts'
import { parquetGlob } from '../../sources/layout.ts'
import type { ExtractRecord } from '../engine.ts'
import { syncPath } from '../sync-path.ts'
import { dateOf, OutOfOrder, ProvisionFault, placeOf } from './extract-table.ts'
import type { ProvisionSpec } from './messages.ts'
import { numbersOf } from './person-numbers.ts'
import { type IdentityKind, pseudonymSql, scopeKey, scopeOf } from './pseudonyms.ts'

type TableRecord = ExtractRecord['tables'][number]

/** `empty`: tables of which the store holds no file yet. In the extract they have their columns and no row. */
interface Building extends ProvisionSpec {
  empty: ReadonlySet<string>
}

const PROGRESS = 'SET enable_progress_bar = true; SET enable_progress_bar_print = false'

/** Tables made at a time: much of making one goes row by row. */
const LANES = 2
/** Ten per cent smaller than what the engine takes unless told, and a sixth less work. */
const STORAGE = "(STORAGE_VERSION 'v1.4.0')"

/**
 * `onProgress` hears how much is done of the `total`. Throws where the data or the disk fails; the part file
 * stays.
 */
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
    threads: String(Math.max(LANES, availableParallelism())),
    // The lanes work themselves. One that waits for a helper does so by asking again and again, on a core of its own.
    external_threads: String(LANES),
    // Pseudonyms are joined to sorted rows, which must be the side that flows by.
    disabled_optimizers: 'build_side_probe_side',
    memory_limit: `${Math.floor(spec.memoryBytes / 1e6)}MB`,
    temp_directory: temp,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const second = await instance.connect()
  const hands = [connection, second]
  try {
    for (const lane of hands) await lane.run(PROGRESS)
    const { inputs, empty } = await inputsDigest(connection, spec)
    const done = await openPart(connection, part, inputs)
    const building = { ...spec, empty }
    const maps = new Maps(building)
    const isDone = ({ schema, name }: PermitTable) =>
      done.some((one) => one.schema === schema && one.name === name)
    const waiting = spec.tables.filter((table) => !isDone(table))
    // What tables share is made before any of them, in their order.
    for (const schema of new Set(waiting.flatMap((table) => [table.schema, hiddenSchema(table.schema)])))
      await connection.run(`CREATE SCHEMA IF NOT EXISTS extract.${quoted(schema)}`)
    const kinds: IdentityKind[] = ['person', 'institution']
    await shareOut({ hands, jobs: kinds }, (lane, kind) => maps.make(lane, kind, waiting))
    const progress = new Map(spec.tables.map((table) => [table, isDone(table) ? 100 : 0]))
    const report = () =>
      onProgress(
        [...progress.values()].reduce((sum, percent) => sum + percent, 0),
        spec.tables.length * 100,
      )
    let saving = Promise.resolve()
    const build = async (lane: DuckDBConnection, table: PermitTable): Promise<void> => {
      const watch = setInterval(() => {
        progress.set(table, Math.max(0, Math.min(99, Math.round(lane.progress.percentage))))
        report()
      }, 300)
      const built = { spec: building, table, maps }
      try {
        await buildTable(lane, { ...built, named: 'after' })
        const record = await recordOf(lane, built).catch(async (problem: unknown) => {
          if (!(problem instanceof OutOfOrder)) throw problem
          await buildTable(lane, { ...built, named: 'before' })
          return recordOf(lane, built)
        })
        done.push(record)
        saving = saving.then(() => writeFile(`${part}.json`, JSON.stringify({ inputs, done })))
        await saving
      } catch (error) {
        if (error instanceof ProvisionFault) throw error
        throw new ProvisionFault(
          `the table ${table.schema}.${table.name} cannot be built from the data in store`,
        )
      } finally {
        clearInterval(watch)
      }
      progress.set(table, 100)
      report()
    }
    await shareOut({ hands, jobs: waiting }, build)
    await connection.run('CHECKPOINT extract')
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
    second.closeSync()
    connection.closeSync()
    instance.closeSync()
    await rm(temp, { recursive: true, force: true })
  }
}

/** Changes whenever the permit or the files of its tables do. The secret is in it, and cannot be read from it. */
async function inputsDigest(
  connection: DuckDBConnection,
  spec: ProvisionSpec,
): Promise<{ inputs: string; empty: ReadonlySet<string> }> {
  const empty = new Set<string>()
  const hash = createHash('sha256').update(JSON.stringify({ ...spec, memoryBytes: 0, version: 5 }))
  for (const { schema, name } of spec.tables) {
    const glob = parquetGlob(spec.dataFolder, schema, name)
    const files = await connection.runAndReadAll(`SELECT file FROM glob(${literal(glob)}) ORDER BY file`)
    const paths = files.getRowsJS().map(([file]) => String(file))
    if (paths.length === 0) empty.add(`${schema}.${name}`)
    for (const path of paths) {
      const { size, mtimeMs } = await stat(path)
      hash.update(`${path} ${size} ${mtimeMs}\n`)
    }
  }
  return { inputs: hash.digest('hex'), empty }
}

/** Attaches the file being built; returns what of it is done, nothing where it was begun from other inputs. */
async function openPart(connection: DuckDBConnection, part: string, inputs: string): Promise<TableRecord[]> {
  const state = await readFile(`${part}.json`, 'utf8')
    .then((text) => JSON.parse(text) as { inputs: string; done: TableRecord[] })
    .catch(() => null)
  if (state?.inputs === inputs) {
    try {
      await connection.run(`ATTACH ${literal(part)} AS extract ${STORAGE}`)
      return state.done
    } catch {
      // Not whole enough to go on with.
    }
  }
  for (const path of [part, `${part}.wal`, `${part}.json`]) await rm(path, { force: true })
  await connection.run(`ATTACH ${literal(part)} AS extract ${STORAGE}`)
  return []
}

/**
 * `named`: whether rows get their pseudonyms before they are sorted, or carry numbers and get them after, which is a
 * fifth less work. The engine keeps the order then as long as the pseudonyms fit its memory; `numbersOf` looks.
 */
async function buildTable(
  connection: DuckDBConnection,
  { spec, table, maps, named }: { spec: Building; table: PermitTable; maps: Maps; named: 'before' | 'after' },
): Promise<void> {
  const shown = placeOf(table)
  const joins: string[] = []
  const list: string[] = []
  const joinsAfter: string[] = []
  const listAfter: string[] = []
  let ordinal: string | null = null
  const isAfter = named === 'after' && table.columns.some(({ identity }) => identity === 'person')
  for (const [i, column] of table.columns.entries()) {
    const name = quoted(column.name)
    if (column.identity === null) {
      list.push(`CAST(s.${name} AS ${column.type}) AS ${name}`)
      listAfter.push(`t.${name}`)
      continue
    }
    const { map, idType } = maps.of(column.identity, table.database)
    joins.push(`LEFT JOIN ${map} AS m${i} ON m${i}.id = CAST(s.${name} AS ${idType})`)
    list.push(`m${i}.${isAfter ? 'ordinal' : 'pseudonym'} AS ${name}`)
    if (isAfter) joinsAfter.push(`LEFT JOIN ${map} AS m${i} ON m${i}.ordinal = t.${name}`)
    listAfter.push(isAfter ? `m${i}.pseudonym AS ${name}` : `t.${name}`)
    if (column.identity === 'person') ordinal ??= `m${i}.ordinal`
  }
  const source = `${sourceOf(spec, table)} AS s ${joins.join(' ')}`
  if (ordinal === null) {
    // What was begun and not finished by an earlier build.
    await connection.run(`DROP TABLE IF EXISTS ${shown}`)
    await connection.run(`
      CREATE TABLE ${shown} AS SELECT * FROM (SELECT ${list.join(', ')} FROM ${source}) AS t
      ${table.level === 'person' ? 'ORDER BY hash(t)' : ''}`)
    return
  }
  const numbered = placeOf({ ...table, schema: hiddenSchema(table.schema) })
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  const date = dateOf(table)
  for (const what of [`VIEW IF EXISTS ${shown}`, `TABLE IF EXISTS ${numbered}`])
    await connection.run(`DROP ${what}`)
  await connection.run(`
    CREATE TABLE ${numbered} AS
    WITH given AS (SELECT ${ordinal} AS ${ORDINAL}, ${list.join(', ')} FROM ${source}),
    sorted AS (SELECT * FROM given AS t ORDER BY ${ORDINAL}, ${date === null ? '' : `${quoted(date)}, `}hash(t)),
    marked AS (SELECT *${aloneSql(date)} FROM sorted)
    SELECT ${listAfter.join(', ')}, t.${ORDINAL}${date === null ? '' : `, t.${quoted(aloneColumn(date))}`}
    FROM marked AS t ${joinsAfter.join(' ')}`)
  // The view is bound in the extract's own catalog, whatever name the file is attached under.
  await connection.run('USE extract')
  await connection.run(
    `CREATE VIEW ${quoted(table.schema)}.${quoted(table.name)} AS SELECT ${columns} FROM ${quoted(hiddenSchema(table.schema))}.${quoted(table.name)}`,
  )
  await connection.run('USE memory')
}

/** A column more, over rows in the order of person and date: neither neighbour is the same person's of the same date. */
function aloneSql(date: string | null): string {
  if (date === null) return ''
  const same = (side: 'lag' | 'lead') =>
    `(${ORDINAL} IS NOT DISTINCT FROM ${side}(${ORDINAL}) OVER () AND ${quoted(date)} IS NOT DISTINCT FROM ${side}(${quoted(date)}) OVER ())`
  return `, ${ORDINAL} IS NOT NULL AND NOT ${same('lag')} AND NOT ${same('lead')} AS ${quoted(aloneColumn(date))}`
}

/** The permitted rows of a table as they lie in the store. */
function sourceOf(spec: Building, table: PermitTable): string {
  if (spec.empty.has(`${table.schema}.${table.name}`)) {
    const columns = table.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoted(name)}`)
    return `(SELECT ${columns.join(', ')} WHERE false)`
  }
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

interface IdentityMap {
  /** Table of id, pseudonym and ordinal. */
  map: string
  /** Of the ids: numbers stay numbers where all of the scope are, which are told apart in a quarter of the time. */
  idType: 'BIGINT' | 'VARCHAR'
  /** Ordinals of the scope; `most` is below `least` where it has nobody. */
  least: number
  most: number
}

/** Tables of identifiers and pseudonyms, one a scope, made from all tables of that scope. */
class Maps {
  readonly #spec: Building
  readonly #made = new Map<string, IdentityMap>()
  readonly #numbered = { person: 0, institution: 0 }

  constructor(spec: Building) {
    this.#spec = spec
  }

  /** What `make` has made. */
  of(kind: IdentityKind, database: string): IdentityMap {
    const made = this.#made.get(scopeOf(kind, database, this.#spec))
    if (made === undefined) throw new Error(`the ${kind}s of ${database} have no pseudonyms yet`)
    return made
  }

  /**
   * Makes those of one kind that the tables need. Numbers of persons follow each other from scope to scope, always in
   * the order of all tables: a build that goes on gives the same ones.
   */
  async make(
    connection: DuckDBConnection,
    kind: IdentityKind,
    needed: readonly PermitTable[],
  ): Promise<void> {
    for (const table of kind === 'person' && needed.length > 0 ? this.#spec.tables : needed)
      if (table.columns.some(({ identity }) => identity === kind))
        await this.#make(connection, kind, scopeOf(kind, table.database, this.#spec))
  }

  async #make(connection: DuckDBConnection, kind: IdentityKind, scope: string): Promise<void> {
    if (this.#made.has(scope)) return
    const map = `memory.main.${quoted(`map of ${scope}`)}`
    const columns = this.#spec.tables.flatMap((table) =>
      table.columns
        .filter(({ identity }) => identity === kind && scopeOf(kind, table.database, this.#spec) === scope)
        .map(({ name }) => `SELECT ${quoted(name)} AS id FROM ${sourceOf(this.#spec, table)}`),
    )
    const types = new Set<unknown>()
    for (const column of columns)
      types.add((await connection.runAndReadAll(`DESCRIBE ${column}`)).getRowsJS()[0]?.[1])
    const idType = [...types].every((type) => type === 'BIGINT' || type === 'INTEGER') ? 'BIGINT' : 'VARCHAR'
    const identifiers = columns.map((column) => `SELECT CAST(id AS ${idType}) AS id FROM (${column})`)
    const key = scopeKey(Buffer.from(this.#spec.secretHex, 'hex'), scope)
    const least = this.#numbered[kind]
    await connection.run(`
      CREATE OR REPLACE TABLE ${map} AS
      SELECT id, pseudonym, CAST(row_number() OVER (ORDER BY pseudonym) - 1 + ${least} AS INTEGER) AS ordinal
      FROM (SELECT id, ${pseudonymSql(key, 'CAST(id AS VARCHAR)')} AS pseudonym
        FROM (SELECT DISTINCT id FROM (${identifiers.join(' UNION ALL ')}) WHERE id IS NOT NULL))`)
    const counted = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE, count(DISTINCT pseudonym)::DOUBLE FROM ${map}`,
    )
    const [persons, pseudonyms] = (counted.getRowsJS()[0] ?? []).map(Number)
    // Two of one pseudonym would be one person in one place and two in another.
    if (persons !== pseudonyms) throw new ProvisionFault('two identifiers have one pseudonym')
    this.#numbered[kind] += persons ?? 0
    this.#made.set(scope, { map, idType, least, most: least + (persons ?? 0) - 1 })
  }
}

/**
 * Rows, persons and digest of a finished table. The digest is SHA-256 over the columns and, for the rows as a multiset,
 * their number and the sums of two 64-bit hashes each: it finds a change, at a fiftieth of the cost of hashing text.
 */
async function recordOf(
  connection: DuckDBConnection,
  { table, maps }: { table: PermitTable; maps: Maps },
): Promise<TableRecord> {
  const person = table.columns.find((column) => column.identity === 'person')
  const reader = await connection.runAndReadAll(`
    SELECT count(*)::DOUBLE, coalesce(sum(hash(t)), 0)::VARCHAR, coalesce(sum(hash(t, 'second')), 0)::VARCHAR
    FROM ${placeOf(table)} AS t`)
  const [rows, first, second] = reader.getRowsJS()[0] ?? []
  const columns = table.columns.map(({ name, type }) => [name, type])
  const content = JSON.stringify([table.schema, table.name, columns, Number(rows), first, second])
  const numbered =
    person === undefined
      ? null
      : await numbersOf(connection, { table, rows: Number(rows), ...maps.of('person', table.database) })
  return {
    schema: table.schema,
    name: table.name,
    rows: Number(rows),
    persons: numbered?.persons ?? null,
    digest: createHash('sha256').update(content).digest('hex'),
    ordinals: numbered?.ordinals ?? null,
  }
}

function wholeDigest(tables: TableRecord[]): string {
  const lines = tables.map(({ schema, name, digest }) => `${schema}.${name} ${digest}\n`).sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** Read-only, on the disk, then under its name; returns its size. */
async function putInPlace(part: string, target: string): Promise<number> {
  await chmod(part, 0o400)
  const handle = await open(part, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, target)
  await rm(`${part}.json`, { force: true })
  await syncPath(dirname(target))
  return (await stat(target)).size
}
