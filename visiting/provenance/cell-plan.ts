/**
 * Whether a block of groups can be answered, and its persons counted, from cells kept beside a table
 * (shared/model/person-cells.ts) in place of its rows: all it speaks of must be columns the rows were put together by,
 * or numbers of which the cells keep what is asked. Each grouping set has the table of cells that costs it least.
 */
import {
  BITS,
  CHUNK,
  cellColumn,
  cellTable,
  type PersonCells,
  ROWS,
} from '../../shared/model/person-cells.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import { boundKey, type GroupBlock, isApart, isSure } from './person-passes.ts'
import { sameName } from './relation.ts'
import { askedOf, spokenOf } from './spoken-columns.ts'
import {
  both,
  child,
  children,
  column,
  conjuncts,
  integer,
  isNotNull,
  keyOf,
  nothing,
  text,
  texts,
  when,
} from './tree.ts'

/** An aggregate over rows as one over cells: of what, by which function, under what condition. */
export interface OverCells {
  value: TreeNode
  by: 'sum' | 'bit_or' | 'min' | 'max'
  filter: TreeNode | null
}

export interface CellPlan {
  /** For each grouping set (one, where there are none): its cells in place of the table. */
  sets: {
    set: number[]
    from: TreeNode /** Its groups of 64 persons are the cells as they lie. */
    direct: boolean
  }[]
  chunk: TreeNode
  /** Every value comes from the cells; no pass over the rows. */
  folds: boolean
  /** Throws for what `cellsFor` did not find to be kept. */
  over(aggregate: TreeNode): OverCells
}

/** Rows in whose time a cell is read and added, and put together with others of its group. */
const READ = 4
const GROUPED = 24

/** `spare`: true where there is another cheap way, so that cells must be few. */
export function cellsFor(
  block: GroupBlock,
  { bit, spare }: { bit: TreeNode; spare: boolean },
): CellPlan | null {
  const { from, scope, tour, keys, where, aggregates } = block
  const [source, ...more] = scope.sources
  if (source === undefined || more.length > 0 || scope.caps.length > 0) return null
  // Renamed columns would pass for others.
  if (text(from, 'type') !== 'BASE_TABLE' || texts(from, 'column_name_alias').length > 0) return null
  const numbered = tour.journey.numberedAt(from)
  const kept = numbered?.ordinals.cells
  if (!numbered || !kept) return null

  const numberOf = (value: TreeNode | undefined): string | null => {
    const bound = value === undefined ? null : boundKey(value, scope)
    return kept.numbers.find((name) => bound !== null && sameName(name, bound.column.name)) ?? null
  }
  const isSquared = (value: TreeNode): boolean => {
    const number = numberOf(value)
    return number !== null && kept.squares?.includes(number) === true
  }
  const spoken = (expression: TreeNode | null): string[] | null =>
    expression === null ? [] : (spokenOf(expression, source, scope)?.map(({ name }) => name) ?? null)

  /* What the block speaks of, but for numbers that are only added up or looked for. */
  const asked: (string[] | null)[] = [spoken(where)]
  for (const aggregate of aggregates)
    asked.push(spoken(child(aggregate.node, 'filter')), ofArguments(aggregate))
  function ofArguments({ node, kind, mixed }: AggregateCall): string[] | null {
    // Which numbers the query put among the values is not kept.
    if (mixed === true) return null
    const args = children(node, 'children')
    const unkept = args.filter((arg) => numberOf(arg) === null)
    switch (kind) {
      case 'count-if':
        return spoken(args[0] ?? null)
      case 'sum':
      case 'mean':
        return unkept.length === 0 ? [] : null
      case 'moments':
        // Of two columns the products would be needed.
        return args.length === 1 && isSquared(args[0]!) ? [] : null
      case 'tail':
      case 'count':
        if (node.distinct === true) return []
        // Of a quantile, how many rows there are on its sides.
        return (args.length === 1 || kind === 'tail') &&
          (isSure(args[0]!, scope, 'filled') || numberOf(args[0]) !== null)
          ? []
          : spoken(args[0] ?? null)
      default:
        // Extremes are looked for among the rows, and their holders too.
        return []
    }
  }
  const always = unionOf(asked)
  const ofKeys = keys.map((key) => spoken(key))
  if (always === null || ofKeys.includes(null)) return null
  const itself = keys.map((key) => boundKey(key, scope)?.column.name ?? null)

  const sets: CellPlan['sets'] = []
  const by: string[][] = []
  let cost = 0
  for (const set of block.sets.length === 0 ? [[]] : block.sets) {
    const wanted = [...new Set(set.flatMap((key) => ofKeys[key]!))]
    const ways = kept.tables.flatMap(({ columns, cells }, place) => {
      if (![...always, ...wanted].every((name) => columns.some((other) => sameName(name, other)))) return []
      const direct = columns.every((name) =>
        set.some((key) => itself[key] !== null && sameName(itself[key]!, name)),
      )
      const groups = Math.min(cells, fewestOf(kept, wanted))
      return [{ place, direct, cost: cells * READ + (direct ? 0 : groups * GROUPED) }]
    })
    const [best] = ways.sort((a, b) => a.cost - b.cost)
    if (best === undefined) return null
    cost += best.cost
    by.push(kept.tables[best.place]!.columns)
    const name = cellTable(text(from, 'table_name'), best.place)
    sets.push({ set, from: { ...from, table_name: name, alias: source.alias }, direct: best.direct })
  }
  if (cost > (spare ? 1 : 3) * numbered.rows) return null

  const at = (name: string): TreeNode => column(source.alias, name)
  const rows = (filter: TreeNode | null): OverCells => ({ value: at(ROWS), by: 'sum', filter })
  const isBy = (condition: TreeNode): boolean =>
    spoken(condition)?.every((name) =>
      by.every((columns) => columns.some((other) => sameName(name, other))),
    ) ?? false

  /** A condition taken apart: what the cells were put together by, and the number that must be there or above zero. */
  function apart(condition: TreeNode | null): {
    filter: TreeNode | null
    number: string | null
    isThere: boolean
  } {
    const parts = conjuncts(condition)
    const [presence, ...others] = parts.filter((part) => !isBy(part))
    const number = presence === undefined ? null : numberOf(askedOf(presence) ?? undefined)
    if (others.length > 0 || (presence !== undefined && number === null))
      throw new Error('cells keep no such thing')
    return {
      filter: both(parts.filter((part) => part !== presence)),
      number,
      isThere: presence !== undefined && text(presence, 'type') === 'OPERATOR_IS_NOT_NULL',
    }
  }
  /** Who is in the cell's rows for which a condition holds. */
  function persons(condition: TreeNode | null): OverCells {
    const { filter, number, isThere } = apart(condition)
    const bits = number === null ? BITS : cellColumn(isThere ? 'given' : 'some', number)
    return { value: at(bits), by: 'bit_or', filter }
  }
  /** How many rows there are for which a condition holds. */
  function counted(condition: TreeNode): OverCells {
    const { filter, number, isThere } = apart(condition)
    if (number !== null && !isThere) throw new Error('cells do not keep how many are above zero')
    return number === null ? rows(filter) : { value: at(cellColumn('values', number)), by: 'sum', filter }
  }

  function over(aggregate: TreeNode): OverCells {
    const name = text(aggregate, 'function_name').toLowerCase()
    const filter = child(aggregate, 'filter')
    const [x] = children(aggregate, 'children')
    if (x === undefined) return rows(filter)
    if (keyOf(x) === keyOf(bit)) return persons(filter)
    const factor = text(x, 'function_name') === '*' ? children(x, 'children')[0]! : null
    const inner = factor ?? x
    const number = numberOf(text(inner, 'class') === 'CAST' ? child(inner, 'child')! : inner)
    switch (name) {
      case 'sum':
        return { value: at(cellColumn(factor === null ? 'sum' : 'squares', number!)), by: 'sum', filter }
      case 'count_if':
      case 'countif':
        if (!isBy(x)) return counted(both([filter, x])!)
        // Nothing but NULL is counted as NULL.
        return {
          value: when(x, at(ROWS), when(isNotNull(x), integer(0), nothing())),
          by: 'sum',
          filter,
        }
      case 'count':
        if (isSure(x, scope, 'filled')) return rows(filter)
        return number === null
          ? rows(both([filter, isNotNull(x)]))
          : { value: at(cellColumn('values', number)), by: 'sum', filter }
      default: {
        const of = name === 'min' ? name : 'max'
        return { value: isBy(x) ? x : at(cellColumn('least', number!)), by: of, filter }
      }
    }
  }
  return { sets, chunk: at(CHUNK), folds: aggregates.every((aggregate) => isFolded(aggregate, block)), over }
}

const FOLDED: ReadonlySet<string> = new Set('sum count count_star count_if countif'.split(' '))

/** True for a value that adds up from parts of its group. */
export function isFolded(aggregate: AggregateCall, { scope, keys, sets }: GroupBlock): boolean {
  if (aggregate.mixed === true) return false
  if (aggregate.kind !== 'grouping')
    return !isApart(aggregate, scope) && FOLDED.has(text(aggregate.node, 'function_name').toLowerCase())
  const known = keys.map((key) => keyOf(key))
  return sets.length > 1 && children(aggregate.node, 'children').every((arg) => known.includes(keyOf(arg)))
}

/** The fewest cells any table has that was put together by these columns, among others. */
const fewestOf = ({ tables }: PersonCells, wanted: string[]): number =>
  Math.min(
    ...tables
      .filter(({ columns }) => wanted.every((name) => columns.some((other) => sameName(name, other))))
      .map(({ cells }) => cells),
  )

const unionOf = (lists: (string[] | null)[]): string[] | null =>
  lists.includes(null) ? null : [...new Set(lists.flatMap((list) => list!))]
