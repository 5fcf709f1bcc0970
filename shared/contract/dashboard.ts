import { z } from 'zod'
import { DatabaseId } from '../model/ids.ts'
import { OpenAnswer, OpenQuestion } from '../model/open-question.ts'
import { defineRoute } from './define-route.ts'

export const aggregate = defineRoute({
  name: 'dashboard.aggregate',
  method: 'POST',
  path: '/api/dashboard/aggregate',
  access: 'open',
  summary: 'A question to one open table, answered in the environment; nobody needs a permit for it.',
  input: OpenQuestion,
  output: OpenAnswer,
  refusals: [
    'open-table-not-found',
    'open-table-empty',
    'open-column-unknown',
    'open-column-twice',
    'open-not-a-quantity',
    'busy',
  ],
})

/** One line a cell: the row variables, the column variable, the measure, and how many values under it are hidden. */
export const csv = defineRoute({
  name: 'dashboard.csv',
  method: 'POST',
  path: '/api/dashboard/csv',
  access: 'open',
  summary: 'The same answer as a CSV file (UTF-8); refused where it would not be whole.',
  input: OpenQuestion,
  output: { bytes: 'text/csv' },
  refusals: [...aggregate.refusals, 'open-answer-too-large'],
})

/** How many persons two databases share, rounded to ten; null under the minimum aggregation unit. */
export const LinkagePair = z.strictObject({
  databases: z.tuple([DatabaseId, DatabaseId]),
  persons: z.number().nullable(),
})
export type LinkagePair = z.infer<typeof LinkagePair>

export const linkage = defineRoute({
  name: 'catalog.linkage',
  method: 'GET',
  path: '/api/catalog/linkage',
  access: 'open',
  summary: 'How many persons each pair of databases shares, rounded; computed when the data was loaded.',
  input: z.strictObject({}),
  output: z.strictObject({ pairs: z.array(LinkagePair) }),
  refusals: [],
})
