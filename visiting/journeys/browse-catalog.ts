/** The catalog as everybody may see it: metadata, and profiles that were computed when the data was loaded. */
import type { TableProfile } from '../../shared/contract/catalog.ts'
import type { LinkagePair } from '../../shared/contract/dashboard.ts'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { LibraryMacro } from '../../shared/model/macro.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { type CatalogOf, dcatOf } from '../catalog/dcat.ts'

export interface CatalogNeeds {
  datasets: Dataset[]
  profiles: TableProfile[]
  linkage: LinkagePair[]
  macros: LibraryMacro[]
  environment: CatalogOf
}

/** Needs no visitor. `dcat` is the same catalog in DCAT, as JSON bytes. */
export function catalogJourneys({ datasets, profiles, linkage, macros, environment }: CatalogNeeds) {
  return {
    async datasets(): Promise<RouteOutput<'catalog.datasets'>> {
      return { datasets }
    },
    async dataset({ datasetId }: RouteInput<'catalog.dataset'>): Promise<RouteOutput<'catalog.dataset'>> {
      const dataset = datasets.find(({ id }) => id === datasetId)
      if (!dataset) throw new Refusal('dataset-not-found')
      const own = profiles.filter(({ schema, name }) =>
        dataset.tables.some((table) => table.schema === schema && table.name === name),
      )
      return { dataset, profiles: own }
    },
    async linkage(): Promise<RouteOutput<'catalog.linkage'>> {
      return { pairs: linkage }
    },
    async macros(): Promise<RouteOutput<'catalog.macros'>> {
      return { macros }
    },
    async dcat(): Promise<BytesAnswer> {
      const text = JSON.stringify(dcatOf(datasets, environment), null, 2)
      return { bytes: new TextEncoder().encode(text), headers: {} }
    },
  }
}
