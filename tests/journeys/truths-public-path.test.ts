/**
 * The planted truths as a researcher finds them: over HTTP with a researcher's token, under a permit, from what arrives
 * as data and nothing else. Counts and sums travel where ten persons or more stand behind each; the estimate is
 * computed from them here, by the textbook (./estimators.ts).
 *
 * Nine 95 % intervals at once miss now and then; with this seed all hold, and stay so for good. The crude answers are
 * off with any seed.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import type { Truth } from '../../visiting/sources/truths/truth.ts'
import { truths } from '../../visiting/sources/truths/truths.ts'
import { PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import {
  adjustedDifference,
  type Estimate,
  effectiveness,
  median,
  medianOfEvents,
  type Row,
  rateRatio,
  riskRatio,
} from './estimators.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  const data = join(folder, 'environment')
  execFileSync(
    process.execPath,
    [CLI, 'init', '--data', data, '--persons', '120_000', '--seed', '2028', '--json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  service = await startService(data)
  const operator = await service.as('kobayashi')
  const databases = [...new Set(truths.flatMap((truth) => truth.databases))]
  await operator.call('permits.change', { permitId: PERMIT, databases })
  // As after a night: the wider permit must be there for a service that knows nothing of the change.
  await service.stop()
  service = await startService(service.data)
  sato = await service.as('sato')
}, 600_000)
afterAll(() => service?.stop())

test('are recorded in the folder that init was given, each with the analysis that finds it', () => {
  const recorded = JSON.parse(readFileSync(join(folder, 'environment', 'truth.json'), 'utf8'))
  expect(recorded).toEqual({ seed: 2028, persons: 120_000, truths: JSON.parse(JSON.stringify(truths)) })
})

/** What arrives at a client: null where the environment keeps a value to itself. */
async function travelled(sql: string): Promise<Row[]> {
  const query = await runToEnd(sato, sql)
  expect([query.state, query.error]).toEqual(['done', null])
  const resultId = query.resultId!
  expect((await sato.call('results.view', { resultId })).standing).toBe('aggregated')
  const page = readResultPage((await sato.call('results.page', { resultId })).bytes)
  return Array.from({ length: page.rowCount }, (_, row) =>
    Object.fromEntries(
      page.columns.map((column) => {
        const persons = column.persons(row)
        const text = column.text(row)
        if (text !== null && persons !== null) expect(persons).toBeGreaterThanOrEqual(10)
        if (text === null) return [column.name, null]
        if (text === 'true' || text === 'false') return [column.name, text === 'true']
        return [column.name, column.number(row) ?? text]
      }),
    ),
  )
}

/** Masked cells may be few: an estimate that leaves half of the persons out is no estimate. */
const maskedShare = (rows: readonly Row[], measures: readonly string[]): number =>
  rows.filter((row) => measures.some((measure) => row[measure] === null)).length / rows.length

const adjusted: Record<Truth['tables']['method'], (rows: Row[], quantity: string) => Estimate> = {
  'rate-ratio': rateRatio,
  'risk-ratio': riskRatio,
  effectiveness,
  median: (rows, quantity) => median(rows.filter((row) => row.quantity === quantity)),
  'adjusted-difference': (rows) => adjustedDifference(rows, { covariate: true }),
}
const crude: typeof adjusted = {
  ...adjusted,
  median: (rows, quantity) => medianOfEvents(rows.filter((row) => row.quantity === quantity)),
  'adjusted-difference': (rows) => adjustedDifference(rows, { covariate: false }),
}

describe.each(truths.map((truth) => ({ truth, id: truth.id })))('$id', ({ truth }) => {
  const { method, sql, crudeSql } = truth.tables

  test('is recovered within its 95 % interval from the numbers that travel', async () => {
    const rows = await travelled(sql)
    const measures = Object.keys(rows[0] ?? {}).filter((name) => ['events', 'n'].includes(name))
    expect(measures).toHaveLength(1)
    expect(maskedShare(rows, measures)).toBeLessThan(0.3)
    for (const [quantity, { value }] of Object.entries(truth.planted)) {
      const { estimate, low, high } = adjusted[method](rows, quantity)
      expect([quantity, low <= value && value <= high, low, high]).toEqual([quantity, true, low, high])
      expect(Math.abs(estimate - value) / value).toBeLessThan(0.25)
    }
  })

  test('is missed by the crude answer, on the side it is said to be', async () => {
    const rows = await travelled(crudeSql)
    for (const [quantity, side] of Object.entries(truth.crudeIs)) {
      const { low, high } = crude[method](rows, quantity)
      const planted = truth.planted[quantity]?.value as number
      expect([quantity, side === 'too low' ? high < planted : low > planted, low, high]).toEqual([
        quantity,
        true,
        low,
        high,
      ])
    }
  })
})
