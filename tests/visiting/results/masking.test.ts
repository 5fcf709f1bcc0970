import { describe, expect, test } from 'vitest'
import type { CellFacts, ColumnFacts, FactsPlan, MaskName } from '../../../shared/model/facts.ts'
import {
  ACRO_DOMINANCE,
  hasRowsAsData,
  isWithheld,
  maskOf,
  personsToShow,
} from '../../../visiting/results/masking.ts'
import { aColumn, aggregated } from './a-stored-result.ts'

const limits = { minimumPersons: 10, dominance: ACRO_DOMINANCE }
const facts = (more: Partial<CellFacts> = {}): CellFacts => ({
  persons: 50,
  institutions: null,
  top1Share: null,
  top2Share: null,
  denominatorPersons: null,
  certainty: 'exact',
  databases: ['ndb'],
  ...more,
})
const sum = aColumn('cost', 'sum', { persons: '__vw_p', top1Share: '__vw_1', top2Share: '__vw_2' })
const rate = aColumn('rate', 'rate', { persons: '__vw_p', denominatorPersons: '__vw_d' })
const count = aColumn('n', 'persons', { persons: '__vw_p' })

interface Case {
  what: string
  column?: ColumnFacts | null
  kind?: FactsPlan['kind']
  rowPersons?: number | null
  cell?: Partial<CellFacts>
  isZero?: boolean
  mask: MaskName
}

describe('a cell', () => {
  const cases: Case[] = [
    {
      what: 'of open data is shown, whatever is known',
      kind: 'open',
      cell: { persons: null },
      mask: 'shown',
    },
    { what: 'of an individual row is never shown', kind: 'individual', mask: 'individual' },
    { what: 'of an unverified result is never shown', kind: 'unverified', mask: 'unverified' },
    { what: 'resting on the minimum is shown', cell: { persons: 10 }, mask: 'shown' },
    { what: 'resting on one fewer is masked', cell: { persons: 9 }, mask: 'below-minimum' },
    { what: 'whose persons are unknown is masked', cell: { persons: null }, mask: 'unverified' },
    { what: 'of a row below the minimum is masked', rowPersons: 9, mask: 'below-minimum' },
    { what: 'of a row of unknown persons is masked', rowPersons: null, mask: 'unverified' },
    { what: 'that the plan does not speak of is masked', column: null, mask: 'unverified' },
    {
      what: 'that is a key of a small row is masked',
      column: aColumn('k', 'key'),
      rowPersons: 3,
      mask: 'below-minimum',
    },
    {
      what: 'that is a constant of a small row is masked',
      column: aColumn('c', 'constant'),
      rowPersons: 3,
      mask: 'below-minimum',
    },
    {
      what: 'that is a constant of a safe row is shown',
      column: aColumn('c', 'constant'),
      cell: { persons: null },
      mask: 'shown',
    },
    {
      what: 'made of one person’s value in a safe row is masked',
      column: aColumn('v', 'individual'),
      mask: 'individual',
    },
    { what: 'that is a count of nobody is shown as 0', cell: { persons: 0 }, isZero: true, mask: 'shown' },
    {
      what: 'that is a sum to which nobody gives anything is shown as 0',
      column: sum,
      cell: { persons: 0, top1Share: 0, top2Share: 0 },
      isZero: true,
      mask: 'shown',
    },
    {
      what: 'that is a rate of nobody among many is masked',
      column: rate,
      cell: { persons: 0, denominatorPersons: 50 },
      isZero: true,
      mask: 'below-minimum',
    },
    {
      what: 'that is a sum of 0 to which somebody may give something is masked',
      column: sum,
      cell: { persons: 0, certainty: 'at-least' },
      isZero: true,
      mask: 'below-minimum',
    },
    {
      what: 'that is a 0 resting on nobody but neither count nor sum is masked',
      column: aColumn('d', 'derived'),
      cell: { persons: 0 },
      isZero: true,
      mask: 'below-minimum',
    },
    {
      what: 'that is a count of 0 on which somebody may rest is masked',
      cell: { persons: 0, certainty: 'at-least' },
      isZero: true,
      mask: 'below-minimum',
    },
    {
      what: 'that says something else than 0 though nobody stands behind it is masked',
      cell: { persons: 0 },
      mask: 'below-minimum',
    },
    {
      what: 'that is a rate over few is masked',
      column: rate,
      cell: { denominatorPersons: 9 },
      mask: 'below-minimum',
    },
    { what: 'that is a rate over an unknown number is masked', column: rate, mask: 'unverified' },
    {
      what: 'that is a rate of few among many is masked',
      column: rate,
      cell: { persons: 3, denominatorPersons: 500 },
      mask: 'below-minimum',
    },
    {
      what: 'that is a rate of many among many is shown',
      column: rate,
      cell: { denominatorPersons: 500 },
      mask: 'shown',
    },
    {
      what: 'that one person holds is masked',
      column: sum,
      cell: { top1Share: 0.95, top2Share: 0.96 },
      mask: 'dominated',
    },
    {
      what: 'that two persons hold is masked',
      column: sum,
      cell: { top1Share: 0.5, top2Share: 0.91 },
      mask: 'dominated',
    },
    {
      what: 'just inside the dominance limits is shown',
      column: sum,
      cell: { top1Share: 0.5, top2Share: 0.9 },
      mask: 'shown',
    },
    { what: 'whose shares are unknown is masked', column: sum, mask: 'unverified' },
  ]
  test.each(cases)(
    '$what',
    ({ column = count, kind = 'aggregated', rowPersons = 100, cell, isZero = false, mask }) => {
      expect(maskOf({ kind, column, rowPersons, facts: facts(cell), isZero }, limits)).toBe(mask)
    },
  )

  test('whose second-largest contributor could estimate the largest too well is masked (p% rule)', () => {
    // At ACRO's defaults the (n,k) rule is the stricter of the two; at p = 20 % the other speaks alone.
    const cell = { kind: 'aggregated' as const, column: sum, rowPersons: 100, isZero: false }
    const held = facts({ top1Share: 0.8, top2Share: 0.89 })
    expect(maskOf({ ...cell, facts: held }, limits)).toBe('shown')
    const stricter = { ...limits, dominance: { twoLargest: 0.9, restOfLargest: 0.2 } }
    expect(maskOf({ ...cell, facts: held }, stricter)).toBe('dominated')
  })
})

describe('a result', () => {
  const plan = aggregated([count])
  test.each([
    { what: 'resting on the minimum', restsOnAtLeast: 10, withheld: false },
    { what: 'resting on fewer', restsOnAtLeast: 9, withheld: true },
    { what: 'resting on nobody (no rows)', restsOnAtLeast: 0, withheld: true },
    { what: 'of which nothing is known', restsOnAtLeast: null, withheld: true },
  ])('$what: rows and their number withheld is $withheld', ({ restsOnAtLeast, withheld }) => {
    expect(isWithheld({ plan, restsOnAtLeast }, limits)).toBe(withheld)
    expect(hasRowsAsData({ plan, restsOnAtLeast }, limits)).toBe(!withheld)
  })

  test('of individual rows has none as data, on however many persons it rests', () => {
    const individual: FactsPlan = { kind: 'individual', columns: [], personColumn: null }
    expect(hasRowsAsData({ plan: individual, restsOnAtLeast: 1_000_000 }, limits)).toBe(false)
  })

  test('of open data always has rows', () => {
    expect(hasRowsAsData({ plan: { kind: 'open', columns: [] }, restsOnAtLeast: null }, limits)).toBe(true)
  })
})

test('the number of persons travels only from the minimum up', () => {
  expect(personsToShow(facts({ persons: 10 }), 'shown', limits)).toBe(10)
  expect(personsToShow(facts({ persons: 9 }), 'below-minimum', limits)).toBeNull()
  expect(personsToShow(facts({ persons: 0 }), 'shown', limits)).toBeNull()
  expect(personsToShow(facts({ persons: null }), 'shown', limits)).toBeNull()
  expect(personsToShow(facts({ persons: 40 }), 'dominated', limits)).toBe(40)
})
