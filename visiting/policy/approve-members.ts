/**
 * A query that may run, in the form that lists the persons behind each cell, for the ledger. Goes the way of every
 * query: read, rewritten, written as text, and that text parsed and judged once more. What comes back are statements
 * that fill tables of a workspace of the environment's own; a researcher never has them in reach.
 */
import type { NotCompared } from '../../shared/model/ledger.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { ListMembers } from '../provenance/members.ts'
import { finalText, type ReadQuery } from './approve-select.ts'
import type { ApprovedQuery } from './approved-query.ts'
import { WORK } from './context.ts'
import type { SqlParser } from './sql-parser.ts'

/** `Query`: the text to run while it is judged, an ApprovedQuery once policy made one of it. */
export interface MembersForm<Query> {
  /** Each fills one table; in any order. */
  statements: { table: string; query: Query }[]
  rows: { table: string; visible: number; lined: number[] }
  sites: { id: string; aggregates: number; tables: string[] }[]
  /** True where tables of the researcher's workspace are read. */
  readsWorkspace: boolean
}

export type ApprovedMembers = MembersForm<ApprovedQuery>
export type NoMembers = { unlisted: NotCompared }

/**
 * `tables` of the statements are names in the workspace `work`, made by us. `unlisted` says why no list can
 * be written (`shape` for DESCRIBE, SUMMARIZE and what does not survive being written as text). The only
 * refusal it throws is `busy`, of the parser.
 */
export async function judgeMembers(
  { parser, listMembers }: { parser: SqlParser; listMembers: ListMembers },
  { tree, tables, shows }: ReadQuery,
): Promise<MembersForm<string> | NoMembers> {
  if (shows.describe || shows.summarize) return { unlisted: 'shape' }
  const plan = listMembers(tree, tables)
  if ('unlisted' in plan) return plan
  try {
    const statements: MembersForm<string>['statements'] = []
    const fill = async (table: string, tree: Parameters<typeof finalText>[1]): Promise<string> => {
      const text = await finalText(parser, tree, tables)
      const query = `CREATE TABLE "${WORK.catalog}"."${WORK.schema}"."${table}" AS ${text}`
      statements.push({ table, query })
      return table
    }
    const rows = { table: await fill('__vw_rows', plan.rows), visible: plan.visible, lined: plan.lined }
    const sites: MembersForm<string>['sites'] = []
    for (const { id, aggregates, trees } of plan.sites) {
      const filled: string[] = []
      for (const [index, site] of trees.entries()) filled.push(await fill(`__vw_${id}_${index}`, site))
      sites.push({ id, aggregates, tables: filled })
    }
    const readsWorkspace = tables.some((table) => table.catalog === WORK.catalog)
    return { statements, rows, sites, readsWorkspace }
  } catch (problem) {
    // The query itself may run; only this form of it cannot be written.
    if (problem instanceof Refusal && problem.code !== 'busy') return { unlisted: 'shape' }
    throw problem
  }
}
