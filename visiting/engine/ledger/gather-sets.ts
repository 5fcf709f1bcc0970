/**
 * From the tables that an approved query's list of members filled to the sets of its cells: which groups of persons
 * each cell was made of, who is in them, under the ledger's digests; and of each set a sketch, small enough to hold
 * thousands of them in memory.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, quoted } from '../../../shared/model/sql-text.ts'
import { copyWhole } from './ledger-data.ts'
import { digestSql } from './person-keys.ts'

/** Rows of the submitted table, by row of the query. */
export type Places = readonly (number | readonly number[])[]

export interface GatherSpec {
  /** Database file with the filled tables. */
  workspace: string
  rows: { table: string; visible: number; lined: number[] }
  sites: { id: string; aggregates: number; tables: string[] }[]
  /**
   * Given every row of the query as texts, says which of the submitted table it is, or part of, one or several, or null
   * where they are not the same table.
   */
  place(rows: (string | null)[][]): Places | null | Promise<Places | null>
  /** Cells of the submitted table that would leave, by row; columns are the query's. */
  shown: number[][]
  /** Columns of the query whose numbers add up over sets that share nobody. */
  additive: number[]
  personKeys: string
  ledgerKey: Uint8Array
  /** Rows of (set, person, element), ordered. */
  target: string
}

/** Sketches count persons and elements in this many parts of the range of digests. */
export const SKETCH_PARTS = 32

export interface GatheredSet {
  set: number
  /** Cells it stands behind; a row of null: cells of the column that add up, together. */
  cells: { row: number | null; column: number }[]
  size: number
  persons: number[]
  elements: number[]
  /** Equal sets have equal marks. */
  personsMark: string
  elementsMark: string
  /** Of two sets for the same cells, the one by numbers as they are, and the one by numbers against the least of them. */
  numbers?: 'plain' | 'scaled'
}

export type GatheredSets =
  | { state: 'kept'; sets: GatheredSet[] }
  | { state: 'other-rows' | 'too-large' | 'persons-unknown' }

/** Members of all sets of one table; twenty million take about 300 MB on disk. */
const MOST_MEMBERS = 20_000_000

/**
 * `place` puts each row of the query into the submitted table; its null means that the query gave other rows
 * this time (`other-rows`). Works in the tables of one connection, which is thrown away afterwards.
 */
export async function gatherSets(connection: DuckDBConnection, spec: GatherSpec): Promise<GatheredSets> {
  const read = async (sql: string): Promise<unknown[][]> =>
    (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][]
  const one = async (sql: string): Promise<number> => Number((await read(sql))[0]?.[0] ?? 0)
  await connection.run(`ATTACH ${literal(spec.workspace)} AS filled (READ_ONLY)`)
  const rowsTable = `filled.main.${quoted(spec.rows.table)}`
  const visible = Array.from({ length: spec.rows.visible }, (_, index) => `CAST(v${index} AS VARCHAR)`)
  const rows = await read(`SELECT ${visible.join(', ')} FROM ${rowsTable} ORDER BY rowid`)
  const places = await spec.place(rows as (string | null)[][])
  if (places === null) return { state: 'other-rows' }

  /* Which cells, and of which groups each was made. */
  await connection.run('CREATE TABLE wanted (place BIGINT, line INTEGER, col INTEGER)')
  const wanted = places.flatMap((place, at) =>
    [place].flat().flatMap((row) => (spec.shown[row] ?? []).map((col) => `(${at}, ${row}, ${col})`)),
  )
  for (let at = 0; at < wanted.length; at += 5_000)
    await connection.run(`INSERT INTO wanted VALUES ${wanted.slice(at, at + 5_000).join(', ')}`)
  await connection.run(
    `CREATE TABLE refs (line INTEGER, col INTEGER, site VARCHAR, aggregate VARCHAR, groups VARCHAR[][])`,
  )
  for (const col of spec.rows.lined)
    await connection.run(`
      INSERT INTO refs
      SELECT line, col, ref[1], ref[2], list_sort(list_distinct(list(ref[3:])))
      FROM (SELECT w.line, w.col, unnest(r.s${col}) AS ref FROM ${rowsTable} AS r
            JOIN wanted AS w ON w.place = r.rowid WHERE w.col = ${col})
      GROUP BY line, col, ref[1], ref[2]`)
  await connection.run(`
    CREATE TABLE sets AS
    SELECT CAST(row_number() OVER (ORDER BY site, aggregate, groups) - 1 AS INTEGER) AS set, *
    FROM (SELECT DISTINCT site, aggregate, groups FROM refs)`)
  await connection.run(`
    CREATE TABLE cells AS SELECT r.line, r.col, s.set FROM refs AS r JOIN sets AS s
    ON s.site = r.site AND s.aggregate = r.aggregate AND s.groups = r.groups`)

  /* Who is in them. */
  await connection.run('CREATE TABLE found (set INTEGER, pseudonym VARCHAR, own VARCHAR)')
  for (const site of spec.sites)
    for (const table of site.tables)
      for (const aggregate of [...Array(site.aggregates).keys(), 'row'] as const) {
        const own = aggregate === 'row' ? `'1'` : `t.o${aggregate}`
        await connection.run(`
          INSERT INTO found
          SELECT s.set, t.person, ${own}
          FROM (SELECT set, unnest(groups) AS keys FROM sets
                WHERE site = ${literal(site.id)} AND aggregate = '${aggregate}') AS s
          JOIN filled.main.${quoted(table)} AS t ON t.keys = s.keys WHERE ${own} IS NOT NULL`)
        if ((await one('SELECT count(*)::DOUBLE FROM found')) > MOST_MEMBERS) return { state: 'too-large' }
      }
  const keys = `read_parquet(${literal(spec.personKeys)})`
  if ((await one(`SELECT count(*)::DOUBLE FROM found ANTI JOIN ${keys} USING (pseudonym)`)) > 0)
    return { state: 'persons-unknown' }
  // What a person gives, as text that is the same however it was added up; and again against the least in the set, so
  // that the same costs in yen and in thousands of yen are the same. The least may be theirs in whom two sets differ, so
  // that one alone would not do.
  await connection.run(`
    CREATE TABLE given AS
    WITH single AS (
      SELECT f.set, k.person, count(*) = 1 AS once, any_value(f.own) AS text,
             sum(TRY_CAST(f.own AS DOUBLE)) AS number
      FROM found AS f JOIN ${keys} AS k USING (pseudonym) GROUP BY f.set, k.person),
    unit AS (
      SELECT set, nullif(min(abs(number)) FILTER (number <> 0) * (CASE WHEN sum(number) < 0 THEN -1 ELSE 1 END), 0)
        AS one FROM single GROUP BY set)
    SELECT set, person, coalesce(printf('%.7g', number / one), CASE WHEN once THEN text END, '') AS own,
           coalesce(printf('%.7g', number), CASE WHEN once THEN text END, '') AS plain
    FROM single JOIN unit USING (set)`)
  await connection.run('ALTER TABLE sets ADD COLUMN numbers VARCHAR')
  if (2 * (await one('SELECT count(*)::DOUBLE FROM given')) <= MOST_MEMBERS) await addPlain(connection)
  await connection.run(`
    CREATE TABLE members AS
    SELECT g.set, g.person, hash(g.person, o.digest) AS element FROM given AS g JOIN (
      SELECT own, ${digestSql(spec.ledgerKey, { use: 'value', expression: 'own' })} AS digest
      FROM (SELECT DISTINCT own FROM given)) AS o USING (own)`)

  await addSums(connection, { additive: spec.additive, room: MOST_MEMBERS })
  await copyWhole(connection, { select: 'FROM members ORDER BY set, person', target: spec.target })
  return { state: 'kept', sets: await sketches(read) }
}

/** A second set for each of an aggregate of which people do not everywhere give one at least: of numbers as they are. */
async function addPlain(connection: DuckDBConnection): Promise<void> {
  for (const sql of [
    `CREATE TABLE again AS
     SELECT set, CAST((SELECT max(set) FROM sets) + row_number() OVER (ORDER BY set) AS INTEGER) AS other FROM sets
     SEMI JOIN (SELECT DISTINCT site, aggregate FROM sets JOIN given USING (set) WHERE own <> plain)
     USING (site, aggregate)`,
    `INSERT INTO given SELECT other, person, plain, plain FROM given JOIN again USING (set)`,
    `INSERT INTO cells SELECT line, col, other FROM cells JOIN again USING (set)`,
    `UPDATE sets SET numbers = 'scaled' WHERE set IN (SELECT set FROM again)`,
    `INSERT INTO sets SELECT other, site, aggregate, groups, 'plain' FROM sets JOIN again USING (set)`,
  ])
    await connection.run(sql)
}

/**
 * Cells that share nobody add up, whether or not the table says so: all of a column, and those that have a key in
 * common (a margin that is not shown). Each such sum is a set too.
 */
async function addSums(
  connection: DuckDBConnection,
  { additive, room }: { additive: number[]; room: number },
): Promise<void> {
  const one = async (sql: string): Promise<number> =>
    Number((await connection.runAndReadAll(sql)).getRowsJS()[0]?.[0] ?? 0)
  await connection.run('CREATE TABLE sums (col INTEGER, set INTEGER, numbers VARCHAR)')
  await connection.run(`
    CREATE TABLE parts AS SELECT DISTINCT c.col, c.set, s.numbers, [
        array_to_string(list_sort(list_distinct([coalesce(g[k], chr(30)) FOR g IN s.groups])), chr(31))
        FOR k IN range(1, len(s.groups[1]) + 1)] AS keys
    FROM cells AS c JOIN sets AS s USING (set)
    WHERE c.col IN (${additive.join(', ') || 'NULL'}) AND len(s.groups) > 0`)
  // The first of the keys is the grouping set. Groups that were merged into one have a key in common, or all of theirs.
  const keys = (await one('SELECT max(len(keys))::DOUBLE FROM parts')) - 1
  const all = [...Array(2 ** Math.max(0, Math.min(keys, MOST_KEYS))).keys()]
  for (const chosen of all.slice(0, -1)) {
    const common = Array.from({ length: keys }, (_, k) => k).filter((k) => (chosen >> k) & 1)
    const group = ['col', 'numbers', 'keys[1]', ...common.map((k) => `keys[${k + 2}]`)].join(', ')
    await connection.run(`
      CREATE OR REPLACE TABLE made AS
      WITH summed AS (
        SELECT list(DISTINCT p.set) AS parts, any_value(p.col) AS col, any_value(p.numbers) AS numbers FROM parts AS p JOIN members AS m USING (set)
        GROUP BY ${group.replace(/(col|numbers|keys)/g, 'p.$1')}
        HAVING count(*) = count(DISTINCT m.person) AND count(DISTINCT p.set) > 1)
      SELECT col, parts, numbers, CAST(greatest((SELECT max(set) FROM sets), (SELECT max(set) FROM members))
        + row_number() OVER (ORDER BY col, parts) AS INTEGER) AS set
      FROM summed`)
    const added = await one(`
      SELECT count(*)::DOUBLE FROM (SELECT unnest(parts) AS set FROM made) JOIN members USING (set)`)
    if ((await one('SELECT count(*)::DOUBLE FROM members')) + added > room) return
    await connection.run(`
      INSERT INTO members SELECT w.set, m.person, m.element
      FROM (SELECT set, unnest(parts) AS part FROM made) AS w JOIN members AS m ON m.set = w.part`)
    await connection.run('INSERT INTO sums SELECT col, set, numbers FROM made')
  }
}

/** Sums over every choice of keys are formed for so many keys; of further keys none is held in common. */
const MOST_KEYS = 4

async function sketches(read: (sql: string) => Promise<unknown[][]>): Promise<GatheredSet[]> {
  const sets = new Map<number, GatheredSet>()
  const marks = await read(`
    SELECT set, count(*)::DOUBLE, bit_xor(person)::VARCHAR, bit_xor(element)::VARCHAR
    FROM members GROUP BY set ORDER BY set`)
  const empty = () => Array.from({ length: SKETCH_PARTS }, () => 0)
  for (const [set, size, personsMark, elementsMark] of marks)
    sets.set(Number(set), {
      set: Number(set),
      cells: [],
      size: Number(size),
      persons: empty(),
      elements: empty(),
      personsMark: String(personsMark),
      elementsMark: String(elementsMark),
    })
  const parts = 64 - Math.log2(SKETCH_PARTS)
  for (const field of ['persons', 'elements'] as const) {
    const column = field === 'persons' ? 'person' : 'element'
    const counted = await read(`
      SELECT set, (${column} >> ${parts})::DOUBLE, count(*)::DOUBLE FROM members GROUP BY ALL`)
    for (const [set, part, count] of counted) sets.get(Number(set))![field][Number(part)] = Number(count)
  }
  const cells = await read(`
    SELECT set, line, col, numbers FROM cells JOIN sets USING (set)
    UNION ALL SELECT set, NULL, col, numbers FROM sums ORDER BY set, line, col`)
  for (const [set, row, column, numbers] of cells) {
    const known = sets.get(Number(set))
    known?.cells.push({ row: row === null ? null : Number(row), column: Number(column) })
    if (known && numbers !== null) known.numbers = numbers as 'plain' | 'scaled'
  }
  return [...sets.values()]
}
