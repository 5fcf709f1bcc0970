import { z } from 'zod'
import { Dataset } from '../model/catalog.ts'
import { DatabaseId } from '../model/ids.ts'
import { LibraryMacro } from '../model/macro.ts'
import { defineRoute } from './define-route.ts'

export const datasets = defineRoute({
  name: 'catalog.datasets',
  method: 'GET',
  path: '/api/catalog/datasets',
  access: 'open',
  summary: 'All datasets of the catalog with their tables and variables (metadata only, no data).',
  input: z.strictObject({}),
  output: z.strictObject({ datasets: z.array(Dataset) }),
  refusals: [],
})

/** Computed from the loaded data; counts under the minimum aggregation unit are null, persons are rounded to 10. */
export const TableProfile = z.strictObject({
  schema: z.string(),
  name: z.string(),
  rows: z.number().nullable(),
  persons: z.number().nullable(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      /** Share of non-null values, 0–1, rounded to 0.01. */
      completeness: z.number().nullable(),
      distribution: z.array(z.strictObject({ label: z.string(), count: z.number() })),
    }),
  ),
})
export type TableProfile = z.infer<typeof TableProfile>

export const dataset = defineRoute({
  name: 'catalog.dataset',
  method: 'GET',
  path: '/api/catalog/datasets/:datasetId',
  access: 'open',
  summary: 'One dataset with profiles that are safe to show without a permit.',
  input: z.strictObject({ datasetId: DatabaseId }),
  output: z.strictObject({ dataset: Dataset, profiles: z.array(TableProfile) }),
  refusals: ['dataset-not-found'],
})

export const macros = defineRoute({
  name: 'catalog.macros',
  method: 'GET',
  path: '/api/catalog/macros',
  access: 'open',
  summary: 'The macro library: what every statement may call, with sources and definitions.',
  input: z.strictObject({}),
  output: z.strictObject({ macros: z.array(LibraryMacro) }),
  refusals: [],
})

export const dcat = defineRoute({
  name: 'catalog.dcat',
  method: 'GET',
  path: '/api/catalog.jsonld',
  access: 'open',
  summary: 'The catalog as DCAT 3 JSON-LD, for harvesting.',
  input: z.strictObject({}),
  output: { bytes: 'application/ld+json' },
  refusals: [],
})
