/**
 * Statements that change the researcher's own workspace. Each is taken apart, its query goes the same way as any
 * other, and the statement that runs is built from the parts: nothing of the head's text is handed on.
 *
 * Rows are stored together with the hidden `__vw_` columns that tell whom they rest on, and the plan is recorded, so
 * provenance rides on. Views and macros are kept as the researcher wrote them and put in wherever they are used; a
 * macro never exists inside the engine, so it can shadow nothing there.
 */
import type { FactsPlan } from '../../shared/model/facts.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { quoted } from '../../shared/model/sql-text.ts'
import type { KnownTable } from '../provenance/measure.ts'
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from './allowed-functions.ts'
import { finalText, measured, type ReadQuery, readQuery, type SelectNeeds } from './approve-select.ts'
import type { ApprovedFields, StoredObject } from './approved-query.ts'
import {
  emptyRows,
  firstRows,
  moreRows,
  ownPlace,
  rowsAfterAlter,
  rowsAfterDelete,
  rowsAfterUpdate,
} from './change-table.ts'
import type { PolicyContext, WorkspaceObject } from './context.ts'
import type { Definitions } from './definitions.ts'
import { readOfPermit } from './known-tables.ts'
import { mergedPlan, mixedPlan, sameDatabases } from './merged-plan.ts'
import { resolveName } from './names-in-reach.ts'
import { foldsAlike, isPlainName, isReserved } from './plain-name.ts'
import { databasesOfTables, openPlan, unverifiedPlan } from './plans.ts'
import { parseExpression, parseMacro, parseQuery } from './read-definitions.ts'
import { whyRefused } from './refused-functions.ts'
import { nameReserved, statementNotPermitted, syntaxError, tableNotPermitted } from './refusing.ts'
import type { StatementHead } from './statement-heads.ts'
import { distinctNames, withNames } from './stored-names.ts'
import { selectFrom } from './tree-parts.ts'
import { isNode } from './tree-walk.ts'

type Head<Act extends StatementHead['act']> = Extract<StatementHead, { act: Act }>
type Fields = Omit<ApprovedFields, 'sql'>

export interface StoreNeeds extends SelectNeeds {
  definitionsFor(context: PolicyContext, sql: string): Promise<Definitions>
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/**
 * The fields of an approved statement that changes the workspace or only plans (EXPLAIN). `sql` is the whole
 * text, for the places in refusals. Throws the refusals of the query inside it, and for the head
 * `name-reserved`, `statement-not-permitted`, `table-not-permitted` or `query-failed`.
 */
export async function approveStore(
  needs: StoreNeeds,
  head: StatementHead,
  { sql, context }: { sql: string; context: PolicyContext },
): Promise<Fields> {
  switch (head.act) {
    case 'create-table':
      return createTable(needs, head, { sql, context })
    case 'create-view':
      return createView(needs, head, { sql, context })
    case 'create-macro':
      return createMacro(needs, head, { sql, context })
    case 'create-empty':
      return createEmpty(needs, head, { sql, context })
    case 'insert':
      return insert(needs, head, { sql, context })
    case 'delete':
      return remove(needs, head, { sql, context })
    case 'update':
      return update(needs, head, { sql, context })
    case 'alter':
      return alter(needs, head, { sql, context })
    case 'drop':
      return drop(head, context)
    case 'explain':
      return explain(needs, head, { sql, context })
  }
}

interface Asked {
  sql: string
  context: PolicyContext
}

async function read(
  needs: StoreNeeds,
  piece: { text: string; offset: number },
  asked: Asked,
): Promise<ReadQuery> {
  const query = await parseQuery(needs.parser, piece, asked.sql)
  return readQuery(query, asked.context, await needs.definitionsFor(asked.context, piece.text))
}

const existing = (context: PolicyContext, name: string): WorkspaceObject | undefined =>
  context.workspace.find((object) => same(object.name, name))

/**
 * Refuses names that are not plain, that a table of the permit has, or that something here has already. Returns the
 * name to use: what is replaced keeps the letters it had, or the record would know one thing under two names.
 */
function requireFreeName(
  context: PolicyContext,
  { name, orReplace, kind }: { name: string; orReplace: boolean; kind: WorkspaceObject['kind'] },
): string {
  const ofPermit = context.tables.some((table) => same(table.name, name) || same(table.schema, name))
  if (!isPlainName(name) || ofPermit) throw nameReserved(name)
  const before = existing(context, name)
  // IF NOT EXISTS on something that exists would do nothing, and yet record a new standing for the old rows.
  if (before !== undefined && !(orReplace && before.kind === kind)) {
    throw new Refusal('query-failed', {
      kind: 'duplicate',
      names: name,
      candidates: before.kind === kind ? 'CREATE OR REPLACE' : `DROP ${before.kind.toUpperCase()}`,
    })
  }
  return before?.name ?? name
}

function requirePlainColumns(columns: string[]): void {
  for (const column of columns) if (isReserved(column) || !foldsAlike(column)) throw nameReserved(column)
}

async function createTable(needs: StoreNeeds, head: Head<'create-table'>, asked: Asked): Promise<Fields> {
  const name = requireFreeName(asked.context, { ...head, kind: 'table' })
  requirePlainColumns(head.columns)
  const inner = await read(needs, head.query, asked)
  requireRows(inner)
  const { measuredSql, plan } = await measured(needs, inner, { stores: true })
  const names = distinctNames(plan, head.columns)
  const renamed = names.length === 0 ? measuredSql : `SELECT * FROM (${measuredSql}) AS s(${list(names)})`
  return store(
    { act: 'create', name, kind: 'table', plan: withNames(plan, names), definition: null },
    `CREATE ${head.orReplace ? 'OR REPLACE ' : ''}TABLE ${ownPlace(name)} AS ${renamed}`,
    inner.tables,
  )
}

async function createEmpty(needs: StoreNeeds, head: Head<'create-empty'>, asked: Asked): Promise<Fields> {
  const name = requireFreeName(asked.context, { ...head, kind: 'table' })
  requirePlainColumns(head.columns.map((column) => column.name))
  for (const { type } of head.columns) await requireType(needs, type, asked)
  const table: WorkspaceObject = {
    name,
    kind: 'table',
    columns: head.columns,
    plan: openPlan([]),
    definition: null,
  }
  return replaced(needs, table, { rows: emptyRows(head.columns), isEmpty: true }, asked)
}

/** One type and nothing else; says what of a column's definition is not available. */
async function requireType({ parser }: StoreNeeds, type: string, { sql }: Asked): Promise<void> {
  const more = /\b(PRIMARY|UNIQUE|NOT|CHECK|DEFAULT|REFERENCES|GENERATED|COLLATE)\b/i.exec(type)?.[1]
  if (more !== undefined) throw statementNotPermitted(`CREATE TABLE (… ${more.toUpperCase()} …)`)
  const cast = await parseExpression(parser, `CAST(NULL AS ${type})`, sql)
  const isNothing = isNode(cast.child) && isNode(cast.child.value) && cast.child.value.is_null === true
  if (cast.class !== 'CAST' || !isNothing) throw syntaxError(sql, null)
}

/** The table with other rows: `rows` is the researcher's own query, put together by ./change-table.ts. */
async function replaced(
  needs: StoreNeeds,
  table: WorkspaceObject,
  { rows, isEmpty }: { rows: string; isEmpty: boolean },
  asked: Asked,
): Promise<Fields> {
  const inner = await read(needs, { text: rows, offset: 0 }, asked)
  requireRows(inner)
  const { measuredSql, plan } = await measured(needs, inner, { stores: true })
  return store(
    { act: 'create', name: table.name, kind: 'table', plan, definition: isEmpty ? asked.sql : null },
    `CREATE OR REPLACE TABLE ${ownPlace(table.name)} AS ${measuredSql}`,
    inner.tables,
  )
}

/** The researcher's own table of this name; tables of the permit are read-only, and it says so. */
function ownTable(context: PolicyContext, name: string, statement: string): WorkspaceObject {
  const target = existing(context, name)
  if (target?.kind === 'table') return target
  throw notOwn(context, name, statement)
}

/** What is of the permit is read-only, which is another matter than not being there. */
const notOwn = (context: PolicyContext, name: string, statement: string): Refusal =>
  resolveName(context, { catalog: '', schema: '', name }) === null
    ? tableNotPermitted(context, name)
    : statementNotPermitted(`${statement} ${name}`)

function requireColumn({ columns }: WorkspaceObject, name: string): void {
  if (columns.some((column) => same(column.name, name))) return
  throw new Refusal('query-failed', {
    kind: 'unknown-column',
    names: name,
    candidates: columns.map((column) => column.name).join(', '),
  })
}

async function remove(needs: StoreNeeds, head: Head<'delete'>, asked: Asked): Promise<Fields> {
  const target = ownTable(asked.context, head.name, 'DELETE FROM')
  if (head.where !== null) await parseExpression(needs.parser, head.where, asked.sql)
  const rows = rowsAfterDelete(target, head)
  return replaced(needs, target, { rows, isEmpty: target.definition !== null }, asked)
}

async function update(needs: StoreNeeds, head: Head<'update'>, asked: Asked): Promise<Fields> {
  const target = ownTable(asked.context, head.name, 'UPDATE')
  for (const { column, value } of head.sets) {
    requireColumn(target, column)
    await parseExpression(needs.parser, value, asked.sql)
  }
  if (new Set(head.sets.map(({ column }) => column.toLowerCase())).size < head.sets.length)
    throw syntaxError(asked.sql, null)
  if (head.where !== null) await parseExpression(needs.parser, head.where, asked.sql)
  const rows = rowsAfterUpdate(target, head)
  return replaced(needs, target, { rows, isEmpty: target.definition !== null }, asked)
}

async function alter(needs: StoreNeeds, { name, change }: Head<'alter'>, asked: Asked): Promise<Fields> {
  const target = ownTable(asked.context, name, 'ALTER TABLE')
  const made = change.kind === 'add' ? change.column : change.kind === 'rename' ? change.to : null
  if (change.kind !== 'add') requireColumn(target, change.column)
  if (made !== null) {
    requirePlainColumns([made])
    if (target.columns.some((column) => same(column.name, made)))
      throw new Refusal('query-failed', { kind: 'duplicate', names: made, candidates: '' })
  }
  if ('type' in change) await requireType(needs, change.type, asked)
  if (change.kind === 'add' && change.value !== null)
    await parseExpression(needs.parser, change.value, asked.sql)
  if (change.kind === 'drop' && target.columns.length === 1) throw statementNotPermitted('ALTER TABLE')
  const rows = rowsAfterAlter(target, change)
  return replaced(needs, target, { rows, isEmpty: target.definition !== null }, asked)
}

async function createView(needs: StoreNeeds, head: Head<'create-view'>, asked: Asked): Promise<Fields> {
  const name = requireFreeName(asked.context, { ...head, kind: 'view' })
  requirePlainColumns(head.columns)
  const inner = await read(needs, head.query, asked)
  requireRows(inner)
  const { plan } = await measured(needs, inner)
  const columns = head.columns.length === 0 ? '' : ` (${list(head.columns)})`
  const text = await finalText(needs.parser, inner.tree, inner.tables)
  return store(
    {
      act: 'create',
      name,
      kind: 'view',
      plan: withNames(plan, head.columns),
      definition: asked.sql,
    },
    `CREATE ${head.orReplace ? 'OR REPLACE ' : ''}VIEW ${ownPlace(name)}${columns} AS ${text}`,
  )
}

async function createMacro(needs: StoreNeeds, head: Head<'create-macro'>, asked: Asked): Promise<Fields> {
  const folded = head.name.toLowerCase()
  if (ALLOWED_FUNCTIONS.has(folded) || ALLOWED_TABLE_FUNCTIONS.has(folded) || whyRefused(folded) !== null) {
    throw nameReserved(head.name)
  }
  const name = requireFreeName(asked.context, { ...head, kind: 'macro' })
  const parameters = head.parameters.map((parameter) => parameter.name)
  for (const parameter of parameters) if (!isPlainName(parameter)) throw nameReserved(parameter)
  if (new Set(parameters.map((one) => one.toLowerCase())).size < parameters.length)
    throw statementNotPermitted('MACRO')
  const macro = await parseMacro(needs.parser, head, asked.sql)
  // Walked here as a query of its own, parameters standing as columns, so that a refusal comes now and not at its use.
  const body = 'query' in macro.body ? macro.body.query : selectFrom([macro.body.expression], { ...EMPTY })
  const definitions = await needs.definitionsFor(asked.context, head.body.text)
  requireRows(readQuery(body, asked.context, definitions))
  for (const parameter of macro.parameters) {
    if (parameter.default !== null) {
      readQuery(selectFrom([parameter.default], { ...EMPTY }), asked.context, definitions)
    }
  }
  return store(
    { act: 'create', name, kind: 'macro', plan: openPlan([]), definition: asked.sql },
    KEPT_OUTSIDE_THE_ENGINE,
  )
}

const EMPTY = { type: 'EMPTY', alias: '', sample: null }

/** Macros live in the record of the workspace alone; the engine is asked for nothing. */
const KEPT_OUTSIDE_THE_ENGINE = 'SELECT 1 AS done'

async function insert(needs: StoreNeeds, head: Head<'insert'>, asked: Asked): Promise<Fields> {
  const target = ownTable(asked.context, head.name, 'INSERT INTO')
  requirePlainColumns(head.columns)
  const names = head.columns.length === 0 ? target.columns.map((column) => column.name) : head.columns
  for (const name of names) requireColumn(target, name)
  const inner = await read(needs, head.query, asked).catch((problem: unknown) => {
    const near = problem instanceof Refusal && problem.code === 'sql-syntax' ? problem.params.near : ''
    throw near === 'RETURNING' || near === 'ON' ? statementNotPermitted(`INSERT … ${near}`) : problem
  })
  requireRows(inner)
  const made = await measured(needs, inner, { stores: true })
  const given = made.plan.columns.length
  if (given > 0 && given !== names.length)
    throw new Refusal('query-failed', {
      kind: 'type-mismatch',
      names: target.name,
      candidates: names.join(', '),
    })
  const query = head.query.text.replace(/[\s;]+$/, '')
  // Nothing is in it yet, so that the new rows alone say what it holds.
  if (target.definition !== null && target.plan.kind === 'open')
    return replaced(needs, target, { rows: firstRows(target, names, query), isEmpty: false }, asked)
  const countable = asked.context.linkageApproved === true || sameDatabases(target.plan, made.plan)
  const complete = names.length === target.columns.length
  const merged = countable && complete ? mergedPlan(target.plan, made.plan, names) : null
  const place = ownPlace(target.name)
  const done = (plan: FactsPlan, text: string): Fields =>
    store({ act: 'insert', name: target.name, kind: 'table', plan, definition: null }, text, inner.tables)
  if (merged !== null) {
    const given = names.map((_, index) => `c${index}`)
    const into = [...names, ...merged.hidden.map(({ column }) => column)]
    const shown = made.plan.columns.map((column) => column.name)
    const from = [
      ...given,
      ...merged.hidden.map(({ from: source }) => given[shown.indexOf(source)] ?? source),
    ]
    const rows = `(${made.measuredSql}) AS s(${list(given)})`
    return done(merged.plan, `INSERT INTO ${place} (${list(into)}) SELECT ${list(from)} FROM ${rows}`)
  }
  // Facts that do not fit one by one, as of counts made in different ways: followed as a UNION ALL of both is.
  if (complete && target.plan.kind === 'aggregated' && made.plan.kind === 'aggregated') {
    const both = await replaced(
      needs,
      target,
      { rows: moreRows(target, names, query), isEmpty: false },
      asked,
    )
    if (both.plan.kind !== 'unverified') return both
  }
  // Rows of another kind than those already there: nothing is known of the table from here on.
  const text = await finalText(needs.parser, inner.tree, inner.tables)
  return done(
    mixedPlan(target, databasesOfTables(made.tables)),
    `INSERT INTO ${place} (${list(names)}) ${text}`,
  )
}

function drop(head: Head<'drop'>, context: PolicyContext): Fields {
  const target = existing(context, head.name)
  if (target === undefined && !(head.ifExists && isPlainName(head.name)))
    throw notOwn(context, head.name, 'DROP')
  if (target !== undefined && target.kind !== head.kind)
    throw statementNotPermitted(`DROP ${head.kind.toUpperCase()} ${head.name}`)
  const name = target?.name ?? head.name
  return store(
    { act: 'drop', name, kind: head.kind, plan: target?.plan ?? openPlan([]), definition: null },
    head.kind === 'macro'
      ? KEPT_OUTSIDE_THE_ENGINE
      : `DROP ${head.kind.toUpperCase()} ${head.ifExists ? 'IF EXISTS ' : ''}${ownPlace(name)}`,
  )
}

/**
 * A plan's text holds row counts and, through what the optimiser drops, bounds of columns; it is shown as single
 * rows are, never sent as data.
 */
async function explain(needs: StoreNeeds, head: Head<'explain'>, asked: Asked): Promise<Fields> {
  if (/^(ANALYZE\b|\(\s*(ANALYZE|FORMAT)\b)/i.test(head.query.text))
    throw statementNotPermitted('EXPLAIN ANALYZE')
  const inner = await read(needs, head.query, asked)
  const text = await finalText(needs.parser, inner.tree, inner.tables)
  return {
    kind: 'select',
    measuredSql: `EXPLAIN ${text}`,
    plan: unverifiedPlan('explain', ['explain_key', 'explain_value'], databasesOfTables(inner.tables)),
    reads: [],
    stores: null,
  }
}

/** DESCRIBE and SUMMARIZE answer, but are no rows to keep. */
function requireRows({ shows }: ReadQuery): void {
  if (shows.describe || shows.summarize)
    throw statementNotPermitted(shows.describe ? 'DESCRIBE' : 'SUMMARIZE')
}

const list = (names: string[]): string => names.map(quoted).join(', ')

const store = (stores: StoredObject, measuredSql: string, tables: KnownTable[] = []): Fields => ({
  kind: 'store',
  measuredSql,
  plan: stores.plan,
  reads: readOfPermit(tables),
  stores,
})
