/** How the environment was used, counted from the entries of the audit log in their order. Pure. */
import { japanTime } from '../../shared/model/japan-time.ts'
import type { AuditEntry } from './chain.ts'
import { type AlikeQueries, type AskedQuery, alikeQueries } from './one-condition-apart.ts'

/** From how many on something is told as unusual. They call for a look, and judge nobody. */
export const UNUSUAL = {
  /** Pages of individual rows that one person looked at in a day. */
  picturesOfRows: 30,
  /** Different queries of a permit, each one condition apart from another. */
  oneConditionApart: 5,
  /** Queries and pictures of one person at night (22 to 6 o'clock) or on days that are not worked. */
  offHours: 20,
  /** Refusals of one person in a day. */
  refused: 20,
}

/** Pages drawn, by what they show; of results older than this was kept, unknown. */
export interface Pictures {
  individual: number
  masked: number
  unverified: number
  unknown: number
}

interface Counts {
  queries: number
  refused: number
  pictures: Pictures
  submitted: number
  downloaded: number
  offHours: number
}

export interface UseSignal {
  kind: 'pictures-of-rows' | 'one-condition-apart' | 'off-hours' | 'refused'
  people: string[]
  permitId: string | null
  /** In Japan; null where it is of the whole period. */
  day: string | null
  count: number
  example: AlikeQueries['example'] | null
}

export interface Use {
  entries: number
  days: (Counts & { day: string; people: number })[]
  permits: (Counts & { permitId: string; days: number; people: number })[]
  people: (Counts & { by: string; days: number })[]
  signals: UseSignal[]
  /** Different queries that were too many to be compared with the others of their permit. */
  notCompared: number
}

const nothing = (): Counts => ({
  queries: 0,
  refused: 0,
  pictures: { individual: 0, masked: 0, unverified: 0, unknown: 0 },
  submitted: 0,
  downloaded: 0,
  offHours: 0,
})

const KIND_OF = { individual: 'individual', aggregated: 'masked', unverified: 'unverified' } as const

/** Counted under a key, with who took part and when. */
class Sums {
  readonly all = new Map<string, { counts: Counts; people: Set<string>; days: Set<string> }>()

  at(key: string, { by, day }: { by: string; day: string }): Counts {
    const known = this.all.get(key) ?? { counts: nothing(), people: new Set(), days: new Set() }
    this.all.set(key, known)
    known.people.add(by)
    known.days.add(day)
    return known.counts
  }
}

export interface UseTally {
  take(entry: AuditEntry): void
  result(): Use
}

/** `isWorkingDay`: of an ISO date in Japan. */
export function tallyUse(isWorkingDay: (day: string) => boolean): UseTally {
  const [days, permits, people] = [new Sums(), new Sums(), new Sums()]
  const daily = new Sums()
  const asked = new Map<string, AskedQuery[]>()
  const standings = new Map<string, string>()
  const permitOfOutput = new Map<string, string>()
  let entries = 0

  const isOffHours = (at: string) => {
    const local = japanTime(new Date(at))
    const hour = Number(local.slice(11, 13))
    return hour >= 22 || hour < 6 || !isWorkingDay(local.slice(0, 10))
  }

  return {
    take(entry) {
      entries += 1
      const { event, by, subject, detail, at, seq } = entry
      if (by === null) return
      const day = japanTime(new Date(at)).slice(0, 10)
      const who = { by, day }
      /** Wherever it counts; a permit is not known of everything. */
      const count = (permitId: string | null, add: (counts: Counts) => void) => {
        add(days.at(day, who))
        add(people.at(by, who))
        add(daily.at(`${by} ${day}`, who))
        if (permitId !== null) add(permits.at(permitId, who))
      }
      const off = isOffHours(at) ? 1 : 0
      // Of a script, its statements count.
      if (event === 'query-approved' && detail.kind !== 'script') {
        count(subject, (counts) => {
          counts.queries += 1
          counts.offHours += off
        })
        const { query, standing, sql } = detail
        standings.set(String(query).replace('qry_', 'res_'), String(standing))
        if (subject !== null && standing !== 'open' && typeof sql === 'string') {
          const queries = asked.get(subject) ?? []
          queries.push({ seq, by, sql })
          asked.set(subject, queries)
        }
      }
      if (event === 'picture-seen') {
        const standing = String(detail.standing ?? standings.get(String(detail.result)))
        const kind = KIND_OF[standing as keyof typeof KIND_OF] ?? 'unknown'
        count(subject, (counts) => {
          counts.pictures[kind] += 1
          counts.offHours += off
        })
      }
      if (event === 'request-refused')
        count(null, (counts) => {
          counts.refused += 1
        })
      if (event === 'output-submitted' || event === 'output-resubmitted') {
        const permit = typeof detail.permit === 'string' ? detail.permit : permitOfOutput.get(subject ?? '')
        if (permit !== undefined && subject !== null) permitOfOutput.set(subject, permit)
        count(permit ?? null, (counts) => {
          counts.submitted += 1
        })
      }
      if (event === 'release-downloaded')
        count(null, (counts) => {
          counts.downloaded += 1
        })
    },

    result() {
      const signals: UseSignal[] = []
      const of = { people: [], permitId: null, day: null, example: null }
      for (const [key, { counts }] of daily.all) {
        const [by, day] = key.split(' ') as [string, string]
        const rows = counts.pictures.individual + counts.pictures.unknown
        if (rows >= UNUSUAL.picturesOfRows)
          signals.push({ ...of, kind: 'pictures-of-rows', people: [by], day, count: rows })
        if (counts.refused >= UNUSUAL.refused)
          signals.push({ ...of, kind: 'refused', people: [by], day, count: counts.refused })
      }
      for (const [by, { counts }] of people.all)
        if (counts.offHours >= UNUSUAL.offHours)
          signals.push({ ...of, kind: 'off-hours', people: [by], count: counts.offHours })
      let notCompared = 0
      for (const [permitId, queries] of asked) {
        const { groups, left } = alikeQueries(queries)
        notCompared += left
        for (const group of groups)
          if (group.queries >= UNUSUAL.oneConditionApart)
            signals.push({
              kind: 'one-condition-apart',
              people: group.people,
              permitId,
              day: null,
              count: group.queries,
              example: group.example,
            })
      }
      const listed = <Row>(
        sums: Sums,
        row: (key: string, numbers: { people: number; days: number }) => Row,
      ) =>
        [...sums.all]
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([key, { counts, ...sets }]) => ({
            ...row(key, { people: sets.people.size, days: sets.days.size }),
            ...counts,
          }))
      return {
        entries,
        days: listed(days, (day, numbers) => ({ day, people: numbers.people })),
        permits: listed(permits, (permitId, numbers) => ({ permitId, ...numbers })),
        people: listed(people, (by, numbers) => ({ by, days: numbers.days })),
        signals,
        notCompared,
      }
    },
  }
}
