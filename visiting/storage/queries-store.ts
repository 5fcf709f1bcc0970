import type { QueriesPort, QueryRecord, WorkspaceObject } from '../journeys/queries-port.ts'
import { ReadOnce } from './read-once.ts'
import type { Records } from './records.ts'
import { rowOfResult } from './results-store.ts'
import type { RecordsSchema } from './schema.ts'

const recordOf = (row: RecordsSchema['query']): QueryRecord => ({
  id: row.id as QueryRecord['id'],
  permitId: row.permit_id as QueryRecord['permitId'],
  visitorId: row.visitor_id as QueryRecord['visitorId'],
  sql: row.sql,
  state: row.state as QueryRecord['state'],
  error: row.error === null ? null : (JSON.parse(row.error) as QueryRecord['error']),
  resultId: row.result_id as QueryRecord['resultId'],
  submittedAt: row.submitted_at,
  elapsedMs: row.elapsed_ms,
})

const WORKER_LOST = JSON.stringify({
  kind: 'worker-lost',
  line: null,
  column: null,
  names: [],
  candidates: [],
})

const objectOf = (row: RecordsSchema['workspace_object']): WorkspaceObject => ({
  name: row.name,
  kind: row.kind as 'table' | 'view' | 'macro',
  plan: JSON.parse(row.plan),
  columns: JSON.parse(row.columns),
  definition: row.definition,
})

export function queriesStore(records: Records): QueriesPort {
  const workspaces = new ReadOnce((rows: RecordsSchema['workspace_object'][]): readonly WorkspaceObject[] =>
    rows.map(objectOf),
  )
  return {
    async add(query, audit) {
      await records.commit(audit, (trx) =>
        trx
          .insertInto('query')
          .values({
            id: query.id,
            permit_id: query.permitId,
            visitor_id: query.visitorId,
            sql: query.sql,
            state: query.state,
            error: null,
            result_id: null,
            submitted_at: query.submittedAt,
            elapsed_ms: 0,
          })
          .execute(),
      )
    },
    async finish(id, { state, error, resultId, elapsedMs, result }, audit) {
      await records.commit(audit, async (trx) => {
        if (result !== null) await trx.insertInto('result').values(rowOfResult(result)).execute()
        await trx
          .updateTable('query')
          .set({
            state,
            error: error === null ? null : JSON.stringify(error),
            result_id: resultId,
            elapsed_ms: elapsedMs,
          })
          .where('id', '=', id)
          .execute()
      })
    },
    async get(id) {
      const row = await records.read.selectFrom('query').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? recordOf(row) : null
    },
    async list(permitId, visitorId, limit) {
      const rows = await records.read
        .selectFrom('query')
        .selectAll()
        .where('permit_id', '=', permitId)
        .where('visitor_id', '=', visitorId)
        .orderBy('submitted_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(recordOf)
    },
    async markUnfinishedLost() {
      const changed = await records.note((trx) =>
        trx
          .updateTable('query')
          .set({ state: 'lost', error: WORKER_LOST })
          .where('state', 'in', ['queued', 'running'])
          .executeTakeFirst(),
      )
      return Number(changed.numUpdatedRows)
    },
    async workspace(permitId, visitorId) {
      const rows = await records.read
        .selectFrom('workspace_object')
        .selectAll()
        .where('permit_id', '=', permitId)
        .where('visitor_id', '=', visitorId)
        .orderBy('name')
        .execute()
      return workspaces.of(`${permitId} ${visitorId}`, rows)
    },
    async putWorkspaceObject(permitId, visitorId, object) {
      const fields = {
        kind: object.kind,
        plan: JSON.stringify(object.plan),
        columns: JSON.stringify(object.columns),
        definition: object.definition,
      }
      await records.note((trx) =>
        trx
          .insertInto('workspace_object')
          .values({ permit_id: permitId, visitor_id: visitorId, name: object.name, ...fields })
          .onConflict((on) => on.columns(['permit_id', 'visitor_id', 'name']).doUpdateSet(fields))
          .execute(),
      )
    },
    async dropWorkspaceObject(permitId, visitorId, name) {
      await records.note((trx) =>
        trx
          .deleteFrom('workspace_object')
          .where('permit_id', '=', permitId)
          .where('visitor_id', '=', visitorId)
          .where('name', '=', name)
          .execute(),
      )
    },
  }
}
