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

/**
 * `cellsOf` counts, by output, the cells of earlier ones that blocking findings involve. Findings come each
 * once.
 */
export async function combineReleases(
  needs: CombineNeeds,
  own: OutputSets,
  earlier: readonly EarlierSets[],
): Promise<Combination> {
  const answer: Combination = { findings: [], cellsOf: new Map() }
  const seen = new Set<string>()
  const add = (finding: Finding, involved: readonly Numbered[] = []): void => {
    const key = JSON.stringify([finding.code, finding.row, finding.column, finding.params])
    if (seen.has(key)) return
    seen.add(key)
    answer.findings.push(finding)
    if (finding.severity !== 'blocking') return
    for (const id of new Set(involved.map(({ of }) => of.outputId!)))
      answer.cellsOf.set(id, (answer.cellsOf.get(id) ?? 0) + 1)
  }
  const place = (some: readonly Numbered[]): Pick<Finding, 'row' | 'column'> | null => {
    const cell = cellToHide(some.filter(({ own }) => own))
    return cell && { row: cell.row, column: own.kept.columns[cell.column]!.name }
  }
  const threshold = (some: readonly Numbered[]) => Math.max(...some.map(({ of }) => of.kept.threshold))

  const same = await attack(needs, { own, earlier, by: 'element' })
  const say = (kind: 'small' | 'narrow', some: Numbered[], severity: Finding['severity']): void => {
    const involved = some.filter(({ own }) => !own)
    const isRounded = some.some(({ of }) => of.kept.rounded)
    const at = place(some)
    if (!at) return
    const words = named(kind, { involved, threshold: threshold(some) })
    add({ ...plain, ...at, ...words, severity: isRounded ? 'warning' : severity }, involved)
  }
  for (const { some, adds } of same.exact) say('small', some, adds ? 'blocking' : 'warning')
  for (const some of same.narrow) say('narrow', some, 'warning')

  // Numbers of other things about the same people, or a count made to look like one: for people to judge.
  const others = await attack(needs, { own, earlier, by: 'person' })
  const said = new Set(same.exact.map(({ some }) => releasedIn(some)))
  for (const { some } of others.exact) {
    const at = place(some)
    if (!at || said.has(releasedIn(some)) || some.every(({ own }) => own)) continue
    const params = { threshold: threshold(some) }
    add({ ...plain, ...at, code: 'combination-other-quantity', severity: 'warning', params })
  }
  const whole = { row: null, column: null, params: { most: MOST_PART_SETS } }
  if (!same.complete || !others.complete)
    add({ ...plain, ...whole, code: 'combination-bounded', severity: 'note' })
  return answer
}

/** The released numbers of a combination: those of the table itself can be put together in several ways. */
const releasedIn = (some: readonly Numbered[]): string =>
  some.flatMap(({ own, of, kept }) => (own ? [] : [`${of.members} ${kept.set}`])).join()

interface Attacked {
  /** Numbers that give something away together, in the order of their releases. */
  exact: { some: Numbered[]; adds: boolean }[]
  narrow: Numbered[][]
  complete: boolean
}

/** Over what each person gives, or over persons alone, whatever they give. */
async function attack(
  { data, protection }: CombineNeeds,
  { own, earlier, by }: { own: OutputSets; earlier: readonly EarlierSets[]; by: 'person' | 'element' },
): Promise<Attacked> {
  const all = [...numbered(own, true), ...earlier.flatMap((other) => numbered(other, false))]
  const threshold = Math.max(own.kept.threshold, ...earlier.map(({ kept }) => kept.threshold))
  const sketched =
    by === 'element'
      ? all
      : all.map((one) => ({ ...one, elements: one.persons, elementsMark: one.personsMark }))
  const related = relatedSets(sketched, { threshold, most: MOST_PART_SETS, mostMembers: MOST_MEMBERS })
  const chosen = related.chosen.map((at) => all[at]!)
  // Two are a pair.
  if (chosen.length < 3) return { exact: [], narrow: [], complete: related.left === 0 }
  const { taken, parts } = await data.parts({
    sets: chosen.map(({ of, kept }) => ({ file: of.members, set: kept.set })),
    by,
    small: threshold,
    mostParts: MOST_PARTS,
  })
  const numbers = chosen.slice(0, taken)
  const inOrder = (sets: readonly number[]): Numbered[] =>
    sets.map((set) => numbers[set]!).sort((a, b) => all.indexOf(a) - all.indexOf(b))
  const counted = ({ of, kept }: Numbered): boolean =>
    kept.cells.some(({ column }) => of.kept.columns[column]!.role === 'persons')
  const { exact, narrow } = await together(protection, {
    numbers: numbers.map((one) => ({
      own: one.own,
      derived: one.kept.cells.every(({ row }) => row === null),
      threshold: one.of.kept.threshold,
      counts: by === 'element' && counted(one),
    })),
    parts,
    timeLimitMs: RANGES_MS,
  })
  return {
    exact: exact.filter((one) => isOf(one, numbers)).map(({ sets, adds }) => ({ some: inOrder(sets), adds })),
    narrow: narrow.map(({ sets }) => inOrder(sets)),
    complete: related.left === 0 && taken === chosen.length,
  }
}

/** What takes some persons from others says something of this table only beside other tables; see ./compare-releases.ts. */
const isOf = ({ sets, adds }: SmallCombination, numbers: readonly Numbered[]): boolean =>
  adds || sets.some((set) => !numbers[set]!.own)

const plain = { rule: null, edition: null, confirmed: true }

/** Each number once: as it is, where it is kept in a unit of its own, too. */
const numbered = (of: OutputSets & Partial<EarlierSets>, own: boolean): Numbered[] =>
  of.kept.sets
    .filter(({ numbers }) => numbers !== 'scaled')
    .map((kept) => ({ ...kept, own, of, kept, column: String(kept.cells[0]?.column ?? '') }))

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
