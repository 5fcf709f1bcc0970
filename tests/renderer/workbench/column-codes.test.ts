import { expect, test } from 'vitest'
import type { DisplayColumn } from '../../../renderer/display/column.ts'
import { codedVariable } from '../../../renderer/workbench/column-codes.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import { permitTablesOf } from '../../../visiting/catalog/permit-tables.ts'

const datasets = await loadCatalog('resources/catalog')
const tables = permitTablesOf(datasets, ['ndb', 'kaigo', 'idb', 'vaccination', 'master'])

const meaningOf = (
  name: string,
  databases: string[],
  role: DisplayColumn['role'] = 'key',
  type = 'VARCHAR',
) => codedVariable({ name, type, role, databases }, { tables, datasets })?.codes ?? null

test.each([
  ['sex', ['ndb'], '2', 'Female'],
  ['prefecture_code', ['ndb'], '13', 'Tokyo'],
  ['CARE_LEVEL', ['kaigo', 'ndb'], '21', 'Care 1'],
] as const)('says what the codes of %s mean', (name, databases, code, word) => {
  expect(meaningOf(name, [...databases])?.find((one) => one.code === code)?.title.en).toBe(word)
})

test.each([
  ['a column that no variable is called', 'gender', ['ndb'], 'key'],
  ['a column of other databases', 'sex', ['idb'], 'key'],
  ['a number made of values', 'sex', ['ndb'], 'count'],
  ['a name under which two tables keep other lists', 'severity', ['idb', 'vaccination'], 'key'],
  ['codes without a list', 'municipality_code', ['ndb'], 'key'],
] as const)('says nothing of %s', (_what, name, databases, role) => {
  expect(meaningOf(name, [...databases], role)).toBeNull()
})

test('says nothing of a column of another type', () => {
  expect(meaningOf('sex', ['ndb'], 'key', 'INTEGER')).toBeNull()
})
