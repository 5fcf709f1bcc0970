/**
 * Judges one statement: may it run, and as what? Parses, walks, rewrites and measures; knows nothing of who asks.
 * Its verdict is data; only ./policy.ts makes an ApprovedQuery of it. Runs in threads of its own
 * (./judge-threads.ts), because a statement of a stranger may keep it busy for long.
 */
import { Refusal } from '../../shared/model/refusals.ts'
import type { Measure } from '../provenance/measure.ts'
import type { ListMembers } from '../provenance/members.ts'
import { judgeMembers, type MembersForm, type NoMembers } from './approve-members.ts'
import { measured, readQuery } from './approve-select.ts'
import { approveStore } from './approve-store.ts'
import type { ApprovedFields } from './approved-query.ts'
import type { PolicyContext } from './context.ts'
import { withoutDanglingOperators } from './dangling-operator.ts'
import { readOfPermit } from './known-tables.ts'
import { LIMITS } from './limits.ts'
import { type OpenPivot, readOpenPivot } from './open-pivot.ts'
import { type PlannedQuery, planQuery } from './plan-query.ts'
import { definitionReader, type LibraryDefinition } from './read-definitions.ts'
import { pivotWithoutValues, statementNotPermitted, syntaxError, tooComplex } from './refusing.ts'
import { listOfTables } from './show-tables.ts'
import type { SqlParser } from './sql-parser.ts'
import { firstWord, readHead } from './statement-heads.ts'
import { requireReadable } from './text-guard.ts'
import { isNode } from './tree-walk.ts'

/** What a statement may run as. */
export type Judgement = Omit<ApprovedFields, 'sql'>

export interface Judge {
  /** Throws a Refusal where the statement may not run. */
  judge(sql: string, context: PolicyContext): Promise<Judgement>
  /** A query in the form that lists persons, or why there is none. Throws a Refusal where the query may not run. */
  members(sql: string, context: PolicyContext): Promise<MembersForm<string> | NoMembers>
  /** How the engine would go about a statement's query. Throws a Refusal where it may not run or has no query. */
  plan(sql: string, context: PolicyContext): Promise<PlannedQuery>
  /** A text cut into its statements; judges none of them. Throws a Refusal where it cannot be cut. */
  parts(sql: string): Promise<ScriptPart[]>
}

/** One statement of a text, and where its PIVOT names no values, how they are found. */
export interface ScriptPart {
  sql: string
  pivot: OpenPivot | null
  /** Where it begins in the text: lines before its first one, and characters (UTF-16 units) before it on that line. */
  begins: { lines: number; characters: number }
}

export interface JudgeNeeds {
  parser: SqlParser
  measure: Measure
  /** Without it no query is listed. */
  listMembers?: ListMembers
  /** Macros that come with the environment; a researcher's own of the same name goes before. */
  library?: readonly LibraryDefinition[]
}

/**
 * `library` holds the macros that ship with the environment; a name of the researcher's own goes before them.
 * What it judges is refused with a `Refusal` of a closed code that names what was written, never a value of
 * the data.
 */
export function makeJudge({ parser: engineParser, measure, listMembers, library = [] }: JudgeNeeds): Judge {
  const parser = withoutDanglingOperators(engineParser)
  const definitionsFor = definitionReader(parser, library)
  const needs = { parser, measure, definitionsFor }

  async function judge(sql: string, context: PolicyContext): Promise<Judgement> {
    requireReadable(sql)
    const parsed = await parser.serialize(sql)
    if (parsed.ok) {
      const [only, ...more] = parsed.statements
      if (more.length > 0) throw new Refusal('several-statements')
      if (only === undefined || !isNode(only.node)) throw syntaxError(sql, 0)
      const tables = listOfTables(only.node, context)
      if (tables !== null) return tables
      const read = readQuery(only.node, context, await definitionsFor(context, sql))
      const { kind, measuredSql, plan } = await measured(needs, read)
      return { kind, measuredSql, plan, reads: readOfPermit(read.tables), stores: null }
    }
    if (parsed.kind === 'syntax') throw syntaxError(sql, parsed.offset)
    if (parsed.kind === 'too-complex') throw tooComplex('SQL')
    // The engine's splitter acts on some statements (IMPORT, PRAGMA); it is not asked about those never allowed.
    const first = readHead(sql) === null ? firstWord(sql) : ''
    if (!/^(|CREATE|INSERT|UPDATE|DELETE|ALTER|DROP|EXPLAIN|SELECT|FROM|WITH|PIVOT)$/.test(first))
      throw statementNotPermitted(first)
    const split = await parser.split(sql)
    if (!split.ok) throw syntaxError(sql, split.offset)
    const [only, ...more] = split.statements
    if (only === undefined) throw syntaxError(sql, 0)
    if (more.length > 0) throw new Refusal('several-statements')
    // Its columns would be named by values of the data; ./open-pivot.ts has them looked up and masked first.
    if (only.type === 'PIVOT') throw pivotWithoutValues()
    const head = readHead(only.sql)
    if (head === null) throw statementNotPermitted(only.type)
    return approveStore(needs, head, { sql: only.sql, context })
  }

  async function members(sql: string, context: PolicyContext): Promise<MembersForm<string> | NoMembers> {
    requireReadable(sql)
    const parsed = await parser.serialize(sql)
    const [only, ...more] = parsed.ok ? parsed.statements : []
    if (!listMembers || !only || !isNode(only.node) || more.length > 0) return { unlisted: 'shape' }
    if (listOfTables(only.node, context) !== null) return { unlisted: 'shape' }
    const read = readQuery(only.node, context, await definitionsFor(context, sql))
    return judgeMembers({ parser, listMembers }, read)
  }

  async function parts(sql: string): Promise<ScriptPart[]> {
    requireReadable(sql)
    const split = await parser.split(sql)
    if (!split.ok) throw syntaxError(sql, split.offset)
    if (split.statements.length > LIMITS.statements) throw tooComplex(`> ${LIMITS.statements} statements`)
    let end = 0
    return split.statements.map((one) => {
      const start = Math.max(end, sql.indexOf(one.sql, end))
      end = start + one.sql.length
      const before = sql.slice(0, start).split('\n')
      return {
        sql: one.sql,
        pivot: one.type === 'PIVOT' ? readOpenPivot(one.sql) : null,
        begins: { lines: before.length - 1, characters: before.at(-1)?.length ?? 0 },
      }
    })
  }

  async function plan(sql: string, context: PolicyContext): Promise<PlannedQuery> {
    requireReadable(sql)
    return planQuery(needs, sql, context)
  }

  return { judge, members, plan, parts }
}
