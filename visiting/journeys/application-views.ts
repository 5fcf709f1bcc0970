/** How applications are told: to their own people, and to those who decide or watch. */
import type { ApplicationDetail, ApplicationSummary, PersonName } from '../../shared/contract/applications.ts'
import type { CommitteeDesk, CommitteeItem, MeetingView } from '../../shared/contract/committee.ts'
import { databasesOf, exposureOf } from '../../shared/model/application-form.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { type CommitteeMember, isInOffice, whyNotDecide } from '../../shared/model/committee.ts'
import type { PermitId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { canonicalJson } from '../audit/chain.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { ApplicationRecord, Meeting } from '../permits/applications-port.ts'
import { lastRound, partiesOf, whyNotActing } from '../permits/meeting-acts.ts'
import type { PermitRecord } from '../permits/permits-port.ts'

/** A person by name and institution alone, in both languages. */
export const nameOf = (person: PersonName): PersonName => ({
  nameJa: person.nameJa,
  nameEn: person.nameEn,
  institutionJa: person.institutionJa,
  institutionEn: person.institutionEn,
})

/** A line of the list; `mine` says as what the visitor is named on it. */
export function summaryOf(application: ApplicationRecord, visitor: Visitor): ApplicationSummary {
  const { applicant, confirmations, form } = application
  const confirmed = confirmations.some(({ id }) => id === visitor.id)
  return {
    id: application.id,
    titleJa: form.titleJa,
    titleEn: form.titleEn,
    state: application.state,
    round: application.round,
    mine: applicant.id === visitor.id ? 'applicant' : confirmed ? 'person' : 'invited',
    applicant: nameOf(applicant),
    databases: databasesOf(form),
    amends: application.amends,
    permitId: application.permitId,
    changedAt: application.changedAt,
    submittedAt: application.submittedAt,
    decidedAt: application.decidedAt,
  }
}

/** Committee members are not named to the applicant; what they say is. */
export function detailOf(
  application: ApplicationRecord,
  visitor: Visitor,
  about: {
    permit: PermitRecord | null
    amended: PermitRecord | null
    prepared(id: PermitId): number | null
  },
): ApplicationDetail {
  const { permit, amended, prepared } = about
  const own = new Map([application.applicant, ...application.confirmations].map((one) => [one.id, one]))
  const decided = application.meetings.filter(({ state }) => state === 'decided')
  const words = [
    ...application.comments.filter(({ toApplicant }) => toApplicant),
    ...decided.flatMap(({ round, votes }) =>
      votes.filter(({ comment }) => comment !== '').map(({ comment, at }) => ({ round, text: comment, at })),
    ),
  ]
  return {
    application: summaryOf(application, visitor),
    revision: application.revision,
    form: application.form,
    confirmed: application.confirmations.map((one) => ({
      login: one.login,
      person: nameOf(one),
      at: one.at,
    })),
    applicantLogin: application.applicant.login,
    comments: words
      .map(({ round, text, at }) => ({ round, text, at }))
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
    history: application.history.map(({ at, act, round, by }) => {
      const person = by === null ? undefined : own.get(by)
      return { at, act, round, by: person ? nameOf(person) : null }
    }),
    terms: decided.find(({ outcome }) => outcome === 'approve')?.terms ?? null,
    permit: permit && {
      id: permit.permit.id,
      state: permit.permit.state,
      until: permit.permit.until,
      prepared: permit.permit.state === 'provisioning' ? prepared(permit.permit.id) : null,
    },
    amendsLinkage: amended?.permit.linkageApproved ?? null,
  }
}

/**
 * A line of the committee's desk, with why the visitor may not decide it. Throws for what was never
 * submitted.
 */
export function itemOf(
  application: ApplicationRecord,
  { visitor, members, datasets, now }: DeskContext,
): CommitteeItem {
  const { form, people, submittedAt } = lastRound(application)
  const open = application.meetings.find(({ state }) => state === 'open')
  const institutions = new Map(people.map((one) => [one.institutionJa, one.institutionEn]))
  return {
    id: application.id,
    titleJa: form.titleJa,
    titleEn: form.titleEn,
    state: application.state,
    round: application.round,
    submittedAt,
    institutions: [...institutions].map(([ja, en]) => ({ ja, en })),
    databases: databasesOf(form),
    linkage: form.linkage.wanted === true,
    amends: application.amends,
    exposure: exposureOf(form.tables, datasets),
    whyNot: whyNotActing(application, { visitor, members, now }),
    meeting: open
      ? {
          id: open.id,
          attending: open.attending.length,
          voted: open.votes.length,
          mine: open.votes.some(({ by }) => by === visitor.id)
            ? 'voted'
            : open.attending.some(({ by }) => by === visitor.id)
              ? 'attends'
              : 'absent',
        }
      : null,
  }
}

export interface DeskContext {
  visitor: Visitor
  members: CommitteeMember[]
  datasets: Dataset[]
  now: Date
}

/** One application as the visitor's desk shows it, votes of an open meeting hidden; `application` has a round. */
export async function deskOf(
  application: ApplicationRecord,
  context: DeskContext & {
    accounts: Pick<AccountsPort, 'byId'>
    amended: PermitRecord | null
    rules: CommitteeDesk['rules']
  },
): Promise<CommitteeDesk> {
  const { visitor, members, now, accounts, amended, rules } = context
  const round = lastRound(application)
  const before = application.rounds.at(-2)
  const parts = Object.keys(round.form) as (keyof typeof round.form)[]
  const parties = partiesOf(application)
  const sitting = members.filter((member) => isInOffice(member, japanDay(now)))
  const named = await Promise.all(
    sitting.map(async (member) => ({ member, who: await accounts.byId(member.id) })),
  )
  const authors = await Promise.all(
    application.comments.map(async (comment) => ({ comment, who: await accounts.byId(comment.by) })),
  )
  return {
    item: itemOf(application, context),
    form: round.form,
    people: round.form.people.flatMap(({ login, part, duty }) => {
      const person = round.people.find((one) => one.login === login.trim())
      return person ? [{ part, duty, person: nameOf(person) }] : []
    }),
    changed: before
      ? parts.filter((part) => canonicalJson(round.form[part]) !== canonicalJson(before.form[part]))
      : [],
    amended: amended && {
      until: amended.permit.until,
      minimumPersons: amended.permit.minimumPersons,
      picturePagesPerDay: amended.permit.picturePagesPerDay,
      tables: amended.permit.tables.map(({ schema, name, columns }) => ({
        schema,
        name,
        columns: columns.map((column) => column.name),
      })),
    },
    comments: authors.map(({ comment: { round: of, text, toApplicant, at }, who }) => ({
      round: of,
      by: { nameJa: who?.nameJa ?? '', nameEn: who?.nameEn ?? '' },
      text,
      toApplicant,
      at,
    })),
    meetings: application.meetings.map((meeting) => meetingView(meeting, visitor)),
    members: named.flatMap(({ member, who }) =>
      who ? [{ ...member, ...nameOf(who), conflict: whyNotDecide(parties, who, true) }] : [],
    ),
    rules,
  }
}

/** Votes are told once the meeting has decided: until then nobody's colours another's. */
function meetingView(meeting: Meeting, visitor: Visitor): MeetingView {
  const { id, round, heldOn, agenda, terms, edition, state, convenedBy, outcome, closedAt, reason } = meeting
  return {
    id,
    round,
    heldOn,
    agenda,
    terms,
    edition,
    state,
    convenedBy,
    attending: meeting.attending.map(({ by, at }) => ({
      member: by,
      at,
      voted: meeting.votes.some((vote) => vote.by === by),
    })),
    votes:
      state === 'decided'
        ? meeting.votes.map(({ by, decision, comment, at }) => ({ member: by, decision, comment, at }))
        : [],
    ownVote: meeting.votes.find(({ by }) => by === visitor.id)?.decision ?? null,
    outcome,
    closedAt,
    reason,
  }
}
