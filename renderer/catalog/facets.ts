/** Facets of the dataset list: values with how many datasets have them, and the choice among them. Pure. */
import type { Dataset } from '../../shared/model/catalog.ts'

export const FACETS = ['access', 'status', 'identifiability', 'pseudonymised', 'data'] as const
export type FacetName = (typeof FACETS)[number]
/** Chosen values by facet; within a facet any of them, between facets all. */
export type Choice = Partial<Record<FacetName, readonly string[]>>

function valueOfFacet(dataset: Dataset, facet: FacetName): string {
  switch (facet) {
    case 'access':
      return dataset.access
    case 'status':
      return dataset.status
    case 'identifiability':
      return dataset.identifiability
    case 'pseudonymised':
      return dataset.pseudonymisedPlanned ? 'planned' : 'no'
    case 'data':
      return dataset.tables.length > 0 ? 'here' : 'none'
  }
}

const isChosen = (dataset: Dataset, choice: Choice, facet: FacetName): boolean => {
  const chosen = choice[facet]
  return !chosen || chosen.length === 0 || chosen.includes(valueOfFacet(dataset, facet))
}

/** Those that fit every facet; of one facet any value will do, and one with nothing chosen fits all. */
export const chooseDatasets = (datasets: readonly Dataset[], choice: Choice): Dataset[] =>
  datasets.filter((dataset) => FACETS.every((facet) => isChosen(dataset, choice, facet)))

/** Values of a facet with the number of datasets each would leave, given the choice in the other facets. */
export function facetValues(
  datasets: readonly Dataset[],
  choice: Choice,
  facet: FacetName,
): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const dataset of datasets) {
    const value = valueOfFacet(dataset, facet)
    const others = FACETS.every((other) => other === facet || isChosen(dataset, choice, other))
    counts.set(value, (counts.get(value) ?? 0) + (others ? 1 : 0))
  }
  return [...counts].map(([value, count]) => ({ value, count }))
}

/** The choice with this value put in, or taken out where it was in. */
export function toggle(choice: Choice, facet: FacetName, value: string): Choice {
  const chosen = choice[facet] ?? []
  return {
    ...choice,
    [facet]: chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value],
  }
}
