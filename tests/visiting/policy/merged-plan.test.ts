import { expect, test } from 'vitest'
import type { ColumnFacts } from '../../../shared/model/facts.ts'
import { mergedPlan } from '../../../visiting/policy/merged-plan.ts'
import { aColumn, aggregated } from '../results/a-stored-result.ts'

test.each<[what: string, Partial<ColumnFacts>, Partial<ColumnFacts>, Partial<ColumnFacts>]>([
  ['exact rows beside exact ones', {}, {}, { certainty: 'exact' }],
  ['exact rows beside bounds', {}, { certainty: 'at-least' }, { certainty: 'at-least' }],
  [
    'rows that are exact from twenty on beside exact ones',
    {},
    { certainty: 'at-least', exactFrom: { persons: 20, denominatorPersons: 0 } },
    { certainty: 'at-least', exactFrom: { persons: 20, denominatorPersons: 20 } },
  ],
  [
    'bounds beside rows that are exact from twenty on',
    { certainty: 'at-least', exactFrom: { persons: 20, denominatorPersons: 0 } },
    { certainty: 'at-least' },
    { certainty: 'at-least' },
  ],
])('%s: a column is as exact as the least exact of its rows', (_what, before, added, wanted) => {
  const plan = (more: Partial<ColumnFacts>) =>
    aggregated([aColumn('v', 'sum', { persons: '__vw_p', ...more })])
  const { certainty, exactFrom } = mergedPlan(plan(before), plan(added), ['v'])!.plan.columns[0]!
  expect({ certainty, ...(exactFrom ? { exactFrom } : {}) }).toEqual(wanted)
})

test.each([
  [30, 50, 30],
  [50, undefined, 10],
  [undefined, 50, 10],
])('rows asked for a minimum of %s beside rows asked for %s are known for %s', (before, added, wanted) => {
  const plan = (minimum: number | undefined) => ({
    ...aggregated([aColumn('v', 'sum', { persons: '__vw_p' })]),
    ...(minimum === undefined ? {} : { minimum }),
  })
  const { plan: both } = mergedPlan(plan(before), plan(added), ['v'])!
  expect(both).toHaveProperty('minimum', wanted)
})
