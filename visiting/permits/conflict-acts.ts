/**
 * A member's conflict of interest as pure steps. Whoever declares one leaves a meeting under way; where votes are being
 * signed, or nobody else attends, the meeting ends without a decision, because it was held with somebody in conflict.
 */
import { lacksOfQuorum, type QuorumLack, ruleOn } from '../../shared/model/committee.ts'
import type { ConflictCategory } from '../../shared/model/conflicts.ts'
import type { VisitorId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { moved } from './application-acts.ts'
import type { ApplicationRecord, Step } from './applications-port.ts'
import { type Acting, replaced, requireDecider, whyNotActing } from './meeting-acts.ts'

const LEFT_FOR_CONFLICT = '利益相反の申告による / a member declared a conflict of interest'

/**
 * By a member who could decide otherwise. A meeting they attended goes on without them while nobody has voted
 * and somebody is left; `also` holds the entry of one that ends.
 */
export function declareConflict(
  application: ApplicationRecord,
  acting: Acting,
  { category, words }: { category: ConflictCategory; words: string },
): Step {
  requireDecider(application, acting)
  const { visitor, now } = acting
  const at = now.toISOString()
  const conflict = { by: visitor.id, category, words, at, lifted: null }
  const next = { ...application, conflicts: [...application.conflicts, conflict] }
  const detail = { category, words, round: application.round }
  const meeting = next.meetings.find(
    ({ state, attending }) => state === 'open' && attending.some(({ by }) => by === visitor.id),
  )
  if (!meeting) return { next, detail }
  const attending = meeting.attending.filter(({ by }) => by !== visitor.id)
  if (meeting.votes.length === 0 && attending.length > 0)
    return { next: replaced(next, { ...meeting, attending }), detail: { ...detail, left: meeting.id } }
  return {
    next: replaced(moved(next, { act: 'adjourn', by: visitor.id, at }), {
      ...meeting,
      state: 'adjourned',
      closedAt: at,
      reason: LEFT_FOR_CONFLICT,
    }),
    detail: { ...detail, left: meeting.id },
    also: [
      {
        event: 'meeting-adjourned',
        by: visitor.id,
        subject: application.id,
        detail: { meeting: meeting.id, votes: meeting.votes.length },
      },
    ],
  }
}

/** By an officer, for the member `by`, with a reason; `conflict-not-found` where none of theirs stands. */
export function liftConflict(
  application: ApplicationRecord,
  { by, officer, at, reason }: { by: VisitorId; officer: VisitorId; at: string; reason: string },
): Step {
  if (!application.conflicts.some((one) => one.by === by && one.lifted === null))
    throw new Refusal('conflict-not-found')
  const conflicts = application.conflicts.map((one) =>
    one.by === by && one.lifted === null ? { ...one, lifted: { at, by: officer, reason } } : one,
  )
  return { next: { ...application, conflicts }, detail: { of: by, reason } }
}

/** Members who may still decide it, and what they lack of the quorum of the rule in force today. */
export function whoRemains(
  application: ApplicationRecord,
  { holders, members, rules, now }: Omit<Acting, 'visitor'>,
): { remaining: Visitor[]; lacks: QuorumLack[] } {
  const remaining = holders.filter((visitor) => whyNotActing(application, { visitor, members, now }) === null)
  const ids = remaining.map(({ id }) => id)
  const sitting = members.filter(({ id }) => ids.includes(id))
  return { remaining, lacks: lacksOfQuorum(ruleOn(rules, japanDay(now)), sitting) }
}
