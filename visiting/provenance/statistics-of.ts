/**
 * Which columns of a query show a correlation, a regression or a spread, however it reaches them: through other
 * arithmetic, subqueries, CTEs or a table stored before. Checks at submission look at these for what a fit tells about
 * persons (visiting/disclosure/fit-checks.ts).
 *
 * Columns are followed by their names alone, whatever table they stand in: one too many asks a reviewer to look at a
 * column that is none.
 */
import type { ColumnFacts, Statistic } from '../../shared/model/facts.ts'
import { columnName } from './column-name.ts'
import type { KnownTable, TreeNode } from './measure.ts'
import { children, text, texts, walk } from './tree.ts'

const STATISTICS: Record<string, Statistic[]> = {
  corr: ['fit', 'strength'],
  regr_r2: ['fit', 'strength'],
  regr_slope: ['fit'],
  regr_intercept: ['fit'],
  regr_sxy: ['fit'],
  regr_sxx: ['fit', 'spread'],
  regr_syy: ['fit', 'spread'],
  stddev: ['spread'],
  stddev_pop: ['spread'],
  stddev_samp: ['spread'],
  variance: ['spread'],
  var_pop: ['spread'],
  var_samp: ['spread'],
  sem: ['spread'],
}

/** What a call of a function is; nothing where it is no statistic. */
export const statisticsOf = (node: TreeNode): readonly Statistic[] =>
  STATISTICS[text(node, 'function_name').toLowerCase()] ?? []

/** The columns of a query's plan with the statistics each shows; `node`: the query before it was rewritten. */
export function withStatistics(columns: ColumnFacts[], node: TreeNode, tables: KnownTable[]): ColumnFacts[] {
  const stored = tables.flatMap(({ plan }) => plan?.columns ?? [])
  const all = new Set(stored.flatMap(({ statistics = [] }) => statistics))
  walk(node, (part) => {
    for (const one of statisticsOf(part)) all.add(one)
    return true
  })
  if (all.size === 0) return columns
  const shownBy = following(node, stored)
  return columns.map(({ statistics: _, ...column }) => {
    // What got its name on the way, as columns of PIVOT do, may show whatever the query computes.
    const found = shownBy(column.name) ?? all
    return found.size > 0 ? { ...column, statistics: [...found].sort() } : column
  })
}

/** What is shown under a name, here or in a table stored before; null where nothing has the name. */
function following(
  node: TreeNode,
  stored: readonly ColumnFacts[],
): (name: string) => ReadonlySet<Statistic> | null {
  const made = new Map<string, TreeNode[]>()
  const put = (name: string, part: TreeNode) =>
    made.set(name.toLowerCase(), [...(made.get(name.toLowerCase()) ?? []), part])
  walk(node, (part) => {
    for (const item of children(part, 'select_list')) {
      const name = columnName(item)
      if (name !== null) put(name, item)
    }
    // Names beside a subquery or a CTE stand for what it selects, place by place; any of it may be meant.
    for (const name of [...texts(part, 'column_name_alias'), ...texts(part, 'aliases')]) put(name, part)
    return true
  })
  const storedAs = (name: string) => stored.filter((one) => one.name.toLowerCase() === name)
  return (given) => {
    const seen = new Set([given.toLowerCase()])
    const found = new Set<Statistic>()
    // What is met on the way is followed too.
    for (const name of seen) {
      for (const one of storedAs(name).flatMap(({ statistics = [] }) => statistics)) found.add(one)
      walk(made.get(name) ?? [], (part) => {
        for (const one of statisticsOf(part)) found.add(one)
        if (text(part, 'class') !== 'COLUMN_REF') return true
        for (const inner of texts(part, 'column_names')) seen.add(inner.toLowerCase())
        return false
      })
    }
    const [name] = seen
    return made.has(name!) || storedAs(name!).length > 0 ? found : null
  }
}
