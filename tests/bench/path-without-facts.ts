/**
 * The path of a query as the service wires it, but for one thing: nobody is counted. What facts cost is the
 * difference to the service's own path; no service can be told to leave them out.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { Visitor } from '../../shared/model/visitor.ts'
import { dataFolder } from '../../visiting/data-folder.ts'
import { makeEngine } from '../../visiting/engine/make-engine.ts'
import { startParser } from '../../visiting/engine/parser/client.ts'
import { engineScripts } from '../../visiting/engine-scripts.ts'
import { DEFAULT_LIMITS } from '../../visiting/environment.ts'
import { queryJourneys } from '../../visiting/journeys/run-query.ts'
import { openRecords } from '../../visiting/open-records.ts'
import { makeJudge } from '../../visiting/policy/judge.ts'
import { makePolicy } from '../../visiting/policy/policy.ts'
import type { Measure } from '../../visiting/provenance/measure.ts'
import { makeResults } from '../../visiting/results/results.ts'
import { permitsStore } from '../../visiting/storage/permits-store.ts'
import { queriesStore } from '../../visiting/storage/queries-store.ts'
import { resultsStore } from '../../visiting/storage/results-store.ts'
import { PERMIT } from '../fixtures/a-service.ts'

const nobodyCounted: Measure = (tree) => ({
  tree,
  plan: { kind: 'unverified', columns: [], reason: { code: 'shape', params: {} }, databases: [] },
})

export interface PathWithoutFacts {
  /** Runs a statement to its end. */
  run(sql: string): Promise<void>
  close(): Promise<void>
}

/** On the extract of `data` with records of its own in `scratch`; the service of `data` may run meanwhile. */
export async function pathWithoutFacts(data: string, scratch: string): Promise<PathWithoutFacts> {
  const folder = dataFolder(scratch)
  for (const part of ['records.sqlite', 'keys', 'environment.json'])
    cpSync(join(data, part), join(scratch, part), { recursive: true })
  const now = () => new Date()
  const records = await openRecords(folder)
  const engine = await makeEngine({ scripts: engineScripts(), onFault: () => {} })
  const parser = startParser({ script: engineScripts().parser, sandbox: engine.sandbox }, () => {})
  const permits = permitsStore(records)
  const runs = queryJourneys({
    permits,
    policy: makePolicy(makeJudge({ parser, measure: nobodyCounted })),
    audit: records,
    engine,
    results: makeResults({ folder: folder.results, records: resultsStore(records), now }),
    queries: queriesStore(records),
    sessionOf: (permit, visitor) => ({
      permitId: permit.id,
      visitorId: visitor.id as never,
      extractPath: join(data, 'permits', permit.id, 'extract.duckdb'),
      workspaceFolder: join(scratch, 'people', visitor.id),
      limits: DEFAULT_LIMITS,
    }),
    now,
  })
  const [id] = (await permits.get(PERMIT))!.permit.people
  const visitor = Visitor.parse({
    id,
    nameJa: '測定',
    nameEn: 'Bench',
    login: 'bench',
    institutionJa: '測定',
    institutionEn: 'Bench',
    roles: ['researcher'],
  })
  return {
    async run(sql) {
      let view = await runs.run({ permitId: PERMIT, sql, waitMs: 20_000 }, visitor)
      while (view.state === 'running' || view.state === 'queued')
        view = await runs.state({ queryId: view.id, waitMs: 20_000 }, visitor)
      if (view.state !== 'done') throw new Error(`${view.state} ${JSON.stringify(view.error)}`)
    },
    async close() {
      await engine.close()
      await runs.drain()
      parser.close()
      await records.close()
    },
  }
}
