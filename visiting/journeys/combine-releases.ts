/**
 * Differencing by more than two numbers: the shown cells of a table with those of all earlier outputs, put together. The
 * sets that may lie one within the other are cut into parts on the data, and what follows of parts of a few persons is
 * computed as an attacker would who knows every number.
 */
import type { Finding } from '../../shared/model/findings.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { findSmallCombinations, type SmallCombination } from '../disclosure/combinations.ts'
import { type Protection, ProtectionBusyError } from '../disclosure/protection-port.ts'
import { relatedSets, type SketchedSet } from '../disclosure/related-sets.ts'
import type { LedgerData } from '../engine/ledger/ledger-data.ts'
import { MOST_PART_SETS } from '../engine/ledger/person-parts.ts'
import type { KeptSet } from '../ledger/kept-sets.ts'
import type { EarlierSets, OutputSets } from './compare-releases.ts'

export interface CombineNeeds {
  data: Pick<LedgerData, 'parts'>
  protection: Pick<Protection, 'together'>
}

export interface Combination {
  findings: Finding[]
  /** Cells of this output that give something away with one of that. */
  cellsOf: Map<OutputId, number>
}

interface Numbered extends SketchedSet {
  of: OutputSets & Partial<EarlierSets>
  kept: KeptSet
}

/** Members of the sets that are cut, and parts they may be cut into. */
const MOST_MEMBERS = 10_000_000
const MOST_PARTS = 5_000
const RANGES_MS = 3_000

export async function combineReleases(
  { data, protection }: CombineNeeds,
  own: OutputSets,
  earlier: readonly EarlierSets[],
): Promise<Combination> {
  const all = [...numbered(own, true), ...earlier.flatMap((other) => numbered(other, false))]
  const threshold = Math.max(own.kept.threshold, ...earlier.map(({ kept }) => kept.threshold))
  const related = relatedSets(all, { threshold, most: MOST_PART_SETS, mostMembers: MOST_MEMBERS })
  const chosen = related.chosen.map((at) => all[at]!)
  const answer: Combination = { findings: [], cellsOf: new Map() }
  if (chosen.length < 3) return answer
  const { taken, parts } = await data.parts({
    sets: chosen.map(({ of, kept }) => ({ file: of.members, set: kept.set })),
    small: threshold,
    mostParts: MOST_PARTS,
  })
  const numbers = chosen.slice(0, taken)
  const question = {
    numbers: numbers.map(({ own, of, kept }) => ({
      own,
      threshold: of.kept.threshold,
      counts: kept.cells.some(({ column }) => of.kept.columns[column]!.role === 'persons'),
    })),
    parts,
    timeLimitMs: RANGES_MS,
  }
  const { exact, narrow, complete } = await together(protection, question)
  const seen = new Set<string>()
  const say = (
    kind: 'small' | 'narrow',
    { sets, severity }: { sets: number[]; severity: Finding['severity'] },
  ): void => {
    const some = sets.map((set) => numbers[set]!)
    const involved = some.filter(({ own }) => !own).sort((a, b) => all.indexOf(a) - all.indexOf(b))
    const cells = cellToHide(some.filter(({ own }) => own))
    if (!cells) return
    const finding: Finding = {
      ...plain,
      severity: severity === 'blocking' && some.some(({ of }) => of.kept.rounded) ? 'warning' : severity,
      row: cells.row,
      column: own.kept.columns[cells.column]!.name,
      ...named(kind, { involved, threshold: Math.max(...some.map(({ of }) => of.kept.threshold)) }),
    }
    const key = JSON.stringify([finding.code, finding.row, finding.column, finding.params])
    if (seen.has(key)) return
    seen.add(key)
    answer.findings.push(finding)
    if (finding.severity === 'blocking')
      for (const id of new Set(involved.map(({ of }) => of.outputId!)))
        answer.cellsOf.set(id, (answer.cellsOf.get(id) ?? 0) + 1)
  }
  for (const { sets, adds } of exact.filter((one) => isOf(one, numbers)))
    say('small', { sets, severity: adds ? 'blocking' : 'warning' })
  for (const { sets } of narrow) say('narrow', { sets, severity: 'warning' })
  if (related.left > 0 || taken < chosen.length || !complete)
    answer.findings.push({
      ...plain,
      code: 'combination-bounded',
      severity: 'note',
      row: null,
      column: null,
      params: { most: MOST_PART_SETS },
    })
  return answer
}

/** What takes some persons from others says something of this table only beside other tables; see ./compare-releases.ts. */
const isOf = ({ sets, adds }: SmallCombination, numbers: readonly Numbered[]): boolean =>
  adds || sets.some((set) => !numbers[set]!.own)

const plain = { rule: null, edition: null, confirmed: true }

const numbered = (of: OutputSets & Partial<EarlierSets>, own: boolean): Numbered[] =>
  of.kept.sets.map((kept) => ({
    ...kept,
    own,
    of,
    kept,
    column: String(kept.cells[0]?.column ?? ''),
  }))

/** Where too many tables wait for protection, what follows exactly is still computed, here. */
async function together(
  protection: CombineNeeds['protection'],
  question: Parameters<Protection['together']>[0],
): ReturnType<Protection['together']> {
  try {
    return await protection.together(question)
  } catch (problem) {
    if (!(problem instanceof ProtectionBusyError)) throw problem
    return {
      exact: findSmallCombinations(question.numbers, question.parts),
      narrow: [],
      complete: false,
    }
  }
}

/** The cell of the smallest set: without it the numbers no longer fit together. */
function cellToHide(own: readonly Numbered[]): { row: number | null; column: number } | null {
  const bySize = [...own].sort((a, b) => a.size - b.size).flatMap(({ kept }) => kept.cells)
  return bySize.find(({ row }) => row !== null) ?? bySize[0] ?? null
}

function named(
  kind: 'small' | 'narrow',
  { involved, threshold }: { involved: readonly Numbered[]; threshold: number },
): Pick<Finding, 'code' | 'params'> {
  const releases = involved.map(({ of }) => of.release!)
  const titles = [...new Set(releases.flatMap((one) => (typeof one === 'string' ? [] : [one.title])))]
  if (releases.includes('elsewhere')) return { code: `combination-${kind}-elsewhere`, params: { threshold } }
  if (titles.length === 0) return { code: `combination-${kind}-here`, params: { threshold } }
  return { code: `combination-${kind}`, params: { threshold, releases: titles.join('」「') } }
}
