/**
 * Opens what a worker may see, then locks the door from inside: catalog `work` (the researcher's own, writable) and
 * catalog `extract` (the permit's, read-only). After the lock no setting can be changed any more.
 *
 * These locks are no sandbox; ../process/sandbox.ts is. They stop what the policy let through by mistake.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { TIME_ZONE } from '../../../shared/arrow/column-types.ts'
import { FACT_PREFIX } from '../../../shared/model/facts.ts'
import { literal } from '../../../shared/model/sql-text.ts'
import { knowLeastLegible } from './least-legible.ts'
import type { OpenRequest } from './messages.ts'

export interface OpenDatabases {
  /** Runs the researcher's queries. */
  main: DuckDBConnection
  /** Answers about names and sizes while a query runs. */
  side: DuckDBConnection
  /** Lower-case names anybody under this permit may see: of the extract and of the engine's functions. */
  catalogNames: ReadonlySet<string>
  close(): Promise<void>
}

/** The permit's extract is missing or broken: nothing a researcher does can help. */
export class ExtractUnusable extends Error {
  override name = 'ExtractUnusable'
}

const WORKSPACE_FILE = 'workspace.duckdb'
const TEMP_FOLDER = 'temp'
/** Results wait here until the service takes them. */
export const OUTBOX_FOLDER = 'outbox'

/**
 * Throws `ExtractUnusable` where the extract cannot be attached. Changes the working folder of the process.
 */
export async function openDatabases(request: OpenRequest): Promise<OpenDatabases> {
  // Reached from the working folder, which is this one: a worker that gave up root can walk no other path to it.
  process.chdir(request.folder)
  const temp = TEMP_FOLDER
  // What an earlier worker left when it was killed.
  for (const name of [TEMP_FOLDER, OUTBOX_FOLDER]) {
    await rm(name, { recursive: true, force: true })
    await mkdir(name, { mode: 0o700 })
  }
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(request.threads),
    memory_limit: `${Math.floor(request.memoryBytes / 1_000_000)}MB`,
    temp_directory: temp,
    max_temp_directory_size: `${Math.floor(request.tempBytes / 1_000_000)}MB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    allow_persistent_secrets: 'false',
    extension_directory: join(temp, 'none'),
    secret_directory: join(temp, 'none'),
    home_directory: temp,
  })
  const main = await instance.connect()
  await attachWorkspace(main, WORKSPACE_FILE)
  knowLeastLegible(main)
  await main.run(`ATTACH ${literal(request.extract)} AS extract (READ_ONLY)`).catch(() => {
    throw new ExtractUnusable()
  })
  for (const setting of [
    `TimeZone = ${literal(TIME_ZONE)}`,
    `Calendar = 'gregorian'`,
    'errors_as_json = true',
    'enable_progress_bar = true',
    'enable_progress_bar_print = false',
    'progress_bar_time = 0',
    'enable_external_file_cache = false',
    'enable_external_access = false',
    // Last of all.
    'lock_configuration = true',
  ]) {
    await main.run(`SET ${setting}`)
  }
  const side = await instance.connect()
  const catalogNames = await namesOf(side)
  // Settings of a session are taken from it; names are written whole by policy, this is for macros of the engine.
  await main.run('USE work.main')
  return {
    main,
    side,
    catalogNames,
    async close() {
      await side.run('CHECKPOINT work').catch(() => {})
      main.closeSync()
      side.closeSync()
      instance.closeSync()
    },
  }
}

/** The file stays locked for a moment after an earlier worker was killed. */
async function attachWorkspace(connection: DuckDBConnection, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.run(`ATTACH ${literal(path)} AS work`)
      return
    } catch (error) {
      if (attempt === 50 || !/lock/i.test(String(error))) throw error
      await setTimeout(60)
    }
  }
}

async function namesOf(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const reader = await connection.runAndReadAll(`
    SELECT DISTINCT lower(unnest([schema_name, table_name, column_name]))
      FROM duckdb_columns() WHERE database_name = 'extract' AND NOT starts_with(schema_name, '${FACT_PREFIX}')
    UNION SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE internal`)
  return new Set(reader.getRowsJS().map(([name]) => String(name)))
}
