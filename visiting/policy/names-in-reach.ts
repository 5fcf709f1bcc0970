/**
 * What a table's name means: `schema.table` of the permit, a bare name that only one table of the permit has, or
 * something of the workspace (bare, `work.name`, `main.name`, `work.main.name`). Letters' case does not matter, as in
 * the engine. The workspace is asked first for bare names: the researcher chose those.
 */
import type { PermitTable } from '../../shared/model/permit.ts'
import { EXTRACT, type PolicyContext, WORK, type WorkspaceObject } from './context.ts'
import { databasesOf } from './known-tables.ts'
import type { SqlValue } from './sql-parser.ts'

export interface WrittenName {
  catalog: string
  schema: string
  name: string
}

export type Resolved = { in: 'permit'; table: PermitTable } | { in: 'workspace'; object: WorkspaceObject }

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** The dotted name as it was written. */
export const written = ({ catalog, schema, name }: WrittenName): string =>
  [catalog, schema, name].filter((part) => part !== '').join('.')

/** A table or view by name; null where the permit and the workspace have none. */
export function resolveName(context: PolicyContext, { catalog, schema, name }: WrittenName): Resolved | null {
  const tables = context.tables.filter((table) => same(table.name, name))
  const inPermit = (table: PermitTable | undefined): Resolved | null =>
    table === undefined ? null : { in: 'permit', table }
  const inWorkspace = (): Resolved | null => {
    const object = context.workspace.find((one) => one.kind !== 'macro' && same(one.name, name))
    // Made under a permit that covered more: what it was made of may not be read any longer, and neither may it.
    return object === undefined || !isCovered(context, object) ? null : { in: 'workspace', object }
  }
  if (catalog === '' && schema === '') {
    return inWorkspace() ?? (tables.length === 1 ? inPermit(tables[0]) : null)
  }
  const ofSchema = inPermit(tables.find((table) => same(table.schema, schema)))
  if (same(catalog, EXTRACT)) return ofSchema
  if (same(catalog, WORK.catalog)) return same(schema, WORK.schema) ? inWorkspace() : null
  if (catalog !== '') return null
  if (ofSchema !== null) return ofSchema
  return same(schema, WORK.catalog) || same(schema, WORK.schema) ? inWorkspace() : null
}

/** Whether the permit still has every database that a table of the workspace draws on. A view is read anew at each use. */
const isCovered = ({ tables }: PolicyContext, { kind, plan }: WorkspaceObject): boolean =>
  kind !== 'table' ||
  plan.kind === 'open' ||
  databasesOf(plan).every((database) => tables.some((table) => table.database === database))

/** What a whole statement calls its tables; decides whether a table may answer to its bare name. */
export interface TableNames {
  /** Aliases given anywhere, lower case. */
  aliases: ReadonlySet<string>
  /** Bare names that stand for tables of two schemas, unaliased; lower case. */
  ambiguous: ReadonlySet<string>
}

/** Reads the aliases and the ambiguous bare names of a tree as it was parsed. */
export function tableNamesOf(context: PolicyContext, tree: SqlValue): TableNames {
  const aliases = new Set<string>()
  const schemas = new Map<string, Set<string>>()
  const look = (value: SqlValue): void => {
    if (Array.isArray(value)) {
      for (const part of value) look(part)
      return
    }
    if (value === null || typeof value !== 'object') return
    const alias = typeof value.alias === 'string' ? value.alias.toLowerCase() : ''
    if (alias !== '' && value.class === undefined) aliases.add(alias)
    if (value.type === 'BASE_TABLE' && alias === '') {
      const [catalog, schema, name] = [value.catalog_name, value.schema_name, value.table_name].map(String)
      const found = resolveName(context, { catalog: catalog ?? '', schema: schema ?? '', name: name ?? '' })
      const place = found?.in === 'permit' ? found.table.schema : found === null ? '' : WORK.catalog
      const key = (name ?? '').toLowerCase()
      schemas.set(key, (schemas.get(key) ?? new Set()).add(place))
    }
    for (const part of Object.values(value)) look(part)
  }
  look(tree)
  const ambiguous = new Set([...schemas].filter(([, places]) => places.size > 1).map(([name]) => name))
  return { aliases, ambiguous }
}

/**
 * A column's dotted name without the schema of its table, since tables of a rewritten query answer to their bare
 * name: `ndb.medical_claim.cost` → `medical_claim.cost`. Names that no known table qualifies stay as they are.
 */
export function withoutSchema(context: PolicyContext, parts: string[], names: TableNames): string[] {
  for (const skip of [2, 1]) {
    const [first = '', second = ''] = parts
    const name = parts[skip]
    if (name === undefined || parts.length < skip + 2) continue
    if (names.aliases.has(first.toLowerCase()) || names.ambiguous.has(name.toLowerCase())) continue
    const place = skip === 2 ? { catalog: first, schema: second } : { catalog: '', schema: first }
    if (resolveName(context, { ...place, name }) !== null) return parts.slice(skip)
  }
  return parts
}
