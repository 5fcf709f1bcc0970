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

/** The columns of a query's plan with the statistics each shows; `node`: the query before it was rewritten. */
export function withStatistics(columns: ColumnFacts[], node: TreeNode, tables: KnownTable[]): ColumnFacts[] {
  const speaks = readNames(node, tables)
  if (!speaks) return columns
  return columns.map(({ statistics: _, ...column }) => {
    // What got its name on the way, as columns of PIVOT do, may show whatever the query computes.
    const found = speaks.of(column.name) ?? speaks.all
    return found.size > 0 ? { ...column, statistics: [...found].sort() } : column
  })
}

/** What is computed anywhere under each name; null where the query and its tables hold no statistic. */
function readNames(node: TreeNode, tables: KnownTable[]) {
  const all = new Set<Statistic>()
  const stored = new Map<string, Statistic[]>()
  for (const { plan } of tables)
    for (const { name, statistics = [] } of plan?.columns ?? []) {
      stored.set(name.toLowerCase(), [...(stored.get(name.toLowerCase()) ?? []), ...statistics])
      for (const one of statistics) all.add(one)
    }
  const made = new Map<string, TreeNode[]>()
  const put = (name: string, parts: TreeNode[]) =>
    made.set(name.toLowerCase(), [...(made.get(name.toLowerCase()) ?? []), ...parts])
  walk(node, (part) => {
    for (const one of STATISTICS[text(part, 'function_name').toLowerCase()] ?? []) all.add(one)
    for (const item of children(part, 'select_list')) {
      const name = columnName(item)
      if (name !== null) put(name, [item])
    }
    // Names beside a subquery or a CTE stand for what it selects, place by place; any of it may be meant.
    for (const name of [...texts(part, 'column_name_alias'), ...texts(part, 'aliases')]) put(name, [part])
    return true
  })
  if (all.size === 0) return null

  const known = new Map<string, ReadonlySet<Statistic>>()
  const of = (given: string): ReadonlySet<Statistic> | null => {
    const name = given.toLowerCase()
    if (!made.has(name) && !stored.has(name)) return null
    const before = known.get(name)
    if (before !== undefined) return before
    const found = new Set<Statistic>()
    const seen = new Set<string>([name])
    const open = [name]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const one of stored.get(next) ?? []) found.add(one)
      walk(made.get(next) ?? [], (part) => {
        for (const one of STATISTICS[text(part, 'function_name').toLowerCase()] ?? []) found.add(one)
        if (text(part, 'class') !== 'COLUMN_REF') return true
        for (const inner of texts(part, 'column_names').map((one) => one.toLowerCase()))
          if (!seen.has(inner)) {
            seen.add(inner)
            open.push(inner)
          }
        return false
      })
    }
    known.set(name, found)
    return found
  }
  return { all, of }
}
