/**
 * Complementary suppression and attack intervals for everything additive in tables that leave together: parts of
 * several tables that show the same cells are one system.
 */
import type { ProtectionSummary } from '../../shared/model/findings.ts'
import type { Relation } from '../../shared/model/protection.ts'
import { tiesOfLines } from './additive-lines.ts'
import { type Limits, type Member, problemOf, type TableAtWork } from './additive-problem.ts'
import { findAdditiveParts, keyedTable } from './additive-structure.ts'
import { attackIntervals } from './attack-intervals.ts'
import { type CellRelation, tiesOfRelations } from './column-relations.ts'
import { declaredTies } from './declared-ties.ts'
import { Allowance } from './effort.ts'
import { groupMembers, relationsOf, sumRelations } from './find-relations.ts'
import { findHierarchies, type Hierarchies } from './hierarchies.ts'
import { findImpliedParts } from './implied-sums.ts'
import type { Tie } from './linked-tables.ts'
import { hideAt, reportNarrow } from './mark-hidden.ts'
import { withNumerators } from './numerators.ts'
import { suppressWithPersons } from './persons-behind.ts'
import { isRounded, protectRounded } from './protect-rounded.ts'
import { isWideEnough } from './protection-levels.ts'
import { type Pattern, UnprotectableError } from './suppression-problem.ts'
import { joinTied, tiesWithin } from './ties.ts'

export interface AdditiveAnswer {
  /** For each table. */
  patterns: { pattern: ProtectionSummary['pattern']; gap: number }[]
  /** As whoever asks may be told. */
  relations: Relation[]
}

/** Marks secondary cells and intervals in place; says how good the patterns are and what it took as related. */
export async function protectAdditive(
  tables: readonly TableAtWork[],
  limits: Limits,
): Promise<AdditiveAnswer> {
  const { declined, declared } = limits
  const found = findHierarchies(tables.map(({ input }) => keyedTable(input)))
  const hierarchies: Hierarchies = {
    levels: new Map(
      [...found.levels].filter(([, { under, column }]) => !declined.has(`hierarchy:${under}>${column}`)),
    ),
    within: new Map([...found.within].filter(([column]) => !declined.has(`hierarchy:${column}>${column}`))),
    ofWhich: found.ofWhich,
  }
  const related: { place: number; relations: readonly CellRelation[] }[] = []
  const members = tables.flatMap((at, place): Member[] => {
    // What the numbers say of columns is found first, so that what was declined is still named.
    const unrelated = new Set<string>()
    if (declined.size > 0)
      for (const { id, columns } of sumRelations(at.input, { place, declined }))
        if (declined.has(id)) for (const column of columns) unrelated.add(column)
    const { input: counts, counted, sides } = withNumerators(at.input)
    const { parts, relations, findings } = findAdditiveParts(counts, {
      hierarchies,
      sides,
      alone: tables.length > 1 || declared.length > 0,
      unrelated,
    })
    related.push({ place, relations })
    for (const { code, column, params } of findings)
      at.report.add(
        {
          code,
          severity: code === 'negative-values' ? 'note' : 'warning',
          rule: null,
          params: { column, ...params },
        },
        { row: null, column },
      )
    const implied = findImpliedParts(at.input).filter(
      ({ columns }) => !columns.some((one) => counted.has(one)),
    )
    return [...parts.map((part) => ({ ...part, counted })), ...implied].map((part) => ({
      name: `${place + 1}`,
      place,
      at,
      part,
      table: part.table,
      valueOf: ({ value }) => value,
      lineOf: () => 0,
    }))
  })
  const besides = members.flatMap((member) =>
    (member.part.besides ?? []).map(({ part, wholes }) => ({
      member: { ...member, part, table: part.table },
      wholes,
      of: member,
    })),
  )
  const all = [...members, ...besides.map(({ member }) => member)]
  const linked = [...groupMembers(members, { declined }).groups, ...besides.map(({ member }) => [member])]
  const relations = relationsOf(tables, { members, declined, found })
  const indexOf = (member: Member) => all.findIndex((one) => one.part === member.part)
  const ties = [
    ...declaredTies(declared, { tables, members, relations }),
    ...tiesOfLines(all),
    ...related.flatMap(({ place, relations }) => tiesOfRelations(relations, { place, members })),
    ...besides.flatMap(({ member, wholes, of }) =>
      wholes.map(
        ({ whole, cell }): Tie => ({
          whole: { table: indexOf(of), cell: whole },
          parts: [{ table: indexOf(member), cell }],
        }),
      ),
    ),
  ]
  const groups = joinTied(linked, { ties, indexOf })
  const patterns: AdditiveAnswer['patterns'] = tables.map(() => ({ pattern: 'optimal', gap: 0 }))
  for (const all of groups) {
    const rounded = all.filter(isRounded)
    const group = all.filter((member) => !isRounded(member))
    if (all.length > 1 && rounded.length > 0) checkRounding(all)
    const own = (some: readonly Member[]) => tiesWithin(ties, some.map(indexOf))
    if (rounded.length > 0)
      await protectRounded(rounded, {
        ...limits,
        shares: groups.length,
        ties: own(rounded).filter(({ rest }) => rest === undefined),
      })
    if (!group.some(({ at }) => at.options.method !== 'none')) continue
    const pattern = await protectGroup(group, { ...limits, shares: groups.length, ties: own(group) })
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

async function protectGroup(
  group: readonly Member[],
  {
    timeLimitMs,
    attackTimeLimitMs,
    shares,
    ties,
    onProgress,
  }: Limits & { shares: number; ties: readonly Tie[] },
): Promise<Pattern | null> {
  const posed = await problemOf(group, { keep: true, ties })
  const { problem, ids, told } = posed
  if (problem.targets.length === 0) return null
  const limits = { timeLimitMs: timeLimitMs / shares, onProgress }
  const say = (
    code: 'cannot-protect' | 'attack-unfinished' | 'attack-in-fractions' | 'pattern-heuristic',
    params = {},
  ) => {
    for (const { at, part } of group) {
      const column = at.input.columns[part.columns[0]!]!.name
      const severity = code === 'pattern-heuristic' ? 'note' : 'warning'
      at.report.add({ code, severity, rule: null, params: { column, ...params } }, { row: null, column })
    }
  }
  let pattern: Pattern
  try {
    pattern = await suppressWithPersons(group, posed, { ...limits, keep: true })
  } catch (failure) {
    if (!(failure instanceof UnprotectableError)) throw failure
    // Safety first: the cells to keep are given up, and it is said.
    say('cannot-protect')
    pattern = await suppressWithPersons(group, await problemOf(group, { keep: false, ties }), {
      ...limits,
      keep: false,
    })
  }
  const { values, lows, whole } = problem
  onProgress({ phase: 'intervals', gap: pattern.gap, elapsedMs: 0 })
  const shownIn = (cell: number) => pattern.hidden[cell] !== 1
  const { intervals, complete, inWholes } = await attackIntervals(
    {
      system: told,
      shown: Array.from({ length: values.length }, (_, cell) => (shownIn(cell) ? values[cell]! : null)),
      whole,
      within: {
        low: Float64Array.from(lows),
        high: new Float64Array(values.length).fill(Number.POSITIVE_INFINITY),
      },
      start: values,
    },
    {
      cells: Array.from({ length: values.length }, (_, cell) => cell).filter(
        (cell) => !shownIn(cell) && problem.unpublished?.[cell] !== 1,
      ),
      allowance: Allowance.of(attackTimeLimitMs / shares),
    },
  )
  const widths = new Map(problem.targets.map(({ cell, width }) => [cell, width]))
  // A cell of two lines that cross is told of once.
  const seen = new Set<string>()
  group.forEach(({ at, part, place: table }, member) => {
    part.places.forEach((place, k) => {
      const cell = ids[member]![k]!
      if (!place || shownIn(cell)) return
      const name = `${table} ${place.row} ${place.column}`
      if (seen.has(name)) return
      seen.add(name)
      const range = intervals.get(cell)
      // A secondary cell that is known exactly anyway hides nothing: it may as well be shown.
      if (!widths.has(cell) && complete && range && range.low === range.high) return
      // Of a mean, nothing is said in the unit of the sum that is protected.
      const untold = part.implied === 'sums' || part.counted?.has(place.column)
      hideAt(at, place, { interval: untold ? undefined : range })
      if (!range || !complete || (range.high > range.low && isWideEnough(range, widths.get(cell) ?? 0)))
        return
      reportNarrow(at, place, range)
    })
  })
  if (!complete) say('attack-unfinished')
  else if (!inWholes) say('attack-in-fractions')
  if (pattern.method === 'heuristic') say('pattern-heuristic', { gap: Math.ceil(pattern.gap * 100) })
  return pattern
}
