/** What a service gives besides its queries' speed: pages, Arrow, its start, and many sessions. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { addResearchers, signedInResearchers } from '../fixtures/more-researchers.ts'
import { peakMemoryOf } from '../fixtures/peak-memory.ts'
import { type Figure, median } from './measure.ts'
import { QUERIES } from './queries.ts'

const memoryOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024
}

/** Pages of a 1 M-row result and pictures of rows, of a service that is warm. */
export async function benchPages(service: Service, sato: HttpClient, size: string): Promise<Figure[]> {
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
