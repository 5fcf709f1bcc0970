/**
 * May this SQL run? The only maker of ApprovedQuery.
 *
 * Guarantees that everything approved was parsed by DuckDB's own parser, walked whole against allow-lists of node
 * kinds, functions, types and tables, rewritten to full names, and that the text handed to the engine parses to the
 * tree that was walked. Does not guarantee that the query ends, fits in memory or makes sense: that is the worker's.
 */
import { Refusal } from '../../shared/model/refusals.ts'
import type { Measure } from '../provenance/measure.ts'
import { measured, readQuery } from './approve-select.ts'
import { approveStore } from './approve-store.ts'
import { type ApprovedFields, ApprovedQuery, policyKey } from './approved-query.ts'
import type { PolicyContext } from './context.ts'
import { definitionReader, type LibraryDefinition } from './read-definitions.ts'
import { statementNotPermitted, syntaxError, tooComplex } from './refusing.ts'
import { listOfTables } from './show-tables.ts'
import type { SqlParser } from './sql-parser.ts'
import { firstWord, readHead } from './statement-heads.ts'
import { requireReadable } from './text-guard.ts'
import { isNode } from './tree-walk.ts'

export interface Policy {
  /** Throws a Refusal where the statement may not run. */
  approve(sql: string, context: PolicyContext): Promise<ApprovedQuery>
}

export interface PolicyNeeds {
  parser: SqlParser
  measure: Measure
  /** Macros that come with the environment; a researcher's own of the same name goes before. */
  library?: readonly LibraryDefinition[]
}

export function makePolicy({ parser, measure, library = [] }: PolicyNeeds): Policy {
  const definitionsFor = definitionReader(parser, library)
  const needs = { parser, measure, definitionsFor }

  async function judge(sql: string, context: PolicyContext): Promise<Omit<ApprovedFields, 'sql'>> {
    const parsed = await parser.serialize(sql)
    if (parsed.ok) {
      const [only, ...more] = parsed.statements
      if (more.length > 0) throw new Refusal('several-statements')
      if (only === undefined || !isNode(only.node)) throw syntaxError(sql, 0)
      const tables = listOfTables(only.node, context)
      if (tables !== null) return tables
      const read = readQuery(only.node, context, await definitionsFor(context, sql))
      const { kind, measuredSql, plan } = await measured(needs, read)
      return { kind, measuredSql, plan, stores: null }
    }
    if (parsed.kind === 'syntax') throw syntaxError(sql, parsed.offset)
    if (parsed.kind === 'too-complex') throw tooComplex('SQL')
    // The engine's splitter acts on some statements (IMPORT, PRAGMA); it is not asked about those never allowed.
    const first = readHead(sql) === null ? firstWord(sql) : ''
    if (!/^(|CREATE|INSERT|DROP|EXPLAIN|SELECT|FROM|WITH|PIVOT)$/.test(first))
      throw statementNotPermitted(first)
    const split = await parser.split(sql)
    if (!split.ok) throw syntaxError(sql, split.offset)
    const [only, ...more] = split.statements
    if (only === undefined) throw syntaxError(sql, 0)
    if (more.length > 0) throw new Refusal('several-statements')
    // Dynamic PIVOT makes its columns from values of the data, in statements of its own.
    if (only.type === 'PIVOT') throw statementNotPermitted('PIVOT … ON without IN (…)')
    const head = readHead(only.sql)
    if (head === null) throw statementNotPermitted(only.type)
    return approveStore(needs, head, { sql: only.sql, context })
  }

  return {
    async approve(sql, context) {
      requireReadable(sql)
      return ApprovedQuery.make(policyKey, context.permitId, { ...(await judge(sql, context)), sql })
    },
  }
}
