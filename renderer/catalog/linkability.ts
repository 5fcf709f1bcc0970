import type { LinkagePair } from '../../shared/contract/dashboard.ts'
import type { Dataset } from '../../shared/model/catalog.ts'

/** Shared persons of two databases in either order; undefined where this environment does not hold both. */
export const sharedPersons = (
  pairs: readonly LinkagePair[],
  a: Dataset,
  b: Dataset,
): number | null | undefined =>
  pairs.find(({ databases }) => databases.includes(a.id) && databases.includes(b.id))?.persons
