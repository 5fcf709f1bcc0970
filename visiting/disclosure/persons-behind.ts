/**
 * The persons behind amounts that add up, and behind counts of rows of which they have several. What several hidden ones
 * come to together follows from their total, however little is known of each: where that is a number about fewer persons
 * than a count may be of, more has to be hidden. So what is hidden of amounts must hide the counts of their persons as
 * well as if these stood there.
 */
import { COUNTS, type GroupProblem, type Member } from './additive-problem.ts'
import { personsOf } from './judge-cells.ts'
import { countWidth } from './protection-levels.ts'
import { suppress } from './suppress.ts'
import { type Pattern, type SuppressInput, type Target, UnprotectableError } from './suppression-problem.ts'
import { numberOf } from './table-input.ts'

/**
 * The same table of the persons; whoever stands in two cells counts twice. Null where it is not known of every cell, or
 * nothing hidden rests on too few.
 */
function personsBehind(
  group: readonly Member[],
  { problem, ids, levels }: Pick<GroupProblem, 'problem' | 'ids' | 'levels'>,
): SuppressInput | null {
  const { system, values } = problem
  const targeted = new Set(problem.targets.map(({ cell }) => cell))
  const persons: (number | null)[] = Array.from(values, (value) => (value === 0 ? 0 : null))
  const amounts = new Set<number>()
  group.forEach(({ at, part }, member) => {
    part.places.forEach((place, k) => {
      if (!place) return
      const cell = ids[member]![k]!
      const { role } = at.input.columns[place.column]!
      const { values, facts, rowPersons } = at.input.rows[place.row]!
      const value = values[place.column] ?? null
      const behind = personsOf({ role, value, facts: facts[place.column]!, rowPersons })
      persons[cell] = behind
      const isOfPersons = role === 'count' ? behind === numberOf(value) : COUNTS.has(role)
      if (!isOfPersons && !part.counted?.has(place.column)) amounts.add(cell)
    })
  })
  if (amounts.size === 0) return null
  for (const { cells } of system.allEquations) persons[cells[0]!] = null
  for (let found = true; found; ) {
    found = false
    for (const { cells, signs } of system.allEquations) {
      const [total = -1, ...parts] = cells
      if (signs.some((sign, k) => sign !== (k === 0 ? 1 : -1))) return null
      if (persons[total] !== null || parts.some((part) => persons[part] === null)) continue
      persons[total] = parts.reduce((sum, part) => sum + persons[part]!, 0)
      found = true
    }
  }
  const known = persons.map((each) => each ?? -1)
  if (known.includes(-1)) return null
  const adds = ({ cells }: { cells: readonly number[] }) =>
    known[cells[0]!] === cells.slice(1).reduce((sum, part) => sum + known[part]!, 0)
  if (!system.allEquations.every(adds)) return null
  const targets = [...amounts].flatMap((cell): Target[] => {
    const rule = { threshold: levels.of[cell]!, zeroPolicy: 'show' as const }
    const isFew = targeted.has(cell) && known[cell]! > 0 && known[cell]! < rule.threshold
    return isFew ? [{ cell, width: countWidth(known[cell]!, rule) }] : []
  })
  if (targets.length === 0) return null
  const nobody = { lows: new Float64Array(known.length), singles: new Int32Array(known.length) }
  return { ...problem, ...nobody, values: known, targets, floors: null, whole: true, grid: null }
}

/** A pattern for the numbers that hides those of their persons, too. */
export async function suppressWithPersons(
  group: readonly Member[],
  found: Pick<GroupProblem, 'problem' | 'ids' | 'levels'>,
  {
    keep,
    ...limits
  }: NonNullable<Parameters<typeof suppress>[1]> & {
    /** Whether the researcher’s cells to keep may yet be given up. */
    keep: boolean
  },
): Promise<Pattern> {
  const { problem } = found
  const first = await suppress(problem, limits)
  const behind = personsBehind(group, found)
  if (!behind) return first
  // What is hidden for the numbers costs nothing more; hiding more takes no protection away.
  const targeted = new Set(behind.targets.map(({ cell }) => cell))
  const hidden = [...first.hidden.keys()].filter(
    (cell) => first.hidden[cell] === 1 && problem.unpublished[cell] === 0 && !targeted.has(cell),
  )
  const targets = [...behind.targets, ...hidden.map((cell): Target => ({ cell, width: 0 }))]
  const second = await suppress({ ...behind, targets }, limits).catch((failure: unknown): Pattern => {
    if (!(failure instanceof UnprotectableError) || keep) throw failure
    // Nothing else is left to hide.
    const all = problem.eligible.map((mark, cell) => mark | first.hidden[cell]!)
    return { hidden: all, method: 'heuristic', gap: 1, cost: 1 }
  })
  if (second.cost === 0) return first
  const cost = first.cost + second.cost
  const gap = 1 - (first.cost * (1 - first.gap)) / cost
  return { hidden: second.hidden, cost, gap, method: 'heuristic' }
}
