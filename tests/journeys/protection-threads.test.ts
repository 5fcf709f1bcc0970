/** A large table is protected on a thread of its own: the service goes on answering, and one table's end is no other's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TableError } from '../../visiting/disclosure/cell-table.ts'
import { CLOCK_SLACK } from '../../visiting/disclosure/effort.ts'
import { KeepImpossibleError } from '../../visiting/disclosure/protect-linked.ts'
import { ProtectionBusyError } from '../../visiting/disclosure/protection-port.ts'
import { protectionThreads } from '../../visiting/disclosure/thread/protection-threads.ts'
import { engineScripts } from '../../visiting/engine-scripts.ts'
import { aService, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { countsOf } from '../visiting/disclosure/fixtures.ts'

const folder = temporaryFolder()

/** Thousands of cells in three dimensions and their margins, many of them small. */
const LARGE_SQL = `SELECT p.birth_year // 5 * 5 AS born, p.sex, p.prefecture_code, count(DISTINCT p.person_id) AS persons
FROM ndb.person AS p GROUP BY CUBE (born, p.sex, p.prefecture_code)`

describe('the service', () => {
  let service: Service
  beforeAll(async () => {
    service = await aService(folder)
  }, 120_000)
  afterAll(() => service.stop())

  test('answers how it is while a large protection runs', async () => {
    const sato = await service.as('sato')
    const query = await runToEnd(sato, LARGE_SQL)
    expect([query.state, query.error]).toEqual(['done', null])
    let protectedAt: number | null = null
    let answers = 0
    const protecting = sato
      .call('outputs.preview', { items: [{ kind: 'table', resultId: query.resultId! }] })
      .then(({ items }) => {
        protectedAt = answers
        return items[0]!
      })
    // The health route says itself that a protection is running: it could not, were the service held by it.
    const seen: string[] = []
    while (protectedAt === null) {
      const { checks } = await service.open.call('environment.health', {})
      answers++
      seen.push(checks.find(({ name }) => name === 'protection')!.detail)
    }
    expect(seen).toContain('1 running, 0 waiting')
    const item = await protecting
    if (item.kind !== 'table') throw new Error('asked for a table')
    const { table } = item
    expect(table.summary.primary).toBeGreaterThan(100)
    expect(table.findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
  }, 240_000)
})

describe('threads of protection', () => {
  const rule = { threshold: 10, zeroPolicy: 'show' } as const
  const { protection: script } = engineScripts()
  const dimensions = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]
  const small = {
    tables: [{ name: 't', dimensions: [{ name: 'a' }], rows: countsOf([3], [4, 60, 25]) }],
    rule,
  }
  let state = 7
  const large = {
    tables: [
      {
        name: 'large',
        dimensions,
        rows: countsOf(
          [14, 14, 10],
          Array.from({ length: 1_960 }, () => {
            state = (state * 48_271) % 2_147_483_647
            return Math.floor((state / 2_147_483_647) ** 4 * 60)
          }),
        ),
      },
    ],
    rule,
    timeLimitMs: 600_000,
    attackTimeLimitMs: 600_000,
  }

  test('tell how far they are, end at once when cancelled, and the next table gets a thread', async () => {
    const threads = protectionThreads({ script, threads: 1, waiting: 1 })
    try {
      const cancelled = new AbortController()
      const told = new Promise<number>((resolve) => {
        threads
          .tables(large, { signal: cancelled.signal, onProgress: ({ elapsedMs }) => resolve(elapsedMs) })
          .catch((reason) => ends.push(reason))
      })
      const ends: unknown[] = []
      expect(await told).toBeGreaterThanOrEqual(0)
      const next = threads.tables(small)
      await expect(threads.tables(small)).rejects.toBeInstanceOf(ProtectionBusyError)
      expect(threads.load()).toEqual({ running: 1, waiting: 1 })
      cancelled.abort(new Error('no longer wanted'))
      const answer = await next
      expect(ends).toEqual([new Error('no longer wanted')])
      expect(answer.tables[0]!.cells.map(({ status }) => status)).toEqual([
        'primary',
        'shown',
        'secondary',
        'shown',
      ])
    } finally {
      await threads.close()
    }
  }, 60_000)

  test('a table far over its time is given up, alone', async () => {
    const threads = protectionThreads({ script, threads: 1, graceMs: 1_000 - 1_200_000 * CLOCK_SLACK })
    try {
      const lost = threads.tables(large)
      // Two minutes more: it waits for a thread to start, however busy the machine is.
      const fine = threads.tables({ ...small, timeLimitMs: 610_000, attackTimeLimitMs: 610_000 })
      await expect(lost).rejects.toThrow(/over its time/)
      expect((await fine).method).toBe('optimal')
    } finally {
      await threads.close()
    }
  }, 60_000)

  test('errors keep their kind', async () => {
    const threads = protectionThreads({ script, threads: 1 })
    try {
      const twice = [...small.tables[0]!.rows, small.tables[0]!.rows[0]!]
      await expect(
        threads.tables({ rule, tables: [{ ...small.tables[0]!, rows: twice }] }),
      ).rejects.toBeInstanceOf(TableError)
      const keep = [['a2'], ['a3'], [null]].map((key) => ({ table: 0, key }))
      await expect(threads.tables({ ...small, keep })).rejects.toMatchObject({
        constructor: KeepImpossibleError,
        table: 0,
        key: ['a1'],
      })
    } finally {
      await threads.close()
    }
  })
})
