/** Reads the catalog's metadata from its folder, validates it, and refuses what contradicts itself. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Dataset, type Variable } from '../../shared/model/catalog.ts'

/** The folder is not a usable catalog; the message names file and place. */
export class CatalogFault extends Error {
  override name = 'CatalogFault'
}

/** Order of the screens: as in the ministry's list, open data last. */
const order = [
  'ndb',
  'kaigo',
  'dpc',
  'vaccination',
  'disability',
  'cancer',
  'nanbyo',
  'shoman',
  'idb',
  'certified',
  'midnet',
  'ehr',
  'subsidy',
  'pmh',
  'ndbopen',
  'master',
]
const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length)

/**
 * All datasets of `folder` (one JSON file each), in the order of the screens.
 * @throws CatalogFault where a file breaks the schema, or tables, columns or links contradict each other.
 */
export async function loadCatalog(folder: string): Promise<Dataset[]> {
  const datasets: Dataset[] = []
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const parsed = Dataset.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new CatalogFault(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
    }
    datasets.push(parsed.data)
  }
  await nameCodes(folder, datasets)
  fillPeriods(datasets)
  const contradiction = findContradiction(datasets)
  if (contradiction) throw new CatalogFault(contradiction)
  return datasets.sort((a, b) => rank(a.id) - rank(b.id) || a.id.localeCompare(b.id))
}

const CodeSystems = z.record(
  z.string(),
  z.strictObject({
    en: z.string(),
    values: z.record(z.string(), z.strictObject({ ja: z.string(), en: z.string() })),
  }),
)

/** Code systems in English and the words of their codes, where `codes/` beside the datasets has them. */
async function nameCodes(folder: string, datasets: readonly Dataset[]): Promise<void> {
  const file = join(folder, 'codes', 'code-systems.json')
  if (!existsSync(file)) return
  const systems = CodeSystems.parse(JSON.parse(await readFile(file, 'utf8')))
  for (const variable of datasets.flatMap(({ tables }) => tables).flatMap(({ variables }) => variables)) {
    const system = variable.codeSystem === null ? undefined : systems[variable.codeSystem]
    if (!system) continue
    variable.codeSystemEn = system.en
    variable.codes = inOrder(Object.entries(system.values).map(([code, title]) => ({ code, title })))
  }
}

/** As the file has them; but objects put `10` before `01`, so numbers are put in their own order. */
const inOrder = (codes: Variable['codes']): Variable['codes'] =>
  codes.every(({ code }) => /^\d+$/.test(code))
    ? codes.sort((a, b) => Number(a.code) - Number(b.code))
    : codes

/** A variable is recorded as long as its table, unless its file says otherwise. */
function fillPeriods(datasets: readonly Dataset[]): void {
  for (const { period, variables } of datasets.flatMap(({ tables }) => tables))
    for (const variable of variables) variable.period ??= period
}

/** What makes the datasets unusable together, in words, or null. */
export function findContradiction(datasets: readonly Dataset[]): string | null {
  const ids = new Set(datasets.map((dataset) => dataset.id))
  if (ids.size !== datasets.length) return 'two datasets have one id'
  const tables = new Set<string>()
  for (const dataset of datasets) {
    for (const other of dataset.linkableWith) {
      const back = datasets.find(({ id }) => id === other)
      if (!back) return `${dataset.id} is linkable with ${other}, which is not in the catalog`
      if (!back.linkableWith.includes(dataset.id))
        return `${dataset.id} links to ${other}, but not the reverse`
    }
    for (const table of dataset.tables) {
      const name = `${table.schema}.${table.name}`
      if (tables.has(name)) return `${name} appears twice`
      tables.add(name)
      const columns = table.variables.map((variable) => variable.name)
      if (new Set(columns).size !== columns.length) return `${name} has a column twice`
      const persons = table.variables.filter((variable) => variable.identity === 'person').length
      if (table.level === 'person' && persons !== 1) return `${name} needs exactly one person column`
      if (table.level === 'open' && persons !== 0) return `${name} is open but has a person column`
      if (dataset.access === 'open' && table.level !== 'open')
        return `${name} is at person level in an open dataset`
      if (table.timeColumn !== null && !columns.includes(table.timeColumn))
        return `${name} has no column ${table.timeColumn}`
    }
  }
  return null
}
