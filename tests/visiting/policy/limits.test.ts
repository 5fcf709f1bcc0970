import { beforeAll, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../visiting/policy/limits.ts'
import { aResearcher, type Researcher } from '../../fixtures/a-researcher.ts'

let researcher: Researcher
beforeAll(async () => {
  researcher = await aResearcher()
})

const list = (length: number, item: (index: number) => string, between = ', ') =>
  Array.from({ length }, (_, index) => item(index)).join(between)

describe('ordinary sizes pass:', () => {
  test.each([
    ['a padded number', "SELECT lpad('1', 10, '0')"],
    ['a repeated mark', "SELECT repeat('*', 100)"],
    ['a list of a year of days', "SELECT range(DATE '2024-01-01', DATE '2025-01-01', INTERVAL 1 DAY)"],
    [
      'a table of ten years of days',
      "FROM generate_series(DATE '2015-01-01', DATE '2025-01-01', INTERVAL 1 DAY)",
    ],
    ['a million numbers', 'SELECT count(*) FROM range(1000000)'],
    ['a thousand codes in an IN list', `SELECT 1 WHERE 'x' IN (${list(1_000, (i) => `'I${i}'`)})`],
    ['two hundred conditions', `SELECT 1 WHERE ${list(200, (i) => `1 <> ${i}`, ' AND ')}`],
    ['a hundred branches of CASE', `SELECT CASE ${list(100, (i) => `WHEN 1 = ${i} THEN ${i}`, ' ')} END`],
    ['three hundred columns', `SELECT ${list(300, (i) => `${i} AS c${i}`)}`],
    ['thirty CTEs', `WITH ${list(30, (i) => `a${i} AS (SELECT ${i} AS x)`)} SELECT x FROM a29`],
    ['fifty tables in a UNION', list(50, () => 'SELECT sex FROM ndb.person', ' UNION ALL ')],
    ['a regular expression for codes', "SELECT regexp_matches('I10', '^(I1[0-5]|I20|E1[0-4])\\d{0,2}$')"],
    ['ten levels of subqueries', `${'SELECT * FROM ('.repeat(10)}SELECT 1${')'.repeat(10)}`],
  ])('%s', async (_, sql) => {
    expect((await researcher.approve(sql)).kind).toBe('select')
  })
})

describe('one beyond a limit is refused, at the limit it passes:', () => {
  test.each<[string, (size: number) => string, number]>([
    ['tables', (size) => list(size, () => 'SELECT 1 FROM ndb.person', ' UNION ALL '), LIMITS.tables],
    ['columns', (size) => `SELECT ${list(size, () => '1')}`, LIMITS.selectItems],
    ['CTEs', (size) => `WITH ${list(size, (i) => `a${i} AS (SELECT 1)`)} SELECT 1`, LIMITS.ctes],
    ['letters of a text', (size) => `SELECT '${'x'.repeat(size)}'`, LIMITS.textConstant],
    ['letters made by a call', (size) => `SELECT length(repeat('x', ${size}))`, LIMITS.madeText],
    ['items made by a call', (size) => `SELECT len(range(${size}))`, LIMITS.madeItems],
    ['letters of a pattern', (size) => `SELECT regexp_matches('a', '${'a'.repeat(size)}')`, LIMITS.pattern],
  ])('%s', async (_, sql, limit) => {
    expect((await researcher.approve(sql(limit))).kind).toBe('select')
    await expect(researcher.approve(sql(limit + 1))).rejects.toMatchObject({ code: 'query-too-complex' })
  })
})
