/**
 * Texts as long as the door lets through, made to exhaust the stack, the memory or the time of a parser. The parser
 * may die over one; the answer is a refusal, and the next text is read as if nothing had happened.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, PERMIT, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const MOST = 99_000
const nested = (open: string, core: string, close: string): string => {
  const levels = Math.floor((MOST - core.length) / (open.length + close.length))
  return `SELECT ${open.repeat(levels)}${core}${close.repeat(levels)}`
}
const chained = (first: string, link: string): string =>
  `SELECT ${first}${link.repeat(Math.floor(MOST / link.length))}`

const KILLERS: Record<string, string> = {
  'parentheses within parentheses': nested('(', '1', ')'),
  'lists within lists': nested('[', '1', ']'),
  'structs within structs': nested("{'a': ", '1', '}'),
  'calls within calls': nested('abs(', '1', ')'),
  'casts within casts': nested('CAST(', '1', ' AS INT)'),
  'CASE within CASE': nested('CASE WHEN ', 'true', ' THEN 1 END'),
  'subqueries within subqueries': nested('(SELECT ', '1', ')'),
  'EXISTS within EXISTS': nested('EXISTS (SELECT ', '1', ')'),
  'lambdas within lambdas': nested('list_transform([1], x -> ', 'x', ')'),
  'types within types': `SELECT NULL::${'STRUCT(a '.repeat(9_000)}INT${')'.repeat(9_000)}`,
  'lists of lists as a type': `SELECT NULL::INT${'[]'.repeat(45_000)}`,
  'NOT of NOT': chained('', 'NOT ').concat('true'),
  'minus of minus': chained('', '- ').concat('1'),
  'a sum of all': chained('1', '+1'),
  'a disjunction of all': chained('true', ' OR true'),
  'a concatenation of all': chained("''", "||''"),
  'comparisons in a row': chained('1', '=1'),
  'casts in a row': chained('1', '::INT'),
  'methods in a row': chained('(1)', '.abs()'),
  'indexes in a row': chained('[1]', '[1]'),
  'a UNION of all': chained('1', ' UNION SELECT 1'),
  'a cross join of all': chained('1 FROM (SELECT 1)', ', (SELECT 1)'),
  'joins in a row': chained('1 FROM ndb.person p', ' NATURAL JOIN ndb.person'),
  'CTEs in a row': `WITH ${Array.from({ length: 4_000 }, (_, i) => `a${i} AS (SELECT 1)`).join(', ')} SELECT 1`,
  'CTEs that double': `WITH a0 AS (SELECT 1 AS x), ${Array.from({ length: 90 }, (_, i) => `a${i + 1} AS (SELECT a.x FROM a${i} a, a${i} b)`).join(', ')} SELECT count(*) FROM a90`,
  'GROUPING SETS of all': `SELECT 1 GROUP BY ${Array(30).fill('CUBE(1,2,3,4,5,6,7,8,9,10)').join(', ')}`,
  'an open quote': `SELECT '${'x'.repeat(MOST)}`,
  'an open comment': `SELECT 1 ${'/*'.repeat(MOST / 2)}`,
  'semicolons only': ';'.repeat(MOST),
  'statements of all': 'SELECT 1;'.repeat(10_000),
  'wide letters': `SELECT '${'健'.repeat(30_000)}'`,
  'letters of four bytes': `SELECT ${'𠮷'.repeat(24_000)}`,
  'one long number': `SELECT ${'9'.repeat(MOST)}`,
  'one long exponent': `SELECT 1e${'9'.repeat(MOST)}`,
  'one long name': `SELECT "${'a'.repeat(MOST)}"`,
  'one long operator': `SELECT 1 ${'+'.repeat(MOST)} 1`,
}

describe('a text made to break the parser', () => {
  test.each(Object.entries(KILLERS))('by %s is refused or harmless, and the next is read', async (_, sql) => {
    const problem = await problemOf(sato.call('queries.run', { permitId: PERMIT, sql, waitMs: 500 }))
    expect([
      undefined,
      'query-too-complex',
      'sql-syntax',
      'several-statements',
      'function-not-permitted',
      'name-reserved',
    ]).toContain(problem?.code)
    const next = await sato.call('queries.run', { permitId: PERMIT, sql: 'SELECT 1 AS one', waitMs: 0 })
    expect(['queued', 'running', 'done']).toContain(next.state)
    for (const { id, state } of (await sato.call('queries.history', { permitId: PERMIT, limit: 3 }))
      .queries) {
      if (state === 'running' || state === 'queued') await sato.call('queries.cancel', { queryId: id })
    }
  })

  test('leaves a service that answers right', async () => {
    const view = await runToEnd(sato, 'SELECT count(*) FROM open.municipality')
    expect([view.state, view.error]).toEqual(['done', null])
  })
})
