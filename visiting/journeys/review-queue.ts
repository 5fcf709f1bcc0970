/**
 * The reviewers' queue: a page of what was asked for, counted before it is cut, and whose turn it is. Only the outputs
 * of the page are looked at closely; the turns of all that waits go by the few records that decide who may vote.
 */
import type { ReviewItem } from '../../shared/contract/reviews.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { isDeskClosed } from '../../shared/model/output-states.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { OutputRecord } from '../outputs/outputs-port.ts'
import type { DeskAccess, DeskNeeds } from './desk-access.ts'
import { namesOf } from './names-of.ts'
import { permitOf } from './output-views.ts'
import { plainName } from './plain-name.ts'

export interface QueueNeeds extends DeskNeeds {
  desk: Pick<DeskAccess, 'itemsOf' | 'turnsOf'>
  now: () => Date
}

const DAY_MS = 86_400_000

/** Words are looked for in titles, numbers, permits and names, however they are written in width and case. */
export function reviewQueue(needs: QueueNeeds) {
  const { outputs, desk, now } = needs

  /** Those whose title, number, permit or researcher holds the words. */
  async function found(records: OutputRecord[], words: string): Promise<OutputRecord[]> {
    const wanted = plainName(words)
    if (wanted === '') return records
    const permitIds = [...new Set(records.map(({ permitId }) => permitId))]
    const permits = new Map(
      await Promise.all(permitIds.map(async (id) => [id, await permitOf(needs, id)] as const)),
    )
    const names = await namesOf(
      needs.accounts,
      records.map(({ by }) => by),
    )
    return records.filter(({ id, permitId, by, title }) => {
      const permit = permits.get(permitId)
      const name = names.get(by)
      const texts = [title, id, permitId, permit?.titleJa, permit?.titleEn, name?.ja, name?.en]
      return texts.some((text) => text !== undefined && plainName(text).includes(wanted))
    })
  }

  return {
    async queue(
      { which, state, permitId, search, waitingDays, offset, limit }: RouteInput<'reviews.queue'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'reviews.queue'>> {
      const submittedBefore =
        waitingDays === undefined ? undefined : new Date(now().getTime() - waitingDays * DAY_MS).toISOString()
      const all = await found(await outputs.listForReview({ permitId, submittedBefore }), search)
      const [waiting, decided] = [true, false].map((waits) => all.filter((one) => isWaiting(one) === waits))
      const listed = { waiting: waiting!, decided: decided!, all }[which]
        .filter((one) => state === undefined || one.state === state)
        .sort(byTurn)
      const items = await desk.itemsOf(listed.slice(offset, offset + limit), visitor)
      return {
        items: items.map(asFromOutside),
        total: listed.length,
        counts: { waiting: waiting!.length, decided: decided!.length },
      }
    },

    async turns(visitor: Visitor): Promise<RouteOutput<'reviews.turns'>> {
      const turns = await desk.turnsOf((await outputs.listByState('in-review')).sort(byTurn), visitor)
      return {
        turns: turns.map(({ output, whyNot }) => ({ outputId: output.id, dueAt: output.dueAt, whyNot })),
      }
    },
  }
}

const isWaiting = ({ state }: OutputRecord): boolean => state === 'in-review'

/** What waits first, the oldest of it in front, since dates due are days; then what was decided, the newest in front. */
function byTurn(a: OutputRecord, b: OutputRecord): number {
  if (isWaiting(a) !== isWaiting(b)) return isWaiting(a) ? -1 : 1
  const older = a.submittedAt.localeCompare(b.submittedAt) || a.id.localeCompare(b.id)
  return isWaiting(a) ? a.dueAt.localeCompare(b.dueAt) || older : -older
}

/** To whom the desk is closed it is told that there is something and where it stands, nothing of what was found or said. */
function asFromOutside(item: ReviewItem): ReviewItem {
  if (!isDeskClosed(item.whyNot)) return item
  const { output } = item
  return {
    ...item,
    risk: 0,
    riskParts: [],
    output: {
      ...output,
      changes: [],
      comments: [],
      findingCounts: { blocking: 0, warning: 0, note: 0 },
      recall: output.recall && { ...output.recall, reason: '' },
    },
  }
}
