/** Statements that change the workspace: one transaction, written through to the file before they are told as done. */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { RunRequest } from './messages.ts'
import { LimitReached } from './run-query.ts'

/**
 * Throws what the engine throws, and where the file is over `workspaceBytes` before or after; the workspace
 * is then as it was. A statement that frees room is not measured.
 */
export async function changeWorkspace(connection: DuckDBConnection, request: RunRequest): Promise<void> {
  if (!request.frees) await requireRoom(connection, request.workspaceBytes)
  await connection.run('BEGIN TRANSACTION')
  try {
    await connection.run(request.measuredSql)
    if (!request.frees) await requireRoom(connection, request.workspaceBytes)
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => {})
    // Gives back what the statement had written ahead.
    await connection.run('CHECKPOINT work').catch(() => {})
    throw error
  }
  // Durable already, by its log; a checkpoint that fails must not tell a change that stands as one that failed.
  await connection.run('CHECKPOINT work').catch(() => {})
}

/** Bytes the workspace's tables take, without what is free again inside the file. */
export async function workspaceBytes(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(`
    SELECT (used_blocks * block_size)::DOUBLE FROM pragma_database_size() WHERE database_name = 'work'`)
  return Number(reader.getRowsJS()[0]?.[0] ?? 0)
}

async function requireRoom(connection: DuckDBConnection, quota: number): Promise<void> {
  if ((await workspaceBytes(connection)) > quota) throw new LimitReached('workspace-full')
}
