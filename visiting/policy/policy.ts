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
import { ApprovedQuery, policyKey } from './approved-query.ts'
import type { PolicyContext } from './context.ts'
import { statementNotPermitted, syntaxError, tooComplex } from './refusing.ts'
import type { SqlParser } from './sql-parser.ts'
import { requireReadable } from './text-guard.ts'
import { isNode } from './tree-walk.ts'

export interface Policy {
  /** Throws a Refusal where the statement may not run. */
  approve(sql: string, context: PolicyContext): Promise<ApprovedQuery>
}

export interface PolicyNeeds {
  parser: SqlParser
  measure: Measure
}

export function makePolicy(needs: PolicyNeeds): Policy {
  const { parser } = needs
  return {
    async approve(sql, context) {
      requireReadable(sql)
      const parsed = await parser.serialize(sql)
      if (!parsed.ok) {
        if (parsed.kind === 'syntax') throw syntaxError(sql, parsed.offset)
        if (parsed.kind === 'too-complex') throw tooComplex('SQL')
        const split = await parser.split(sql)
        if (!split.ok) throw syntaxError(sql, split.offset)
        const [only, ...more] = split.statements
        if (more.length > 0) throw new Refusal('several-statements')
        throw statementNotPermitted(only?.type ?? '')
      }
      const [only, ...more] = parsed.statements
      if (more.length > 0) throw new Refusal('several-statements')
      if (only === undefined || !isNode(only.node)) throw syntaxError(sql, 0)
      const read = readQuery(only.node, context, new Map())
      const { kind, measuredSql, plan } = await measured(needs, read)
      return ApprovedQuery.make(policyKey, context.permitId, { kind, sql, measuredSql, plan, stores: null })
    },
  }
}
