import { expect, test } from 'vitest'
import { engineErrorWords, withCloseColumns } from '../../../renderer/workbench/engine-error.ts'
import type { EngineError } from '../../../shared/model/query-states.ts'

const column = (name: string) => ({ name, type: 'VARCHAR', title: '', note: null })
const TABLES = [
  { schema: 'ndb', name: 'person', title: '', columns: [column('prefecture_code'), column('birth_year')] },
]
const unknown = (names: string[], column: number): EngineError => ({
  kind: 'unknown-column',
  line: 1,
  column,
  names,
  candidates: [],
})

test.each([
  [
    'a name that begins another',
    'SELECT p.prefecture FROM ndb.person p',
    ['p', 'prefecture'],
    ['prefecture_code'],
  ],
  ['a slip', 'SELECT p.birthyear FROM ndb.person p', ['p', 'birthyear'], ['birth_year']],
  [
    'a column of WITH',
    'WITH a AS (SELECT birth_year AS born FROM ndb.person) SELECT a.boorn FROM a',
    ['a', 'boorn'],
    ['born'],
  ],
  ['nothing that is near', 'SELECT p.xyz FROM ndb.person p', ['p', 'xyz'], []],
])('names the columns close to %s, behind its alias', (_what, sql, names, candidates) => {
  const told = withCloseColumns(unknown(names, sql.indexOf(`.${names[1]}`) + 2), { sql, tables: TABLES })
  expect(told.names).toEqual([names.join('.')])
  expect(told.candidates).toEqual(candidates)
})

test('leaves what the engine found, and names of no table, as they are', () => {
  const sql = 'SELECT q.birthyear FROM ndb.person p'
  const error = unknown(['q', 'birthyear'], 10)
  expect(withCloseColumns(error, { sql, tables: TABLES })).toBe(error)
  const found = { ...unknown(['birthyear'], 10), candidates: ['birth_year'] }
  expect(withCloseColumns(found, { sql, tables: TABLES })).toEqual(found)
})

test('of the columns that the engine lists, names those close to what was written, or all where none is', () => {
  const sql = 'SELECT sexx FROM ndb.person'
  const closest = (name: string) =>
    withCloseColumns({ ...unknown([name], 7), candidates: ['sex', 'insurer_type'] }, { sql, tables: TABLES })
  expect(closest('sexx').candidates).toEqual(['sex'])
  expect(closest('xyz').candidates).toEqual(['sex', 'insurer_type'])
})

test('what is found before it runs is told in the same words as what the engine finds', () => {
  const refusal = {
    code: 'query-failed' as const,
    params: { kind: 'duplicate', names: 'old', candidates: 'CREATE OR REPLACE' },
  }
  const error = { ...unknown([], 1), kind: 'refused' as const, refusal }
  const key = (name: string, values?: Record<string, unknown>) =>
    [name, ...Object.values(values ?? {})].join(' ')
  expect(engineErrorWords(error, key, 'ja')).toEqual({
    title: 'engineError.duplicate.title 「old」',
    next: 'engineError.candidates CREATE OR REPLACE',
  })
})
