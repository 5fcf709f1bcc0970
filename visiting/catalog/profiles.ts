/**
 * Profiles: what a table holds, safe to show to anybody without a permit. Every bar stands for at least ten persons
 * and is rounded to ten, so that neither a bar nor the difference between bars and the total points at somebody. Rows are
 * rounded to what the ten persons with the most have: what few people add with an update is not to be read off them.
 * First and last are months in which at least ten persons appear, never one person's day. A completeness by which fewer
 * than ten persons differ from all or from none is told as all or none.
 * Bars and months of long tables are taken from a fixed share of the persons (by a hash of the person key); bars are
 * scaled up.
 *
 * Says what to ask; the caller has the database.
 */

import { writeFile } from 'node:fs/promises'
import type { TableProfile } from '../../shared/contract/catalog.ts'
import type { CatalogTable, Dataset, Variable } from '../../shared/model/catalog.ts'
import { shareOut } from '../../shared/model/share-out.ts'
import type { Loader } from '../sources/loader-port.ts'

/** Fewest persons that a bar, a month or a difference of a profile may stand for. */
export const minimumPersons = 10
const barsAtMost = 12
/** Above this many rows, bars are estimated from a share of the persons. */
const rowsForBars = 500_000
const SHARE = 'profile_share'

export interface ProfileNeeds {
  rows(sql: string): Promise<unknown[][]>
  /** FROM item of a table, e.g. `read_parquet('…')`. */
  from(schema: string, table: string): string
}

/** How many persons two databases share, rounded to ten; null under the minimum. */
export interface SharedPersons {
  databases: [string, string]
  persons: number | null
}

export interface Profiles {
  tables: TableProfile[]
  shared: SharedPersons[]
}

/** Rounded to ten; null under the minimum aggregation unit. */
export const safeCount = (persons: number): number | null =>
  persons < minimumPersons ? null : Math.round(persons / 10) * 10

/** The next 1, 2 or 5 times a power of ten from ten on. */
const stepOver = (rows: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(rows, 10)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rows) ?? 10
}

/** Rows rounded to a step no smaller than what ten persons have, one step at least. */
export const safeRows = (rows: number, ofTen: number): number => {
  const step = stepOver(ofTen)
  return Math.max(1, Math.round(rows / step)) * step
}

const name = (column: string): string => `"${column}"`
const isDate = (type: string): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')
const isNumber = (type: string): boolean =>
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|DOUBLE|FLOAT|DECIMAL)/.test(type)

/**
 * A value's bar: years for dates, round steps for quantities, the value itself otherwise. Rows are put together by `key`,
 * in the order of which bars stand; a text for each row would cost most of the time.
 */
function bar(variable: Pick<Variable, 'name' | 'type'>, step: number | null) {
  const column = name(variable.name)
  const asText = (key: string): string => `${key}::VARCHAR`
  if (isDate(variable.type)) return { key: `year(${column})`, labelOf: asText }
  if (isNumber(variable.type) && step !== null && step > 1)
    return {
      key: `floor(${column} / ${step})`,
      labelOf: (key: string): string =>
        `(${key} * ${step})::BIGINT::VARCHAR || '–' || ((${key} + 1) * ${step} - 1)::BIGINT::VARCHAR`,
    }
  return { key: column, labelOf: asText }
}

/** A step of 1, 2 or 5 times a power of ten that makes about ten bars of the range. */
export function roundStep(range: number): number {
  if (!(range > 12)) return 1
  const raw = range / 10
  const power = 10 ** Math.floor(Math.log10(raw))
  return ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power
}

/** Profile of one table. Open tables are counted by rows and shown as they are. */
export async function profileTable(table: CatalogTable, { rows, from }: ProfileNeeds): Promise<TableProfile> {
  const source = from(table.schema, table.name)
  const person = table.variables.find((variable) => variable.identity === 'person')?.name ?? null
  const present = table.variables.map((variable) => `count(${name(variable.name)})::DOUBLE`).join(', ')
  const counted = person === null ? 'NULL' : `count(DISTINCT ${name(person)})::DOUBLE`
  const [facts = []] = await rows(`SELECT count(*)::DOUBLE, ${counted}, ${present} FROM ${source}`)
  const rowCount = Number(facts[0] ?? 0)
  const persons = person === null ? null : Number(facts[1] ?? 0)
  const tooFew = persons !== null && persons < minimumPersons
  const every = person === null ? 1 : Math.max(1, Math.ceil(rowCount / rowsForBars))
  let share = source
  if (every > 1 && person !== null) {
    // Taken once: two questions are asked of every column.
    await rows(
      `CREATE OR REPLACE TEMP TABLE ${SHARE} AS SELECT * FROM ${source} WHERE hash(${name(person)}) % ${every} = 0`,
    )
    share = SHARE
  }
  const time = table.timeColumn ?? table.variables.find((variable) => isDate(variable.type))?.name ?? null
  const [span = []] =
    time === null || tooFew
      ? [[]]
      : await rows(`
SELECT strftime(min(month), '%Y-%m'), strftime(max(month), '%Y-%m') FROM (
  SELECT date_trunc('month', ${name(time)}) AS month FROM ${share} WHERE ${name(time)} IS NOT NULL
  GROUP BY 1 HAVING ${person === null ? 'true' : `count(DISTINCT ${name(person)}) >= ${minimumPersons}`})`)
  const columns: TableProfile['columns'] = []
  const filled = table.variables.map((variable, place) => ({ variable, rows: Number(facts[2 + place] ?? 0) }))
  const exceptions =
    person === null || tooFew
      ? new Map<string, number>()
      : await fewDiffer(filled, { rows, source, person, rowCount })
  for (const { variable, rows: present } of filled) {
    const completeness =
      exceptions.get(variable.name) ?? Math.round((present / Math.max(rowCount, 1)) * 100) / 100
    columns.push({
      name: variable.name,
      completeness: tooFew ? null : completeness,
      distribution:
        tooFew || variable.identity !== null
          ? []
          : await bars(variable, { rows, source: share, person, every }),
    })
  }
  const [ofTen = []] =
    person === null || tooFew
      ? [[]]
      : await rows(`
SELECT sum(n)::DOUBLE FROM (
  SELECT count(*) AS n FROM ${share} GROUP BY ${name(person)} ORDER BY n DESC LIMIT ${minimumPersons})`)
  if (share === SHARE) await rows(`DROP TABLE ${SHARE}`)
  return {
    schema: table.schema,
    name: table.name,
    rows: person === null ? rowCount : tooFew ? null : safeRows(rowCount, Number(ofTen[0] ?? 0)),
    persons: persons === null ? null : safeCount(persons),
    first: (span[0] as string | null | undefined) ?? null,
    last: (span[1] as string | null | undefined) ?? null,
    columns,
  }
}

/** More rows than this that are empty (or filled) come from ten persons or more. */
const rowsOfFew = 10_000

/** Completeness to tell, 0 or 1, of the columns in which too few persons stand apart from the rest. */
async function fewDiffer(
  filled: readonly { variable: Variable; rows: number }[],
  {
    rows,
    source,
    person,
    rowCount,
  }: { rows: ProfileNeeds['rows']; source: string; person: string; rowCount: number },
): Promise<Map<string, number>> {
  const told = new Map<string, number>()
  const suspects = filled.flatMap(({ variable, rows: present }) => [
    ...(present < rowCount && rowCount - present < rowsOfFew
      ? [{ variable, apart: 'IS NULL', value: 1 }]
      : []),
    ...(present > 0 && present < rowsOfFew && present < rowCount
      ? [{ variable, apart: 'IS NOT NULL', value: 0 }]
      : []),
  ])
  if (suspects.length === 0) return told
  const counts = suspects.map(
    ({ variable, apart }) =>
      `count(DISTINCT ${name(person)}) FILTER (${name(variable.name)} ${apart})::DOUBLE`,
  )
  const [found = []] = await rows(`SELECT ${counts.join(', ')} FROM ${source}`)
  for (const [i, { variable, value }] of suspects.entries())
    if (Number(found[i] ?? 0) < minimumPersons) told.set(variable.name, value)
  return told
}

async function bars(
  variable: Variable,
  {
    rows,
    source,
    person,
    every,
  }: { rows: ProfileNeeds['rows']; source: string; person: string | null; every: number },
): Promise<TableProfile['columns'][number]['distribution']> {
  const column = name(variable.name)
  let step: number | null = null
  if (isNumber(variable.type)) {
    const [range = []] = await rows(
      `SELECT (quantile_disc(${column}, 0.99) - quantile_disc(${column}, 0.01))::DOUBLE FROM ${source}`,
    )
    step = roundStep(Number(range[0] ?? 0))
  }
  const { key, labelOf } = bar(variable, step)
  const unit = person === null ? 'count(*)' : `count(DISTINCT ${name(person)})`
  const ordered = isDate(variable.type) || isNumber(variable.type)
  const found = await rows(`
SELECT label, n::DOUBLE FROM (
  SELECT ${labelOf('key')} AS label, n, key FROM (
    SELECT ${key} AS key, ${unit} AS n FROM ${source} WHERE ${column} IS NOT NULL GROUP BY 1
    ${person === null ? '' : `HAVING n >= ${minimumPersons}`})
  ORDER BY n DESC, label LIMIT ${ordered ? 2 * barsAtMost : barsAtMost})
ORDER BY ${ordered ? 'key' : 'n DESC, label'}`)
  return found.map(([label, n]) => ({
    label: String(label),
    count: person === null ? Number(n) : (safeCount(Number(n) * every) ?? 0),
  }))
}

/**
 * Profiles of all tables, and how many persons each pair of databases shares. Each of `hands` asks one table after the
 * other: most questions are too small for the engine to share out.
 */
async function profileCatalog(
  datasets: readonly Dataset[],
  { hands, from }: { hands: readonly ProfileNeeds['rows'][]; from: ProfileNeeds['from'] },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Profiles> {
  const tables = datasets.flatMap((dataset) => dataset.tables)
  const profiles: TableProfile[] = []
  let shared: SharedPersons[] = []
  let done = 0
  // The longest first.
  await shareOut({ hands, jobs: [null, ...tables] }, async (rows, table, place) => {
    if (table === null) shared = await sharedPersons(datasets, { rows, from })
    else profiles[place - 1] = await profileTable(table, { rows, from })
    onProgress(++done, tables.length + 1)
  })
  return { tables: profiles, shared }
}

/** One bit a database for each person, counted by pattern; pairs are added up from the patterns. */
export async function sharedPersons(
  datasets: readonly Dataset[],
  { rows, from }: ProfileNeeds,
): Promise<SharedPersons[]> {
  const withPersons = datasets.filter((dataset) => dataset.tables.some((table) => table.level === 'person'))
  if (withPersons.length < 2) return []
  const members = withPersons.flatMap((dataset, bit) =>
    dataset.tables.flatMap((table) => {
      const person = table.variables.find((variable) => variable.identity === 'person')
      if (!person) return []
      return [
        `SELECT DISTINCT ${name(person.name)} AS person, ${2 ** bit}::BIGINT AS bit FROM ${from(table.schema, table.name)}`,
      ]
    }),
  )
  const patterns = await rows(`
SELECT mask::DOUBLE, count(*)::DOUBLE FROM (
  SELECT person, bit_or(bit) AS mask FROM (${members.join(' UNION ALL ')}) GROUP BY person)
GROUP BY 1`)
  const pairs: SharedPersons[] = []
  for (const [i, a] of withPersons.entries())
    for (const [j, b] of withPersons.entries()) {
      if (j <= i) continue
      const both = 2 ** i + 2 ** j
      const persons = patterns
        .filter(([mask]) => (Number(mask) & both) === both)
        .reduce((sum, [, n]) => sum + Number(n), 0)
      pairs.push({ databases: [a.id, b.id], persons: safeCount(persons) })
    }
  return pairs
}

/**
 * Computes the profiles of loaded data and keeps them beside it: `TableProfile[]` in the profiles file,
 * `SharedPersons[]` in the linkage file.
 */
export async function writeProfiles(
  {
    loader,
    datasets,
    layout,
  }: {
    loader: Pick<Loader, 'rows' | 'another'>
    datasets: readonly Dataset[]
    layout: { glob(schema: string, table: string): string; profilesFile: string; linkageFile: string }
  },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const from = (schema: string, table: string): string =>
    `read_parquet('${layout.glob(schema, table).replaceAll("'", "''")}', hive_partitioning = false)`
  const second = await loader.another()
  const { tables, shared } = await profileCatalog(
    datasets,
    { hands: [loader, second].map((hand) => (sql) => hand.rows(sql)), from },
    onProgress,
  ).finally(() => second.close())
  await writeFile(layout.profilesFile, `${JSON.stringify(tables)}\n`)
  await writeFile(layout.linkageFile, `${JSON.stringify(shared)}\n`)
}
