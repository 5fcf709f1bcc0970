/** The whole path of a query against the same work done by plain DuckDB in this process, on the same extract. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { addResearchers, signedInResearchers } from '../fixtures/more-researchers.ts'
import { peakMemoryOf } from '../fixtures/peak-memory.ts'
import { type Figure, interleaved, median, pairedRatio } from './measure.ts'
import { pathWithoutFacts } from './path-without-facts.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { QUERIES } from './queries.ts'

const memoryOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024
}

/** The first requests of a service cost most, so that more of them would look better. */
const REQUESTS = 40

/** How long the ways of one query are measured; PostgreSQL, which is held against no budget, a few times after them. */
const QUERY_MS = 12_000
const POSTGRES_REPETITIONS = 7

/** Lines from which the design's ratios are promised of whole times; below, the fixed cost of a request outweighs a query. */
const PROMISED_FROM = 40_000_000

export interface QueryBench {
  data: string
  /** How the size is called in the figures. */
  size: string
  repetitions: number
  /** Folder of PostgreSQL's programs; null to leave it out. */
  postgres: string | null
}

/** Each query three ways in turn: plain DuckDB, the whole path, the path without facts; then PostgreSQL beside the path. */
export async function benchQueries({ data, size, repetitions, postgres }: QueryBench): Promise<Figure[]> {
  const service = await startService(data)
  const scratch = mkdtempSync(join(tmpdir(), 'visiting-bench-'))
  const figures: Figure[] = []
  const add = (what: string, value: number, unit: string, budget: number | null = null, note?: string) =>
    figures.push({ what: `${size}: ${what}`, value, unit, budget, ...(note ? { note } : {}) })
  const instance = await DuckDBInstance.create(join(data, 'permits', PERMIT, 'extract.duckdb'), {
    access_mode: 'READ_ONLY',
    threads: String(Math.min(2, availableParallelism())),
    memory_limit: '1500MB',
  })
  const plain = await instance.connect()
  const bare = await pathWithoutFacts(data, scratch)
  let other: Postgres | null = null
  try {
    const sato = await service.as('sato')
    const lines = Number(
      (
        await plain.runAndReadAll(
          'SELECT (SELECT count(*) FROM ndb.drug) + (SELECT count(*) FROM ndb.medical_diagnosis) + (SELECT count(*) FROM ndb.medical_procedure)',
        )
      ).getRowsJS()[0]![0],
    )
    add('claim lines in the extract', lines, 'lines')
    if (postgres !== null) {
      other = await startPostgres(postgres, plain)
      add(`PostgreSQL ${other.version}: tables and indexes loaded`, other.loadSeconds, 's')
    }
    const path = async (sql: string) => {
      const view = await runToEnd(sato, sql)
      if (view.state !== 'done') throw new Error(`${sql}: ${view.state} ${JSON.stringify(view.error)}`)
    }
    let texts = 0
    const nothing = await interleaved(
      { known: () => path('SELECT 1 AS one'), fresh: () => path(`SELECT ${++texts} AS fresh`) },
      REQUESTS,
    )
    add('fixed cost of a request', median(nothing.known), 'ms')
    add('the same, of a text that was not judged before', median(nothing.fresh), 'ms')
    for (const query of QUERIES) {
      const ways: Record<string, () => Promise<void>> = {
        plain: async () => void (await plain.runAndReadAll(query.sql)).getRowsJS(),
        path: () => path(query.sql),
        bare: () => bare.run(query.sql),
      }
      const times = await interleaved(ways, repetitions, QUERY_MS)
      const of = (way: string) => times[way]!
      const promised = lines >= PROMISED_FROM
      add(`${query.name}, plain DuckDB`, median(of('plain')), 'ms')
      add(`${query.name}, whole path with facts`, median(of('path')), 'ms')
      add(`${query.name}, whole path without facts`, median(of('bare')), 'ms')
      add(`${query.name}, ratio with facts`, pairedRatio(of('path'), of('plain')), '×', promised ? 2 : null)
      add(
        `${query.name}, ratio without facts`,
        pairedRatio(of('bare'), of('plain')),
        '×',
        promised ? 1.1 : null,
      )
      if (other) {
        const beside = await interleaved(
          { postgres: () => other!.run(query.postgres), path: ways.path! },
          POSTGRES_REPETITIONS,
        )
        add(`${query.name}, PostgreSQL`, median(beside.postgres), 'ms')
        add(`${query.name}, PostgreSQL / whole path`, pairedRatio(beside.postgres, beside.path), '×')
      }
    }
    figures.push(...(await benchPages(service, sato, size)))
  } finally {
    await other?.stop()
    await bare.close()
    plain.closeSync()
    instance.closeSync()
    await service.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
  return figures
}

/**
 * How each query grows from one size to the next: times, and the ratio of what the added lines cost, in which the fixed
 * cost of a request, that outweighs a small query, has no part. The design's ratios are promised of it at every size.
 */
export function growthOf(figures: Figure[], sizes: string[]): Figure[] {
  const find = (size: string, what: string) =>
    figures.find((figure) => figure.what === `${size}: ${what}`)?.value ?? Number.NaN
  return sizes.slice(1).flatMap((size, n) => {
    const before = sizes[n]!
    const lines = 'claim lines in the extract'
    const times = find(size, lines) / find(before, lines)
    return QUERIES.flatMap(({ name }) => {
      const [plain, path, bare] = ['plain DuckDB', 'whole path with facts', 'whole path without facts'].map(
        (way) => `${name}, ${way}`,
      )
      const added = (way: string) => find(size, way) - find(before, way)
      return [
        {
          what: `${before} → ${size} (lines × ${times.toFixed(1)}): ${name}, whole path grows`,
          value: find(size, path!) / find(before, path!),
          unit: '×',
          budget: null,
        },
        {
          what: `${before} → ${size}: ${name}, added lines with facts / plain`,
          value: added(path!) / added(plain!),
          unit: '×',
          budget: 2,
        },
        {
          what: `${before} → ${size}: ${name}, added lines without facts / plain`,
          value: added(bare!) / added(plain!),
          unit: '×',
          budget: 1.1,
        },
      ]
    })
  })
}

async function benchPages(service: Service, sato: HttpClient, size: string): Promise<Figure[]> {
  const before = memoryOf(service.process.pid!)
  const query = await runToEnd(sato, 'SELECT i, i * 2 AS twice, i / 3.0 AS third FROM range(1000000) AS t(i)')
  const resultId = query.resultId!
  const firstPage: number[] = []
  const pictures: number[] = []
  let pictureBytes = 0
  for (let n = 0; n < 7; n += 1) {
    const at = performance.now()
    await sato.call('results.page', { resultId, offset: n * 1_000, limit: 1_000 })
    firstPage.push(performance.now() - at)
  }
  const rows = await runToEnd(sato, 'SELECT * FROM ndb.drug LIMIT 2000')
  for (let page = 0; page < 25; page += 1) {
    const at = performance.now()
    const asked = { resultId: rows.resultId!, page, form: 'strips' } as const
    const { headers } = await sato.call('results.picture', asked)
    pictures.push(performance.now() - at)
    // As it travelled; what the client holds is decoded.
    pictureBytes = Math.max(pictureBytes, Number(headers['content-length']))
  }
  for (let offset = 0; offset < 1_000_000; offset += 100_000)
    await sato.call('results.page', { resultId, offset, limit: 10_000 })
  const grown = memoryOf(service.process.pid!) - before
  return [
    { what: `${size}: a page of a 1 M-row result`, value: median(firstPage), unit: 'ms', budget: 100 },
    // Drawing alone, which has the budget, is in rooms-bench.ts.
    {
      what: `${size}: a page of rows as a picture, elapsed until the client has it`,
      value: median(pictures),
      unit: 'ms',
      budget: null,
    },
    { what: `${size}: the same, bytes at most`, value: pictureBytes / 1024, unit: 'KiB', budget: 150 },
    {
      what: `${size}: growth of the service by a 1 M-row result`,
      value: Math.max(0, grown),
      unit: 'MiB',
      budget: null,
    },
  ]
}

/** A wide result as a request makes it, query and disk with it; conversion by itself is conversion-bench.ts. */
export async function benchArrow(data: string): Promise<Figure[]> {
  const service = await startService(data)
  try {
    const sato = await service.as('sato')
    const rates: number[] = []
    const perCore: number[] = []
    for (let n = 0; n < 4; n += 1) {
      const before = workersProcessorMs(service.process.pid!)
      const query = await runToEnd(
        sato,
        `SELECT i, i + ${n} AS a, i / 7.0 AS b, i % 1000 AS c, date '2020-01-01' + (i % 1000)::INTEGER AS d FROM range(4000000) AS t(i)`,
      )
      const view = await sato.call('results.view', { resultId: query.resultId! })
      const file = join(data, 'results', query.resultId!, 'result.arrow')
      // The first one starts the worker.
      if (n === 0 || !existsSync(file)) continue
      const kilobytes = statSync(file).size / 1_000
      rates.push(kilobytes / view.elapsedMs)
      perCore.push(kilobytes / (workersProcessorMs(service.process.pid!) - before))
    }
    return [
      {
        // Waits for the disk, which has no budget.
        what: 'DuckDB chunks to Arrow until they are safe on the disk, elapsed, its query with it',
        value: median(rates),
        unit: 'MB/s',
        budget: null,
        atLeast: true,
      },
      {
        what: 'the same by processor time of the worker',
        value: Math.max(...perCore),
        unit: 'MB/s',
        budget: null,
        atLeast: true,
      },
    ]
  } finally {
    await service.stop()
    rmSync(join(data, 'results'), { recursive: true, force: true })
  }
}

export async function benchColdStart(data: string): Promise<Figure[]> {
  const times: number[] = []
  for (let n = 0; n < 3; n += 1) {
    const at = performance.now()
    const service = await startService(data)
    await service.open.call('environment.identity', {})
    times.push(performance.now() - at)
    await service.stop()
  }
  return [
    {
      what: 'cold start of a made demonstration to its first answer',
      value: median(times) / 1000,
      unit: 's',
      budget: 5,
    },
  ]
}

/** What an idle session costs, and how fair many are. */
export async function benchSessions(data: string): Promise<Figure[]> {
  const service = await startService(data)
  try {
    const clients = await Promise.all(['sato', 'tanaka'].map((login) => service.as(login)))
    const sql = QUERIES[0]!.sql
    await runToEnd(clients[0]!, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    const workers = childrenOf(service.process.pid!).filter((pid) => commandOf(pid).includes('worker.js'))
    const idle = workers.length > 0 ? Math.max(...workers.map(memoryOf)) : Number.NaN
    const times = await Promise.all(
      Array.from({ length: 8 }, async (_none, n) => {
        const at = performance.now()
        const view = await runToEnd(clients[n % 2]!, sql)
        if (view.state !== 'done') throw new Error(view.state)
        return performance.now() - at
      }),
    )
    return [
      { what: 'an idle session', value: idle, unit: 'MiB', budget: 150 },
      {
        what: 'eight queries of two people at once, slowest',
        value: Math.max(...times),
        unit: 'ms',
        budget: null,
      },
    ]
  } finally {
    await service.stop()
  }
}

/** Twenty researchers at once on a copy of `data`: fair shares, and what the service itself holds at most. */
export async function benchTwentySessions(data: string): Promise<Figure[]> {
  const copy = mkdtempSync(join(dirname(data), 'twenty-'))
  cpSync(data, copy, { recursive: true })
  await addResearchers(copy, 20)
  const service = await startService(copy)
  try {
    const people = await signedInResearchers(service, 20)
    const sql = QUERIES[0]!.sql
    // Everybody's worker has started and read once; the measured round is about shares, not about starting.
    await Promise.all(people.map((client) => runToEnd(client, 'SELECT 1 AS warm')))
    const times = await Promise.all(
      people.map(async (client) => {
        const at = performance.now()
        for (let n = 0; n < 3; n++) {
          const view = await runToEnd(client, sql)
          if (view.state !== 'done') throw new Error(`${view.state} ${JSON.stringify(view.error)}`)
        }
        return performance.now() - at
      }),
    )
    return [
      { what: 'twenty sessions at once, median', value: median(times), unit: 'ms', budget: null },
      {
        what: 'the slowest of them / the median',
        value: Math.max(...times) / median(times),
        unit: '×',
        budget: 3,
      },
      {
        what: 'the service beside twenty workers, peak memory',
        value: peakMemoryOf(service.process.pid!) / 1_048_576,
        unit: 'MiB',
        budget: 1_430,
      },
    ]
  } finally {
    await service.stop()
    rmSync(copy, { recursive: true, force: true })
  }
}

const childrenOf = (pid: number): number[] => {
  const path = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(path)) return []
  const own = readFileSync(path, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number)
  return own.flatMap((child) => [child, ...childrenOf(child)])
}

/** Of all processes the service keeps, its own time aside; the kernel counts in hundredths of a second. */
const workersProcessorMs = (pid: number): number =>
  childrenOf(pid)
    .map((child) => readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]!.split(' '))
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10, 0)

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
