/**
 * Groups of large tables. One row for each person of each group, as ./person-groups.ts makes, costs many times the
 * query itself; here persons are bits: rows come together in cells of one group and 64 persons next to each other in
 * number, each cell keeps the bits of its persons, and the bits set are the persons. Exact; spills as any grouping
 * does; never has more cells than rows. Over 400 lines, most of them what each kind of aggregate is measured by.
 *
 * - Shares are bounded first: where all values have one sign, nobody holds more than the fullest cell. Only groups
 *   where that proves nothing are measured person by person (./exact-sums.ts).
 * - Rows known to be their person's only one in any group (one date, grouped by that date) are counted as rows; the few
 *   others lie in a table of their own (shared/model/person-ordinals.ts) that says which of them add a person.
 * - Where a table has one row for each person, the rows are the persons, under any condition.
 * - Institutions are counted from below, by bits of their hashes among a part of the persons, and exactly only where
 *   that finds few.
 * - Values that add up are added up from the cells; others are computed over the rows as they are.
 */
import { caseNumbers, flagOf } from './case-numbers.ts'
import { cellsFor } from './cell-plan.ts'
import { type ExactSums, exactSums } from './exact-sums.ts'
import { relationOfGroups } from './grouped-relation.ts'
import { legibleCounts } from './legible-counts.ts'
import { holdersAloneOf, holdersOf, onSide, sidesOf, smallerSide } from './mask-holders.ts'
import { countOf } from './mask-items.ts'
import type { Lane } from './mask-lane.ts'
import { type Alone, aloneFor, isOnce, maskedFor } from './mask-plan.ts'
import { spreadShare } from './mask-spread.ts'
import { MaskTables } from './mask-tables.ts'
import { toldDoubt } from './mask-told.ts'
import type { TreeNode } from './measure.ts'
import {
  ambiguousKeys,
  amount,
  boundKey,
  type GroupBlock,
  type GroupNames,
  type GroupSource,
  isApart,
  isNumeric,
  isPersonCount,
} from './person-passes.ts'
import { type StoredFacts, union } from './relation.ts'
import { scopeOf } from './scope.ts'
import { asDouble, isSome, numeric, ofShare } from './shares.ts'
import { splitCells } from './split-cells.ts'
import { DEGREE_OF_MEANS, swayOfMean } from './sway.ts'
import { isTold } from './told-columns.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  compare,
  divided,
  double,
  either,
  greatestOf,
  integer,
  isNotNull,
  isNull,
  keyOf,
  leastOf,
  minus,
  named,
  no,
  plus,
  subqueryFrom,
  text,
  when,
  yes,
} from './tree.ts'

/** A share bounded by this proves that no one or two persons hold a value. */
const PROVEN_SHARE = 0.25
/** Rules ask for three; where fewer were found among a part of the persons, all are counted. */
const FEW_INSTITUTIONS = 3

/** Null where the groups have to be measured the other way. */
export function groupByMasks(block: GroupBlock, names: GroupNames): GroupSource | null {
  const masked = maskedFor(block)
  if (masked === null) return null
  const { scope, tour, keys, aggregates, where } = block
  const told = (x: TreeNode, what: 'filled' | 'above', filter: TreeNode | null): boolean =>
    isTold(x, what, { scope, condition: both([where, filter]) })
  const once = isOnce(block)
  const mixed = aggregates.some((aggregate) => aggregate.mixed === true)
  const rarely = once || mixed ? null : aloneFor(block)
  const whole = once ? null : cellsFor(block, { bit: masked.bit, spare: rarely !== null })
  const alone = whole === null ? rarely : null
  const split = once || whole !== null || alone !== null ? null : splitCells(block, masked.bit)
  const kept = whole ?? split?.kept ?? null
  const made = new MaskTables(block, names, {
    masked,
    alone,
    kept,
    rest: split?.rest ?? null,
    folded: (kept?.folds ?? (!once && alone === null)) && (whole !== null || masked.folds),
  })

  /** Persons with at least one row for which a condition holds. */
  const persons = (condition: TreeNode | null, lane = made.main): TreeNode => {
    // The engine counts nothing but NULL as NULL where it counts by a condition.
    const rows = (): TreeNode => coalesce(made.row(countOf(condition)), integer(0))
    if (once) return rows()
    const bits = lane.cell(call('bit_or', [masked.bit], { filter: condition }))
    const counted = coalesce(lane.sum(call('sum', [call('bit_count', [bits])])), integer(0))
    if (alone === null) return counted
    const adding = nobodyAdded(alone, condition)
    return plus(minus(rows(), coalesce(made.again(adding), integer(0))), counted)
  }

  /* What one sum rests on, and whether its bounds prove it. */
  const doubts: TreeNode[] = []
  const shareOf = (x: TreeNode, sum: TreeNode | null, { filter, lane }: Counted): TreeNode => {
    const number = (value: TreeNode): TreeNode => cast(value, 'DOUBLE', { tries: true })
    // The sum itself, where it is asked for; a number either way.
    const size = sum ?? call('sum', [amount(x, scope)], { filter })
    const ofCells = (): [largest: TreeNode, total: TreeNode] => {
      const held = number(lane.cell(size))
      const ofPersons = isNotNull(lane.chunk)
      return [
        lane.sum(call('max', [held], { filter: ofPersons })),
        lane.sum(call('sum', [held], { filter: ofPersons })),
      ]
    }
    const ofRows = (): [highest: TreeNode, total: TreeNode] => [
      coalesce(number(made.row(call('max', [x], { filter }))), integer(0)),
      coalesce(number(made.row(size)), integer(0)),
    ]
    let [largest, total] = once ? ofRows() : ofCells()
    if (alone !== null) {
      // Nobody has more than two rows of a group, but for those in the cells.
      const [highest, all] = ofRows()
      const nobodys = number(
        made.again(call('sum', [amount(x, scope)], { filter: both([filter, alone.nobodys]) })),
      )
      largest = greatestOf([plus(highest, highest), coalesce(largest, integer(0))])
      total = minus(all, coalesce(nobodys, integer(0)))
    }
    const share = coalesce(divided(largest, call('nullif', [total, integer(0)])), integer(0))
    if (!told(x, 'above', filter) && !caseNumbers(x)?.every((number) => number >= 0)) {
      const lowest = number(made.extreme('min', x, { filter, lane }))
      doubts.push(coalesce(compare('COMPARE_LESSTHAN', lowest, integer(0)), no()))
    }
    doubts.push(coalesce(compare('COMPARE_GREATERTHAN', share, double(PROVEN_SHARE)), yes()))
    return share
  }

  /** Of rows counted, how many one person has at most, how many are of persons, and how many there are. */
  const rowsOf = (
    condition: TreeNode | null,
    lane: Lane,
  ): { largest: TreeNode; total: TreeNode; all: TreeNode } => {
    const ofCells = (): [largest: TreeNode, total: TreeNode] => {
      const held = lane.cell(countOf(condition))
      const ofPersons = isNotNull(lane.chunk)
      return [
        lane.sum(call('max', [held], { filter: ofPersons })),
        lane.sum(call('sum', [held], { filter: ofPersons })),
      ]
    }
    const counted = (): TreeNode => coalesce(made.row(countOf(condition)), integer(0))
    let [largest, total] = once ? [integer(1), counted()] : ofCells()
    if (alone !== null) {
      largest = greatestOf([integer(2), coalesce(largest, integer(0))])
      const nobodys = made.again(countOf(both([condition, alone.nobodys])))
      total = minus(counted(), coalesce(nobodys, integer(0)))
    }
    return {
      largest,
      total,
      all: once || alone !== null ? counted() : lane.sum(call('sum', [lane.cell(countOf(condition))])),
    }
  }
  const partOfRows = (condition: TreeNode | null, lane: Lane): TreeNode => {
    const { largest, total } = rowsOf(condition, lane)
    return coalesce(divided(largest, call('nullif', [total, integer(0)])), integer(0))
  }
  /** The share that one person has, who may be there many times. */
  const shareOfRows = (condition: TreeNode | null, lane: Lane): TreeNode => {
    const share = partOfRows(condition, lane)
    doubts.push(compare('COMPARE_GREATERTHAN', share, double(PROVEN_SHARE)))
    return share
  }

  /** Of which rows a value is more than nothing; null where it is of all. */
  const someOf = (x: TreeNode, filter: TreeNode | null): TreeNode | null => {
    if (!told(x, 'above', filter)) return flagOf(x) ?? isSome(x, scope)
    return told(x, 'filled', filter) ? null : isNotNull(x)
  }

  /** Of values among which numbers of the query may be. */
  const askWho = (x: TreeNode, present: TreeNode | null, { filter, lane }: Counted): void => {
    const rowShare = shareOfRows(present, lane)
    const [{ bit }, some] = [masked, someOf(x, filter)]
    const spread = { lane, args: [x], counted: filter, once, alone, scope }
    doubts.push(toldDoubt(made, { rowShare, bit, some, ...spread }))
  }

  const rows = persons(null)
  const rough = aggregates.map((aggregate, index): Rough => {
    const { node, kind } = aggregate
    const lane = made.laneOf(index)
    const filter = child(node, 'filter')
    const args = children(node, 'children')
    const present = both([filter, ...args.filter((arg) => !told(arg, 'filled', filter)).map(isNotNull)])
    if (aggregate.mixed && kind !== 'moments') askWho(args[0]!, present, { filter, lane })
    switch (kind) {
      case 'count-rows':
        return { persons: persons(filter, lane), share: shareOfRows(filter, lane), sums: true }
      case 'count-if': {
        const counted = both([filter, args[0]!])
        return { persons: persons(counted, lane), share: shareOfRows(counted, lane), sums: true }
      }
      case 'moments': {
        // Of one column what is NULL counts for nothing by itself.
        const counted = args.length === 1 ? filter : present
        const share = spreadShare(made, { lane, args, counted, once, alone, scope })
        doubts.push(compare('COMPARE_GREATERTHAN', share, double(PROVEN_SHARE)))
        for (const [place, x] of args.entries())
          if (aggregate.spreads?.[place] === true) askWho(x, present, { filter: counted, lane })
        return { persons: persons(present, lane), share, sums: true }
      }
      case 'count': {
        if (isApart(aggregate, scope)) return { persons: integer(0), share: null, sums: false }
        const ofPersons = isPersonCount(aggregate, scope)
        return {
          persons: persons(present, lane),
          share: ofPersons ? null : shareOfRows(present, lane),
          sums: !ofPersons,
        }
      }
      case 'sum': {
        const x = args[0]!
        const counted = both([filter, someOf(x, filter)])
        const plain = ['sum', 'sum_no_overflow'].includes(text(node, 'function_name').toLowerCase())
        const asIs = plain && aggregate.onlyAsked !== true
        return {
          persons: counted === null ? persons(null) : persons(counted, lane),
          share: shareOf(x, asIs ? node : null, { filter, lane }),
          sums: true,
        }
      }
      case 'mean': {
        const shareOfPersons = (having: TreeNode | null): TreeNode =>
          ofShare(persons(both([filter, having]), lane), persons(present, lane), block.tour.journey.enough)
        // Means are taken of dates, too, which are no numbers: nothing is proven of them.
        if (!isNumeric(args[0]!, scope))
          doubts.push(isNull(made.extreme('min', numeric(args[0]!), { filter, lane })))
        return {
          ...(aggregate.proportion === true
            ? {
                persons: shareOfPersons(someOf(args[0]!, filter)),
                rest: shareOfPersons(compare('COMPARE_EQUAL', asDouble(args[0]!, scope), integer(0))),
              }
            : { persons: persons(present, lane) }),
          share: greatestOf(args.map((arg) => shareOf(arg, null, { filter, lane }))),
          ...(aggregate.put === true ? {} : { most: partOfRows(present, lane) }),
          sums: true,
        }
      }
      case 'tail': {
        const part = smallerSide(node)
        if (part === null) return { persons: integer(0), share: null, sums: false }
        return { persons: onSide(part, rowsOf(present, lane)), share: null, sums: false }
      }
      default:
        // Extremes: counted where the value is known.
        return { persons: integer(0), share: null, sums: false }
    }
  })
  for (const [index, aggregate] of aggregates.entries())
    made.value(index, isPersonCount(aggregate, scope) ? cast(rough[index]!.persons, 'BIGINT') : null)
  const cap =
    scope.caps.length === 0
      ? null
      : made.fact(
          coalesce(made.extreme('min', leastOf(scope.caps), { filter: null, lane: made.main }), integer(0)),
        )
  const fewest = made.institutions()
  const facts = rough.map(({ persons: counted, share, rest, most }) => ({
    persons: made.fact(counted),
    rest: rest === undefined ? null : made.fact(rest),
    most: most === undefined ? null : made.fact(most),
    share: share === null ? null : made.fact(share),
  }))
  const rowFact = made.fact(rows)
  const doubt = doubts.length === 0 ? null : made.fact(either(doubts))
  const found = fewest === null ? null : made.fact(fewest)

  /* What the bounds leave open, then everything as one relation. */
  const exact: ExactSums | null =
    doubt === null ? null : exactSums(block, names, { made, doubt, isSum: (index) => rough[index]!.sums })
  if (exact !== null) made.join(exact.from, exact.alias)
  const setName = made.named.grouped[keys.length] ?? null
  const legible = aggregates.map((aggregate, index) => {
    const tables = legibleCounts(aggregate, { block, names, persons: masked.person, setName })
    if (tables.length === 0) return []
    const some = made.fact(rough[index]!.persons)
    return tables.map((table) => {
      made.join(table.from, table.alias)
      return table.least({ persons: some, withZeros: aggregate.kind !== 'sum' })
    })
  })
  const few =
    found === null
      ? null
      : made.allInstitutions(compare('COMPARE_LESSTHAN', found, integer(FEW_INSTITUTIONS)))
  const items: TreeNode[] = [
    ...names.keys.map((name) => named(made.of(name), name)),
    ...names.aggregates.map((name) => named(made.of(name), name)),
  ]
  const put = new Map<string, string>()
  const keep = (node: TreeNode, kind: string): string => {
    const key = keyOf(node)
    const name = put.get(key) ?? tour.journey.hidden(kind)
    if (!put.has(key)) items.push(named(node, name))
    put.set(key, name)
    return name
  }
  const unsure = ambiguousKeys(
    names.keys.map((name, index) => ({
      type: boundKey(keys[index]!, scope)?.column.type ?? null,
      shown: made.of(name),
    })),
  )
  const capped = (node: TreeNode): TreeNode => leastOf([node, ...unsure, ...(cap === null ? [] : [cap])])
  const rowPersons = keep(capped(rowFact), 'rows')
  const rowInstitutions = found === null ? null : keep(few === null ? found : coalesce(few, found), 'inst')
  if (found !== null) tour.journey.bounds.institutions = true
  const databases = union(scope.databases)

  const stored = (index: number): StoredFacts | null => {
    const aggregate = aggregates[index]!
    if (aggregate.kind === 'grouping') return null
    const base = {
      role: aggregate.role,
      institutions: aggregate.everyRow ? rowInstitutions : null,
      top1: null,
      top2: null,
      denominator: null,
      oneSign: null,
      fewDecide: aggregate.fewDecide === true,
      put: aggregate.put === true,
      moment: aggregate.moment,
      exact: aggregate.exact && cap === null,
      exactFrom: aggregate.exactFrom !== undefined && cap === null ? aggregate.exactFrom : null,
      databases,
    }
    if (aggregate.kind === 'extreme-low' || aggregate.kind === 'extreme-high')
      return {
        ...base,
        exact: base.exact && !made.hasSome,
        persons: keep(capped(coalesce(holdersOf(made, { block, masked, index }), integer(0))), 'p'),
      }
    if (aggregate.kind === 'tail')
      return {
        ...base,
        persons: keep(capped(sidesOf(made, { block, masked, index, onSide: facts[index]!.persons })), 'p'),
      }
    if (isApart(aggregate, scope)) {
      const found = holdersAloneOf(made, { block, masked, index })
      const all = call('nullif', [made.of(names.aggregates[index]!), integer(0)])
      const share = (many: TreeNode): TreeNode => coalesce(divided(many, all), integer(0))
      return {
        ...base,
        persons: keep(capped(coalesce(found.count, integer(0))), 'p'),
        top1: keep(share(found.most), 'top'),
        top2: keep(share(found.mostOfTwo), 'top'),
      }
    }
    const { persons: counted, share, rest, most } = facts[index]!
    if (rest !== null) Object.assign(base, { compound: true, apart: keep(capped(rest), 'p') })
    if (share === null || exact === null || doubt === null) {
      const role = aggregate.kind === 'mean' ? null : keep(yes(), 'sign')
      return { ...base, persons: keep(capped(counted), 'p'), oneSign: role }
    }
    tour.journey.bounds.shares = true
    const of = exact.facts[index]!
    const settled = (measured: TreeNode, bound: TreeNode): TreeNode =>
      when(doubt, coalesce(measured, integer(0)), bound)
    if (most !== null && cap === null) {
      const isOneSign = when(doubt, of.oneSign === null ? no() : coalesce(of.oneSign, no()), yes())
      const part = swayOfMean({ share: settled(of.top1, share), rows: most, isOneSign })
      Object.assign(base, { sway: { part: keep(part, 'sway'), degree: DEGREE_OF_MEANS } })
    }
    const both2 = leastOf([integer(1), plus(share, share)])
    return {
      ...base,
      // Rows are counted bit by bit; what is above zero may be wrong of a sum with both signs.
      persons: keep(
        capped(
          leastOf([COUNTS.has(aggregate.kind) ? counted : settled(of.persons, counted), ...legible[index]!]),
        ),
        'p',
      ),
      top1: keep(settled(of.top1, share), 'top'),
      top2: keep(settled(of.top2, both2), 'top'),
      oneSign: of.oneSign === null ? null : keep(when(doubt, coalesce(of.oneSign, no()), yes()), 'sign'),
    }
  }
  const relation = relationOfGroups(
    { block, names },
    { databases, rowPersons, rowInstitutions, rowExact: cap === null },
    stored,
  )
  return {
    from: subqueryFrom(made.whole(items), names.alias),
    scope: scopeOf(relation, names.alias),
    measured: new Map(),
  }
}

const COUNTS: ReadonlySet<string> = new Set(['count-rows', 'count', 'count-if'])

/** Of the rows that are not alone: those that are counted as rows and add no person, and all that are told apart by bits. */
const nobodyAdded = (alone: Alone, condition: TreeNode | null): TreeNode =>
  call('count_if', [both([condition, alone.addsNobody(condition)])!])

/** Which rows count, and where their cells are. */
interface Counted {
  filter: TreeNode | null
  lane: Lane
}

interface Rough {
  persons: TreeNode
  /** Of a share: who has a part in what is left of it. */
  rest?: TreeNode
  /** Of a mean of persons' own values: at most this part of the rows is one person's. */
  most?: TreeNode
  /** At most this share is held by one person. */
  share: TreeNode | null
  sums: boolean
}
