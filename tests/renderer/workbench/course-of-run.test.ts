import { describe, expect, test } from 'vitest'
import { courseOf, nameOfStatement } from '../../../renderer/workbench/course-of-run.ts'
import type { Query } from '../../../renderer/workbench/tabs.ts'
import { problemOf } from '../../../shared/model/problem.ts'
import { Refusal } from '../../../shared/model/refusals.ts'
import { aRun } from './a-run.ts'

const ended = (part: Partial<Query>) => aRun({ query: { error: null, ...part } as Query })
const refused = problemOf(new Refusal('table-not-permitted', { table: 'x.y' }), 'r')
const error = { line: null, column: null, names: [], candidates: [] }
const alone = { startedAt: 0, shown: 0 }

describe('how one of several statements went', () => {
  test.each([
    ['done', ended({ state: 'done' })],
    ['stopped', ended({ state: 'cancelled' })],
    ['failed', ended({ state: 'failed', error: { ...error, kind: 'division-by-zero' } })],
    ['failed', ended({ state: 'lost' })],
    ['refused', ended({ state: 'failed', error: { ...error, kind: 'refused' } })],
    ['refused', aRun({ problem: refused })],
    ['failed', aRun({ problem: { ...refused, status: 503 } })],
    ['running', aRun({ running: true })],
  ])('%s', (course, run) => {
    expect(courseOf(run, { ...alone, runs: [run] })).toBe(course)
  })

  test('one that has not begun waits as long as another runs, and is left out once none does', () => {
    const last = aRun({})
    expect(courseOf(last, { ...alone, runs: [aRun({ running: true }), last] })).toBe('waiting')
    expect(courseOf(last, { ...alone, runs: [aRun({ problem: refused }), last] })).toBe('left-out')
  })
})

test.each([
  ['-- 年齢階級別\nSELECT 1', '年齢階級別'],
  ['/* rates\n by sex */ SELECT 1', 'rates by sex'],
  ['--\nSELECT\n  1', 'SELECT 1'],
  ['SELECT a -- why\nFROM t', 'SELECT a FROM t'],
  ['SELECT a_long_name, another_one FROM t', 'SELECT a_long_name,…'],
])('%j is called %j', (sql, name) => expect(nameOfStatement(sql)).toBe(name))
