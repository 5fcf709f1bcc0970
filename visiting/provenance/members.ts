/**
 * Who is behind each cell, person by person: beside the form of a query that counts persons (./rewrite.ts) there is
 * one that lists them. A query is written twice more:
 *
 * - `rows`: the same rows, and beside every visible column the groups of persons its values were made of;
 * - one `site` for each GROUP BY over persons' rows: group by group and person by person, what that person's own rows
 *   give each aggregate.
 *
 * A person belongs to a cell when the aggregate over that person's own rows is something: a count or a sum other than
 * zero, any other value that is not NULL. So FILTER, CASE inside a sum, `count(x)` and both sides of a quotient each
 * have their own set. What cannot be written this way is not listed, with a reason; it is never guessed. Pure.
 */
import type { NotCompared } from '../../shared/model/ledger.ts'
import type { KnownTable, TreeNode } from './measure.ts'

/**
 * Columns of `rows`: v0, v1 … the visible ones, and s0, s3 … LIST(LIST(VARCHAR)) for the visible columns in `lined`:
 * each inner list is [site, aggregate, grouping set, key, key …]. Columns of a site: `keys`, the same inner list from
 * the grouping set on; `person`; o0, o1 … VARCHAR, NULL where the person is not in the aggregate's set. The aggregate
 * `row` is the group itself.
 */
export interface MembersPlan {
  rows: TreeNode
  visible: number
  lined: number[]
  sites: { id: string; aggregates: number; trees: TreeNode[] }[]
}

export type ListMembers = (
  statement: TreeNode,
  tables: KnownTable[],
) => MembersPlan | { unlisted: NotCompared }

/** Thrown where a query leaves what can be listed. */
export class Unlisted extends Error {
  readonly why: NotCompared
  constructor(why: NotCompared) {
    super(why)
    this.why = why
  }
}
