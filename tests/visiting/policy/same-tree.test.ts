import { beforeAll, describe, expect, test } from 'vitest'
import { sameTree } from '../../../visiting/policy/same-tree.ts'
import type { SqlNode, SqlParser } from '../../../visiting/policy/sql-parser.ts'
import { inProcessParser } from '../../fixtures/in-process-parser.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = await inProcessParser()
})

async function treeOf(sql: string): Promise<SqlNode> {
  const parsed = await parser.serialize(sql)
  if (!parsed.ok) throw new Error(`${parsed.kind}: ${sql}`)
  return parsed.statements[0]!
}

const areSame = async (one: string, other: string) => [
  sameTree(await treeOf(one), await treeOf(other)),
  sameTree(await treeOf(other), await treeOf(one)),
]

describe('two texts say the same', () => {
  test.each([
    ['SELECT a FROM t', 'select  a\nfrom t'],
    ['SELECT true', "SELECT CAST('t' AS BOOLEAN)"],
    ['FROM (VALUES (1)) AS v(a)', 'FROM (SELECT * FROM (VALUES (1)) AS valueslist) AS v(a)'],
    ['SELECT a + 1 FROM t', 'SELECT "+"(a, 1) FROM t'],
    ['WITH c AS (SELECT 1) FROM c', 'WITH c AS MATERIALIZED (SELECT 1) FROM c'],
  ])('%s = %s', async (one, other) => {
    expect(await areSame(one, other)).toEqual([true, true])
  })
})

describe('two texts do not', () => {
  test.each([
    ['SELECT a FROM t', 'SELECT b FROM t'],
    ['SELECT a FROM t', 'SELECT a AS b FROM t'],
    ['SELECT a FROM t', 'SELECT a, a FROM t'],
    ['SELECT a FROM t', 'SELECT a FROM t WHERE b'],
    ['SELECT a FROM t WHERE b', 'SELECT a FROM t QUALIFY b'],
    ['SELECT a FROM t WHERE true', 'SELECT a FROM t WHERE false'],
    ['SELECT count(a) FROM t', 'SELECT count(DISTINCT a) FROM t'],
    ['SELECT 1', "SELECT '1'"],
    ['SELECT 9007199254740992', 'SELECT 9007199254740993'],
    ['SELECT a FROM t ORDER BY a', 'SELECT a FROM t ORDER BY a DESC'],
    ['SELECT a FROM t LIMIT 1', 'SELECT a FROM t OFFSET 1'],
  ])('%s ≠ %s', async (one, other) => {
    expect(await areSame(one, other)).toEqual([false, false])
  })
})
