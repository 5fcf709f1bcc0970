/**
 * Group disclosure: where everybody of a group is in one category, whoever is known to belong to the group is known to be
 * in the category, however many they are (class disclosure: Griffiths et al., Handbook on Statistical Disclosure Control
 * for Outputs, 2019). No minimum of persons stops that, and rules that show zeros allow it, so a person judges.
 *
 * Looks at what is shown in the end, and only at cells that may be told: a hidden count beside them leaves it open. A key
 * that follows from another key of the row (the prefecture of a municipality, a name beside its code) divides nobody.
 * Categories within others (小計, bands within bands) are looked at level by level, so that a subtotal is a group and not
 * one of its own categories.
 */
import type { CellStatus } from '../../shared/model/findings.ts'
import { keyedTable } from './additive-structure.ts'
import type { FindingList } from './assess.ts'
import { keysTold } from './find-relations.ts'
import { findNestedCategories, type Hierarchies } from './hierarchies.ts'
import { isMarginKey, isTold, numberOf, type TableInput, textOf } from './table-input.ts'

/** Parents among the categories of one key, by its name; of-which rows beside them. */
export type Levels = Pick<Hierarchies, 'within' | 'ofWhich'>

export interface OneCategory {
  row: number
  column: number
  /** The key or column whose one category holds everybody; the column itself where it is a rate of all. */
  by: number
}

/** Cells that hold everybody of their group are noted; of each column and what divides it, a person judges once. */
export function reportOneCategory(
  input: TableInput,
  { status, report }: { status: CellStatus[][]; report: FindingList },
): void {
  const asked = new Set<string>()
  // Of what may be told alone: which category holds which others must not depend on a number that may not.
  const levels = findNestedCategories([keyedTable(keysTold(input))])
  const isShown = (r: number, c: number) => status[r]![c] === 'shown'
  for (const { row, column, by } of findOneCategory(input, { isShown, levels })) {
    const { name } = input.columns[column]!
    const params = { by: input.columns[by]!.name }
    report.add({ code: 'one-category', severity: 'note', rule: null, params }, { row, column: name })
    const about = `${column} ${by}`
    if (asked.has(about)) continue
    asked.add(about)
    report.add(
      { code: 'one-category-judge', severity: 'warning', rule: null, params: { column: name, ...params } },
      { row: null, column: name },
    )
  }
}

/** Cells that hold everybody of their group. `isShown`: whether a cell leaves with its number. */
export function findOneCategory(
  input: TableInput,
  { isShown, levels }: { isShown(row: number, column: number): boolean; levels: Levels },
): OneCategory[] {
  const { columns, rows } = input
  const tells = (row: number, column: number) => isTold(rows[row]!, column) && isShown(row, column)
  const counts = columns.flatMap(({ role }, c) => (role === 'persons' || role === 'count' ? [c] : []))
  return [
    ...alongKeys(input, { counts, tells, levels }),
    ...besideColumns(input, tells),
    ...columns.flatMap(({ role }, column) =>
      role === 'rate'
        ? rows.flatMap(({ facts, values }, row) => {
            const { persons, denominatorPersons } = facts[column]!
            const all = persons !== null && persons > 0 && persons === denominatorPersons
            return all && isWhole(numberOf(values[column])) && tells(row, column)
              ? [{ row, column, by: column }]
              : []
          })
        : [],
    ),
  ]
}

/** A rate of 1, 100 % or so many of a thousand. Claims per person come to other numbers, though all have one. */
const isWhole = (rate: number | null) => rate !== null && [1, 100, 1_000, 10_000, 100_000].includes(rate)

interface Tells {
  tells(row: number, column: number): boolean
}

function alongKeys(
  input: TableInput,
  { counts, tells, levels }: Tells & { counts: readonly number[]; levels: Levels },
): OneCategory[] {
  const { columns, rows } = input
  const keys = columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const keyOf = (row: number, key: number) => {
    const value = rows[row]!.values[key]
    return isMarginKey(value) ? null : textOf(value)
  }
  // Of rows whose keys may not be told nobody can say which categories they are.
  const allTold = rows.every((row) => keys.every((key) => isTold(row, key)))
  const found: OneCategory[] = []
  for (const key of keys) {
    const others = keys.filter((other) => other !== key)
    const over = others.filter((other) => decides(input, { other, key }))
    const { name: keyName } = columns[key]!
    const parents = levels.within.get(keyName)
    const apart = levels.ofWhich.get(keyName)
    const categories = new Map<string | null, Set<string>>()
    const groups = new Map<string, { level: string | null; margin: number | null; parts: number[] }>()
    const groupAt = (level: string | null, others: readonly (string | null)[]) => {
      const name = JSON.stringify([level, ...others])
      const group = groups.get(name) ?? { level, margin: null, parts: [] }
      groups.set(name, group)
      return group
    }
    const inner = new Set<string | null>(parents?.values())
    rows.forEach((row, r) => {
      if (!keys.every((each) => isTold(row, each))) return
      if (over.some((other) => keyOf(r, other) !== null)) return
      const rest = others.map((other) => keyOf(r, other))
      const category = keyOf(r, key)
      if (category !== null && apart?.has(category)) return
      if (category === null || inner.has(category)) groupAt(category, rest).margin = r
      if (category === null) return
      const level = parents?.get(category) ?? null
      categories.set(level, (categories.get(level) ?? new Set()).add(category))
      groupAt(level, rest).parts.push(r)
    })
    for (const { level, margin, parts } of groups.values()) {
      if ((categories.get(level)?.size ?? 0) < 2) continue
      for (const column of counts) {
        const valueAt = (row: number) => numberOf(rows[row]!.values[column])
        const [most] = parts.filter((row) => (valueAt(row) ?? 1) !== 0)
        if (most === undefined || !tells(most, column)) continue
        const value = valueAt(most)
        const whole = margin === null || !tells(margin, column) ? null : valueAt(margin)
        const isAll =
          whole === null ? allTold && isAlone(parts, { most, column, valueAt, tells }) : value === whole
        if (value !== null && value > 0 && isAll) found.push({ row: most, column, by: key })
      }
    }
  }
  return found
}

/** Whether all other categories are shown as nobody, or left out because nobody is in them. */
function isAlone(
  parts: readonly number[],
  {
    most,
    column,
    valueAt,
    tells,
  }: Tells & { most: number; column: number; valueAt(row: number): number | null },
): boolean {
  return parts.every((row) => row === most || (valueAt(row) === 0 && tells(row, column)))
}

/** Whether each category of one key goes with a single category of another: the other then divides nobody. */
function decides({ rows }: TableInput, { other, key }: { other: number; key: number }): boolean {
  const of = new Map<string, string>()
  return rows.every(({ values }) => {
    if (isMarginKey(values[other]) || isMarginKey(values[key])) return true
    const [from, to] = [textOf(values[other]), textOf(values[key])]
    const known = of.get(from)
    of.set(from, known ?? to)
    return known === undefined || known === to
  })
}

/** Of two counts of persons in one row, one of which holds the other in every row, those that are the same here. */
function besideColumns({ columns, rows }: TableInput, tells: Tells['tells']): OneCategory[] {
  const persons = columns.flatMap(({ role }, column) => (role === 'persons' ? [column] : []))
  return persons.flatMap((column) =>
    persons.flatMap((by): OneCategory[] => {
      if (by === column) return []
      const pairs = rows.map(({ values }, row) => ({
        row,
        part: numberOf(values[column]) ?? 0,
        whole: numberOf(values[by]) ?? 0,
        told: tells(row, column) && tells(row, by),
      }))
      // Asked of what is told alone, so that nothing untold makes or unmakes it.
      const told = pairs.filter((pair) => pair.told)
      if (!told.every(({ part, whole }) => part <= whole) || !told.some(({ part, whole }) => part < whole))
        return []
      return told.flatMap(({ row, part, whole }) => (part === whole && part > 0 ? [{ row, column, by }] : []))
    }),
  )
}
