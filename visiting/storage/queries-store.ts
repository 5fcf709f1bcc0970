import type { QueriesPort, QueryRecord, WorkspaceObject } from '../journeys/queries-port.ts'
import { ReadOnce } from './read-once.ts'
import type { Records } from './records.ts'
import { rowOfResult } from './results-store.ts'
import type { RecordsSchema } from './schema.ts'

/** The state of texts that were refused as they came, told as failed for that reason: these have no entry, and an end. */
const REFUSED = 'refused'
const MOST_REFUSED = 500

const recordOf = (row: RecordsSchema['query']): QueryRecord => ({
  id: row.id as QueryRecord['id'],
  permitId: row.permit_id as QueryRecord['permitId'],
  visitorId: row.visitor_id as QueryRecord['visitorId'],
  sql: row.sql,
  state: row.state === REFUSED ? 'failed' : (row.state as QueryRecord['state']),
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

const ADD = `INSERT INTO query (id, permit_id, visitor_id, sql, state, submitted_at, elapsed_ms)
  VALUES (?, ?, ?, ?, ?, ?, 0)`
const ADD_RESULT =
  'INSERT INTO result (id, permit_id, visitor_id, expires_at, document) VALUES (?, ?, ?, ?, ?)'
const FINISH = 'UPDATE query SET state = ?, error = ?, result_id = ?, elapsed_ms = ? WHERE id = ?'
const WORKSPACE = 'SELECT * FROM workspace_object WHERE permit_id = ? AND visitor_id = ? ORDER BY name'

/** The port over the records file: queries, and what stands in each workspace. */
export function queriesStore(records: Records): QueriesPort {
  const workspaces = new ReadOnce((rows: RecordsSchema['workspace_object'][]): readonly WorkspaceObject[] =>
    rows.map(objectOf),
  )
  return {
    add: (query, audit) =>
      records.commitStatements(audit, (run) => {
        const { id, permitId, visitorId, sql, state, submittedAt } = query
        run(ADD, [id, permitId, visitorId, sql, state, submittedAt])
      }),
    finish: (id, { state, error, resultId, elapsedMs, result }, audit) =>
      records.commitStatements(audit, (run) => {
        if (result !== null) {
          const row = rowOfResult(result)
          run(ADD_RESULT, [row.id, row.permit_id, row.visitor_id, row.expires_at, row.document])
        }
        run(FINISH, [state, error === null ? null : JSON.stringify(error), resultId, elapsedMs, id])
      }),
    addRefused: ({ id, permitId, visitorId, sql, error, submittedAt, elapsedMs }) =>
      records.note(async (trx) => {
        const owner = { permit_id: permitId, visitor_id: visitorId, state: REFUSED }
        const row = { id, ...owner, sql, error: JSON.stringify(error), result_id: null }
        await trx
          .insertInto('query')
          .values({ ...row, submitted_at: submittedAt, elapsed_ms: elapsedMs })
          .execute()
        const theirs = trx
          .selectFrom('query')
          .where('permit_id', '=', permitId)
          .where('visitor_id', '=', visitorId)
          .where('state', '=', REFUSED)
        const kept = theirs.select('id').orderBy('submitted_at', 'desc').orderBy('id').limit(MOST_REFUSED)
        await trx
          .deleteFrom('query')
          .where('id', 'in', theirs.select('id'))
          .where('id', 'not in', kept)
          .execute()
      }),
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
      const rows = await records.ask<RecordsSchema['workspace_object']>(WORKSPACE, [permitId, visitorId])
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
