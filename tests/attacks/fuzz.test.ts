/**
 * Whatever is approved holds only what may run, by the judgement of code that shares nothing with policy. Bounded
 * here; `FUZZ_RUNS=100000 npx vitest run tests/attacks/fuzz.test.ts` searches longer, `FUZZ_SEED` repeats a search.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../shared/model/refusals.ts'
import { REFUSED_FUNCTIONS } from '../../visiting/policy/refused-functions.ts'
import type { SqlParser } from '../../visiting/policy/sql-parser.ts'
import { measure } from '../../visiting/provenance/rewrite.ts'
import { aResearcher, type Researcher } from '../fixtures/a-researcher.ts'
import { inProcessParser } from '../fixtures/in-process-parser.ts'
import { ATTEMPTS } from './attempts.ts'
import { judge } from './independent-judge.ts'
import { mutationOf, statement } from './sql-grammar.ts'

const runs = Number(process.env.FUZZ_RUNS ?? 1_500)
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) }
const timeout = 60_000 + runs * 40

let parser: SqlParser
let researcher: Researcher
beforeAll(async () => {
  parser = await inProcessParser()
  researcher = await aResearcher({ parser, measure })
  await researcher.run('CREATE TABLE w AS SELECT sex AS x, count(*) AS n FROM ndb.person GROUP BY sex')
  await researcher.run('CREATE VIEW v AS SELECT x FROM w')
  await researcher.run('CREATE MACRO m(x) AS x || 1')
})

/** What is wrong with what was approved; empty also where nothing was. Anything but a refusal is thrown on. */
async function wrongOf(sql: string): Promise<{ approved: boolean; wrong: string[] }> {
  try {
    const { measuredSql } = await researcher.approve(sql)
    return { approved: true, ...(await judge(parser, measuredSql)) }
  } catch (problem) {
    if (problem instanceof Refusal) return { approved: false, wrong: [] }
    throw problem
  }
}

describe('of arbitrary SQL', () => {
  test(
    'whatever is approved holds only allowed nodes, functions and tables',
    async () => {
      let approved = 0
      await fc.assert(
        fc.asyncProperty(statement, async (sql) => {
          const found = await wrongOf(sql)
          if (found.approved) approved++
          expect(found.wrong).toEqual([])
        }),
        { numRuns: runs, ...seed },
      )
      // A search that approves nothing would prove nothing.
      expect(approved).toBeGreaterThan(runs / 50)
    },
    timeout,
  )

  test(
    'whatever becomes of the named attempts when they are mangled and spliced, nothing wrong is approved',
    async () => {
      const texts = ATTEMPTS.map(({ sql }) => sql).filter((sql) => sql.length < 2_000)
      await fc.assert(
        fc.asyncProperty(mutationOf(texts), async (sql) => {
          expect((await wrongOf(sql)).wrong).toEqual([])
        }),
        { numRuns: runs, ...seed },
      )
    },
    timeout,
  )
})

describe('every refused function of the engine', () => {
  const names = Object.values(REFUSED_FUNCTIONS).flatMap((refused) => refused.names)
  const forms: [string, (name: string) => string][] = [
    ['as a value', (name) => `SELECT "${name}"(1)`],
    ['as a table', (name) => `SELECT * FROM "${name}"(1)`],
    ['as a method', (name) => `SELECT (1)."${name}"()`],
    ['in capitals', (name) => `SELECT "${name.toUpperCase()}"(sex) FROM ndb.person`],
    ['over a window', (name) => `SELECT "${name}"(1) OVER ()`],
    ['inside a lambda', (name) => `SELECT list_transform([1], x -> "${name}"(x))`],
    ['as a macro', (name) => `CREATE MACRO "${name}"(x) AS x`],
  ]
  test.each(forms)('%s is refused', async (_, form) => {
    const approved: string[] = []
    for (const name of names) if ((await wrongOf(form(name))).approved) approved.push(name)
    expect(approved).toEqual([])
  })
})
