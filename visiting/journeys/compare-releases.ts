/**
 * Differencing on the data: every shown cell's set of persons against those of all earlier outputs, of every permit,
 * and of the same output. Sketches say which pairs can be close; these are counted person by person.
 */
import type { Finding } from '../../shared/model/findings.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { differenceOf, findSmallDifferences } from '../disclosure/differencing.ts'
import { bySize, nearPairs } from '../disclosure/near-sets.ts'
import type { LedgerData } from '../engine/ledger/ledger-data.ts'
import type { KeptSet, KeptSets } from '../ledger/kept-sets.ts'

/** Sets of an output, and where their members lie. */
export interface OutputSets {
  members: string
  kept: KeptSets
}

export interface EarlierSets extends OutputSets {
  outputId: OutputId
  /** `elsewhere`: it may not be told which; `beside`: another table of the same submission. */
  release: { title: string } | 'elsewhere' | 'beside'
}

export interface Comparison {
  findings: Finding[]
  /** Cells of this output that are too close to one of that one. */
  cellsOf: Map<OutputId, number>
  /** Pairs that were counted person by person. */
  counted: number
}

/** Orders of earlier sets by size, kept while the sets themselves are. */
const ORDERS = new WeakMap<KeptSets, number[]>()

/** Findings name cells of `own`; `cellsOf` counts, by output, the earlier cells they are too close to. */
export async function compareReleases(
  data: Pick<LedgerData, 'countPairs'>,
  own: OutputSets,
  earlier: readonly EarlierSets[],
): Promise<Comparison> {
  const { kept } = own
  const seen = new Set<string>()
  const findings: Finding[] = []
  const cellsOf = new Map<OutputId, number>()
  const add = (finding: Finding): boolean => {
    const key = JSON.stringify([finding.code, finding.row, finding.column, finding.params])
    if (seen.has(key)) return false
    seen.add(key)
    findings.push(finding)
    return true
  }
  const asked = earlier.flatMap((other) => {
    const order = ORDERS.get(other.kept) ?? bySize(other.kept.sets)
    ORDERS.set(other.kept, order)
    const threshold = Math.max(kept.threshold, other.kept.threshold)
    const near = nearPairs(kept.sets, other.kept.sets, { threshold, order })
    return near.length === 0 ? [] : [{ other, threshold, near }]
  })
  const within = nearPairs(kept.sets, kept.sets, {
    threshold: kept.threshold,
    order: bySize(kept.sets),
  }).filter(({ one, other }) => one < other && !isWhole(kept.sets[one]!) && !isWhole(kept.sets[other]!))
  const counts = await data.countPairs(own.members, [
    ...asked.map(({ other, near }) => ({ file: other.members, pairs: numbered(near, kept, other.kept) })),
    ...(within.length > 0 ? [{ file: own.members, pairs: numbered(within, kept, kept) }] : []),
  ])
  // Of sets for the same cells, numbers told either way, what subtracts is said, not that the others measure differently.
  const subtracts = new Set<string>()
  const isClose = ({ otherwise }: { otherwise: number }) => (otherwise === 0 ? 0 : 1)
  for (const { file, one, other, both, otherwise } of [...counts].sort((a, b) => isClose(a) - isClose(b))) {
    const set = setOf(kept, one)
    const pair = (against: KeptSet) => ({
      onlyNew: set.size - both,
      onlyEarlier: against.size - both,
      both,
      bothOtherwise: otherwise,
    })
    if (file === own.members) {
      for (const finding of withinOutput(kept, set, pair(setOf(kept, other)), setOf(kept, other)))
        add(finding)
      continue
    }
    const { other: output, threshold } = asked.find((item) => item.other.members === file)!
    const against = setOf(output.kept, other)
    const alike = rolesOf(kept, set).some((role) => rolesOf(output.kept, against).includes(role))
    const found = findSmallDifferences(
      set.cells.map(({ row, column }) => ({
        row,
        column: kept.columns[column]!.name,
        release: output.release,
        ...pair(against),
        alike,
      })),
      { threshold, rule: null },
    )
    const rounded = kept.rounded || output.kept.rounded
    for (const { row, column, code, severity, params } of found) {
      const cells = JSON.stringify([file, row, column, against.cells])
      if (code !== 'difference-other-quantity') subtracts.add(cells)
      else if (subtracts.has(cells)) continue
      const added = add({ ...plain, code, row, column, params, severity: rounded ? 'warning' : severity })
      if (added) cellsOf.set(output.outputId, (cellsOf.get(output.outputId) ?? 0) + 1)
    }
  }
  return { findings, cellsOf, counted: counts.length }
}

const plain = { rule: null, edition: null, confirmed: true }

const setOf = (kept: KeptSets, set: number): KeptSet => kept.sets.find((item) => item.set === set)!
const rolesOf = (kept: KeptSets, { cells }: KeptSet): string[] =>
  cells.map(({ column }) => kept.columns[column]!.role)
const isWhole = ({ cells }: KeptSet): boolean => cells.every(({ row }) => row === null)

const numbered = (pairs: { one: number; other: number }[], a: KeptSets, b: KeptSets) =>
  pairs.map(({ one, other }) => ({ one: a.sets[one]!.set, other: b.sets[other]!.set }))

/**
 * Two cells of one output, one of whose people are all among the other's: the few in between follow by subtraction.
 * What the rows of a column add up to is looked after where cells are hidden.
 */
function withinOutput(
  kept: KeptSets,
  set: KeptSet,
  pair: { onlyNew: number; onlyEarlier: number; both: number; bothOtherwise: number },
  against: KeptSet,
): Finding[] {
  const nested = (pair.onlyNew === 0 || pair.onlyEarlier === 0) && pair.bothOtherwise === 0
  if (!nested || differenceOf({ ...pair, alike: true }, kept) !== 'small') return []
  const [smaller, larger] = pair.onlyNew === 0 ? [set, against] : [against, set]
  const other = kept.columns[larger.cells[0]!.column]!.name
  return smaller.cells.map(({ row, column }) => ({
    ...plain,
    code: 'difference-small-here',
    severity: kept.rounded ? 'warning' : 'blocking',
    row,
    column: kept.columns[column]!.name,
    params: { other, threshold: kept.threshold },
  }))
}
