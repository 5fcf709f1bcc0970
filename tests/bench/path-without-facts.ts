/**
 * The path of a query as the service wires it, over HTTP as there, but for one thing: nobody is counted. What facts cost
 * is the difference to the service's own path; no service can be told to leave them out.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { Visitor } from '../../shared/model/visitor.ts'
import { httpClient } from '../../visiting/command-line/http-client.ts'
import { dataFolder } from '../../visiting/data-folder.ts'
import { makeEngine } from '../../visiting/engine/make-engine.ts'
import { startParser } from '../../visiting/engine/parser/client.ts'
import { engineScripts } from '../../visiting/engine-scripts.ts'
import { DEFAULT_LIMITS } from '../../visiting/environment.ts'
import type { Handlers } from '../../visiting/http/handlers.ts'
import { makeServer } from '../../visiting/http/server.ts'
import { queryJourneys } from '../../visiting/journeys/run-query.ts'
import { openRecords } from '../../visiting/open-records.ts'
import { makeJudge } from '../../visiting/policy/judge.ts'
import { makePolicy } from '../../visiting/policy/policy.ts'
import type { Measure } from '../../visiting/provenance/measure.ts'
import { makeResults } from '../../visiting/results/results.ts'
import { permitsStore } from '../../visiting/storage/permits-store.ts'
import { queriesStore } from '../../visiting/storage/queries-store.ts'
import { resultsStore } from '../../visiting/storage/results-store.ts'
import { PERMIT, runToEnd } from '../fixtures/a-service.ts'

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
  const handlers: Partial<Handlers> = {
    'queries.run': (input) => runs.run(input, visitor),
    'queries.state': (input) => runs.state(input, visitor),
  }
  const server = await makeServer({
    handlers: handlers as Handlers,
    visitorOf: async () => ({ visitor, mustChangePassword: false }),
    refused: async () => {},
    failed: async () => {},
    log: pino({ level: 'silent' }),
    loopbackNamesOnly: true,
    proxies: [],
  })
  const client = httpClient(await server.listen({ host: '127.0.0.1', port: 0 }), null)
  return {
    async run(sql) {
      const view = await runToEnd(client, sql)
      if (view.state !== 'done') throw new Error(`${view.state} ${JSON.stringify(view.error)}`)
    },
    async close() {
      await server.close()
      await engine.close()
      await runs.drain()
      parser.close()
      await records.close()
    },
  }
}
