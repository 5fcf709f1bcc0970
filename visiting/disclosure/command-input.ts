/**
 * From the command line to tables: options and CSV files, refused where they make no sense. Long because every way in has
 * its refusals beside it.
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { RuleSet } from '../../shared/model/rules.ts'
import type { AuditedTable } from './audit-tables.ts'
import { TOTAL } from './cell-table.ts'
import type { AuditOptions, ProtectOptions } from './command.ts'
import { type NamedTie, readTies } from './command-relations.ts'
import { CommandRefusal } from './command-words.ts'
import { type CsvTable, columnOf, decodeCsv, parseCsv, readCount, readKey, readNumber } from './csv-table.ts'
import { findHierarchies, type Hierarchies, type KeyedTable } from './hierarchies.ts'
import { distinctSubtotals, plainTotals } from './nested-categories.ts'
import { type NestedColumns, nestColumns } from './nested-columns.ts'
import { restName, splitOfWhich } from './of-which.ts'
import type { LinkedRow } from './protect-linked.ts'
import { type CountRule, isPrimary } from './protection-levels.ts'
import {
  editionsInForce,
  municipalityTier,
  parseRuleSets,
  ruleSetByName,
  strictestRule,
} from './rule-sets.ts'
import { markOf, STATUS_WORDS } from './status-words.ts'
import type { KeyedTie } from './ties.ts'

/** A row of a table to protect: judged by the rules beyond its value where they ask for more. */
export interface JudgedRow extends LinkedRow {
  /** Rule that hides it, where it is hidden. */
  ruleId: string
  /** Whether the rules allow no count here at all, however large. */
  forbidden: boolean
}

export interface TableToProtect {
  file: string
  dims: string[]
  columns: NestedColumns
  rows: JudgedRow[]
  /** Of a table of what is part of others beside the rest: margins that it does not give are those of the others. */
  beside?: true
  /** How a margin that no row gives is judged. */
  judgeMargin(key: readonly (string | null)[], value: number): Judgement
}

export interface ProtectInput {
  tables: TableToProtect[]
  hierarchies: Hierarchies
  dims: string[]
  rule: CountRule & { id: string }
  /** Cells to keep, as categories by dimension (totals left out), with their lines. */
  keep: { file: string; line: number; cell: ReadonlyMap<string, string> }[]
  ties: NamedTie[]
  /** What ties tables of parts beside the rest to what they are part of. */
  besides: KeyedTie[]
  method: 'suppress' | 'round' | 'midpoint-6'
  cost: 'value' | 'cells'
  base: number
  timeLimitMs: number
}

/** Throws CommandRefusal, with words in both languages, for options and files that make no sense. */
export async function readProtectInput(
  files: readonly string[],
  options: ProtectOptions,
): Promise<ProtectInput> {
  const { method, cost } = options
  if (method !== 'suppress' && method !== 'round' && method !== 'midpoint-6')
    throw new CommandRefusal('option-choice', {
      option: '--method',
      known: 'suppress, round, midpoint-6',
      value: method,
    })
  if (cost !== 'value' && cost !== 'cells')
    throw new CommandRefusal('option-choice', {
      option: '--cost',
      known: 'value, cells',
      value: cost,
    })
  const { rule, judge } = await countRules(options)
  const dims = dimensionNames(options)
  const read: ReadTable[] = []
  for (const file of files) read.push(await readTable(file, { options, dims, several: files.length > 1 }))
  const hierarchies = await hierarchiesOf(read, options.hierarchy)
  const judged = read.map((table) => judgedTable(table, { hierarchies, options, judge }))
  const tables = judged.map(({ base }) => base)
  for (const dim of dims)
    if (!tables.some((table) => table.dims.includes(dim)))
      throw new CommandRefusal('column-missing', {
        file: tables.map(({ file }) => file).join(', '),
        column: dim,
        columns: [...new Set(tables.flatMap(({ dims: own }) => own))].join(', '),
      })
  const ties = options.relations === undefined ? [] : readTies(await readCsvFile(options.relations), tables)
  const besides: KeyedTie[] = []
  judged.forEach(({ besides: own }, place) => {
    for (const { table, wholes } of own) {
      const part = tables.push(table) - 1
      for (const { whole, key } of wholes)
        besides.push({ whole: { table: place, key: whole }, parts: [{ table: part, key }] })
    }
  })
  return {
    tables,
    hierarchies,
    dims,
    rule,
    ties,
    besides,
    keep: options.keep === undefined ? [] : await readKeep(options.keep, { dims, several: files.length > 1 }),
    method,
    cost,
    base: wholeOption('--base', { given: options.base ?? '5', least: 2 }),
    timeLimitMs: wholeOption('--time-limit', { given: options.timeLimit, least: 1 }) * 1000,
  }
}

/** A file with its keys and counts; null where a count is hidden and not given. */
interface ReadTable {
  csv: CsvTable
  dims: string[]
  rows: { key: (string | null)[]; value: number | null; line: number; fields: readonly string[] }[]
}

async function readTable(
  file: string,
  { options, dims, several }: { options: ProtectOptions; dims: readonly string[]; several: boolean },
): Promise<ReadTable & { rows: { value: number }[] }> {
  const csv = await readCsvFile(file)
  const own = several ? dims.filter((column) => csv.columns.includes(column)) : [...dims]
  if (own.length === 0) throw new CommandRefusal('dims-none-shared', { file: csv.file })
  const places = own.map((column) => columnOf(csv, column))
  const countPlace = columnOf(csv, options.count)
  const rows = csv.records.map(({ line, fields }) => ({
    key: keyAt(csv, { line, fields, dims: own, places }),
    value: readCount(fields[countPlace]!, { file: csv.file, line, column: options.count }),
    line,
    fields,
  }))
  return { csv, dims: own, rows: distinctSubtotals(plainTotals(rows)) }
}

function judgedTable(
  { csv: table, dims: own, rows: read }: ReadTable,
  { hierarchies, options, judge }: { hierarchies: Hierarchies; options: ProtectOptions; judge: Judge },
): { base: TableToProtect; besides: BesideTable[] } {
  const columns = nestColumns(own, hierarchies)
  const extra = (column: string | undefined) =>
    column === undefined ? null : { column, place: columnOf(table, column) }
  const weight = extra(options.weights)
  const population = extra(options.population)
  const people = (fields: readonly string[], line: number) =>
    population === null || fields[population.place] === ''
      ? null
      : readAmount(fields[population.place]!, { file: table.file, line, column: population.column })
  const placesAt = populationByPlace(
    read.map(({ key, line, fields }) => ({ line, key, population: people(fields, line) })),
    { file: table.file, dims: own },
  )
  const judgedRow = ({ key, value, line, fields }: ReadTable['rows'][number]): JudgedRow => {
    const price =
      options.cost === 'cells'
        ? 1
        : weight === null
          ? null
          : readAmount(fields[weight.place]!, { file: table.file, line, column: weight.column })
    return {
      key: columns.nest(key),
      value: value!,
      line,
      ...(price === null ? {} : { weight: price }),
      ...judge(value!, people(fields, line) ?? placesAt(key)),
    }
  }
  const frame = {
    file: table.file,
    dims: own,
    columns,
    judgeMargin: (key: readonly (string | null)[], value: number) =>
      judge(value, placesAt(columns.unnest(key))),
  }
  const { base, parts } = splitOfWhich(read, { columns: own, hierarchies })
  return {
    base: { ...frame, rows: base.map(judgedRow) },
    besides: parts.map(({ place, category, rows }) => ({
      table: {
        ...frame,
        beside: true,
        rows: rows.flatMap(({ row, whole }) => {
          if (whole === null) return [judgedRow(row)]
          const rest = {
            ...row,
            key: row.key.with(place, restName(category)),
            value: whole.value! - row.value!,
          }
          return [judgedRow(row), { ...judgedRow(rest), unpublished: true }]
        }),
      },
      wholes: rows.flatMap(({ row, whole }) =>
        whole === null
          ? []
          : [{ whole: columns.nest(whole.key), key: columns.nest(row.key.with(place, null)) }],
      ),
    })),
  }
}

/** What is part of other rows beside the rest, and the cells its parts and differences make up together. */
interface BesideTable {
  table: TableToProtect
  wholes: { whole: (string | null)[]; key: (string | null)[] }[]
}

/**
 * The population of the municipality a cell is about, its margins over everything else included. The dimension of
 * municipalities is the one whose categories have one population each.
 */
function populationByPlace(
  rows: readonly { line: number; key: readonly (string | null)[]; population: number | null }[],
  { file, dims }: { file: string; dims: readonly string[] },
): (key: readonly (string | null)[]) => number | null {
  const given = rows.filter(({ population }) => population !== null)
  if (given.length === 0) return () => null
  let best: { d: number; of: Map<string, number> } | null = null
  let clash: CommandRefusal | null = null
  dims.forEach((dim, d) => {
    const of = new Map<string, number>()
    for (const { line, key, population } of given) {
      const category = key[d] ?? null
      if (category === null) continue
      const other = of.get(category)
      if (other !== undefined && other !== population) {
        clash ??= new CommandRefusal('population-differs', {
          file,
          line,
          key: `${dim}=${category}`,
          value: population!,
          other,
        })
        return
      }
      of.set(category, population!)
    }
    if (of.size > (best?.of.size ?? 0)) best = { d, of }
  })
  const found = best as { d: number; of: Map<string, number> } | null
  if (!found) throw clash!
  return (key) => found.of.get(key[found.d] ?? '') ?? null
}

export interface TableToAudit {
  table: AuditedTable
  /** Of each row that is one of the file, by column. */
  keys: Record<string, string>[]
}

/** Files with marks of what is hidden, and the hierarchies found in them. */
export async function readAuditTables(
  files: readonly string[],
  options: AuditOptions,
): Promise<{ tables: TableToAudit[]; hierarchies: Hierarchies; ties: NamedTie[]; besides: KeyedTie[] }> {
  const read: (ReadTable & { hidden: boolean[] })[] = []
  for (const file of files) read.push(await readAuditTable(file, options))
  const hierarchies = await hierarchiesOf(read, options.hierarchy)
  const besides: KeyedTie[] = []
  const more: TableToAudit[] = []
  const tables = read.map(({ csv, dims, rows, hidden }, place): TableToAudit => {
    const columns = nestColumns(dims, hierarchies)
    const marked = rows.map(({ key, value, line }, k) => ({ key, value, line, hidden: hidden[k]! }))
    const asTable = (own: typeof marked): TableToAudit => ({
      table: {
        name: csv.file,
        dimensions: columns.dimensions,
        rows: own.map((row) => ({ ...row, key: columns.nest(row.key) })),
      },
      keys: own.map(({ key }) => Object.fromEntries(dims.map((dim, d) => [dim, key[d] ?? TOTAL]))),
    })
    const { base, parts } = splitOfWhich(marked, { columns: dims, hierarchies })
    for (const { place: column, category, rows: own } of parts) {
      const rests = own.flatMap(({ row, whole }) =>
        whole ? [{ ...row, key: row.key.with(column, restName(category)), value: null, hidden: true }] : [],
      )
      const beside = asTable([...own.map(({ row }) => row), ...rests])
      // Differences are no rows of the table, and nothing is said of them.
      beside.keys.length = own.length
      const table =
        read.length + more.push({ ...beside, table: { ...beside.table, space: `${more.length}` } }) - 1
      for (const { row, whole } of own)
        if (whole)
          besides.push({
            whole: { table: place, key: columns.nest(whole.key) },
            parts: [{ table, key: columns.nest(row.key.with(column, null)) }],
          })
    }
    return asTable(base)
  })
  const ties =
    options.relations === undefined
      ? []
      : readTies(
          await readCsvFile(options.relations),
          read.map(({ csv, dims }) => ({ file: csv.file, dims, columns: nestColumns(dims, hierarchies) })),
        )
  return { tables: [...tables, ...more], hierarchies, ties, besides }
}

async function readAuditTable(
  file: string,
  options: AuditOptions,
): Promise<ReadTable & { hidden: boolean[] }> {
  const csv = await readCsvFile(file)
  const dims = dimensionNames(options).filter((column) => csv.columns.includes(column))
  if (dims.length === 0) throw new CommandRefusal('dims-none-shared', { file: csv.file })
  const places = dims.map((column) => columnOf(csv, column))
  const countPlace = columnOf(csv, options.count)
  const statusPlace = columnOf(csv, options.status)
  const hidden: boolean[] = []
  const rows = distinctSubtotals(
    csv.records.map(({ line, fields }) => {
      const mark = markOf(fields[statusPlace]!)
      if (mark === null)
        throw new CommandRefusal('status-unknown', {
          file: csv.file,
          line,
          value: fields[statusPlace]!,
          shown: STATUS_WORDS.shown.join(', '),
          hidden: STATUS_WORDS.hidden.join(', '),
        })
      const isHidden = mark === 'hidden'
      hidden.push(isHidden)
      const field = fields[countPlace]!
      const where = { file: csv.file, line, column: options.count }
      // A hidden number may be empty or a mark. Sums with decimals can be audited too.
      const value = readNumber(field)
      if (value === null && !isHidden) throw new CommandRefusal('not-a-number', { ...where, value: field })
      return { key: keyAt(csv, { line, fields, dims, places }), value, line, fields }
    }),
  )
  return { csv, dims, rows, hidden }
}

/** A number, 0 or more. Throws CommandRefusal naming line and column. */
function readAmount(field: string, where: { file: string; line: number; column: string }): number {
  const amount = readNumber(field)
  if (amount === null) throw new CommandRefusal('not-a-number', { ...where, value: field })
  if (amount < 0) throw new CommandRefusal('negative-value', { ...where, value: amount })
  return amount
}

function dimensionNames({ dims, count }: { dims: string; count: string }): string[] {
  const names = dims
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) throw new CommandRefusal('dims-missing')
  if (names.includes(count)) throw new CommandRefusal('count-is-dimension', { column: count })
  return [...new Set(names)]
}

function keyAt(
  { file }: CsvTable,
  at: { line: number; fields: readonly string[]; dims: readonly string[]; places: readonly number[] },
): (string | null)[] {
  return at.dims.map((column, d) => readKey(at.fields[at.places[d]!]!, { file, line: at.line, column }))
}

async function readCsvFile(file: string): Promise<CsvTable> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch {
    throw new CommandRefusal('file-unreadable', { file })
  }
  return parseCsv(decodeCsv(bytes), basename(file))
}

async function readKeep(
  file: string,
  { dims, several }: { dims: readonly string[]; several: boolean },
): Promise<ProtectInput['keep']> {
  const table = await readCsvFile(file)
  // Cells of several tables: dimensions a file does not name are summed over.
  const named = several ? dims.filter((column) => table.columns.includes(column)) : dims
  if (named.length === 0) throw new CommandRefusal('dims-none-shared', { file: table.file })
  const places = named.map((column) => columnOf(table, column))
  return table.records.map(({ line, fields }) => ({
    file: table.file,
    line,
    cell: cellName(named, keyAt(table, { line, fields, dims: named, places })),
  }))
}

/** Categories by dimension, totals left out. */
function cellName(dims: readonly string[], key: readonly (string | null)[]): Map<string, string> {
  return new Map(dims.flatMap((dim, d) => (key[d] === null ? [] : [[dim, key[d]!] as const])))
}

/** Hierarchies given in files, and for the other columns those found in the tables. */
async function hierarchiesOf(
  tables: readonly (Pick<ReadTable, 'dims'> & { rows: KeyedTable['rows'] })[],
  options: readonly string[],
): Promise<Hierarchies> {
  const given = new Map<string, ReadonlyMap<string, string>>()
  const columns = [...new Set(tables.flatMap(({ dims }) => dims))]
  for (const option of options) {
    const cut = option.indexOf('=')
    const tree = await readHierarchy(option.slice(cut + 1))
    if (cut > 0) {
      given.set(option.slice(0, cut), tree)
      continue
    }
    // Without a name it belongs to the dimensions that hold its categories.
    for (const name of columns) {
      const fits = tables.some(({ dims, rows }) =>
        rows.some(({ key }) => tree.has(key[dims.indexOf(name)] ?? '')),
      )
      if (fits) given.set(name, new Map([...(given.get(name) ?? []), ...tree]))
    }
  }
  const found = findHierarchies(tables.map(({ dims, rows }) => ({ columns: dims, rows })))
  return {
    levels: new Map(
      [...found.levels].filter(([column, { under }]) => !given.has(column) && !given.has(under)),
    ),
    within: new Map([...found.within, ...given]),
    ofWhich: new Map([...found.ofWhich].filter(([column]) => !given.has(column))),
  }
}

/**
 * Parents of categories from a file: columns `child` and `parent`, or one column a
 * level (municipality, secondary medical area, prefecture) in any order.
 */
async function readHierarchy(file: string): Promise<Map<string, string>> {
  const table = await readCsvFile(file)
  const tree = new Map<string, string>()
  const isPairs = table.columns.includes('child') && table.columns.includes('parent')
  const distinct = (place: number) => new Set(table.records.map(({ fields }) => fields[place]!)).size
  const levels = isPairs
    ? [columnOf(table, 'child'), columnOf(table, 'parent')]
    : table.columns.map((_, place) => place).sort((a, b) => distinct(b) - distinct(a))
  if (levels.length < 2) throw new CommandRefusal('hierarchy-format')
  for (const { line, fields } of table.records)
    for (let level = 0; level + 1 < levels.length; level++) {
      const [child, parent] = [levels[level]!, levels[level + 1]!].map((place) =>
        readKey(fields[place]!, { file: table.file, line, column: table.columns[place]! }),
      )
      if (child == null || parent == null || child === parent) continue
      const known = tree.get(child)
      if (known !== undefined && known !== parent)
        throw new CommandRefusal('hierarchy-two-parents', {
          file: table.file,
          line,
          child,
          parent,
          other: known,
        })
      tree.set(child, parent)
    }
  return tree
}

function wholeOption(option: string, { given, least }: { given: string; least: number }): number {
  const value = readNumber(given)
  if (value === null || !Number.isInteger(value) || value < least)
    throw new CommandRefusal('option-number', { option, least, value: given })
  return value
}

type Judgement = Pick<LinkedRow, 'primary' | 'level'> & Omit<JudgedRow, keyof LinkedRow>

type Judge = (value: number, population: number | null) => Judgement

/** The rule for counts, and how it judges one, by the municipality's population where that is given. */
async function countRules({
  rules,
  threshold,
  asOf,
}: ProtectOptions): Promise<{ rule: ProtectInput['rule']; judge: Judge }> {
  if (threshold !== undefined) {
    const value = wholeOption('--threshold', { given: threshold, least: 1 })
    const rule = { id: 'threshold', threshold: value, zeroPolicy: 'show' } as const
    return { rule, judge: () => ({ ruleId: rule.id, forbidden: false }) }
  }
  if (!z.iso.date().safeParse(asOf).success)
    throw new CommandRefusal('option-date', { option: '--as-of', value: asOf })
  const name = rules ?? 'NDB'
  const all = await shippedRuleSets()
  const set = ruleSetByName(all, { name, asOf })
  if (!set) {
    const known = editionsInForce(all, asOf).map((each) => each.set)
    throw new CommandRefusal('rules-unknown', { rules: name, asOf, known: known.sort().join(', ') })
  }
  const rule = strictestRule([set], { kind: 'persons' })
  if (!rule || rule.threshold === null) throw new CommandRefusal('rules-without-counts', { rules: name })
  const { id, zeroPolicy, threshold: least } = rule
  const judge: Judge = (value, population) => {
    if (population === null) return { ruleId: id, forbidden: false }
    const tiered = strictestRule([set], { kind: 'persons', tier: municipalityTier(population) })!
    const forbidden = tiered.threshold === null
    const level = tiered.threshold ?? least
    const primary = isPrimary(value, { threshold: forbidden ? Number.POSITIVE_INFINITY : level, zeroPolicy })
    return {
      ruleId: tiered.threshold === least ? id : tiered.id,
      forbidden: forbidden && primary,
      level,
      primary,
    }
  }
  return { rule: { id, threshold: least, zeroPolicy }, judge }
}

/** Rule sets beside the programme: `resources/rules`, looked for from here upwards. */
async function shippedRuleSets(): Promise<RuleSet[]> {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const rules = join(folder, 'resources', 'rules')
    const names = await readdir(rules).catch(() => [] as string[])
    const files = names.filter((name) => name.endsWith('.json')).sort()
    if (files.length > 0) {
      const parsed = []
      for (const name of files) parsed.push(JSON.parse(await readFile(join(rules, name), 'utf8')))
      return parseRuleSets(parsed)
    }
    if (dirname(folder) === folder) throw new CommandRefusal('file-unreadable', { file: 'resources/rules' })
  }
}
