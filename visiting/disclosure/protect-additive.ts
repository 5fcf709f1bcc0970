/**
 * Complementary suppression and attack intervals for everything additive in tables that leave together: parts of
 * several tables that show the same cells are one system.
 */
import type { CellStatus, ProtectionSummary } from '../../shared/model/findings.ts'
import type { Relation } from '../../shared/model/protection.ts'
import { type AdditivePart, findAdditiveParts, keyedTable } from './additive-structure.ts'
import type { FindingList, ProtectOptions } from './assess.ts'
import { attackIntervals } from './attack-intervals.ts'
import { findHierarchies, type Hierarchies } from './hierarchies.ts'
import { type CellJudgement, personsOf } from './judge-cells.ts'
import { canLink, linkTables } from './linked-tables.ts'
import { priceOf } from './price.ts'
import { fullSystem } from './protect-linked.ts'
import { countWidth, isWideEnough, magnitudeWidth } from './protection-levels.ts'
import type { ProtectionProgress } from './protection-port.ts'
import { suppress } from './suppress.ts'
import {
  floorsOf,
  type Pattern,
  type SuppressInput,
  singlePeople,
  type Target,
  UnprotectableError,
} from './suppression-problem.ts'
import type { TableInput } from './table-input.ts'

/** One table on its way. `status` and `interval` are changed in place. */
export interface TableAtWork {
  input: TableInput
  judged: CellJudgement[][]
  status: CellStatus[][]
  interval: ([number, number] | null)[][]
  options: ProtectOptions
  report: FindingList
}

export interface AdditiveAnswer {
  /** For each table. */
  patterns: { pattern: ProtectionSummary['pattern']; gap: number }[]
  relations: Relation[]
}

interface Limits {
  timeLimitMs: number
  attackTimeLimitMs: number
  declined: ReadonlySet<string>
  onProgress: (progress: ProtectionProgress) => void
}

/** A part with the table it is of. */
interface Member {
  name: string
  place: number
  at: TableAtWork
  part: AdditivePart
  table: AdditivePart['table']
  valueOf(cell: AdditivePart['table']['cells'][number]): number | null
  lineOf(): number
}

/** Marks secondary cells and intervals in place; says how good the patterns are and what it took as related. */
export async function protectAdditive(
  tables: readonly TableAtWork[],
  limits: Limits,
): Promise<AdditiveAnswer> {
  const { declined } = limits
  const found = findHierarchies(tables.map(({ input }) => keyedTable(input)))
  const trees = [
    ...[...found.levels.values()].map(({ column, under }) => ({ column, under })),
    ...[...found.within.keys()].map((column) => ({ column, under: column })),
  ]
  const relations: Relation[] = trees.map(({ column, under }) => {
    const id = `hierarchy:${under}>${column}`
    const showing = tables.flatMap(({ input }, place) =>
      input.columns.some(({ name, role }) => role === 'key' && (name === column || name === under))
        ? [place]
        : [],
    )
    return {
      id,
      kind: 'hierarchy',
      items: showing,
      columns: [...new Set([under, column])],
      cells: null,
      declined: declined.has(id),
    }
  })
  const hierarchies: Hierarchies = {
    levels: new Map(
      [...found.levels].filter(([, { under, column }]) => !declined.has(`hierarchy:${under}>${column}`)),
    ),
    within: new Map([...found.within].filter(([column]) => !declined.has(`hierarchy:${column}>${column}`))),
  }
  const members = tables.flatMap((at, place): Member[] => {
    // What the numbers say of columns is found first, so that what was declined is still named.
    const unrelated = new Set<string>()
    for (const part of findAdditiveParts(at.input).parts) {
      if (part.columns.length < 2) continue
      const columns = part.columns.map((column) => at.input.columns[column]!.name)
      const id = `columns:${place}:${columns.join('+')}`
      if (declined.has(id)) for (const column of columns) unrelated.add(column)
      relations.push({
        id,
        kind: 'columns',
        items: [place],
        columns,
        cells: null,
        declined: declined.has(id),
      })
    }
    const { parts, findings } = findAdditiveParts(at.input, {
      hierarchies,
      alone: tables.length > 1,
      unrelated,
    })
    for (const { code, column, params } of findings)
      at.report.add(
        { code, severity: 'warning', rule: null, params: { column, ...params } },
        { row: null, column },
      )
    return parts.map((part) => ({
      name: `${place + 1}`,
      place,
      at,
      part,
      table: part.table,
      valueOf: ({ value }) => value,
      lineOf: () => 0,
    }))
  })
  const groups = groupMembers(members, { declined, relations })
  const patterns: AdditiveAnswer['patterns'] = tables.map(() => ({ pattern: 'optimal', gap: 0 }))
  for (const all of groups) {
    const group = all.filter(({ at }) => at.options.method === 'suppress' || at.options.method === 'none')
    if (all.length > 1 && group.length < all.length) checkRounding(all)
    if (!group.some(({ at }) => at.options.method === 'suppress')) continue
    const pattern = await protectGroup(group, { ...limits, shares: groups.length })
    if (pattern?.method !== 'heuristic') continue
    for (const { place } of group) {
      const known = patterns[place]!
      patterns[place] = { pattern: 'heuristic', gap: Math.max(known.gap, pattern.gap) }
    }
  }
  for (const relation of relations)
    if (relation.declined)
      for (const place of relation.items)
        tables[place]!.report.add({
          code: 'structure-declined',
          severity: 'warning',
          rule: null,
          params: { columns: relation.columns.join(', ') },
        })
  return { patterns, relations }
}

/** A cell that is rounded here and hidden, exact or rounded otherwise there is known better than either says. */
function checkRounding(group: readonly Member[]): void {
  const ways = new Set(group.map(({ at: { options } }) => `${options.method} ${options.base ?? 5}`))
  if (ways.size < 2) return
  for (const { at, part } of group) {
    const column = at.input.columns[part.columns[0]!]!.name
    at.report.add(
      { code: 'linked-methods-differ', severity: 'blocking', rule: null, params: { column } },
      { row: null, column },
    )
  }
}

/** Parts of different tables that have cells in common and agree on them go together. */
function groupMembers(
  members: readonly Member[],
  { declined, relations }: { declined: ReadonlySet<string>; relations: Relation[] },
): Member[][] {
  const groups: Member[][] = []
  for (const member of members) {
    const linked = groups.find((group) => {
      const fits =
        group[0]!.part.unit === member.part.unit && !group.some(({ place }) => place === member.place)
      if (!fits || !canLink([...group, member])) return false
      const cells = sharedCells(group, member)
      if (cells === 0) return false
      const places = [...group.map(({ place }) => place), member.place]
      const id = `shared:${places.join('+')}:${member.part.unit}`
      const columns = [
        ...new Set([...group, member].map(({ at, part }) => at.input.columns[part.columns[0]!]!.name)),
      ]
      relations.push({ id, kind: 'shared', items: places, columns, cells, declined: declined.has(id) })
      return !declined.has(id)
    })
    if (linked) linked.push(member)
    else groups.push([member])
  }
  return groups
}

/** Cells of a table that a group has too, computed margins among them; zeros say nothing. */
function sharedCells(group: readonly Member[], member: Member): number {
  const { ids, values } = linkTables([...group, member], { behind: false })
  const known = new Set(ids.slice(0, group.length).flatMap((cells) => [...cells]))
  return [...ids.at(-1)!].filter((id) => known.has(id) && (values[id] ?? 0) > 0).length
}

interface GroupProblem {
  problem: SuppressInput
  /** For each member the number of each of its cells in the problem. */
  ids: readonly ArrayLike<number>[]
}

async function protectGroup(
  group: readonly Member[],
  { timeLimitMs, attackTimeLimitMs, shares, onProgress }: Limits & { shares: number },
): Promise<Pattern | null> {
  const { problem, ids } = await problemOf(group, { keep: true })
  if (problem.targets.length === 0) return null
  const limits = { timeLimitMs: timeLimitMs / shares, onProgress }
  const say = (code: 'cannot-protect' | 'attack-unfinished' | 'pattern-heuristic', params = {}) => {
    for (const { at, part } of group) {
      const column = at.input.columns[part.columns[0]!]!.name
      const severity = code === 'pattern-heuristic' ? 'note' : 'warning'
      at.report.add({ code, severity, rule: null, params: { column, ...params } }, { row: null, column })
    }
  }
  let pattern: Pattern
  try {
    pattern = await suppress(problem, limits)
  } catch (failure) {
    if (!(failure instanceof UnprotectableError)) throw failure
    // Safety first: the cells to keep are given up, and it is said.
    say('cannot-protect')
    pattern = await suppress((await problemOf(group, { keep: false })).problem, limits)
  }
  const { values, system, whole } = problem
  onProgress({ phase: 'intervals', gap: pattern.gap, elapsedMs: 0 })
  const shownIn = (cell: number) => pattern.hidden[cell] !== 1
  const { intervals, complete } = await attackIntervals(
    {
      system,
      shown: Array.from({ length: values.length }, (_, cell) => (shownIn(cell) ? values[cell]! : null)),
      whole,
      start: values,
    },
    {
      cells: Array.from({ length: values.length }, (_, cell) => cell).filter(
        (cell) => !shownIn(cell) && problem.unpublished?.[cell] !== 1,
      ),
      deadline: performance.now() + attackTimeLimitMs / shares,
    },
  )
  const widths = new Map(problem.targets.map(({ cell, width }) => [cell, width]))
  group.forEach(({ at, part }, member) => {
    part.places.forEach((place, k) => {
      const cell = ids[member]![k]!
      if (!place || shownIn(cell)) return
      const { row, column } = place
      const range = intervals.get(cell)
      // A secondary cell that is known exactly anyway hides nothing: it may as well be shown.
      if (!widths.has(cell) && complete && range && range.low === range.high) return
      const where = { row, column: at.input.columns[column]!.name }
      if (at.status[row]![column] === 'shown') {
        at.status[row]![column] = 'secondary'
        at.report.add({ code: 'secondary', severity: 'note', rule: null, params: {} }, where)
      }
      if (!range) return
      if (range.low > 0 || Number.isFinite(range.high))
        at.interval[row]![column] = [range.low, Math.min(range.high, Number.MAX_SAFE_INTEGER)]
      if (!complete || (range.high > range.low && isWideEnough(range, widths.get(cell) ?? 0))) return
      const exact = range.high <= range.low
      at.report.add(
        {
          code: exact ? 'attack-exact' : 'attack-narrow',
          severity: 'blocking',
          rule: null,
          // The width that is needed can depend on the hidden value itself, and is not told.
          params: exact ? {} : { width: range.high - range.low },
        },
        where,
      )
    })
  })
  if (!complete) say('attack-unfinished')
  if (pattern.method === 'heuristic') say('pattern-heuristic', { gap: Math.ceil(pattern.gap * 100) })
  return pattern
}

async function problemOf(group: readonly Member[], { keep }: { keep: boolean }): Promise<GroupProblem> {
  const { linked, values } = await fullSystem(group)
  const { system, ids } = linked
  const { size } = system
  const eligible = new Uint8Array(size)
  const spare = new Uint8Array(size)
  const alone = new Uint8Array(size)
  const kept = new Uint8Array(size)
  const published = new Uint8Array(size)
  const cost = new Float64Array(size).fill(0)
  const widths = new Map<number, number>()
  const each = Math.min(1e-3, 0.5 / (size + 1))
  group.forEach(({ at: { input, judged, status, options }, part }, member) => {
    const named = new Set((options.keep ?? []).map(({ row, column }) => `${row}\u0001${column}`))
    part.places.forEach((place, k) => {
      if (!place) return
      const cell = ids[member]![k]!
      const { row, column } = place
      const { role, name } = input.columns[column]!
      const { facts, rowPersons, values: own } = input.rows[row]!
      const { level, zeroPolicy, chosen } = judged[row]![column]!
      const value = values[cell]!
      published[cell] = 1
      const counts = role === 'persons' || role === 'count' || role === 'institutions'
      if (status[row]![column] !== 'shown') {
        const width =
          counts && value < level
            ? countWidth(value, { threshold: level, zeroPolicy })
            : // Known to within fewer than the minimum, it could be subtracted from as if it were shown.
              Math.max(magnitudeWidth(value), chosen && counts ? level : 0)
        widths.set(cell, Math.max(widths.get(cell) ?? 0, width))
      }
      const persons = personsOf({ role, value: own[column] ?? null, facts: facts[column]!, rowPersons })
      if (persons === 1) alone[cell] = 1
      cost[cell] = Math.max(
        cost[cell]!,
        priceOf(input, { row, column, value, persons, costs: options.costs }) + each,
      )
      // A table that is to leave as it is has nothing hidden for another's sake.
      if (keep && (options.method === 'none' || named.has(`${row}\u0001${name}`))) kept[cell] = 1
      if (value > 0 || zeroPolicy === 'hide') eligible[cell] = 1
      else spare[cell] = 1
    })
  })
  for (let cell = 0; cell < size; cell++) {
    if (kept[cell] === 1 || published[cell] === 0) {
      eligible[cell] = 0
      spare[cell] = 0
    }
    if (published[cell] === 0) cost[cell] = 1
  }
  const unpublished = published.map((mark) => 1 - mark)
  const whole = values.every(Number.isInteger)
  return {
    ids,
    problem: {
      // Zeros are known to be shown only where every rule shows them.
      floors: floorsOf(values, {
        whole,
        zeros: eligible.some((mark, cell) => mark === 1 && values[cell] === 0) ? 'hide' : 'show',
        unpublished,
      }),
      system,
      values,
      cost,
      eligible,
      spare,
      targets: [...widths].map(([cell, width]): Target => ({ cell, width })),
      singles: singlePeople(system, (cell) => alone[cell] === 1),
      unpublished,
      whole,
      grid: group.length === 1 ? group[0]!.table : null,
    },
  }
}
