/** From the command line to tables: options and CSV files, refused where they make no sense. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { RuleSet } from '../../shared/model/rules.ts'
import type { AuditedTable } from './audit-tables.ts'
import type { DimensionInput, RowInput } from './cell-table.ts'
import type { AuditOptions, ProtectOptions } from './command.ts'
import { CommandRefusal } from './command-words.ts'
import { type CsvTable, columnOf, decodeCsv, parseCsv, readCount, readKey, readNumber } from './csv-table.ts'
import type { CountRule } from './protection-levels.ts'
import { editionsInForce, parseRuleSets, ruleSetByName, strictestRule } from './rule-sets.ts'

export interface ProtectInput {
  file: string
  dims: string[]
  dimensions: DimensionInput[]
  rows: RowInput[]
  rule: CountRule & { id: string }
  /** Lines of the file of cells to keep, with their keys. */
  keep: { file: string; line: number; key: readonly (string | null)[] }[]
  weights: number[] | null
  method: 'suppress' | 'round' | 'midpoint-6'
  base: number
  timeLimitMs: number
}

export async function readProtectInput(file: string, options: ProtectOptions): Promise<ProtectInput> {
  const table = await readCsvFile(file)
  const dims = dimensionNames(options.dims)
  const places = dims.map((column) => columnOf(table, column))
  const countPlace = columnOf(table, options.count)
  const rows = table.records.map(({ line, fields }) => ({
    key: keyAt(table, { line, fields, dims, places }),
    value: readCount(fields[countPlace]!, { file: table.file, line, column: options.count }),
    line,
  }))
  let weights: number[] | null = null
  if (options.weights !== undefined) {
    const column = options.weights
    const place = columnOf(table, column)
    weights = table.records.map(({ line, fields }) => {
      const weight = readNumber(fields[place]!)
      const where = { file: table.file, line, column }
      if (weight === null) throw new CommandRefusal('not-a-number', { ...where, value: fields[place]! })
      if (weight < 0) throw new CommandRefusal('negative-value', { ...where, value: weight })
      return weight
    })
  }
  const method = options.method
  if (method !== 'suppress' && method !== 'round' && method !== 'midpoint-6')
    throw new CommandRefusal('option-choice', {
      option: '--method',
      known: 'suppress, round, midpoint-6',
      value: method,
    })
  return {
    file: table.file,
    dims,
    dimensions: await dimensionsOf(dims, options.hierarchy),
    rows,
    rule: await countRule(options),
    keep: options.keep === undefined ? [] : await readKeep(options.keep, dims),
    weights,
    method,
    base: wholeOption('--base', { given: options.base ?? '5', least: 2 }),
    timeLimitMs: wholeOption('--time-limit', { given: options.timeLimit, least: 1 }) * 1000,
  }
}

export async function readAuditTable(file: string, options: AuditOptions): Promise<AuditedTable> {
  const table = await readCsvFile(file)
  const dims = dimensionNames(options.dims).filter((column) => table.columns.includes(column))
  if (dims.length === 0) throw new CommandRefusal('dims-none-shared', { file: table.file })
  const places = dims.map((column) => columnOf(table, column))
  const countPlace = columnOf(table, options.count)
  const statusPlace = columnOf(table, options.status)
  const rows = table.records.map(({ line, fields }) => {
    const status = fields[statusPlace]!.toLowerCase()
    const hidden = ['hidden', 'primary', 'secondary', 'not-allowed'].includes(status)
    if (!hidden && status !== 'shown')
      throw new CommandRefusal('status-unknown', { file: table.file, line, value: fields[statusPlace]! })
    const field = fields[countPlace]!
    const where = { file: table.file, line, column: options.count }
    // A hidden number may be empty or a mark. Sums with decimals can be audited too.
    const value = readNumber(field)
    if (value === null && !hidden) throw new CommandRefusal('not-a-number', { ...where, value: field })
    if (value !== null && value < 0) throw new CommandRefusal('negative-value', { ...where, value })
    return { key: keyAt(table, { line, fields, dims, places }), value, hidden, line }
  })
  return { name: table.file, dimensions: await dimensionsOf(dims, options.hierarchy), rows }
}

function dimensionNames(option: string): string[] {
  const names = option
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) throw new CommandRefusal('dims-missing')
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

async function readKeep(file: string, dims: readonly string[]): Promise<ProtectInput['keep']> {
  const table = await readCsvFile(file)
  const places = dims.map((column) => columnOf(table, column))
  return table.records.map(({ line, fields }) => ({
    file: table.file,
    line,
    key: keyAt(table, { line, fields, dims, places }),
  }))
}

async function dimensionsOf(
  dims: readonly string[],
  hierarchies: readonly string[],
): Promise<DimensionInput[]> {
  const parents = new Map<string, Map<string, string>>()
  for (const option of hierarchies) {
    const cut = option.indexOf('=')
    if (cut <= 0) throw new CommandRefusal('hierarchy-format')
    const table = await readCsvFile(option.slice(cut + 1))
    const child = columnOf(table, 'child')
    const parent = columnOf(table, 'parent')
    const tree = new Map<string, string>()
    for (const { line, fields } of table.records) {
      const below = readKey(fields[child]!, { file: table.file, line, column: 'child' })
      const above = readKey(fields[parent]!, { file: table.file, line, column: 'parent' })
      if (below !== null && above !== null) tree.set(below, above)
    }
    parents.set(option.slice(0, cut), tree)
  }
  return dims.map((name) => {
    const tree = parents.get(name)
    return tree ? { name, parents: tree } : { name }
  })
}

function wholeOption(option: string, { given, least }: { given: string; least: number }): number {
  const value = readNumber(given)
  if (value === null || !Number.isInteger(value) || value < least)
    throw new CommandRefusal('option-number', { option, least, value: given })
  return value
}

async function countRule({ rules, threshold, asOf }: ProtectOptions): Promise<ProtectInput['rule']> {
  if (threshold !== undefined) {
    const value = wholeOption('--threshold', { given: threshold, least: 1 })
    return { id: 'threshold', threshold: value, zeroPolicy: 'show' }
  }
  const name = rules ?? 'NDB'
  const all = await shippedRuleSets()
  const set = ruleSetByName(all, { name, asOf })
  if (!set) {
    const known = editionsInForce(all, asOf).map((each) => each.set)
    throw new CommandRefusal('rules-unknown', { rules: name, known: known.sort().join(', ') })
  }
  const rule = strictestRule([set], { kind: 'persons' })
  if (!rule || rule.threshold === null) throw new CommandRefusal('rules-without-counts', { rules: name })
  return { id: rule.id, threshold: rule.threshold, zeroPolicy: rule.zeroPolicy }
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
