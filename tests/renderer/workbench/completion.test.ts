import { describe, expect, test } from 'vitest'
import { type KnownTable, suggestionsAt } from '../../../renderer/workbench/completion.ts'
import { scopeAt } from '../../../renderer/workbench/query-scope.ts'
import type { LibraryMacro } from '../../../shared/model/macro.ts'

const column = (name: string) => ({ name, type: 'VARCHAR', title: name, note: null })
const TABLES: KnownTable[] = [
  { schema: 'ndb', name: 'claims', title: 'レセプト', columns: [column('person_id'), column('points')] },
  { schema: 'death', name: 'record', title: '死亡', columns: [column('person_id'), column('died_on')] },
  { schema: null, name: 'cohort', title: '', columns: [column('entry')] },
]

const macro = (name: string, returns: 'value' | 'table'): LibraryMacro => ({
  name,
  parameters: ['a', 'b'],
  returns,
  title: { ja: '説明', en: 'What it does' },
  example: `${name}(1, 2)`,
  source: null,
  definition: `CREATE MACRO ${name}(a, b) AS a`,
})
const MACROS = [macro('age_band_5', 'value'), macro('drug_eras', 'table')]

/** Labels offered at `|`, the closest first. */
function offered(sql: string, kinds: string[] = ['column', 'table']): string[] {
  const at = sql.indexOf('|')
  return suggestionsAt(
    { before: sql.slice(0, at), statement: sql.replace('|', '') },
    { tables: TABLES, macros: MACROS, language: 'en' },
  )
    .filter(({ kind }) => kinds.includes(kind))
    .sort((a, b) => a.order - b.order)
    .map(({ label }) => label)
}

describe('the editor offers', () => {
  test('the columns of the table behind an alias, and nothing else', () => {
    expect(offered('SELECT d.| FROM ndb.claims c JOIN death.record AS d USING (person_id)')).toEqual([
      'person_id',
      'died_on',
    ])
  })

  test('the columns behind a full name', () => {
    expect(offered('SELECT ndb.claims.po| FROM ndb.claims')).toEqual(['person_id', 'points'])
  })

  test('the tables of a schema', () => {
    expect(offered('SELECT * FROM ndb.|')).toEqual(['claims'])
  })

  test('macros of the library where they fit: tables after FROM, values elsewhere', () => {
    expect(offered('SELECT * FROM |', ['macro'])).toEqual(['drug_eras'])
    expect(offered('SELECT | FROM ndb.claims', ['macro'])).toEqual(['age_band_5'])
  })

  test('tables first after FROM', () => {
    expect(offered('SELECT * FROM |').slice(0, 3)).toEqual(['ndb.claims', 'death.record', 'cohort'])
  })

  test('columns of the tables a statement names, and of no other', () => {
    const columns = offered('SELECT | FROM cohort', ['column'])
    expect(columns).toEqual(['entry'])
  })

  test('nothing that neither permit nor workspace holds', () => {
    expect(offered('SELECT * FROM secret.|')).toEqual([])
  })
})

test('a keyword after a table is no alias', () => {
  const { names } = scopeAt('SELECT * FROM ndb.claims WHERE x', 0, TABLES)
  expect([...names.keys()]).toEqual(['claims', 'ndb.claims'])
})

describe('queries that a statement names itself', () => {
  const columns = (sql: string) => offered(sql, ['column'])
  const cohort = `WITH entry AS (
    SELECT c.person_id, min(c.points) AS least, count(*) FROM ndb.claims c GROUP BY 1 -- , x AS (
  ), died AS (SELECT e.*, d.died_on FROM entry e JOIN death.record d USING (person_id))`

  test.each([
    ['WITH, behind its alias', `${cohort} SELECT e.| FROM entry AS e`, ['person_id', 'least']],
    ['WITH, behind its name', `${cohort} SELECT died.| FROM died`, ['person_id', 'least', 'died_on']],
    [
      'WITH, without the columns of the tables inside',
      `${cohort} SELECT | FROM entry`,
      ['person_id', 'least'],
    ],
    ['a table inside WITH, while there', cohort.replace('c.person_id', 'c.|'), ['person_id', 'points']],
    [
      'a subquery',
      'SELECT s.| FROM (SELECT person_id AS who, points + 1 AS more FROM ndb.claims) AS s',
      ['who', 'more'],
    ],
    [
      'a subquery that is still open',
      'SELECT * FROM ndb.claims c WHERE EXISTS (SELECT r.| FROM death.record r',
      ['person_id', 'died_on'],
    ],
    [
      'the query around a subquery',
      'SELECT * FROM ndb.claims c WHERE EXISTS (SELECT 1 FROM cohort WHERE c.|)',
      ['person_id', 'points'],
    ],
    [
      'all but some columns',
      'WITH a AS (SELECT * EXCLUDE (points) FROM ndb.claims) SELECT a.| FROM a',
      ['person_id'],
    ],
    ['columns named in the head', 'WITH a(x, y) AS (SELECT * FROM ndb.claims) SELECT a.| FROM a', ['x', 'y']],
    ['FROM first', 'WITH a AS (FROM ndb.claims) SELECT a.| FROM a', ['person_id', 'points']],
    ['a name that hides a table', 'WITH cohort AS (SELECT 1 AS one) SELECT cohort.| FROM cohort', ['one']],
    ['a name in a string', `WITH a AS (SELECT ', b AS (' AS t) SELECT a.| FROM a`, ['t']],
  ])('offer the columns of %s', (_what, sql, expected) => {
    expect(columns(sql)).toEqual(expected)
  })

  test('stand among the tables after FROM, with the types they take over', () => {
    expect(offered('WITH a AS (SELECT points FROM ndb.claims) SELECT * FROM |', ['table'])).toContain('a')
    const { names } = scopeAt('WITH a AS (SELECT points AS p FROM ndb.claims) SELECT FROM a', 52, TABLES)
    expect(names.get('a')?.columns).toEqual([{ name: 'p', type: 'VARCHAR', title: 'points', note: null }])
  })
})
