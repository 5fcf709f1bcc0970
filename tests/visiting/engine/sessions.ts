/** Builders for tests of the engine: an extract made on the spot, sessions under it, queries as policy would pass them. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ColumnFacts, FactsPlan } from '../../../shared/model/facts.ts'
import { PermitId, VisitorId } from '../../../shared/model/ids.ts'
import type {
  EngineLimits,
  EngineOutcome,
  EngineSession,
  StoredResult,
} from '../../../visiting/engine/engine.ts'
import { type EngineOptions, makeEngine, type RunningEngine } from '../../../visiting/engine/make-engine.ts'
import { engineScripts } from '../../../visiting/engine-scripts.ts'
import {
  ApprovedQuery,
  policyKey,
  type QueryKind,
  type StoredObject,
} from '../../../visiting/policy/approved-query.ts'

export const PERMIT = PermitId.parse('prm_engine0001')

export const LIMITS: EngineLimits = {
  memoryBytes: 400_000_000,
  threads: 1,
  tempBytes: 300_000_000,
  workspaceBytes: 50_000_000,
  wallMs: 60_000,
  idleMs: 60_000,
}

export interface Bench {
  engine: RunningEngine
  scripts: ReturnType<typeof engineScripts>
  folder: string
  extract: string
  session(name: string, limits?: Partial<EngineLimits>): EngineSession
  run(query: ApprovedQuery, session: EngineSession): Promise<EngineOutcome>
  close(): Promise<void>
}

export async function startBench(options: Partial<EngineOptions> & { data?: string[] } = {}): Promise<Bench> {
  const scripts = engineScripts()
  const folder = await mkdtemp(join(tmpdir(), 'engine-'))
  const extract = join(folder, 'extract.duckdb')
  await makeDatabase(extract, options.data ?? ['CREATE TABLE numbers AS SELECT range AS n FROM range(1000)'])
  const { data: _, ...rest } = options
  const engine = await makeEngine({ scripts, folder, ...rest })
  let results = 0
  return {
    engine,
    scripts,
    folder,
    extract,
    session: (name, limits = {}) => ({
      permitId: PERMIT,
      visitorId: VisitorId.parse(`usr_${name}`),
      extractPath: extract,
      workspaceFolder: join(folder, 'workspaces', name),
      limits: { ...LIMITS, ...limits },
    }),
    run(query, session) {
      return engine.run(query, session, { folder: join(folder, 'results', String(++results)) }).done
    },
    async close() {
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function makeDatabase(path: string, statements: string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const instance = await DuckDBInstance.create(path, { threads: '1' })
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}

const OPEN: FactsPlan = { kind: 'open', columns: [] }

export function aQuery(
  measuredSql: string,
  fields: { sql?: string; kind?: QueryKind; plan?: FactsPlan; act?: StoredObject['act'] } = {},
): ApprovedQuery {
  const plan = fields.plan ?? OPEN
  const kind = fields.kind ?? 'select'
  const stores: StoredObject | null =
    kind === 'store'
      ? { act: fields.act ?? 'create', name: 't', kind: 'table', plan, definition: null }
      : null
  return ApprovedQuery.make(policyKey, PERMIT, {
    kind,
    sql: fields.sql ?? measuredSql,
    measuredSql,
    plan,
    reads: [],
    stores,
  })
}

export const aChange = (sql: string, act: StoredObject['act'] = 'create'): ApprovedQuery =>
  aQuery(sql, { kind: 'store', act })

export const anAggregatedPlan = (rowPersons: string): FactsPlan => ({
  kind: 'aggregated',
  columns: [] as ColumnFacts[],
  rowPersons,
  rowInstitutions: null,
})

/** The stored result of an outcome; fails where there is none. */
export function resultOf(outcome: EngineOutcome): StoredResult {
  if (outcome.state !== 'done' || outcome.result === null) throw new Error(JSON.stringify(outcome))
  return outcome.result
}
