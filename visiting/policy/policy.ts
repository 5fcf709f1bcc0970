/**
 * May this SQL run? The only maker of ApprovedQuery.
 *
 * Guarantees that everything approved was parsed by DuckDB's own parser, walked whole against allow-lists of node
 * kinds, functions, types and tables, rewritten to full names, and that the text handed to the engine parses to the
 * tree that was walked. Does not guarantee that the query ends, fits in memory or makes sense: that is the worker's.
 */
import type { ApprovedMembers, NoMembers } from './approve-members.ts'
import { ApprovedQuery, policyKey } from './approved-query.ts'
import type { PolicyContext } from './context.ts'
import type { Judge, ScriptPart } from './judge.ts'
import type { PlannedQuery } from './plan-query.ts'
import { openPlan } from './plans.ts'

export interface Policy {
  /** Throws a Refusal where the statement may not run. */
  approve(sql: string, context: PolicyContext): Promise<ApprovedQuery>
  /**
   * The statements that list the persons behind each cell of a query, or why there are none. Throws a Refusal where
   * the query itself may not run.
   */
  members(sql: string, context: PolicyContext): Promise<ApprovedMembers | NoMembers>
  /** How the engine would go about a statement's query. Throws a Refusal where it may not run or has no query. */
  plan(sql: string, context: PolicyContext): Promise<PlannedQuery>
  /** The statements of a text, none of them judged yet. Throws a Refusal where it cannot be cut. */
  parts(sql: string): Promise<ScriptPart[]>
}

/** Puts the mark of approval on what the judge lets pass; refusals of the judge pass through as they are. */
export function makePolicy({ judge, members, plan, parts }: Judge): Policy {
  return {
    plan,
    parts,
    async approve(sql, context) {
      return ApprovedQuery.make(policyKey, context.permitId, { ...(await judge(sql, context)), sql })
    },
    async members(sql, context) {
      const judged = await members(sql, context)
      if ('unlisted' in judged) return judged
      const approved = (measuredSql: string) =>
        ApprovedQuery.make(policyKey, context.permitId, {
          kind: 'store',
          sql,
          measuredSql,
          plan: openPlan([]),
          reads: [],
          stores: null,
        })
      const statements = judged.statements.map(({ table, query }) => ({ table, query: approved(query) }))
      return { ...judged, statements }
    },
  }
}
