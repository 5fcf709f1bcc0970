/**
 * May this SQL run? The only maker of ApprovedQuery.
 *
 * Guarantees that everything approved was parsed by DuckDB's own parser, walked whole against allow-lists of node
 * kinds, functions, types and tables, rewritten to full names, and that the text handed to the engine parses to the
 * tree that was walked. Does not guarantee that the query ends, fits in memory or makes sense: that is the worker's.
 */
import { ApprovedQuery, policyKey } from './approved-query.ts'
import type { PolicyContext } from './context.ts'
import type { Judge } from './judge.ts'

export interface Policy {
  /** Throws a Refusal where the statement may not run. */
  approve(sql: string, context: PolicyContext): Promise<ApprovedQuery>
}

export function makePolicy({ judge }: Judge): Policy {
  return {
    async approve(sql, context) {
      return ApprovedQuery.make(policyKey, context.permitId, { ...(await judge(sql, context)), sql })
    },
  }
}
