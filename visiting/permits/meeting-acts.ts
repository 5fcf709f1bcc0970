/**
 * The committee's acts as pure steps. Members act for themselves only: who attends and how they vote is taken from who
 * is asking. The first vote closes attendance and terms; the last vote of those who attend decides.
 */
import { isPending } from '../../shared/model/application-states.ts'
import { quorumWords, WHY_NOT_DECIDE_WORDS } from '../../shared/model/application-words.ts'
import {
  type CommitteeDecision,
  type CommitteeMember,
  type CompositionRule,
  decisionOf,
  isInOffice,
  lacksOfQuorum,
  type PermitTerms,
  type WhyNotDecide,
  whyNotDecide,
} from '../../shared/model/committee.ts'
import { inConflict } from '../../shared/model/conflicts.ts'
import type { MeetingId, PermitId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { moved, refuseState } from './application-acts.ts'
import type { ApplicationRecord, ApplicationRound, Meeting, Step } from './applications-port.ts'

/** Who acts, and what they are measured by. */
export interface Acting {
  visitor: Visitor
  members: readonly CommitteeMember[]
  /** Whose accounts have the role, and are not disabled. */
  holders: readonly Visitor[]
  rules: readonly CompositionRule[]
  now: Date
}

/** Throws for a draft: to ask for its round is a fault of the caller. */
export function lastRound(application: ApplicationRecord): ApplicationRound {
  const round = application.rounds.at(-1)
  if (!round) throw new Error(`application ${application.id} was never submitted`)
  return round
}

/**
 * Everybody who ever stood on a submitted round, and their institutions (leaving it does not make a judge of anybody),
 * and who has declared a conflict of interest.
 */
export function partiesOf(application: ApplicationRecord): {
  people: string[]
  institutions: string[]
  conflicted: string[]
} {
  const people = [application.applicant, ...application.rounds.flatMap((round) => round.people)]
  return {
    people: [...new Set(people.map(({ id }) => id))],
    institutions: [...new Set(people.map(({ institutionJa }) => institutionJa))],
    conflicted: inConflict(application.conflicts),
  }
}

/** Null where the visitor may act as a member today (Japan's day); otherwise the first reason against it. */
export function whyNotActing(
  application: ApplicationRecord,
  { visitor, members, now }: Omit<Acting, 'rules' | 'holders'>,
): WhyNotDecide | null {
  const today = japanDay(now)
  const isMember =
    visitor.roles.includes('committee') &&
    members.some((member) => member.id === visitor.id && isInOffice(member, today))
  return whyNotDecide(partiesOf(application), visitor, isMember)
}

/** Who was not yet, or no longer, a member on the day of a meeting does not attend it. */
function requireOfficeOn(day: string, { visitor, members }: Acting): void {
  if (!members.some((member) => member.id === visitor.id && isInOffice(member, day)))
    refuseDecider('not-a-member')
}

/** Refuses as `committee-not-allowed`, with the reason in both languages. */
export function refuseDecider(reason: WhyNotDecide): never {
  const { ja, en } = WHY_NOT_DECIDE_WORDS[reason]
  throw new Refusal('committee-not-allowed', { reasonJa: ja, reasonEn: en })
}

/** A draft does not exist for the committee, nor what was withdrawn before it was submitted. */
export function requireDecider(application: ApplicationRecord, acting: Acting): void {
  if (application.rounds.length === 0) throw new Refusal('application-not-found')
  const reason = whyNotActing(application, acting)
  if (reason) refuseDecider(reason)
}

function meetingOf(application: ApplicationRecord, id: MeetingId): Meeting {
  const meeting = application.meetings.find((one) => one.id === id)
  if (!meeting) throw new Refusal('meeting-not-found')
  if (meeting.state !== 'open') throw new Refusal('meeting-closed')
  return meeting
}

function requireTerms(terms: PermitTerms, form: { until: string }, now: Date): void {
  if (terms.until <= japanDay(now) || terms.until > form.until)
    throw new Refusal('meeting-terms-invalid', { until: form.until })
}

/** The application with this meeting in the place of the one of the same number. */
export const replaced = (application: ApplicationRecord, meeting: Meeting): ApplicationRecord => ({
  ...application,
  meetings: application.meetings.map((one) => (one.id === meeting.id ? meeting : one)),
})

/** The meeting without those who may not act any more, and without their votes; `gone` says who they are. */
function withoutGone(application: ApplicationRecord, meeting: Meeting, { holders, members, now }: Acting) {
  const still = holders.filter((visitor) => whyNotActing(application, { visitor, members, now }) === null)
  const isHere = ({ by }: { by: string }) => still.some(({ id }) => id === by)
  return {
    meeting: {
      ...meeting,
      attending: meeting.attending.filter(isHere),
      votes: meeting.votes.filter(isHere),
    },
    gone: meeting.attending.filter((one) => !isHere(one)).map(({ by }) => by),
  }
}

const attends = (meeting: Meeting, visitor: Visitor) => meeting.attending.some(({ by }) => by === visitor.id)

/**
 * By a member, while the application is pending. Only what is meant `toApplicant` is ever shown to its
 * people.
 */
export function commentOn(
  application: ApplicationRecord,
  acting: Acting,
  { text, toApplicant }: { text: string; toApplicant: boolean },
): Step {
  requireDecider(application, acting)
  if (!isPending(application.state)) refuseState(application)
  const { visitor, now } = acting
  const comment = { by: visitor.id, round: application.round, text, toApplicant, at: now.toISOString() }
  return {
    next: { ...application, comments: [...application.comments, comment] },
    detail: { round: application.round, toApplicant },
  }
}

/**
 * By one member without a meeting, before one took it up. `round` is what the member had before their eyes:
 * refused where it is no longer the current one.
 */
export function returnForChanges(
  application: ApplicationRecord,
  acting: Acting,
  { round, text }: { round: number; text: string },
): Step {
  requireDecider(application, acting)
  // Once a meeting has taken it up, only its votes give it back.
  if (application.state !== 'submitted' || round !== application.round) refuseState(application)
  const at = acting.now.toISOString()
  const next = moved(application, { act: 'return', by: acting.visitor.id, at })
  const comment = { by: acting.visitor.id, round, text, toApplicant: true, at }
  return { next: { ...next, comments: [...next.comments, comment] }, detail: { round } }
}

/**
 * Takes the application up; who convenes attends. `heldOn` is an ISO day between submission and today
 * (`meeting-day-invalid`), terms lie within what was asked for (`meeting-terms-invalid`), and the edition of
 * the rule of composition is kept for its votes.
 */
export function conveneMeeting(
  application: ApplicationRecord,
  acting: Acting,
  called: {
    id: MeetingId
    round: number
    heldOn: string
    agenda: string
    terms: PermitTerms
    rule: CompositionRule
  },
): Step {
  requireDecider(application, acting)
  const { visitor, now } = acting
  const { id, round, heldOn, agenda, terms, rule } = called
  if (round !== application.round) refuseState(application)
  const at = now.toISOString()
  const next = moved(application, { act: 'convene', by: visitor.id, at })
  const frozen = lastRound(application)
  const from = japanDay(new Date(frozen.submittedAt))
  const until = japanDay(now)
  if (heldOn < from || heldOn > until) throw new Refusal('meeting-day-invalid', { from, until })
  requireOfficeOn(heldOn, acting)
  requireTerms(terms, frozen.form, now)
  const meeting: Meeting = {
    id,
    round,
    heldOn,
    agenda,
    terms,
    edition: rule.edition,
    convenedBy: visitor.id,
    state: 'open',
    attending: [{ by: visitor.id, at }],
    votes: [],
    outcome: null,
    closedAt: null,
    reason: '',
  }
  return {
    next: { ...next, meetings: [...next.meetings, meeting] },
    detail: { meeting: id, round, heldOn, terms, edition: rule.edition },
  }
}

/**
 * Until the first vote (`meeting-voting`), by who was a member on its day. Attending twice changes nothing.
 */
export function attendMeeting(application: ApplicationRecord, acting: Acting, id: MeetingId): Step {
  requireDecider(application, acting)
  const meeting = meetingOf(application, id)
  const { visitor, now } = acting
  if (attends(meeting, visitor)) return { next: application, detail: { meeting: id, again: true } }
  if (meeting.votes.length > 0) throw new Refusal('meeting-voting')
  requireOfficeOn(meeting.heldOn, acting)
  const attending = [...meeting.attending, { by: visitor.id, at: now.toISOString() }]
  return { next: replaced(application, { ...meeting, attending }), detail: { meeting: id } }
}

/** By who attends, until the first vote (`meeting-voting`); terms must fit the form of the round. */
export function setMeetingTerms(
  application: ApplicationRecord,
  acting: Acting,
  { id, terms }: { id: MeetingId; terms: PermitTerms },
): Step {
  requireDecider(application, acting)
  const meeting = meetingOf(application, id)
  if (!attends(meeting, acting.visitor)) throw new Refusal('meeting-not-attending')
  if (meeting.votes.length > 0) throw new Refusal('meeting-voting')
  requireTerms(terms, lastRound(application).form, acting.now)
  return { next: replaced(application, { ...meeting, terms }), detail: { meeting: id, terms } }
}

/** By who attends, at any time while it is open: its votes are void, and the application waits for another. */
export function adjournMeeting(
  application: ApplicationRecord,
  acting: Acting,
  { id, reason }: { id: MeetingId; reason: string },
): Step {
  requireDecider(application, acting)
  const meeting = meetingOf(application, id)
  if (!attends(meeting, acting.visitor)) throw new Refusal('meeting-not-attending')
  const at = acting.now.toISOString()
  const next = moved(application, { act: 'adjourn', by: acting.visitor.id, at })
  return {
    next: replaced(next, { ...meeting, state: 'adjourned', closedAt: at, reason }),
    detail: { meeting: id, votes: meeting.votes.length },
  }
}

/**
 * By who attends, once (`meeting-voted`), on the terms as they stand (`meeting-terms-moved`) and with a
 * quorum (`meeting-without-quorum`) of those who may act to this day; anything but approval wants a comment
 * (`comment-missing`). The last vote decides by the rule's majority, and how each voted is in `also` only then.
 */
export function signVote(
  application: ApplicationRecord,
  acting: Acting,
  signed: {
    id: MeetingId
    decision: CommitteeDecision
    comment: string
    terms: PermitTerms
    /** The permit an approval makes or changes. */
    permitId: PermitId
  },
): Step {
  requireDecider(application, acting)
  const { visitor, members, rules, now } = acting
  const { id, decision, comment, terms, permitId } = signed
  const { meeting, gone } = withoutGone(application, meetingOf(application, id), acting)
  if (!attends(meeting, visitor)) throw new Refusal('meeting-not-attending')
  if (meeting.votes.some(({ by }) => by === visitor.id)) throw new Refusal('meeting-voted')
  if (!sameTerms(terms, meeting.terms)) throw new Refusal('meeting-terms-moved')
  requireTerms(meeting.terms, lastRound(application).form, now)
  const rule = rules.find(({ edition }) => edition === meeting.edition)
  if (!rule) throw new Error(`meeting ${id} is held under an unknown rule ${meeting.edition}`)
  const present = members.filter(
    (member) => isInOffice(member, meeting.heldOn) && meeting.attending.some(({ by }) => by === member.id),
  )
  const lacks = lacksOfQuorum(rule, present)
  if (lacks.length > 0)
    throw new Refusal('meeting-without-quorum', {
      lacksJa: quorumWords(lacks, 'ja'),
      lacksEn: quorumWords(lacks, 'en'),
    })
  if (decision !== 'approve' && comment === '') throw new Refusal('comment-missing')

  const at = now.toISOString()
  const votes = [...meeting.votes, { by: visitor.id, decision, comment, at }]
  // How somebody voted enters the log with the last vote: who reads the log would know one before the others are in.
  const detail = { meeting: id, round: meeting.round, ...(gone.length > 0 ? { gone } : {}) }
  const withVote = { ...meeting, votes }
  if (votes.length < meeting.attending.length) return { next: replaced(application, withVote), detail }

  const outcome = decisionOf(rule, votes)
  const decided = moved(application, { act: outcome, by: null, at })
  return {
    next: replaced(
      { ...decided, decidedAt: at, ...(outcome === 'approve' ? { permitId } : {}) },
      { ...withVote, state: 'decided', outcome, closedAt: at },
    ),
    detail,
    also: [
      {
        event: DECIDED[outcome],
        by: null,
        subject: application.id,
        detail: {
          meeting: id,
          round: meeting.round,
          heldOn: meeting.heldOn,
          edition: meeting.edition,
          votes: votes.map((vote) => ({ by: vote.by, decision: vote.decision })),
          unanimous: votes.every((vote) => vote.decision === outcome),
          ...(outcome === 'approve' ? { terms: meeting.terms, permit: permitId } : {}),
        },
      },
    ],
  }
}

const DECIDED: Record<CommitteeDecision, string> = {
  approve: 'application-approved',
  return: 'application-returned',
  reject: 'application-rejected',
}

const sameTerms = (a: PermitTerms, b: PermitTerms): boolean =>
  a.minimumPersons === b.minimumPersons &&
  a.picturePagesPerDay === b.picturePagesPerDay &&
  a.until === b.until
