import { expect, test } from 'vitest'
import {
  explorerRows,
  insertionOf,
  openFor,
  queryOf,
  WORKSPACE_ID,
} from '../../../renderer/workbench/explorer-tree.ts'
import type { OwnTable } from '../../../renderer/workbench/known-tables.ts'
import type { LibraryMacro } from '../../../shared/model/macro.ts'
import { Permit } from '../../../shared/model/permit.ts'

const column = (name: string, nameJa: string) => ({
  name,
  type: 'VARCHAR',
  nameJa,
  nameEn: name,
  unit: null,
  noteJa: null,
  noteEn: null,
  sensitivity: 'plain',
  identity: null,
})
const table = (database: string, name: string, columns: object[]) => ({
  database,
  schema: database,
  name,
  nameJa: name,
  nameEn: name,
  noteJa: null,
  noteEn: null,
  level: 'person',
  columns,
})
const permit = Permit.parse({
  id: 'prm_0001',
  titleJa: '許可',
  titleEn: 'Permit',
  purposeJa: '',
  purposeEn: '',
  state: 'in-force',
  from: '2026-01-01',
  until: '2026-12-31',
  people: ['usr_0001'],
  institutions: [],
  databases: ['ndb', 'death'],
  linkageApproved: true,
  minimumPersons: 10,
  picturePagesPerDay: 10,
  tables: [
    table('ndb', 'claims', [column('icd10', '傷病名'), column('points', '点数')]),
    table('death', 'record', [column('died_on', '死亡日')]),
  ],
})
const own: OwnTable[] = [
  { name: 'cohort', kind: 'table', level: 'person', columns: [{ name: 'entry', type: 'DATE' }] },
]
const ids = (search: string, toggled: string[] = []) =>
  explorerRows({ permit, own, macros: [], toggled: new Set(toggled), search }).map(({ node }) => node.id)

test.each([
  ['byoumei', 'table ndb.claims.icd10'],
  ['びょうめい', 'table ndb.claims.icd10'],
  ['傷病 名', 'table ndb.claims.icd10'],
  ['claims 病名', 'table ndb.claims.icd10'],
  ['ICD-10', 'table ndb.claims.icd10'],
  ['tensuu', 'table ndb.claims.points'],
  ['医療費', 'table ndb.claims.points'],
])('%s is found as in the catalog', (search, column) => {
  const table = column.slice(0, column.lastIndexOf('.'))
  expect(ids(search)).toEqual(['database ndb', table, column])
})

test('of several words each has to be found', () => {
  expect(ids('claims 死亡日')).toEqual([])
  expect(ids('ndb.claims')).toEqual(['database ndb', 'table ndb.claims'])
})

test('databases begin open and tables closed', () => {
  expect(ids('')).toEqual([
    'database ndb',
    'table ndb.claims',
    'database death',
    'table death.record',
    'workspace',
    'own cohort',
  ])
})

test('a search in Japanese opens the table where a column was found and hides the rest', () => {
  expect(ids('傷病')).toEqual(['database ndb', 'table ndb.claims', 'table ndb.claims.icd10'])
})

test('a search by the name of a table finds it with all its columns at hand', () => {
  expect(ids('claims')).toEqual(['database ndb', 'table ndb.claims'])
  expect(ids('claims', ['table ndb.claims'])).toContain('table ndb.claims.points')
})

test('a search that finds nothing shows nothing', () => {
  expect(ids('zzz')).toEqual([])
})

test('tables are written with their schema, own tables and columns by name, headings not at all', () => {
  const rows = explorerRows({ permit, own, macros: [], toggled: new Set(['table ndb.claims']), search: '' })
  expect(rows.map(({ node }) => insertionOf(node))).toEqual([
    null,
    'ndb.claims',
    'icd10',
    'points',
    null,
    'death.record',
    null,
    'cohort',
  ])
})

test('the macro library is closed until it is opened or something in it is looked for', () => {
  const macros: LibraryMacro[] = [
    {
      name: 'drug_eras',
      parameters: ['atc_prefix', 'gap_days'],
      returns: 'table',
      title: { ja: '服薬期間', en: 'Periods of use' },
      example: "FROM drug_eras('C10AA', 30)",
      source: null,
      definition: 'CREATE MACRO drug_eras(atc_prefix, gap_days) AS TABLE SELECT 1',
    },
  ]
  const rows = (search: string, toggled: string[] = []) =>
    explorerRows({ permit, own: [], macros, toggled: new Set(toggled), search }).map(({ node }) => node)
  expect(rows('').at(-1)?.id).toBe('library')
  expect(rows('', ['library']).at(-1)?.id).toBe('macro drug_eras')
  expect(rows('服薬').map(({ id }) => id)).toEqual(['library', 'macro drug_eras'])
  expect(insertionOf(rows('服薬').at(-1)!)).toBe("drug_eras('C10AA', 30)")
})

test('a table that is looked for is opened, in a database that was closed, too', () => {
  const ids = openFor(
    { schema: 'ndb', name: 'claims' },
    { permit, ids: new Set(['database ndb', 'table x.y']) },
  )
  expect([...ids].sort()).toEqual(['table ndb.claims', 'table x.y'])
  const own = openFor({ schema: null, name: 'mine' }, { permit, ids: new Set([WORKSPACE_ID]) })
  expect([...own]).toEqual(['own mine'])
})

test('a query to begin with is written of tables, own ones too, and of nothing else', () => {
  const rows = explorerRows({ permit, own, macros: [], toggled: new Set(['table ndb.claims']), search: '' })
  const of = (id: string) => queryOf(rows.find(({ node }) => node.id === id)!.node)
  expect(of('table ndb.claims')).toEqual({
    name: 'ndb.claims',
    sql: 'SELECT\n  icd10,\n  points\nFROM ndb.claims\nLIMIT 100',
  })
  expect(of('own cohort')?.sql).toBe('SELECT\n  entry\nFROM cohort\nLIMIT 100')
  expect(of('database ndb')).toBeNull()
})
