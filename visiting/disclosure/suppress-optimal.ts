/**
 * The least costly safe pattern, by the branch-and-cut idea of Fischetti & Salazar
 * (2001): a 0–1 programme over hidden marks, to which each pattern that an
 * attacker breaks adds the cut that forbids it, until one stands.
 *
 * First the cuts of the linear relaxation, which give a proven bound; where flows
 * do not apply, a dive from it, which gives nearly the best pattern; then 0–1
 * programmes. Where there are too many cells for those, they are solved over the
 * cells that the relaxation or the best pattern so far uses, and over those whose
 * reduced costs promise most: the pattern gets better, the bound stays.
 *
 * Every pattern that a programme proposes is made safe and thinned out by the
 * heuristic, so the best pattern known is always a safe one.
 */
import { CutPool } from './cut-pool.ts'
import { firstCuts, fractionalCuts, patternCuts } from './cuts.ts'
import { loadSolver, type OpenProgramme } from './solver.ts'
import { heuristicPattern, type Work } from './suppress-heuristic.ts'
import { type Target, UnprotectableError } from './suppression-problem.ts'
import { pinnedByWholeness } from './whole-attack.ts'

export interface Incumbent {
  /** Marks of the best safe pattern so far. */
  hidden: Uint8Array
  cost: number
}

export interface Improvement extends Incumbent {
  /** Proven lower bound on the cost of the secondary cells. */
  bound: number
}

/** Columns of the first 0–1 programme; later ones hold twice as many each time. Flows are easier than programmes. */
const FIRST_COLUMNS = { network: 900, programme: 150 }

/** Improves a safe pattern until it is proven the best or the time is up. */
export async function optimalPattern({
  work,
  first,
  dives,
  priceOf,
  onImproved,
}: {
  work: Work
  first: Incumbent
  /** Whether there is time for a dive. */
  dives: boolean
  priceOf: (hidden: Uint8Array) => number
  onImproved: (found: Improvement) => void
}): Promise<Improvement> {
  const { input, eligible, allowance } = work
  const pool = new CutPool(input, eligible)
  firstCuts(input, pool)
  const search = new Search({ work, best: { ...first, bound: 0 }, priceOf, onImproved })
  const open = await loadSolver()
  // Prices in the millions would drown the solver's tolerances.
  const cost = pool.columns.map((cell) => input.cost[cell]!)
  const scale = Math.min(1, 1e6 / Math.max(1, ...cost))
  const relaxation = open({
    cost: cost.map((price) => price * scale),
    lower: new Float64Array(cost.length),
    upper: new Float64Array(cost.length).fill(1),
    rows: pool.rows,
  })
  let relaxed: Relaxed | null
  let seed: Uint8Array | null = null
  try {
    relaxed = relax(relaxation, { work, pool, scale, search })
    if (relaxed && dives && !search.isProven()) seed = dive(relaxation, { work, pool, from: relaxed })
  } finally {
    relaxation.dispose()
  }
  if (!relaxed || search.isProven()) return search.best
  const { marks, reducedCosts: reduced, objective } = relaxed
  pool.forgetSlack(relaxed.values)
  // What the relaxation hides half is worth hiding; what it leaves alone is dear.
  const prices = Float64Array.from(input.cost, (price, cell) => price * (1 - 0.9 * marks[cell]!))
  if (seed) await search.offer(seed)
  else await search.offer(null, { prices })

  let radius = FIRST_COLUMNS[work.guard.kind]
  while (!search.isProven() && !allowance.isSpent()) {
    // A cell whose reduced cost exceeds what is left between pattern and bound is in no better pattern.
    const above = search.best.cost - objective
    const possible = pool.columns
      .map((_, column) => column)
      .filter((column) => reduced[column]! <= above + 1e-6)
    const promise = (column: number) => {
      const cell = pool.columns[column]!
      return search.best.hidden[cell] === 1 || marks[cell]! > 1e-6 ? -1 : reduced[column]!
    }
    const wanted = new Set(possible.sort((a, b) => promise(a) - promise(b)).slice(0, radius))
    const complete = wanted.size === possible.length
    const before = search.best.cost
    const standing = await byWholeMarks({ work, pool, search, open, scale, cost }, { wanted, complete })
    if (standing === 'stuck') return search.best
    if (complete) return search.best
    if (search.best.cost >= before) radius *= 2
  }
  return search.best
}

/** Size up to which patterns are tried against whole numbers, where that makes a difference. */
export const WHOLE_CELLS = 1_500

class Search {
  best: Improvement
  readonly #work: Work
  readonly #priceOf: (hidden: Uint8Array) => number
  readonly #onImproved: (found: Improvement) => void

  constructor({
    work,
    best,
    priceOf,
    onImproved,
  }: {
    work: Work
    best: Improvement
    priceOf: (hidden: Uint8Array) => number
    onImproved: (found: Improvement) => void
  }) {
    this.best = best
    this.#work = work
    this.#priceOf = priceOf
    this.#onImproved = onImproved
  }

  isProven(): boolean {
    const { cost, bound } = this.best
    return cost - bound <= 1e-6 * Math.max(1, cost)
  }

  raise(bound: number): void {
    if (bound <= this.best.bound) return
    this.best.bound = Math.min(bound, this.best.cost)
    this.#onImproved(this.best)
  }

  /** Takes a safe pattern where it is better than the best. */
  take(hidden: Uint8Array): void {
    const cost = this.#priceOf(hidden)
    if (cost >= this.best.cost) return
    this.best = { ...this.best, hidden: hidden.slice(), cost }
    this.#onImproved(this.best)
  }

  /** Whether a safe pattern also stands against counts being whole; null when time ran out. */
  async standsInWholes(
    hidden: Uint8Array,
    targets: readonly Target[] = this.#work.input.targets,
  ): Promise<boolean | null> {
    const { input, guard, allowance } = this.#work
    if (guard.kind === 'network' || !input.whole || hidden.length > WHOLE_CELLS) return true
    const pinned = await pinnedByWholeness(input, { hidden, targets, allowance })
    return pinned && pinned.length === 0
  }

  /** Makes a pattern safe, by these prices, and takes it where it is better. */
  async offer(seed: Uint8Array | null, { prices }: { prices?: Float64Array } = {}): Promise<void> {
    const { allowance } = this.#work
    if (allowance.isSpent()) return
    try {
      const pattern = await heuristicPattern({
        ...this.#work,
        // Time is left for the question whether it stands against counts being whole.
        allowance: allowance.share(0.7),
        inWholes: this.#work.input.values.length > WHOLE_CELLS,
        ...(seed ? { seed } : {}),
        ...(prices ? { prices } : {}),
      })
      const { hidden } = pattern
      if (this.#priceOf(hidden) >= this.best.cost) return
      if ((await this.standsInWholes(hidden, pattern.fractional())) === true) this.take(hidden)
    } catch (problem) {
      if (!(problem instanceof UnprotectableError)) throw problem
    }
  }
}

/** Rounds without progress after which the relaxation is left. */
const PATIENCE = 4
/** Part of the allowance for the relaxation. */
const RELAXATION_SHARE = { network: 0.5, programme: 0.3 }

interface Relaxed {
  /** Of the columns. */
  values: Float64Array
  marks: Float64Array
  reducedCosts: Float64Array
  objective: number
}

function relax(
  relaxation: OpenProgramme,
  { work, pool, scale, search }: { work: Work; pool: CutPool; scale: number; search: Search },
): Relaxed | null {
  const { input, guard } = work
  const allowance = work.allowance.share(RELAXATION_SHARE[guard.kind])
  let added = pool.rows.length
  let last: Relaxed | null = null
  let idle = 0
  while (!allowance.isSpent()) {
    if (relaxation.run({ allowance }) !== 'optimal') return last
    const bound = relaxation.objective() / scale
    const { values, reducedCosts } = relaxation.solution()
    const marks = pool.marksOf(values)
    last = { values, marks, reducedCosts: reducedCosts.map((price) => price / scale), objective: bound }
    idle = bound > search.best.bound + 1e-3 * search.best.cost ? 0 : idle + 1
    search.raise(bound - 1e-6 * Math.max(1, bound))
    if (search.isProven() || idle > PATIENCE) return last
    const work = { input, guard, pool, allowance }
    if (fractionalCuts({ ...work, first: true }, marks) === 0 && fractionalCuts(work, marks) === 0)
      return last
    for (; added < pool.rows.length; added++) relaxation.addRow(pool.rows[added]!)
  }
  return last
}

/** Part of what is left for a dive. */
const DIVE_SHARE = 0.5
/** Marks that a dive takes for whole. */
const NEARLY = 0.7

/**
 * From the relaxation down to whole marks: what is nearly hidden is hidden for good, and the rest settles anew, cut by
 * cut, which takes account of all primary cells at once where the heuristic takes them one after the other.
 */
function dive(
  relaxation: OpenProgramme,
  { work, pool, from }: { work: Work; pool: CutPool; from: Relaxed },
): Uint8Array | null {
  const { input, guard } = work
  const allowance = work.allowance.share(DIVE_SHARE)
  const fixed = new Set<number>()
  let { values } = from
  let added = pool.rows.length
  for (;;) {
    const open = [...values.keys()].filter((column) => !fixed.has(column) && values[column]! > 1e-6)
    const nearly = open.filter((column) => values[column]! >= NEARLY)
    const [most] = open.sort((a, b) => values[b]! - values[a]! || a - b)
    if (most !== undefined && nearly.length === 0) nearly.push(most)
    for (const column of nearly) {
      fixed.add(column)
      relaxation.setBounds(column, { lower: 1, upper: 1 })
    }
    if (nearly.length > 0) {
      if (relaxation.run({ allowance }) !== 'optimal') break
      values = relaxation.solution().values
    }
    const more = fractionalCuts({ input, guard, pool, allowance, first: true }, pool.marksOf(values))
    if ((more === 0 && nearly.length === 0) || allowance.isSpent()) break
    for (; added < pool.rows.length; added++) relaxation.addRow(pool.rows[added]!)
    if (relaxation.run({ allowance }) !== 'optimal') break
    values = relaxation.solution().values
  }
  return Uint8Array.from(pool.marksOf(values), (mark) => (mark > 0.5 ? 1 : 0))
}

/** Gap at which a programme may stop until a pattern stands. */
const EARLY_GAP = 0.03

/** 0–1 programmes over some columns, cut after cut, until a pattern stands. */
async function byWholeMarks(
  {
    work,
    pool,
    search,
    open,
    scale,
    cost,
  }: {
    work: Work
    pool: CutPool
    search: Search
    open: Awaited<ReturnType<typeof loadSolver>>
    scale: number
    cost: readonly number[]
  },
  { wanted, complete }: { wanted: ReadonlySet<number>; complete: boolean },
): Promise<'proven' | 'stuck' | 'late'> {
  const { input, guard, allowance } = work
  const programme = open({
    cost: cost.map((price) => price * scale),
    lower: new Float64Array(cost.length),
    upper: Float64Array.from(cost, (_, column) => (wanted.has(column) ? 1 : 0)),
    rows: pool.rows,
    integer: cost.map((_, column) => column),
  })
  let added = pool.rows.length
  let tight = false
  try {
    for (;;) {
      if (allowance.isSpent()) return 'late'
      // Until a pattern stands, a nearly best one soon breaks as well as the best one late.
      programme.setGap(tight ? 0 : EARLY_GAP)
      const standing = programme.run({ allowance: complete ? allowance : allowance.atMost(3_000) })
      if (standing === 'infeasible') return complete ? 'stuck' : 'late'
      if (standing === 'failed') return 'late'
      const proven = programme.bound() / scale
      if (complete && Number.isFinite(proven)) search.raise(proven - 1e-7 * Math.max(1, proven))
      if (search.isProven()) return 'proven'
      const values = programme.values()
      if (values.length === 0 || !Number.isFinite(programme.objective()) || programme.objective() > 1e29)
        return 'late'
      const hidden = Uint8Array.from(pool.marksOf(values), (mark) => (mark > 0.5 ? 1 : 0))
      const { safe, added: more } = patternCuts({ input, guard, pool, allowance }, hidden)
      if (safe) {
        const stands = await search.standsInWholes(hidden)
        if (stands === null) return 'late'
        if (stands) {
          search.take(hidden)
          if (search.isProven()) return 'proven'
          // Over some columns only the pattern counts, not the proof.
          if (tight || !complete || standing !== 'optimal') return 'late'
          tight = true
          continue
        }
        // Safe against fractions but not against whole numbers: something more must be hidden.
        const others = pool.columns.flatMap((cell, column) => (hidden[cell] === 1 ? [] : [column]))
        if (others.length === 0 || !pool.oneOf(others)) return 'stuck'
      } else if (more === 0) {
        return allowance.isSpent() ? 'late' : 'stuck'
      } else {
        await search.offer(hidden)
        if (search.isProven()) return 'proven'
      }
      for (; added < pool.rows.length; added++) programme.addRow(pool.rows[added]!)
    }
  } finally {
    programme.dispose()
  }
}
