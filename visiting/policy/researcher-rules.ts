/**
 * What the names of a researcher's text mean. Every table becomes a full name (`extract.<schema>.<table>` for the
 * permit) or, for the workspace, a subquery over exactly the visible columns, so that a `*` never reaches the hidden
 * `__vw_` columns stored with the rows. Views and macros are put in at the place of use and walked there. Functions
 * must be on the reviewed list or be the researcher's own.
 */
import type { KnownTable } from '../provenance/measure.ts'
import {
  AGGREGATE_BY_NAME,
  ALLOWED_AGGREGATES,
  ALLOWED_FUNCTIONS,
  ALLOWED_IN_WINDOWS,
  ALLOWED_TABLE_FUNCTIONS,
} from './allowed-functions.ts'
import { EXTRACT, type PolicyContext, WORK, type WorkspaceObject } from './context.ts'
import type { Definitions, MacroDefinition } from './definitions.ts'
import { knownPermitTable, knownWorkspaceTable } from './known-tables.ts'
import { LIMITS } from './limits.ts'
import { bindArguments, substitute } from './macro-expansion.ts'
import { requireModest } from './magnitudes.ts'
import { resolveName, type TableNames, withoutSchema, written } from './names-in-reach.ts'
import { isPlainName, isReserved, nameKeeper } from './plain-name.ts'
import {
  functionNotPermitted,
  nameReserved,
  notAvailable,
  statementNotPermitted,
  tableNotPermitted,
  tooComplex,
} from './refusing.ts'
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { baseTable, columnRef, selectFrom, subqueryTable } from './tree-parts.ts'
import { isNode, listOf, makeWalker, type Scope, textOf, type Walker } from './tree-walk.ts'

/** Words the engine turns into functions when no column has that name. */
const SESSION_WORDS = new Set([
  'current_catalog',
  'current_database',
  'current_schema',
  'current_role',
  'current_user',
  'session_user',
  'user',
])

const NOTHING_IN_REACH: Scope = new Map()

export interface Reading {
  walker: Walker
  /** Tables the tree read so far, under the names it has for them now. */
  tables: KnownTable[]
  /** Whether the tree holds a DESCRIBE or SUMMARIZE. */
  shows: { describe: boolean; summarize: boolean }
}

/** A walker that resolves and rewrites names for one statement under one permit. */
export function readAsResearcher(
  context: PolicyContext,
  definitions: Definitions,
  names: TableNames,
): Reading {
  const known = new Map<string, KnownTable>()
  const shows = { describe: false, summarize: false }
  const openMacros: Map<string, string>[] = []
  const tellsApart = nameKeeper([
    ...context.tables.flatMap((table) => [
      table.schema,
      table.name,
      ...table.columns.map(({ name }) => name),
    ]),
    ...context.workspace.flatMap((object) => [object.name, ...object.columns.map(({ name }) => name)]),
  ])
  let references = 0
  let expansions = 0
  let placeholderCount = 0

  function inside<T>(expand: () => T): T {
    if (++expansions > LIMITS.expansionDepth)
      throw tooComplex(`> ${LIMITS.expansionDepth} views or macros deep`)
    const made = expand()
    expansions--
    return made
  }

  function resolveTable(node: SqlNode, scope: Scope): SqlNode {
    if (++references > LIMITS.tables) throw tooComplex(`> ${LIMITS.tables} tables`)
    const place = {
      catalog: textOf(node.catalog_name),
      schema: textOf(node.schema_name),
      name: textOf(node.table_name),
    }
    const key = place.name.toLowerCase()
    if (place.catalog === '' && place.schema === '' && scope.has(key)) return node
    // Inside its own second half a recursive CTE with keys may be read as `recurring.name`.
    if (place.catalog === '' && place.schema.toLowerCase() === 'recurring' && scope.get(key) === true)
      return node
    const found = resolveName(context, place)
    if (found === null) throw tableNotPermitted(context, written(place))
    if (found.in === 'permit') {
      const { schema, name } = found.table
      known.set(`${EXTRACT}.${schema}.${name}`, knownPermitTable(found.table, context))
      const alias = textOf(node.alias) || (names.ambiguous.has(key) ? '' : name)
      return { ...node, catalog_name: EXTRACT, schema_name: schema, table_name: name, alias }
    }
    const { object } = found
    return object.kind === 'view' ? view(node, object) : workspaceTable(node, object)
  }

  function workspaceTable(node: SqlNode, object: WorkspaceObject): SqlNode {
    known.set(`${WORK.catalog}.${WORK.schema}.${object.name}`, knownWorkspaceTable(object, context))
    const columns = object.columns.map(({ name }) => columnRef([name]))
    walker.count(columns.length)
    return subqueryTable(selectFrom(columns, baseTable({ ...WORK, name: object.name })), {
      alias: textOf(node.alias) || object.name,
      columns: listOf(node.column_name_alias),
      sample: node.sample ?? null,
    })
  }

  function view(node: SqlNode, object: WorkspaceObject): SqlNode {
    const definition = definitions.get(object.name.toLowerCase())
    if (definition?.kind !== 'view') throw tableNotPermitted(context, object.name)
    const renamed = listOf(node.column_name_alias)
    // A view knows nothing of the parameters of a macro it is used in.
    openMacros.push(new Map())
    const query = inside(() => walker.query(definition.query, NOTHING_IN_REACH))
    openMacros.pop()
    return subqueryTable(query, {
      alias: textOf(node.alias) || object.name,
      columns: [...renamed, ...definition.columns.slice(renamed.length)],
      sample: node.sample ?? null,
    })
  }

  /** The body walked with placeholders for its parameters, then the arguments put in their place. */
  function expand(name: string, macro: MacroDefinition, given: SqlValue[], walk: () => SqlNode): SqlNode {
    const bound = bindArguments(name, macro, given)
    const placeholders = new Map<string, SqlNode>()
    const parameters = new Map<string, string>()
    for (const [parameter, argument] of bound) {
      const placeholder = `__vw_parameter_${++placeholderCount}`
      parameters.set(parameter, placeholder)
      placeholders.set(placeholder, argument)
    }
    openMacros.push(parameters)
    const body = inside(walk)
    openMacros.pop()
    return substitute(body, placeholders, walker.count)
  }

  function macroNamed(name: string, schema: string, catalog: string): MacroDefinition | null {
    const definition = definitions.get(name)
    if (definition?.kind !== 'macro') return null
    const place = [catalog, schema].filter((part) => part !== '').join('.')
    return ['', WORK.schema, WORK.catalog, `${WORK.catalog}.${WORK.schema}`].includes(place)
      ? definition
      : null
  }

  function call(node: SqlNode): SqlNode {
    if (node.export_state === true) throw statementNotPermitted('EXPORT_STATE')
    const made = node.class === 'FUNCTION' ? withoutMethod(node) : node
    const name = textOf(made.function_name).toLowerCase()
    const schema = textOf(made.schema).toLowerCase()
    const catalog = textOf(made.catalog).toLowerCase()
    const allowed = made.class === 'WINDOW' ? ALLOWED_IN_WINDOWS : ALLOWED_FUNCTIONS
    if (catalog === '' && (schema === '' || schema === 'main') && allowed.has(name)) {
      requireModest(made, 'value')
      requireNamedAggregate(context, made, name)
      return { ...made, schema: '' }
    }
    const macro = made.class === 'FUNCTION' ? macroNamed(name, schema, catalog) : null
    if (macro !== null && 'expression' in macro.body) {
      const { expression } = macro.body
      const body = expand(name, macro, listOf(made.children), () =>
        walker.expression(expression, NOTHING_IN_REACH),
      )
      return { ...body, alias: textOf(made.alias) }
    }
    const shownName = [catalog, schema === 'main' ? '' : schema, name].filter((part) => part !== '').join('.')
    throw functionNotPermitted(context, shownName, 'value')
  }

  /** `column.lower()` is parsed as a function `lower` of a schema `column`; it becomes `lower(column)`. */
  function withoutMethod(node: SqlNode): SqlNode {
    const schema = textOf(node.schema)
    const catalog = textOf(node.catalog)
    const of = [catalog, schema].filter((part) => part !== '')
    if (
      schema === '' ||
      /^(main|work|system|temp|extract|pg_catalog|information_schema)$/i.test(of[0] ?? '')
    ) {
      return node
    }
    const self = rules.columnRef(columnRef(of))
    return { ...node, schema: '', catalog: '', children: [self, ...listOf(node.children)] }
  }

  function tableCall(node: SqlNode): SqlNode {
    if (++references > LIMITS.tables) throw tooComplex(`> ${LIMITS.tables} tables`)
    const called = isNode(node.function) ? node.function : {}
    const name = textOf(called.function_name).toLowerCase()
    const schema = textOf(called.schema).toLowerCase()
    const catalog = textOf(called.catalog).toLowerCase()
    if (catalog === '' && (schema === '' || schema === 'main') && ALLOWED_TABLE_FUNCTIONS.has(name)) {
      requireModest(called, 'table')
      return { ...node, function: { ...called, schema: '' } }
    }
    const macro = macroNamed(name, schema, catalog)
    if (macro !== null && 'query' in macro.body && node.with_ordinality !== 'WITH_ORDINALITY') {
      const { query } = macro.body
      const body = expand(name, macro, listOf(called.children), () => walker.query(query, NOTHING_IN_REACH))
      return subqueryTable(body, {
        alias: textOf(node.alias) || name,
        columns: listOf(node.column_name_alias),
        sample: node.sample ?? null,
      })
    }
    throw functionNotPermitted(context, textOf(called.function_name), 'table')
  }

  const rules = {
    name(name: string): void {
      if (isReserved(name) || !tellsApart(name)) throw nameReserved(name)
    },
    madeColumn(name: string): void {
      // Parts are joined by `_`: from '' and '_vw_rows' the engine would make the name of a hidden column.
      if (name === '' || name.startsWith('_') || !tellsApart(name)) throw nameReserved(name)
    },
    star(node: SqlNode): void {
      // `COLUMNS('x(.*)') AS '\\1'` makes names out of parts of names.
      if (textOf(node.alias).includes('\\')) throw nameReserved(textOf(node.alias))
    },
    cteName(name: string): void {
      if (!isPlainName(name)) throw nameReserved(name)
    },
    baseTable: resolveTable,
    call,
    tableCall,
    columnRef(node: SqlNode): SqlNode {
      const parts = listOf(node.column_names).map((part) => textOf(part))
      const [only = ''] = parts
      if (parts.length === 1) {
        const placeholder = openMacros.at(-1)?.get(only.toLowerCase())
        if (placeholder !== undefined) return { ...node, column_names: [placeholder] }
        if (SESSION_WORDS.has(only.toLowerCase())) throw functionNotPermitted(context, only, 'value')
      }
      return { ...node, column_names: withoutSchema(context, parts, names) }
    },
    show(node: SqlNode): SqlNode {
      const kind = textOf(node.show_type)
      const named = [node.table_name, node.schema_name, node.catalog_name].some((part) => textOf(part) !== '')
      if (!isNode(node.query) || named || !/^(DESCRIBE|SUMMARY)$/.test(kind))
        throw statementNotPermitted('SHOW')
      if (kind === 'SUMMARY') shows.summarize = true
      else shows.describe = true
      return node
    },
  }
  const walker: Walker = makeWalker(rules)
  return {
    walker,
    get tables() {
      return [...known.values()]
    },
    shows,
  }
}

function requireNamedAggregate(context: PolicyContext, call: SqlNode, name: string): void {
  if (!AGGREGATE_BY_NAME.has(name)) return
  const second = listOf(call.children)[1]
  const value =
    isNode(second) && second.class === 'CONSTANT' && isNode(second.value) ? second.value.value : null
  if (typeof value !== 'string') {
    throw notAvailable(
      name,
      "集計の名前は 'sum' のように直接書いてください。",
      "Write the aggregate's name itself, such as 'sum'.",
    )
  }
  if (!ALLOWED_AGGREGATES.has(value.toLowerCase())) throw functionNotPermitted(context, value, 'value')
}
