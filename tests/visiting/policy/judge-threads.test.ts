import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { Refusal } from '../../../shared/model/refusals.ts'
import { detectSandbox } from '../../../visiting/engine/process/sandbox.ts'
import { type JudgeThreads, judgeThreads } from '../../../visiting/policy/judge-threads.ts'
import { openPlan } from '../../../visiting/policy/plans.ts'
import { aPolicyContext } from '../../fixtures/a-policy-context.ts'
import { CLI } from '../../fixtures/build-once.ts'

const built = (name: string): string => join(CLI, '..', name)
const sandbox = await detectSandbox(built('parser.js'))
let judges: JudgeThreads

afterEach(() => judges.close())

const startWith = (heapMb: number) => () =>
  new Worker(built('judge.js'), {
    workerData: { script: built('parser.js'), sandbox },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })

const judge = (sql: string) => judges.judge(sql, aPolicyContext([]))
const codeOf = (judging: Promise<unknown>) =>
  judging.then(
    () => 'approved',
    (problem: unknown) => (problem instanceof Refusal ? problem.code : String(problem)),
  )

const VIEW = 'CREATE VIEW lines AS SELECT count(*) AS n FROM ndb.medical_claim'

/** Hundreds of aggregates, each with a condition: the dearest that ordinary work asks for. */
const HEAVY = `SELECT icd10, ${Array.from({ length: 300 }, (_, i) => `sum(points) FILTER (WHERE points > ${i}) AS s${i}`).join(', ')}
  FROM ndb.medical_claim GROUP BY icd10`

/** Where a heavy statement is to be judged to its end, on however busy a machine. */
const PATIENT = 600_000

describe('judging in threads', () => {
  test('leaves this thread free: it goes round thousands of times while one heavy statement is judged', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 1, timeoutMs: PATIENT })
    await judge('SELECT 1')
    let rounds = 0
    let ended = false
    const heavy = judge(HEAVY).finally(() => {
      ended = true
    })
    while (!ended) {
      rounds++
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await heavy).plan.kind).toBe('aggregated')
    expect(rounds).toBeGreaterThan(1_000)
  })

  test('a statement that takes too long is refused, and the next is judged', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 1, timeoutMs: 1 })
    expect(await codeOf(judge(HEAVY))).toBe('query-too-complex')
    await judges.close()
    judges = judgeThreads({ start: startWith(384), threads: 1, timeoutMs: PATIENT })
    const first = codeOf(judge(HEAVY))
    const second = codeOf(judge('SELECT sex FROM ndb.person'))
    expect(await Promise.all([first, second])).toEqual(['approved', 'approved'])
  })

  test('a statement that takes too much memory ends its judge alone', async () => {
    judges = judgeThreads({ start: startWith(24), threads: 1 })
    const heavy = codeOf(judge(HEAVY))
    const next = codeOf(judge('SELECT sex FROM ndb.person'))
    expect(await heavy).toBe('query-too-complex')
    expect(await next).toBe('approved')
  })

  test('each statement is judged by its own permit and workspace, whatever was judged before it', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 1, timeoutMs: PATIENT })
    const whole = aPolicyContext([])
    const less = { ...whole, tables: whole.tables.filter(({ name }) => name !== 'medical_claim') }
    const kept = aPolicyContext([
      { name: 'lines', kind: 'view', columns: [], plan: openPlan([]), definition: VIEW },
    ])
    const claims = 'SELECT count(*) AS n FROM ndb.medical_claim'
    const own = 'SELECT n FROM lines'
    const asked = [
      [claims, whole],
      [claims, less],
      [claims, whole],
      [claims, whole],
      [own, whole],
      [own, kept],
      [own, whole],
    ] as const
    const found: string[] = []
    for (const [sql, context] of asked) found.push(await codeOf(judges.judge(sql, context)))
    const no = 'table-not-permitted'
    expect(found).toEqual(['approved', no, 'approved', 'approved', no, 'approved', no])
  })

  test('one heavy statement does not hold up another person’s', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 2, timeoutMs: PATIENT })
    const order: string[] = []
    await Promise.all([
      judge(HEAVY).then(() => order.push('heavy')),
      judge('SELECT sex FROM ndb.person').then(() => order.push('light')),
    ])
    expect(order).toEqual(['light', 'heavy'])
  })

  test('more statements than may wait are refused as busy', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 1, queueLimit: 2 })
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(judge('SELECT 1'))))
    expect(codes.filter((code) => code === 'busy').length).toBe(3)
  })

  test('what is judged or waits when the service stops is refused, not a fault', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 1, timeoutMs: PATIENT })
    const codes = Promise.all([codeOf(judge(HEAVY)), codeOf(judge('SELECT sex FROM ndb.person'))])
    await judges.close()
    expect(await codes).toEqual(['busy', 'busy'])
    expect(await codeOf(judge('SELECT sex FROM ndb.person'))).toBe('busy')
  })

  test('a refusal crosses with its code and words', async () => {
    judges = judgeThreads({ start: startWith(384), threads: 1, timeoutMs: PATIENT })
    const problem = await judge("SELECT * FROM read_csv('x')").catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Refusal)
    expect(problem).toMatchObject({ code: 'function-not-permitted', params: { function: 'read_csv' } })
  })
})
