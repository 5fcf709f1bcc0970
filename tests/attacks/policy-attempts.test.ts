import { beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../shared/model/refusals.ts'
import type { SqlParser } from '../../visiting/policy/sql-parser.ts'
import { measure } from '../../visiting/provenance/rewrite.ts'
import { aResearcher } from '../fixtures/a-researcher.ts'
import { inProcessParser } from '../fixtures/in-process-parser.ts'
import { ATTEMPTS, type Attempt } from './attempts.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = await inProcessParser()
})

test('at least 150 attempts are named, and no name stands twice', () => {
  const names = ATTEMPTS.map(({ area, name }) => `${area}: ${name}`)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(150)
})

const areas = [...new Set(ATTEMPTS.map(({ area }) => area))]

for (const area of areas) {
  describe(area, () => {
    for (const attempt of ATTEMPTS.filter((one) => one.area === area)) {
      const claim = 'refused' in attempt.expect ? `is refused as ${attempt.expect.refused}` : 'is harmless'
      test(`${attempt.name} ${claim}`, () => tryIt(attempt))
    }
  })
}

async function tryIt({ before, sql, expect: expected }: Attempt): Promise<void> {
  const researcher = await aResearcher({ parser, measure })
  for (const earlier of before) await researcher.run(earlier)
  if ('refused' in expected) {
    const answer = await researcher.approve(sql).then(
      (query) => `approved: ${query.measuredSql}`,
      (problem: unknown) => (problem instanceof Refusal ? problem.code : problem),
    )
    expect(answer).toBe(expected.refused)
    return
  }
  const { columns, rows } = await researcher.run(sql)
  const visible = columns.filter((column) => !column.startsWith('__vw_')).length
  expect(rows.map((row) => row.slice(0, visible))).toEqual(expected.rows)
}
