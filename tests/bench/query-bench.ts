/** The whole path of a query against the same work done by plain DuckDB in this process, on the same extract. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { benchPages } from './engine-bench.ts'
import { type Figure, interleaved, median, pairedDifference, pairedRatio } from './measure.ts'
import { pathWithoutFacts } from './path-without-facts.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { type BenchQuery, QUERIES } from './queries.ts'

/** The first requests of a service cost most, so that more of them would look better. */
const REQUESTS = 40

/** How long the ways of one query are measured for each size; PostgreSQL, held against no budget, a few times after them. */
const QUERY_MS = 12_000
const POSTGRES_REPETITIONS = 7

/** Lines from which the design's ratios are promised of whole times; below, the fixed cost of a request outweighs a query. */
const PROMISED_FROM = 40_000_000

/** The ways a query goes: DuckDB in this process, the service's path, and that path without counting anybody. */
const WAYS = ['plain', 'path', 'bare'] as const
type Way = (typeof WAYS)[number]

/** All that answers the queries on the data of one size. */
interface Bed {
  size: string
  lines: number
  service: Service
  sato: HttpClient
  ways: Record<Way, (sql: string) => Promise<void>>
  postgres: Postgres | null
  close(): Promise<void>
}

export interface SizeToBench {
  data: string
  /** How the size is called in the figures. */
  size: string
  /** Folder of PostgreSQL's programs; null to leave it out. */
  postgres: string | null
}

/**
 * Each query on every size in turn, three ways: plain DuckDB, the whole path, the path without facts; then PostgreSQL
 * beside the path. The sizes take turns too, since what added lines cost is a difference between them, and a machine
 * that slows down between one and the next would be taken for it. `sizes` in ascending order.
 */
export async function benchQueries(sizes: SizeToBench[], repetitions: number): Promise<Figure[]> {
  const beds: Bed[] = []
  const figures: Figure[] = []
  try {
    for (const size of sizes) beds.push(await makeBed(size))
    for (const bed of beds) figures.push(...(await fixedCosts(bed)))
    const growth: Figure[] = []
    for (const query of QUERIES) {
      const times = await timesOf(query, beds, repetitions)
      for (const [n, bed] of beds.entries()) {
        figures.push(...figuresOf(query, bed, times[n]!), ...(await besidePostgres(query, bed)))
        if (n > 0) growth.push(...growthOf(query, [beds[n - 1]!, times[n - 1]!], [bed, times[n]!]))
      }
    }
    for (const bed of beds) figures.push(...(await benchPages(bed.service, bed.sato, bed.size)))
    return [...figures, ...growth]
  } finally {
    for (const bed of beds) await bed.close()
  }
}

async function makeBed({ data, size, postgres }: SizeToBench): Promise<Bed> {
  const service = await startService(data)
  const scratch = mkdtempSync(join(tmpdir(), 'visiting-bench-'))
  const instance = await DuckDBInstance.create(join(data, 'permits', PERMIT, 'extract.duckdb'), {
    access_mode: 'READ_ONLY',
    threads: String(Math.min(2, availableParallelism())),
    memory_limit: '1500MB',
  })
  const plain = await instance.connect()
  const bare = await pathWithoutFacts(data, scratch)
  const sato = await service.as('sato')
  const other = postgres === null ? null : await startPostgres(postgres, plain)
  return {
    size,
    lines: await claimLines(plain),
    service,
    sato,
    ways: {
      plain: async (sql) => void (await plain.runAndReadAll(sql)).getRowsJS(),
      path: (sql) => wholePath(sato, sql),
      bare: (sql) => bare.run(sql),
    },
    postgres: other,
    async close() {
      await other?.stop()
      await bare.close()
      plain.closeSync()
      instance.closeSync()
      await service.stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

async function wholePath(sato: HttpClient, sql: string): Promise<void> {
  const view = await runToEnd(sato, sql)
  if (view.state !== 'done') throw new Error(`${sql}: ${view.state} ${JSON.stringify(view.error)}`)
}

async function claimLines(plain: DuckDBConnection): Promise<number> {
  const counted = await plain.runAndReadAll(
    'SELECT (SELECT count(*) FROM ndb.drug) + (SELECT count(*) FROM ndb.medical_diagnosis) + (SELECT count(*) FROM ndb.medical_procedure)',
  )
  return Number(counted.getRowsJS()[0]![0])
}

async function fixedCosts({ size, lines, postgres, ways: { path } }: Bed): Promise<Figure[]> {
  let texts = 0
  const nothing = await interleaved(
    { known: () => path('SELECT 1 AS one'), fresh: () => path(`SELECT ${++texts} AS fresh`) },
    REQUESTS,
  )
  const figure = of(size)
  return [
    figure('claim lines in the extract', lines, 'lines'),
    ...(postgres === null
      ? []
      : [figure(`PostgreSQL ${postgres.version}: tables and indexes loaded`, postgres.loadSeconds, 's')]),
    figure('fixed cost of a request', median(nothing.known), 'ms'),
    figure('the same, of a text that was not judged before', median(nothing.fresh), 'ms'),
  ]
}

/** For each bed, each way's times in milliseconds; the same place in all lists is the same round. */
async function timesOf(
  query: BenchQuery,
  beds: Bed[],
  repetitions: number,
): Promise<Record<Way, number[]>[]> {
  const all = beds.flatMap((bed, n) =>
    WAYS.map((way) => [`${way} ${n}`, () => bed.ways[way](query.sql)] as const),
  )
  const times = await interleaved(Object.fromEntries(all), repetitions, QUERY_MS * beds.length)
  return beds.map(
    (_bed, n) => Object.fromEntries(WAYS.map((way) => [way, times[`${way} ${n}`]!])) as Record<Way, number[]>,
  )
}

function figuresOf(query: BenchQuery, { size, lines }: Bed, times: Record<Way, number[]>): Figure[] {
  const figure = of(`${size}: ${query.name}`, ', ')
  const promised = lines >= PROMISED_FROM
  return [
    figure('plain DuckDB', median(times.plain), 'ms'),
    figure('whole path with facts', median(times.path), 'ms'),
    figure('whole path without facts', median(times.bare), 'ms'),
    figure('ratio with facts', pairedRatio(times.path, times.plain), '×', promised ? 2 : null),
    figure('ratio without facts', pairedRatio(times.bare, times.plain), '×', promised ? 1.1 : null),
  ]
}

async function besidePostgres(query: BenchQuery, { size, postgres, ways }: Bed): Promise<Figure[]> {
  if (postgres === null) return []
  const beside = await interleaved(
    { postgres: () => postgres.run(query.postgres), path: () => ways.path(query.sql) },
    POSTGRES_REPETITIONS,
  )
  const figure = of(`${size}: ${query.name}`, ', ')
  return [
    figure('PostgreSQL', median(beside.postgres), 'ms'),
    figure('PostgreSQL / whole path', pairedRatio(beside.postgres, beside.path), '×'),
  ]
}

/**
 * How a query grows from one size to the next: times, and the ratio of what the added lines cost, in which the fixed
 * cost of a request, that outweighs a small query, has no part. The design's ratios are promised of it at every size.
 */
function growthOf(
  query: BenchQuery,
  [before, small]: [Bed, Record<Way, number[]>],
  [after, large]: [Bed, Record<Way, number[]>],
): Figure[] {
  const added = (way: Way) => pairedDifference(large[way], small[way])
  const step = `${before.size} → ${after.size}`
  const times = (after.lines / before.lines).toFixed(1)
  return [
    of(`${step} (lines × ${times})`)(
      `${query.name}, whole path grows`,
      median(large.path) / median(small.path),
      '×',
    ),
    of(step)(`${query.name}, added lines with facts / plain`, added('path') / added('plain'), '×', 2),
    of(step)(`${query.name}, added lines without facts / plain`, added('bare') / added('plain'), '×', 1.1),
  ]
}

/** Figures whose names begin alike. */
const of =
  (about: string, between = ': ') =>
  (what: string, value: number, unit: string, budget: number | null = null): Figure => ({
    what: `${about}${between}${what}`,
    value,
    unit,
    budget,
  })
