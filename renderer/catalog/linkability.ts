/** Whether two databases can be linked: by the present rules, once both are provided pseudonymised, or not. */
import type { LinkagePair } from '../../shared/contract/dashboard.ts'
import type { Dataset } from '../../shared/model/catalog.ts'

export type Linkability = 'present' | 'planned' | 'none'

export function linkabilityOf(a: Dataset, b: Dataset): Linkability {
  if (a.linkableWith.includes(b.id)) return 'present'
  return a.pseudonymisedPlanned && b.pseudonymisedPlanned ? 'planned' : 'none'
}

/** Shared persons of two databases in either order; undefined where this environment does not hold both. */
export const sharedPersons = (
  pairs: readonly LinkagePair[],
  a: Dataset,
  b: Dataset,
): number | null | undefined =>
  pairs.find(({ databases }) => databases.includes(a.id) && databases.includes(b.id))?.persons
