import { expect, test } from 'vitest'
import { adviceOn, fullWidthIn } from '../../../renderer/workbench/sql-advice.ts'
import type { EngineError } from '../../../shared/model/query-states.ts'

const column = (name: string) => ({ name, type: 'VARCHAR', title: '', note: null })
const TABLES = [
  { schema: 'ndb', name: 'person', title: '', columns: [column('person_id'), column('sex')] },
  { schema: 'ndb', name: 'drug', title: '', columns: [column('person_id'), column('yj_code')] },
]
const unknown = (...names: string[]): EngineError => ({
  kind: 'unknown-column',
  line: null,
  column: null,
  names,
  candidates: [],
})

test.each([
  ['SELECT sex， count(*) FROM ndb.person', '，', 11],
  ['SELECT ’男’ FROM ndb.person', '’', 8],
  ['SELECT \'（男）\' AS "人数（人）" -- ；\nFROM ndb.person；', '；', 16],
])('finds the full-width letter in %s', (sql, letter, at) => {
  expect(fullWidthIn(sql)).toMatchObject({ letter, place: { column: at } })
})

test.each([
  'SELECT　sex FROM ndb.person',
  'SELECT \'１\', "人数（人）" FROM a -- 。',
  'SELECT count(*) AS 人数 FROM a',
])('finds none in %s', (sql) => {
  expect(fullWidthIn(sql)).toBeNull()
})

test('says where else a column is, of texts in double quotes how they are written, of other names nothing', () => {
  const on = (sql: string, ...names: string[]) => adviceOn(unknown(...names), { sql, tables: TABLES })
  expect(on('SELECT d.sex FROM ndb.drug d', 'd.sex')).toEqual({
    kind: 'elsewhere',
    column: 'sex',
    tables: 'ndb.person',
  })
  expect(on('SELECT 1 FROM ndb.person WHERE sex = "1"', '1')).toEqual({ kind: 'quoted-text', name: '1' })
  expect(on('SELECT xyz FROM ndb.person', 'xyz')).toBeNull()
  expect(on('SELECT sex。 FROM ndb.person')).toMatchObject({ kind: 'full-width', letter: '。' })
})
