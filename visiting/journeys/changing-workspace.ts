/**
 * What a workspace object is known to hold decides what may be sent of it, so the record must never promise more than
 * the file keeps. Before a statement changes an object, the object counts as unverified; what the new rows are worth
 * is written down only once they are there. A crash in between leaves it unverified, which is the strictest standing.
 */
import type { PermitId, VisitorId } from '../../shared/model/ids.ts'
import type { ApprovedQuery } from '../policy/approved-query.ts'
import type { QueriesPort } from './queries-port.ts'

export interface Owner {
  permitId: PermitId
  visitorId: VisitorId
}

/**
 * Marks the object a statement is about to change; returns how to take the mark back where the engine rolled the
 * change back whole. Does nothing for statements that change no existing table.
 */
export async function markChanging(
  queries: QueriesPort,
  query: ApprovedQuery,
  { permitId, visitorId }: Owner,
): Promise<() => Promise<void>> {
  const changed = query.stores
  const before =
    changed === null || changed.kind !== 'table'
      ? undefined
      : (await queries.workspace(permitId, visitorId)).find(
          ({ name }) => name.toLowerCase() === changed.name.toLowerCase(),
        )
  if (before === undefined) return async () => undefined
  const databases = [...new Set(before.plan.columns.flatMap((column) => column.databases))]
  const reason = { code: 'being-changed', params: {} }
  await queries.putWorkspaceObject(permitId, visitorId, {
    ...before,
    plan: { kind: 'unverified', columns: before.plan.columns, reason, databases },
  })
  return () => queries.putWorkspaceObject(permitId, visitorId, before)
}
