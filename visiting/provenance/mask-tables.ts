/**
 * The tables of a grouping by masks: cells of rows (`cell`), their sums over each group (`sum`), aggregates over the
 * rows themselves (`row`) or over those of them that are not alone (`again`), put together as one table of groups with values and facts (`value`, `fact`), to which
 * passes over chosen groups are joined. Equal expressions are kept once. Over 400 lines: one table, whose parts name each
 * other’s columns.
 */
import type { CellPlan } from './cell-plan.ts'
import { countOf, Items } from './mask-items.ts'
import { Lane } from './mask-lane.ts'
import { type Alone, isAtHand, type Masked } from './mask-plan.ts'
import type { TreeNode } from './measure.ts'
import { computed, type GroupBlock, type GroupNames, isColumn, isSure, withPerson } from './person-passes.ts'
import { findLocal, type Scope, type Source } from './scope.ts'
import { groupingOf, setNumber } from './set-numbers.ts'
import { isFlagSum, type Split } from './split-cells.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  column,
  compare,
  cteFrom,
  integer,
  isNotNull,
  join,
  named,
  nothing,
  nowhere,
  operator,
  type SelectParts,
  select,
  subqueryFrom,
  text,
  texts,
  unionAll,
  walk,
  when,
  yes,
} from './tree.ts'

/**
 * What is first looked for among some persons is among so many that they have about as many rows: this many times those
 * from which on tables are large.
 */
const ROWS_OF_SOME = 2.5

interface Ways {
  masked: Masked
  alone: Alone | null
  /** Cells kept beside the table, in place of its rows. */
  kept: CellPlan | null
  /** What these do not answer. */
  rest: Split['rest'] | null
  /** Values come from the cells; no pass over the rows themselves. */
  folded: boolean
}

/** FROM narrowed to chosen groups, by a condition beside the block's own. */
export interface Doubtful {
  rows: TreeNode
  where: TreeNode | null
  setItem: TreeNode[]
  /** Names of the keys, and of the set where there are several. */
  grouped: string[]
}

interface Extreme {
  filter: TreeNode | null
  lane: Lane
}

/** Which groups: of a table of them, those for which a condition holds. */
interface Chosen {
  some?: boolean
  table?: string
  condition?: TreeNode | null
}

interface Beside {
  alias: string
  doubt: TreeNode
  items: Items
}

/** Of each row its group's keys and one of its values. */
export interface BesideValue {
  from: TreeNode
  where: TreeNode | null
  value: TreeNode
  keyItems: TreeNode[]
  keys: TreeNode[]
}

/** The tables that keys are computed of. */
function sourcesOf(keys: TreeNode[], scope: Scope): Set<Source> {
  const found = new Set<Source>()
  walk(keys, (node) => {
    const bound = text(node, 'class') === 'COLUMN_REF' ? findLocal(texts(node, 'column_names'), scope) : null
    if (bound !== null) found.add(bound.source)
    return true
  })
  return found
}

/** By what an aggregate over parts becomes that of the whole. */
function puttingTogether(aggregate: TreeNode): string {
  const name = text(aggregate, 'function_name').toLowerCase()
  if (['bit_or', 'min', 'max'].includes(name)) return name
  if (['sum', 'count', 'count_star', 'count_if', 'countif'].includes(name)) return 'sum'
  throw new Error(`no whole of parts by ${name}`)
}

/**
 * Asked for values and facts one by one, it answers where each can be read; written out as SQL when all was
 * asked.
 */
export class MaskTables {
  readonly #block: GroupBlock
  readonly #names: GroupNames
  readonly #ways: Ways
  /** Of the whole, or of all but the rest. */
  readonly main: Lane
  readonly #rest: Lane | null
  readonly #rows: Items
  readonly #again: Items
  readonly #groups: Items
  readonly #setName: string | null
  readonly #chunkName: string
  #joined: TreeNode
  readonly #later: NonNullable<SelectParts['ctes']> = []
  #places: { from: TreeNode; alias: string } | null = null

  constructor(block: GroupBlock, names: GroupNames, ways: Ways) {
    const hidden = (kind: string): string => block.tour.journey.hidden(kind)
    const items = (kind: string): Items => new Items(hidden(kind), () => hidden('m'))
    this.#block = block
    this.#names = names
    this.#ways = ways
    this.#chunkName = hidden('chunk')
    this.main = new Lane(this.#chunkName, hidden)
    this.#rest = ways.rest === null ? null : new Lane(this.#chunkName, hidden)
    this.#rows = items('rows')
    this.#again = items('again')
    this.#groups = items('groups')
    this.#setName = block.sets.length > 1 ? hidden('set') : null
    this.#joined = cteFrom(this.#groups.alias)
  }

  /** Where the cells of an aggregate are. */
  laneOf(index: number): Lane {
    return this.#rest !== null && this.#ways.rest?.aggregates.has(index) ? this.#rest : this.main
  }
  /** An aggregate over the rows of a group. */
  row(node: TreeNode): TreeNode {
    if (this.#ways.folded) throw new Error('rows are not read by themselves')
    return this.#rows.keep(node)
  }
  /** An aggregate over the rows of a group, as a number beside each of its cells. */
  mean(node: TreeNode, lane: Lane): TreeNode {
    lane.beside ??= this.#block.tour.journey.hidden('beside')
    return column(lane.beside, (this.row(node).column_names as string[])[1]!)
  }
  /** An aggregate over the rows of a group that are not their person's only one; NULL where it has none. */
  again(node: TreeNode): TreeNode {
    return this.#again.keep(node)
  }
  extreme(name: 'min' | 'max', value: TreeNode, { filter, lane }: Extreme): TreeNode {
    const node = call(name, [value], { filter })
    return this.#ways.folded ? lane.sum(call(name, [lane.cell(node)])) : this.row(node)
  }

  /** The value of an aggregate under its name; `counted` where the facts give it. */
  value(index: number, counted: TreeNode | null): void {
    this.#groups.as(
      counted ??
        this.#valueOf(computed(this.#block.aggregates[index]!, this.#block.scope), this.laneOf(index)),
      this.#names.aggregates[index]!,
    )
  }
  #valueOf(node: TreeNode, lane: Lane): TreeNode {
    if (!this.#ways.folded) return this.row(node)
    const name = text(node, 'function_name').toLowerCase()
    if (text(node, 'type') === 'GROUPING_FUNCTION')
      return groupingOf(children(node, 'children'), this.#block, column(lane.sums.alias, this.#setName!))
    const filter = child(node, 'filter')
    // As the facts count them, so that they are counted once.
    if (name === 'count_star' && filter !== null)
      return cast(coalesce(lane.sum(call('sum', [lane.cell(countOf(filter))])), integer(0)), 'BIGINT')
    const added = lane.sum(call('sum', [lane.cell(node)]))
    if (name === 'count' || name === 'count_star') return cast(coalesce(added, integer(0)), 'BIGINT')
    return lane !== this.main && isFlagSum(node) ? coalesce(added, integer(0)) : added
  }
  /** Something known of each group, as a column of the table of groups. */
  fact(node: TreeNode): TreeNode {
    return this.#groups.keep(node)
  }
  of(name: string): TreeNode {
    return column(this.#groups.alias, name)
  }

  /** Institutions of a group, from below; null where rows have none. */
  institutions(): TreeNode | null {
    const { scope, keys, sets, tour } = this.#block
    const [institution] = scope.institutions
    if (institution === undefined) return null
    if (sets.length < 2 && keys.some((key) => isColumn(key, institution, scope))) {
      return cast(isNotNull(this.extreme('max', institution, { filter: null, lane: this.main })), 'INTEGER')
    }
    const [alias, name] = [tour.journey.hidden('places'), tour.journey.hidden('inst')]
    const hashed = cast(
      call('&', [call('hash', [institution]), cast(integer(63), 'UBIGINT')], { operator: true }),
      'UBIGINT',
    )
    const bit = call('<<', [cast(integer(1), 'UBIGINT'), hashed], { operator: true })
    const bits = call('bit_or', [bit], { filter: isNotNull(institution) })
    const query = this.#grouped([named(call('bit_count', [bits]), name)], this.#block.from, this.#ofSome())
    this.#places = { from: subqueryFrom(query, alias), alias }
    return cast(coalesce(column(alias, name), integer(0)), 'INTEGER')
  }

  /** All institutions of the groups for which a condition holds; null where they were counted already. */
  allInstitutions(few: TreeNode): TreeNode | null {
    const [institution] = this.#block.scope.institutions
    if (this.#places === null || institution === undefined) return null
    const { journey } = this.#block.tour
    const [alias, name] = [journey.hidden('places'), journey.hidden('inst')]
    const counted = named(call('count', [institution], { distinct: true }), name)
    const { rows, where } = this.doubtful(few)
    const query = this.#grouped([counted], rows, where)
    this.join(subqueryFrom(query, alias), alias)
    return column(alias, name)
  }

  /** Holds for the rows of some persons. */
  #ofSome(): TreeNode {
    const { least, most } = this.#block.tour.journey.numbers
    const part = Math.min(1, this.#rowsOfSome / this.#block.tour.journey.largest)
    const until = least + Math.ceil((most - least + 1) * part)
    return compare('COMPARE_LESSTHANOREQUALTO', this.#ways.masked.person, integer(until))
  }
  /** From so many persons told apart on, a number rests on all. */
  get enough(): number {
    return this.#block.tour.journey.enough
  }
  get minimum(): number {
    return this.#block.tour.journey.minimum
  }

  /** False where some persons are all, or their rows as dear as those of all. */
  get hasSome(): boolean {
    return this.#block.tour.journey.largest > 2 * this.#rowsOfSome && isAtHand(this.#block.from)
  }
  get #rowsOfSome(): number {
    const { masksFrom } = this.#block.tour.journey.ways
    return masksFrom === 0 ? Number.POSITIVE_INFINITY : ROWS_OF_SOME * masksFrom
  }

  /** Beside each group what was found among some persons, under a name; 0 where nobody was. */
  amongSome(index: number, found: { from: TreeNode; alias: string; name: string }): string {
    const alias = this.#block.tour.journey.hidden('some')
    const kept = [...this.#grouping, this.#names.aggregates[index]!]
    const query = select({
      items: [
        ...kept.map((name) => named(this.of(name), name)),
        named(coalesce(column(found.alias, found.name), integer(0)), found.name),
      ],
      from: join(
        'LEFT',
        cteFrom(this.#groups.alias),
        found.from,
        this.#match(this.#groups.alias, found.alias),
      ),
    })
    this.#later.push({ name: alias, query, materialized: true })
    this.join(cteFrom(alias), alias)
    return alias
  }

  /** The rows of all groups, or of some, each beside the value of an aggregate of its group. */
  besideValue(index: number, { some = false, table, condition = null }: Chosen = {}): BesideValue {
    const { from, where, keys, aggregates } = this.#block
    const at = this.#block.tour.journey.hidden('at')
    const name = this.#names.aggregates[index]!
    return {
      from: join('INNER', from, this.#chosen(condition, at, [name], table), null),
      where: both([
        where,
        some ? this.#ofSome() : null,
        child(aggregates[index]!.node, 'filter'),
        this.#onKeys(at),
      ]),
      value: column(at, name),
      keyItems: this.#keyNames.map((key) => named(column(at, key), key)),
      keys: keys.map((_, position) => column(at, this.#names.keys[position]!)),
    }
  }

  /** The rows of groups for which a condition on the table of groups holds. */
  doubtful(condition: TreeNode): Doubtful {
    const alias = this.#block.tour.journey.hidden('doubt')
    const several = this.#setName !== null
    const groups = this.#chosen(condition, alias, [])
    // A rolled-up key is NULL in its group and not in its rows: there all rows are read, or none.
    // Written with a comma: DuckDB has no text for a JOIN whose left side has one.
    const rows = join('INNER', this.#block.from, groups, null)
    return {
      rows,
      where: several ? null : this.#onKeys(alias),
      setItem: this.#setItem,
      grouped: this.#grouping,
    }
  }

  /** The table of groups beside rows that name their group the same way. */
  besideGroups(from: TreeNode, alias: string): TreeNode {
    return join('INNER', from, cteFrom(this.#groups.alias), this.#match(alias, this.#groups.alias))
  }

  /** Aggregates over the rows of the groups for which a condition holds, beside rows that name their group. */
  besideDoubtful(from: TreeNode, { alias, doubt, items }: Beside): TreeNode {
    const { rows, where } = this.doubtful(doubt)
    const query = subqueryFrom(this.#grouped(items.list, rows, where), items.alias)
    return join('INNER', from, query, this.#match(alias, items.alias))
  }

  /** Joins a table with a row for some of the groups. */
  join(from: TreeNode, alias: string): void {
    this.#joined = join('LEFT', this.#joined, from, this.#match(this.#groups.alias, alias))
  }

  /** The whole: items over the table of groups and what was joined to it. */
  whole(items: TreeNode[]): TreeNode {
    const { from } = this.#block
    const { alone, folded, kept, rest } = this.#ways
    const { main } = this
    const cells = kept === null ? this.#madeCells(main, null) : this.#keptCells(kept)
    const base = folded ? main.sums.alias : this.#rows.alias
    let source = this.#sumsOf(main, cells)
    const ctes: SelectParts['ctes'] = []
    if (!folded) {
      const grouped = this.#grouped(this.#rows.list, from, null)
      const isShared = main.beside !== null || (this.#rest?.beside ?? null) !== null
      if (isShared) ctes.push({ name: base, query: grouped, materialized: true })
      const rows = isShared ? cteFrom(base) : subqueryFrom(grouped, base)
      const asked = main.cells.list.length > 0
      source = asked ? join('LEFT', rows, source, this.#match(base, main.sums.alias)) : rows
    }
    // Extremes are read off the rows: nothing may be left to ask of cells.
    if (this.#rest !== null && this.#rest.cells.list.length > 0 && rest !== null) {
      const sums = this.#sumsOf(this.#rest, this.#madeCells(this.#rest, rest.where))
      source = join('LEFT', source, sums, this.#match(base, this.#rest.sums.alias))
    }
    if (alone !== null) {
      const again = this.#grouped(this.#again.list, alone.again, null)
      source = join(
        'LEFT',
        source,
        subqueryFrom(again, this.#again.alias),
        this.#match(base, this.#again.alias),
      )
    }
    if (this.#places !== null)
      source = join('LEFT', source, this.#places.from, this.#match(base, this.#places.alias))
    const groups = select({
      items: [...this.#grouping.map((name) => named(column(base, name), name)), ...this.#groups.list],
      from: source,
    })
    return select({
      items,
      // See ./person-groups.ts.
      orderedBy: this.#names.keys.length,
      from: this.#joined,
      ctes: [...ctes, { name: this.#groups.alias, query: groups, materialized: true }, ...this.#later],
    })
  }

  #sumsOf({ cells, sums, beside }: Lane, made: TreeNode): TreeNode {
    const from = subqueryFrom(made, cells.alias)
    const query = select({
      items: [...this.#grouping.map((name) => named(column(cells.alias, name), name)), ...sums.list],
      from:
        beside === null
          ? from
          : join('INNER', from, cteFrom(this.#rows.alias, beside), this.#match(cells.alias, beside)),
      groups: this.#grouping.map((name) => column(cells.alias, name)),
    })
    return subqueryFrom(query, sums.alias)
  }

  /** Cells put together from rows. */
  #madeCells({ cells }: Lane, condition: TreeNode | null): TreeNode {
    const { keys, sets, where, from } = this.#block
    const { masked, alone, folded } = this.#ways
    const made = {
      from: alone?.again ?? from,
      where: both([where, condition, alone?.crowded ?? null]),
      groups: [...keys, masked.chunk],
    }
    const items = [named(masked.chunk, this.#chunkName), ...cells.list]
    if (!folded || sets.length < 2 || sets.every((set) => set.length < keys.length))
      return select({
        ...made,
        items: [...this.#keyItems, ...this.#setItem, ...items],
        sets: withPerson(sets, keys.length),
      })
    // Of a ROLLUP only the finest cells are put together from rows, the others from those.
    const alias = this.#block.tour.journey.hidden('fine')
    const at = (name: string): TreeNode => column(alias, name)
    const grouped = this.#names.keys.map(at)
    const whole = select({
      items: [
        ...this.#names.keys.map((name) => named(at(name), name)),
        named(operator('GROUPING_FUNCTION', ...grouped), this.#setName!),
        named(at(this.#chunkName), this.#chunkName),
        ...cells.list.map((item) => {
          const name = text(item, 'alias')
          return named(call(puttingTogether(item), [at(name)]), name)
        }),
      ],
      from: subqueryFrom(select({ ...made, items: [...this.#keyItems, ...items] }), alias),
      groups: [...grouped, at(this.#chunkName)],
      sets: withPerson(sets, keys.length),
    })
    return unionAll([whole, ...this.#ofNothing(sets)])
  }
  /** Of nothing at all there is one group nevertheless, where a set has no keys. */
  #ofNothing(sets: number[][]): TreeNode[] {
    const { keys } = this.#block
    if (this.#setName === null || sets.every((set) => set.length > 0)) return []
    const empty = [...this.#keyItems, named(nothing(), this.#chunkName), ...this.main.cells.list]
    const items = empty.map((item) => named(nothing(), text(item, 'alias')))
    items.splice(keys.length, 0, named(setNumber(keys, keys, []), this.#setName))
    return [select({ items, from: nowhere() })]
  }
  /** Cells as they are kept, or put together from those; set by set, each from the table that suits it. */
  #keptCells({ sets, chunk, over }: CellPlan): TreeNode {
    const { keys, where } = this.#block
    const several = this.#setName !== null
    const setItem = (set: number[]): TreeNode[] =>
      this.#setName === null ? [] : [named(setNumber(keys, keys, set), this.#setName)]
    const keyItems = (set: number[]): TreeNode[] =>
      this.#keyItems.map((item, index) =>
        set.includes(index) || !several ? item : named(nothing(), text(item, 'alias')),
      )
    const selects = sets.flatMap(({ set, from, direct }) => {
      const kept = this.main.cells.list.map((item) => {
        const { value, by, filter } = over(item)
        const whole = filter === null ? value : when(filter, value, nothing())
        return named(direct ? whole : call(by, [value], { filter }), text(item, 'alias'))
      })
      const made = select({
        items: [...keyItems(set), ...setItem(set), named(chunk, this.#chunkName), ...kept],
        from,
        where,
        groups: direct ? [] : [...(several ? set.map((index) => keys[index]!) : keys), chunk],
      })
      return [made, ...this.#ofNothing([set])]
    })
    return unionAll(selects)
  }
  get #keyNames(): string[] {
    return this.#names.keys
  }
  get #grouping(): string[] {
    return [...this.#names.keys, ...(this.#setName === null ? [] : [this.#setName])]
  }
  get #keyItems(): TreeNode[] {
    return this.#block.keys.map((key, index) => named(key, this.#names.keys[index]!))
  }
  get #setItem(): TreeNode[] {
    if (this.#setName === null) return []
    return [named(operator('GROUPING_FUNCTION', ...this.#block.keys), this.#setName)]
  }
  /** The block's own grouping with other aggregates. */
  #grouped(items: TreeNode[], from: TreeNode, condition: TreeNode | null): TreeNode {
    const { keys, sets, where } = this.#block
    const list = [...this.#keyItems, ...this.#setItem, ...items]
    // Without keys it is an aggregate that makes one row of all.
    if (items.length === 0) list.push(named(call('count_star', []), this.#block.tour.journey.hidden('m')))
    return select({ items: list, from, where: both([where, condition]), groups: keys, sets })
  }
  /** As the block's groups are named: their keys, and of several sets which it is. */
  get named(): { keys: TreeNode[]; set: TreeNode[]; grouped: string[] } {
    return { keys: this.#keyItems, set: this.#setItem, grouped: this.#grouping }
  }
  #match(left: string, right: string): TreeNode | null {
    return both(
      this.#grouping.map((name) =>
        compare('COMPARE_NOT_DISTINCT_FROM', column(left, name), column(right, name)),
      ),
    )
  }
  #onKeys(alias: string): TreeNode | null {
    const { keys, scope } = this.#block
    if (keys.length > 1 && sourcesOf(keys, scope).size > 1) {
      // Of tables that are joined; to each of them alone the engine would join the groups by some of their keys, and have
      // many times as many rows before it meets the next.
      const theirs = this.#names.keys.map((name) => column(alias, name))
      const same = compare('COMPARE_NOT_DISTINCT_FROM', call('row', keys), call('row', theirs))
      return both([
        compare('COMPARE_EQUAL', call('hash', keys), call('hash', theirs)),
        when(same, yes(), cast(integer(0), 'BOOLEAN')),
      ])
    }
    return both(
      keys.map((key, index) => {
        // An equality is looked for while the table is read; it must not lose groups of NULL.
        const type = isSure(key, scope, 'filled') ? 'COMPARE_EQUAL' : 'COMPARE_NOT_DISTINCT_FROM'
        return compare(type, key, column(alias, this.#names.keys[index]!))
      }),
    )
  }
  /** The keys of the groups for which a condition holds; of several sets, one row where it holds for any. */
  #chosen(condition: TreeNode | null, alias: string, more: string[], table = this.#groups.alias): TreeNode {
    const names =
      this.#setName !== null || this.#names.keys.length + more.length === 0
        ? []
        : [...this.#keyNames, ...more]
    const any = names.length === 0
    const query = select({
      items: any
        ? [named(call('max', [integer(1)]), this.#block.tour.journey.hidden('any'))]
        : // By way of lists, so that the engine expects few of them: of a computed key it expects as many as rows, and
          // would build the join around the table. Lists of one SELECT are filled in one pass, in one order.
          names.map((name) => named(call('unnest', [call('list', [column(table, name)])]), name)),
      from: cteFrom(table),
      where: condition,
      ...(any ? { having: compare('COMPARE_GREATERTHAN', call('count_star', []), integer(0)) } : {}),
    })
    return subqueryFrom(query, alias)
  }
}
