import { describe, expect, test } from 'vitest'
import { placeOf, placeOfError, placesOfError } from '../../../renderer/workbench/run-marks.ts'
import type { Run } from '../../../renderer/workbench/tabs.ts'
import { problemOf } from '../../../shared/model/problem.ts'
import { Refusal } from '../../../shared/model/refusals.ts'
import { aRun } from './a-run.ts'

const syntaxError = (line: number, column: number) =>
  problemOf(new Refusal('sql-syntax', { line, column, near: 'x' }), 'r')

test('an error in the first line of a statement is marked behind where the statement begins', () => {
  const sql = 'SELECT 1;  SELEC 2'
  expect(placeOfError(aRun({ start: 11, problem: syntaxError(1, 3) }), sql)).toEqual({ line: 1, column: 14 })
})

test('an error further down keeps its column and moves down with the statement', () => {
  const sql = '-- head\n\nSELECT 1\nFORM t'
  expect(placeOfError(aRun({ start: 9, problem: syntaxError(2, 1) }), sql)).toEqual({ line: 4, column: 1 })
})

test('a refusal without a place is marked nowhere', () => {
  const problem = problemOf(new Refusal('busy', { seconds: 3 }), 'r')
  expect(placeOfError(aRun({ problem }), 'SELECT 1')).toBeNull()
})

test('places count from one', () => {
  expect(placeOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
  expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
})

test.each([
  ['table-not-permitted', { table: 'ndb.persn', hintJa: '', hintEn: '' }, { line: 2, column: 6 }],
  ['table-not-permitted', { table: 'NDB.Persn', hintJa: '', hintEn: '' }, { line: 2, column: 6 }],
  ['function-not-permitted', { function: 'medain', hintJa: '', hintEn: '' }, { line: 1, column: 8 }],
  ['table-not-permitted', { table: 'elsewhere', hintJa: '', hintEn: '' }, null],
] as const)('%s is marked where the name is first written', (code, params, place) => {
  const sql = "SELECT medain(x) -- 'elsewhere'\nFROM ndb.persn, my_medain"
  const problem = problemOf(new Refusal(code, params), 'r')
  expect(placeOfError(aRun({ sql, problem }), sql)).toEqual(place)
})

describe('a value that could not be converted', () => {
  const failed = (statement?: number) =>
    ({
      error: { kind: 'conversion', line: null, column: null, names: [], candidates: [], statement },
    }) as unknown as Run['query']

  test('is marked at the one conversion that the statement makes', () => {
    const sql = "-- a::DATE\nSELECT 'b::DATE', TRY_CAST(c AS DATE),\n  d::DATE FROM t"
    expect(placeOfError(aRun({ sql, query: failed() }), sql)).toEqual({ line: 3, column: 6 })
  })

  test('is marked at all that it makes, for which of them it was is not told', () => {
    const sql = 'SELECT a::INTEGER,\n  cast(b AS DATE)'
    const run = aRun({ sql, query: failed() })
    expect(placesOfError(run, sql)).toEqual([
      { line: 1, column: 11 },
      { line: 2, column: 3 },
    ])
    expect(placeOfError(run, sql)).toBeNull()
  })

  test('is marked in the statement that failed', () => {
    const sql = 'SELECT a::DATE FROM t;\nSELECT b::DATE FROM t'
    expect(placesOfError(aRun({ sql, query: failed(2) }), sql)).toEqual([{ line: 2, column: 11 }])
  })
})
