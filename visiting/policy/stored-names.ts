/** What the columns of a workspace table are called, in the engine and in the plan that is kept of them. */
import type { FactsPlan } from '../../shared/model/facts.ts'

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/**
 * The names columns get where two would have one: those DuckDB gives, but given here, so that what is written down of a
 * column is of that column. As they were asked for where each is another.
 */
export function distinctNames({ columns }: FactsPlan, given: string[]): string[] {
  const names = columns.map(({ name }, index) => given[index] ?? name)
  const taken = new Set<string>()
  const distinct = names.map((name) => {
    let free = name
    for (let times = 1; taken.has(free.toLowerCase()); times++) free = `${name}_${times}`
    taken.add(free.toLowerCase())
    return free
  })
  return distinct.every((name, index) => name === names[index]) ? given : distinct
}

/** Columns under new names; the one that names the person is called by its new name, too. */
export function withNames(plan: FactsPlan, names: string[]): FactsPlan {
  const columns = plan.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))
  const placeOf = (named: string) => plan.columns.findIndex(({ name }) => sameName(name, named))
  // Which of two columns of one name says the order cannot be told: then no column does.
  const isOnce = (named: string) => plan.columns.filter(({ name }) => sameName(name, named)).length === 1
  if (plan.kind === 'aggregated' && plan.ordered !== undefined) {
    const ordered = plan.ordered.map((name) => (isOnce(name) ? columns[placeOf(name)]!.name : ''))
    return { ...plan, columns, ordered }
  }
  if (plan.kind !== 'individual' || plan.personColumn === null) return { ...plan, columns }
  const place = placeOf(plan.personColumn)
  return { ...plan, columns, personColumn: columns[place]?.name ?? plan.personColumn }
}
