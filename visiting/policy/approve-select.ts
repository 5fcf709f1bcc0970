/**
 * The path of one query's tree: read (names made whole, functions judged), measured, written as text, and that text
 * parsed once more and judged again, so that what runs is what was walked.
 */
import type { FactsPlan } from '../../shared/model/facts.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { KnownTable, Measure } from '../provenance/measure.ts'
import type { PolicyContext } from './context.ts'
import type { Definitions } from './definitions.ts'
import { requireFinal } from './final-rules.ts'
import { LIMITS } from './limits.ts'
import { tableNamesOf } from './names-in-reach.ts'
import { DESCRIBE_COLUMNS, databasesOfTables, openPlan, SUMMARIZE_COLUMNS, unverifiedPlan } from './plans.ts'
import { tooComplex } from './refusing.ts'
import { readAsResearcher } from './researcher-rules.ts'
import { sameTree } from './same-tree.ts'
import type { SqlNode, SqlParser, SqlValue } from './sql-parser.ts'
import { statement } from './tree-parts.ts'
import { isNode } from './tree-walk.ts'
import { writableTree } from './writable-tree.ts'

export interface SelectNeeds {
  parser: SqlParser
  measure: Measure
}

export interface ReadQuery {
  /** The query with all names made whole, as a statement. */
  tree: SqlNode
  tables: KnownTable[]
  shows: { describe: boolean; summarize: boolean }
}

export interface ApprovedSelect {
  kind: 'select' | 'describe'
  measuredSql: string
  plan: FactsPlan
  tables: KnownTable[]
}

/** Judges and rewrites a parsed query; throws a Refusal. */
export function readQuery(query: SqlNode, context: PolicyContext, definitions: Definitions): ReadQuery {
  const trees: SqlValue[] = [query]
  for (const one of definitions.values()) {
    if (one.kind === 'view') trees.push(one.query)
    else trees.push('query' in one.body ? one.body.query : one.body.expression)
  }
  const reading = readAsResearcher(context, definitions, tableNamesOf(context, trees))
  const node = reading.walker.query(query, new Map())
  return { tree: statement(node), tables: reading.tables, shows: reading.shows }
}

/** Text of a tree, once DuckDB reads the same tree back from it and everything in it may run. */
export async function finalText(parser: SqlParser, given: SqlNode, tables: KnownTable[]): Promise<string> {
  const tree = writableTree(given)
  const { sql: text, readBack: again } = await parser.write(tree).catch((problem: unknown) => {
    if (problem instanceof Refusal) throw problem
    throw tooComplex('SQL')
  })
  if (text.length > LIMITS.expandedTextLength) throw tooComplex(`> ${LIMITS.expandedTextLength} characters`)
  const [only, ...more] = again.ok ? again.statements : []
  if (only === undefined || more.length > 0) throw tooComplex('SQL')
  requireFinal(only, tables)
  if (!sameTree(tree, only)) throw tooComplex('SQL')
  return text
}

/** The text to run for a query that was read, with the plan of its facts; `stores`: its rows go into a table. */
export async function measured(
  { parser, measure }: SelectNeeds,
  read: ReadQuery,
  use?: { stores: boolean },
): Promise<ApprovedSelect> {
  const { tree, tables, shows } = read
  const databases = databasesOfTables(tables)
  const plain = async (kind: ApprovedSelect['kind'], plan: FactsPlan): Promise<ApprovedSelect> => ({
    kind,
    measuredSql: await finalText(parser, tree, tables),
    plan,
    tables,
  })
  if (shows.summarize) return plain('select', unverifiedPlan('summarize', SUMMARIZE_COLUMNS, databases))
  if (shows.describe) {
    return isDescribe(tree)
      ? plain('describe', openPlan(DESCRIBE_COLUMNS))
      : plain('select', unverifiedPlan('describe', [], databases))
  }
  try {
    const { tree: withFacts, plan } = measure(tree, tables, use)
    return { kind: 'select', measuredSql: await finalText(parser, withFacts, tables), plan, tables }
  } catch (problem) {
    // The query itself may run; what it rests on is then not known, which is the strictest standing there is.
    if (problem instanceof Refusal && problem.code === 'busy') throw problem
    return plain('select', unverifiedPlan('not-measured', [], databases))
  }
}

/** True for `DESCRIBE …` itself, which the parser reads as `SELECT * FROM (DESCRIBE …)`. */
function isDescribe(tree: SqlNode): boolean {
  const query = isNode(tree.node) ? tree.node : {}
  const from = isNode(query.from_table) ? query.from_table : {}
  return from.type === 'SHOW_REF' && from.show_type === 'DESCRIBE'
}
