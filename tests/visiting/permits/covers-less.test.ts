import { expect, test } from 'vitest'
import type { Permit } from '../../../shared/model/permit.ts'
import { DEMO_PERMIT } from '../../../visiting/demonstration.ts'
import { coversLess } from '../../../visiting/permits/covers-less.ts'
import { aPermitTable } from '../../fixtures/a-policy-context.ts'

const BOTH: [string, string][] = [
  ['person_id', 'VARCHAR'],
  ['sex', 'VARCHAR'],
]
const rows = (values: string[]) => ({
  'ndb.person': [{ column: 'sex', from: null, until: null, in: values }],
})
const first = aPermitTable('ndb', 'person', BOTH)
const second = aPermitTable('ndb', 'death', BOTH)
const before: Permit = {
  ...DEMO_PERMIT,
  state: 'in-force',
  from: '2026-04-01',
  until: '2028-03-31',
  tables: [first, second],
  minimumPersons: 10,
  linkageApproved: true,
  conditions: rows(['1', '2']),
}

test.each<[string, Partial<Permit>, boolean]>([
  ['nothing else', {}, false],
  ['a later end', { until: '2040-03-31' }, false],
  ['fewer people', { people: [] }, false],
  ['a lower minimum', { minimumPersons: 5 }, false],
  ['a higher minimum', { minimumPersons: 20 }, true],
  ['no linkage any more', { linkageApproved: false }, true],
  ['a table less', { tables: [second] }, true],
  ['a column less', { tables: [first, { ...second, columns: second.columns.slice(1) }] }, true],
  ['a table more', { tables: [...before.tables, { ...second, name: 'another' }] }, false],
  ['fewer rows', { conditions: rows(['1']) }, true],
  ['all rows', { conditions: {} }, false],
  ['an empty list of conditions', { conditions: { ...rows(['1', '2']), 'ndb.death': [] } }, false],
])('a permit changed to %s covers less, or not', (_, change, less) => {
  expect(coversLess({ ...before, ...change }, before)).toBe(less)
})
