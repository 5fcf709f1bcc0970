/**
 * Survival curves before they leave: the Kaplan–Meier estimate, and the times of
 * its life table merged into steps.
 *
 * An unmerged curve gives away the day of every death: each drop of
 * S(t) = Π (1 − d/n) tells d and n (Kaplan & Meier 1958). So the counts are merged
 * first and S is estimated from what is left; the curve then says nothing that the
 * numbers beside it do not.
 */

/** One time at which something happened; `atRisk` counts people just before it. */
export interface LifeTableStep {
  time: number
  atRisk: number
  events: number
  censored: number
}

export interface CurveStep {
  /** The time at which the curve drops. */
  time: number
  /** People at risk just before it. */
  atRisk: number
  events: number
  /** Censored since the step before. */
  censored: number
  /** S(t) from `time` on. */
  survival: number
  /** Greenwood's variance of S(t), for intervals. */
  variance: number
}

export interface FollowUp {
  time: number
  event: boolean
}

/** Steps of a life table. At equal times events come before censoring, as usual. */
export function lifeTable(people: readonly FollowUp[]): LifeTableStep[] {
  const byTime = new Map<number, { events: number; censored: number }>()
  for (const { time, event } of people) {
    const at = byTime.get(time) ?? { events: 0, censored: 0 }
    byTime.set(time, at)
    if (event) at.events++
    else at.censored++
  }
  let atRisk = people.length
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([time, { events, censored }]) => {
      const step = { time, atRisk, events, censored }
      atRisk -= events + censored
      return step
    })
}

/** Kaplan–Meier with Greenwood's variance (1926): one step an event time. */
export function kaplanMeier(table: readonly LifeTableStep[]): CurveStep[] {
  const steps: CurveStep[] = []
  let survival = 1
  let sum = 0
  let censored = 0
  for (const { time, atRisk, events, censored: here } of table) {
    if (events > 0) {
      survival *= 1 - events / atRisk
      sum += atRisk > events ? events / (atRisk * (atRisk - events)) : 0
      steps.push({ time, atRisk, events, censored, survival, variance: survival ** 2 * sum })
      censored = 0
    }
    censored += here
  }
  return steps
}

export interface MergedStep {
  from: number
  time: number
  atRisk: number
  events: number
  /** Who left between this step and the next without an event; after the last step, everybody left. */
  censored: number
  /** Places in the table it was made of. */
  sources: number[]
}

/**
 * Merges the times of one life table until every number a reader can work out of the steps is none or at least
 * `minimum`: at risk, events, and those censored before the next step (at risk − events − at risk next). The curve drops
 * at the last time of a step that has events. A remainder that cannot stand alone joins the step before it. Empty where
 * nothing can be shown. `table` is ordered by time.
 *
 * A time may itself be one person's (`untold`); steps begin and end at the others.
 */
export function mergeLifeTable(
  table: readonly (Pick<LifeTableStep, 'time' | 'atRisk' | 'events'> & { untold?: boolean })[],
  { minimum }: { minimum: number },
): MergedStep[] {
  const merged: MergedStep[] = []
  const stands = ({ atRisk, events, censored, sources }: MergedStep) =>
    events > 0 &&
    atRisk >= minimum &&
    events >= minimum &&
    (censored === 0 || censored >= minimum) &&
    sources.some((place) => !table[place]!.untold)
  /** One step of these times; `next` at risk after it. */
  const stepOf = (sources: number[], next: number): MergedStep => {
    const rows = sources.map((place) => table[place]!)
    const told = rows.filter(({ untold }) => !untold)
    const last = rows.findLast(({ events }) => events > 0)?.time ?? rows[0]!.time
    const events = rows.reduce((sum, row) => sum + row.events, 0)
    const { atRisk } = rows[0]!
    return {
      from: (told[0] ?? rows[0]!).time,
      time: (told.find(({ time }) => time >= last) ?? told.at(-1) ?? rows[0]!).time,
      atRisk,
      events,
      censored: atRisk - events - next,
      sources,
    }
  }
  let open: number[] = []
  table.forEach((_row, place) => {
    open.push(place)
    const step = stepOf(open, table[place + 1]?.atRisk ?? 0)
    if (!stands(step)) return
    merged.push(step)
    open = []
  })
  while (open.length > 0) {
    const before = merged.pop()
    if (!before) return []
    const joined = stepOf([...before.sources, ...open], 0)
    open = stands(joined) ? [] : joined.sources
    if (open.length === 0) merged.push(joined)
  }
  return merged
}

/**
 * The same, and where nothing can be shown of the whole follow-up, of one that ends earlier: as late as it can. Whoever is
 * then still at risk counts as censored at its end (administrative censoring, which leaves the estimate before it as it
 * is). So a curve of which 1 to `minimum` − 1 people never had the event can be shown up to where enough are left.
 */
export function mergeUpToAnEnd(
  table: Parameters<typeof mergeLifeTable>[0],
  options: { minimum: number },
): { steps: MergedStep[]; ended: boolean } {
  for (let end = table.length; end > 0; end--) {
    const steps = mergeLifeTable(table.slice(0, end), options)
    if (steps.length > 0) return { steps, ended: end < table.length }
  }
  return { steps: [], ended: false }
}

/** z of a two-sided 95 % interval. */
const Z95 = 1.959963984540054

/**
 * 95 % interval of S(t) on the log-log scale (Kalbfleisch & Prentice 1980), which stays within 0 and 1; null at 0
 * and 1, where it is not defined.
 */
export function logLogInterval({
  survival,
  variance,
}: Pick<CurveStep, 'survival' | 'variance'>): [number, number] | null {
  if (survival <= 0 || survival >= 1) return null
  const reach = Math.exp((Z95 * Math.sqrt(variance)) / (survival * Math.abs(Math.log(survival))))
  return [survival ** reach, survival ** (1 / reach)]
}

/**
 * What a published curve gives away: from S alone the share of people at risk who
 * had the event, and with the numbers at risk the events of each step.
 */
export function eventsFromCurve(
  steps: readonly { survival: number; atRisk: number | null }[],
): (number | null)[] {
  let before = 1
  return steps.map(({ survival, atRisk }) => {
    const share = before > 0 ? 1 - survival / before : 0
    before = survival
    return atRisk === null ? null : Math.round(share * atRisk)
  })
}
