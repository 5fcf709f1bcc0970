import { describe, expect, test } from 'vitest'
import { type KnownTable, suggestionsAt, tablesInScope } from '../../../renderer/workbench/completion.ts'
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
  expect([...tablesInScope('SELECT * FROM ndb.claims WHERE x', TABLES).keys()]).toEqual([
    'claims',
    'ndb.claims',
  ])
})
