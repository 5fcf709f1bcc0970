/** Kills the service at random moments while people work, and asks each time what was acknowledged before. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'libsql'
import { afterAll, expect, test } from 'vitest'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { operating } from '../../visiting/command-line/operating.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { CLI } from '../fixtures/build-once.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const ROUNDS = Number(process.env.VISITING_KILL_ROUNDS ?? 50)
const folder = temporaryFolder()
const run = promisify(execFile)
let service: Service

afterAll(() => service.stop())

/** A small fixed sequence of waits, so that a failing round can be repeated. */
const waits = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

test(`nothing acknowledged is lost in ${ROUNDS} rounds of kill -9`, {
  timeout: ROUNDS * 120_000,
}, async () => {
  const next = waits(20_261_123)
  service = await aService(folder)
  const votes = new Map<OutputId, number>()
  const tables = new Set<string>()

  for (let round = 0; round < ROUNDS; round += 1) {
    const [sato, suzuki] = await Promise.all([service.as('sato'), service.as('suzuki')])
    const fresh = { results: new Set<ResultId>(), outputs: new Set<OutputId>(), tables: new Set<string>() }
    let killed = false
    let acknowledged = 0
    const work = (async () => {
      for (let step = 0; !killed; step += 1) {
        const query = await runToEnd(sato, DEMO_SQL)
        if (query.state === 'done') fresh.results.add(query.resultId!)
        acknowledged += 1
        const output = await sato.call('outputs.submit', aSubmission(query.resultId!))
        fresh.outputs.add(output.id)
        votes.set(output.id, 0)
        acknowledged += 1
        const voted = await castVote(suzuki, {
          outputId: output.id,
          round: 1,
          decision: 'approve',
        })
        votes.set(output.id, voted.output.votesIn)
        acknowledged += 1
        const name = `t_${round}_${step}`
        const made = await runToEnd(
          sato,
          `CREATE TABLE ${name} AS SELECT sex, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY sex`,
        )
        if (made.state === 'done') fresh.tables.add(name)
        acknowledged += 1
      }
    })().catch(() => undefined)
    // At a random place of the work, whatever the machine's speed, and then a little into the next step.
    const enough = Math.floor(next() * 6)
    while (acknowledged < enough) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, next() * 150))
    killed = true
    await service.kill()
    await work

    service = await startService(service.data)
    const again = await service.as('sato')
    const listed = (await again.call('outputs.list', {})).outputs
    for (const [id, count] of votes)
      expect(listed.find((one) => one.id === id)?.votesIn ?? -1).toBeGreaterThanOrEqual(count)
    // What this round left is read whole here, and what all of them left at the end: reading all of it each time would
    // cost rounds × rounds and find nothing more. Seventeen groups arrive, and one row for those below the minimum.
    for (const resultId of fresh.results)
      expect((await again.call('results.view', { resultId })).rowCount).toBe(18)
    await expectWhole(again, fresh)
    for (const name of fresh.tables) tables.add(name)
    // What `audit verify` asks, without loading the command line each time; the command itself is asked at the end.
    expect(await operating(service.data, ({ records }) => records.verifyAudit())).toMatchObject({
      holds: true,
    })
  }
  const { stdout } = await run(process.execPath, [CLI, 'audit', 'verify', '--data', service.data, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ holds: true })
  expect(votes.size).toBeGreaterThan(0)
  expect(tables.size).toBeGreaterThan(0)
  await expectWhole(await service.as('sato'), { outputs: votes.keys(), tables })
  await service.stop()
  expectEntered(join(service.data, 'records.sqlite'))
})

/** Every query that is known, and every end of one, has its approval before it in the log. */
function expectEntered(records: string): void {
  const database = new Database(records)
  const seqs = (event: string) =>
    new Map(
      (database.prepare(`SELECT seq, detail FROM audit WHERE event = '${event}'`).all() as Entry[]).map(
        ({ seq, detail }) => [(JSON.parse(detail) as { query: string }).query, seq],
      ),
    )
  const approved = seqs('query-approved')
  const finished = seqs('query-finished')
  const known = database.prepare('SELECT id FROM query').all() as { id: string }[]
  database.close()
  expect(known.map(({ id }) => id).sort()).toEqual([...approved.keys()].sort())
  for (const [id, seq] of finished) expect(approved.get(id)).toBeLessThan(seq)
}

interface Entry {
  seq: number
  detail: string
}

interface Left {
  outputs: Iterable<OutputId>
  tables: Iterable<string>
}

async function expectWhole(client: HttpClient, { outputs, tables }: Left): Promise<void> {
  for (const outputId of outputs) {
    const { items } = await client.call('outputs.detail', { outputId })
    expect(items).toMatchObject([{ kind: 'table', table: { rows: { length: 20 } } }])
  }
  for (const name of tables) expect((await runToEnd(client, `SELECT sex, n FROM ${name}`)).state).toBe('done')
}
