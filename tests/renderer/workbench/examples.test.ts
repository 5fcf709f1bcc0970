import { expect, test } from 'vitest'
import { countOf, examplesFor } from '../../../renderer/workbench/examples.ts'
import type { Permit } from '../../../shared/model/permit.ts'

const permitWith = (tables: Record<string, string[]>) =>
  ({
    tables: Object.entries(tables).map(([address, columns]) => ({
      schema: address.split('.')[0],
      name: address.split('.')[1],
      level: 'person',
      columns: columns.map((name) => ({ name, identity: name === 'person_id' ? 'person' : null })),
    })),
  }) as Permit

const PERSON = { 'ndb.person': ['person_id', 'birth_year'] }
const NOTIFICATION = { 'idb.notification': ['person_id', 'severity'] }

test('an example is offered where the permit holds all it reads', () => {
  expect(examplesFor(permitWith({ ...PERSON, ...NOTIFICATION })).map(({ id }) => id)).toEqual(['notified'])
})

test('no example reads a table or column outside the permit', () => {
  expect(examplesFor(permitWith(PERSON))).toEqual([])
  expect(examplesFor(permitWith({ 'ndb.person': ['person_id'], ...NOTIFICATION }))).toEqual([])
})

test('elsewhere one begins with counting persons', () => {
  expect(countOf(permitWith(PERSON))).toBe('SELECT count(DISTINCT person_id) AS persons\nFROM ndb.person\n')
  expect(countOf(permitWith({}))).toBe('')
})
