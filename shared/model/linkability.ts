/** Whether two databases can be linked: by the present rules, once both are provided pseudonymised, or not. */
import type { Dataset } from './catalog.ts'

export type Linkability = 'present' | 'planned' | 'none'

type Linked = Pick<Dataset, 'id' | 'linkableWith' | 'pseudonymisedPlanned'>

/** `a` names whom it can be linked with by the present rules; the order of the two matters in this alone. */
export function linkabilityOf(a: Linked, b: Linked): Linkability {
  if (a.linkableWith.includes(b.id)) return 'present'
  return a.pseudonymisedPlanned && b.pseudonymisedPlanned ? 'planned' : 'none'
}

/** Every pair of the named databases with its standing; open data holds no persons and is left out. */
export function linkabilityAmong(
  datasets: readonly Dataset[],
  ids: readonly string[],
): { a: Dataset; b: Dataset; standing: Linkability }[] {
  const chosen = datasets.filter(({ id, access }) => access === 'permit' && ids.includes(id))
  return chosen.flatMap((a, at) => chosen.slice(at + 1).map((b) => ({ a, b, standing: linkabilityOf(a, b) })))
}
