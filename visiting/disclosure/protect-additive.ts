/** Complementary suppression and attack intervals for every additive part of a result. */
import type { CellStatus, ProtectionSummary } from '../../shared/model/findings.ts'
import { type AdditivePart, findAdditiveParts } from './additive-structure.ts'
import type { FindingList, ProtectOptions } from './assess.ts'
import { attackIntervals } from './attack-intervals.ts'
import { type CellJudgement, personsOf } from './judge-cells.ts'
import { countWidth, isWideEnough, magnitudeWidth } from './protection-levels.ts'
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

interface Given {
  judged: CellJudgement[][]
  /** Changed in place: secondary cells are marked. */
  status: CellStatus[][]
  /** Changed in place. */
  interval: ([number, number] | null)[][]
  options: ProtectOptions
  report: FindingList
}

/** Marks secondary cells and intervals in place; says how good the worst pattern is. */
export async function protectAdditive(
  input: TableInput,
  given: Given,
): Promise<{ pattern: ProtectionSummary['pattern']; gap: number }> {
  const { parts, findings } = findAdditiveParts(input)
  for (const { code, column, params } of findings)
    given.report.add(
      { code, severity: 'warning', rule: null, params: { column, ...params } },
      { row: null, column },
    )
  let pattern: 'optimal' | 'heuristic' = 'optimal'
  let gap = 0
  for (const part of parts) {
    const found = await protectPart(input, { ...given, part, shares: parts.length })
    if (found?.method !== 'heuristic') continue
    pattern = 'heuristic'
    gap = Math.max(gap, found.gap)
  }
  return { pattern, gap }
}

async function protectPart(
  input: TableInput,
  { part, judged, status, interval, options, report, shares }: Given & { part: AdditivePart; shares: number },
): Promise<Pattern | null> {
  const { timeLimitMs = 10_000, attackTimeLimitMs = 5_000, onProgress = () => {} } = options
  const problem = problemOf(input, { part, judged, status, options })
  if (problem.targets.length === 0) return null
  const column = input.columns[part.columns[0]!]!.name
  const limits = { timeLimitMs: timeLimitMs / shares, onProgress }
  let pattern: Pattern
  try {
    pattern = await suppress(problem, limits)
  } catch (failure) {
    if (!(failure instanceof UnprotectableError)) throw failure
    // Safety first: the cells to keep are given up, and it is said.
    report.add(
      { code: 'cannot-protect', severity: 'warning', rule: null, params: { column } },
      { row: null, column },
    )
    const { keep: _, ...rest } = options
    pattern = await suppress(problemOf(input, { part, judged, status, options: rest }), limits)
  }
  const { values, system, whole } = problem
  const { intervals, complete } = await attackIntervals(
    {
      system,
      shown: Array.from({ length: values.length }, (_, cell) =>
        pattern.hidden[cell] === 1 ? null : values[cell]!,
      ),
      whole,
      start: values,
    },
    {
      cells: part.places.flatMap((place, cell) => (place && pattern.hidden[cell] === 1 ? [cell] : [])),
      deadline: performance.now() + attackTimeLimitMs / shares,
    },
  )
  const widths = new Map(problem.targets.map(({ cell, width }) => [cell, width]))
  part.places.forEach((place, cell) => {
    if (!place || pattern.hidden[cell] !== 1) return
    const { row } = place
    const range = intervals.get(cell)
    // A secondary cell that is known exactly anyway hides nothing: it may as well be shown.
    if (!widths.has(cell) && complete && range && range.low === range.high) return
    const where = { row, column: input.columns[place.column]!.name }
    if (status[row]![place.column] === 'shown') {
      status[row]![place.column] = 'secondary'
      report.add({ code: 'secondary', severity: 'note', rule: null, params: {} }, where)
    }
    if (!range) return
    if (range.low > 0 || Number.isFinite(range.high))
      interval[row]![place.column] = [range.low, Math.min(range.high, Number.MAX_SAFE_INTEGER)]
    const needed = widths.get(cell) ?? 0
    if (!complete || (range.high > range.low && isWideEnough(range, needed))) return
    const exact = range.high <= range.low
    report.add(
      {
        code: exact ? 'attack-exact' : 'attack-narrow',
        severity: 'blocking',
        rule: null,
        params: exact ? {} : { width: range.high - range.low, needed },
      },
      where,
    )
  })
  if (!complete)
    report.add(
      { code: 'attack-unfinished', severity: 'warning', rule: null, params: {} },
      { row: null, column },
    )
  if (pattern.method === 'heuristic')
    report.add(
      {
        code: 'pattern-heuristic',
        severity: 'note',
        rule: null,
        params: { gap: Math.ceil(pattern.gap * 100) },
      },
      { row: null, column },
    )
  return pattern
}

function problemOf(
  input: TableInput,
  { part, judged, status, options }: Pick<Given, 'judged' | 'status' | 'options'> & { part: AdditivePart },
): SuppressInput {
  const { table, places } = part
  const size = table.cells.length
  const values = Float64Array.from(table.cells, ({ value }) => value ?? 0)
  const whole = values.every(Number.isInteger)
  const kept = new Set((options.keep ?? []).map(({ row, column }) => `${row}\u0001${column}`))
  const eligible = new Uint8Array(size)
  const spare = new Uint8Array(size)
  const alone = new Uint8Array(size)
  const unpublished = new Uint8Array(size)
  const cost = new Float64Array(size).fill(1)
  const targets: Target[] = []
  const each = Math.min(1e-3, 0.5 / (size + 1))
  places.forEach((place, cell) => {
    if (!place) {
      unpublished[cell] = 1
      return
    }
    const { role, name } = input.columns[place.column]!
    const { facts, rowPersons, values: row } = input.rows[place.row]!
    const { level, zeroPolicy } = judged[place.row]![place.column]!
    const value = values[cell]!
    const counts = role === 'persons' || role === 'count' || role === 'institutions'
    if (status[place.row]![place.column] !== 'shown')
      targets.push({
        cell,
        width:
          counts && value < level
            ? countWidth(value, { threshold: level, zeroPolicy })
            : magnitudeWidth(value),
      })
    const persons = personsOf({
      role,
      value: row[place.column] ?? null,
      facts: facts[place.column]!,
      rowPersons,
    })
    if (persons === 1) alone[cell] = 1
    cost[cell] = Math.max(0, options.weights?.[place.row] ?? value) + each
    if (kept.has(`${place.row}\u0001${name}`)) return
    if (value > 0 || zeroPolicy === 'hide') eligible[cell] = 1
    else spare[cell] = 1
  })
  return {
    system: table.system,
    values,
    cost,
    eligible,
    spare,
    targets,
    singles: singlePeople(table.system, (cell) => alone[cell] === 1),
    unpublished,
    // Zeros are known to be shown only where every rule shows them.
    floors: floorsOf(values, {
      whole,
      zeros: eligible.some((mark, cell) => mark === 1 && values[cell] === 0) ? 'hide' : 'show',
      unpublished,
    }),
    whole,
    grid: table,
  }
}
