/** The ledger: a new table's sets gathered from filled tables, and compared with hundreds of released ones. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attackTogether } from '../../visiting/disclosure/attack-together.ts'
import { type LedgerData, ledgerData } from '../../visiting/engine/ledger/ledger-data.ts'
import { openLoader } from '../../visiting/engine/loader.ts'
import { combineReleases } from '../../visiting/journeys/combine-releases.ts'
import { compareReleases, type EarlierSets } from '../../visiting/journeys/compare-releases.ts'
import type { Figure } from './measure.ts'

const CELLS = 200
/** Of every so many released tables one groups the same people almost as the new one does. */
const NEAR = 10

export async function benchLedger({
  persons,
  tables,
}: {
  persons: number
  tables: number
}): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'visiting-bench-'))
  const loader = await openLoader({ memoryBytes: 2e9, threads: 2, tempFolder: join(folder, 'temp') })
  const data = ledgerData({ tempFolder: join(folder, 'ledger-temp') })
  try {
    mkdirSync(join(folder, 'store', 'ndb', 'person'), { recursive: true })
    await loader.run(`COPY (SELECT CAST(range AS VARCHAR) AS person_id FROM range(${persons}))
      TO '${join(folder, 'store', 'ndb', 'person', 'part-0000.parquet')}' (FORMAT parquet)`)
    const keys = join(folder, 'keys.parquet')
    const table = {
      schema: 'ndb',
      name: 'person',
      database: 'ndb',
      columns: [{ name: 'person_id', type: 'VARCHAR', identity: 'person' }],
    }
    const ledgerKey = new Uint8Array(32).fill(1)
    const keysAt = performance.now()
    await data.personKeys({
      secret: new Uint8Array(32),
      ledgerKey,
      linkageApproved: true,
      tables: [table] as unknown as Parameters<LedgerData['personKeys']>[0]['tables'],
      dataFolder: join(folder, 'store'),
      target: keys,
    })
    const keysMs = performance.now() - keysAt

    let gatherMs = 0
    const gather = async (name: string, { group, where }: { group: string; where: string }) => {
      const workspace = join(folder, `${name}.duckdb`)
      await loader.run(`ATTACH '${workspace}' AS filled`)
      await loader.run(`CREATE TABLE filled.main.site AS
        SELECT ['0', CAST(${group} AS VARCHAR)] AS keys, pseudonym AS person, '1' AS o0
        FROM read_parquet('${keys}') WHERE ${where}`)
      await loader.run(`CREATE TABLE filled.main.rows AS
        SELECT CAST(range AS VARCHAR) AS v0, [['g0', '0', '0', CAST(range AS VARCHAR)]] AS s0 FROM range(${CELLS})`)
      await loader.run('DETACH filled')
      const at = performance.now()
      const members = join(folder, `${name}.parquet`)
      const gathered = await data.gather({
        workspace,
        rows: { table: 'rows', visible: 1, lined: [0] },
        sites: [{ id: 'g0', aggregates: 1, tables: ['site'] }],
        place: (rows) => rows.map(([text]) => Number(text)),
        shown: Array.from({ length: CELLS }, () => [0]),
        additive: [0],
        personKeys: keys,
        ledgerKey,
        target: members,
      })
      gatherMs = performance.now() - at
      rmSync(workspace)
      if (gathered.state !== 'kept') throw new Error(gathered.state)
      const columns = [{ name: 'persons', role: 'persons' }]
      const kept = {
        format: 'visiting-ledger/1',
        threshold: 10,
        rounded: false,
        columns,
        members: '',
      } as const
      return { members, kept: { ...kept, columns, sets: gathered.sets } }
    }
    const earlier: EarlierSets[] = []
    for (let n = 0; n < tables; n += 1) {
      const near = n % NEAR === 0
      const group = near ? `hash(pseudonym) % ${CELLS}` : `hash(pseudonym, ${n}) % ${CELLS}`
      const made = await gather(`earlier-${n}`, { group, where: near ? `person % 5000 <> ${n}` : 'true' })
      earlier.push({ ...made, outputId: `out_bench${n}` as EarlierSets['outputId'], release: 'elsewhere' })
    }
    const own = await gather('own', { group: `hash(pseudonym) % ${CELLS}`, where: 'true' })
    const pairs: number[] = []
    const together: number[] = []
    let counted = 0
    for (let repetition = 0; repetition < 3; repetition += 1) {
      pairs.push(
        await processorMs(async () => {
          ;({ counted } = await compareReleases(data, own, earlier))
        }),
      )
      const needs = { data, protection: { together: attackTogether } }
      together.push(await processorMs(() => combineReleases(needs, own, earlier)))
    }
    const middle = (times: number[]) => times.sort((a, b) => a - b)[1]!
    const size = `${persons.toLocaleString('en')} persons`
    return [
      { what: `ledger: a permit's persons to digests, ${size}`, value: keysMs, unit: 'ms', budget: null },
      { what: `ledger: sets of ${CELLS} cells gathered, ${size}`, value: gatherMs, unit: 'ms', budget: null },
      {
        what: `ledger: ${CELLS} cells against ${tables} released tables in pairs, processor time, ${size}`,
        value: middle(pairs),
        unit: 'ms',
        budget: null,
        note: `${counted} of ${(CELLS * CELLS * tables).toLocaleString('en')} pairs counted person by person`,
      },
      {
        what: `ledger: the same put together, processor time, ${size}`,
        value: middle(together),
        unit: 'ms',
        budget: null,
      },
    ]
  } finally {
    await loader.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** User and system time of all threads; what else the machine does adds nothing. */
async function processorMs(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
