/**
 * The path of an application, the committee's half: read, comment, give back, meet, vote. Members act from their own
 * accounts; officers read. An approval makes the permit.
 */
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { type CompositionRule, ruleOn } from '../../shared/model/committee.ts'
import type { ApplicationId, MeetingId, PermitId } from '../../shared/model/ids.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { hasRole, type Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { ApplicationRecord, ApplicationsPort, Step } from '../permits/applications-port.ts'
import type { CommitteePort } from '../permits/committee-port.ts'
import { permitIdFor } from '../permits/granted-permit.ts'
import {
  type Acting,
  adjournMeeting,
  attendMeeting,
  commentOn,
  conveneMeeting,
  partiesOf,
  refuseDecider,
  returnForChanges,
  setMeetingTerms,
  signVote,
  whyNotActing,
} from '../permits/meeting-acts.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import { deskOf, itemOf } from './application-views.ts'
import type { AuditTrail } from './audit-trail.ts'
import { newId } from './new-id.ts'

export interface DecideNeeds {
  applications: ApplicationsPort
  committee: CommitteePort
  permits: PermitsPort
  accounts: Pick<AccountsPort, 'byId' | 'holders'>
  audit: AuditTrail
  datasets: Dataset[]
  rules: CompositionRule[]
  /** Makes the permit of an approved application; called after the deciding vote is written down, and not waited for. */
  grant(id: ApplicationId): void
  now: () => Date
}

/**
 * A draft is `application-not-found` here. Acts are pure steps of visiting/permits, judged inside the write.
 */
export function decideJourneys(needs: DecideNeeds) {
  const { applications, committee, permits, accounts, audit, datasets, rules, now } = needs

  const acting = async (visitor: Visitor): Promise<Acting> => ({
    visitor,
    members: await committee.list(),
    holders: await accounts.holders('committee'),
    rules,
    now: now(),
  })

  const desk = async (
    application: ApplicationRecord,
    visitor: Visitor,
  ): Promise<RouteOutput<'committee.desk'>> =>
    deskOf(application, {
      visitor,
      members: await committee.list(),
      datasets,
      now: now(),
      accounts,
      amended: application.amends ? await permits.get(application.amends) : null,
      rules,
    })

  /** One act of a member, in one write with its entry; answers the desk as it stands then. */
  const act = async (
    event: string,
    visitor: Visitor,
    id: ApplicationId,
    step: (application: ApplicationRecord, acting: Acting) => Step,
  ): Promise<RouteOutput<'committee.desk'>> => {
    const by = await acting(visitor)
    const changed = await applications.change(
      id,
      { event, by: visitor.id, subject: id, detail: {} },
      (application) => step(application, by),
    )
    if (!changed) throw new Refusal('application-not-found')
    if (changed.state === 'approved') needs.grant(id)
    return desk(changed, visitor)
  }

  return {
    async queue(visitor: Visitor): Promise<RouteOutput<'committee.queue'>> {
      const members = await committee.list()
      const records = await applications.listSubmitted()
      const items = records.map((application) =>
        itemOf(application, { visitor, members, datasets, now: now() }),
      )
      const rank = ({ state }: (typeof items)[number]) =>
        state === 'under-review' ? 0 : state === 'submitted' ? 1 : state === 'returned' ? 2 : 3
      items.sort((a, b) => rank(a) - rank(b) || order(a, b))
      return { items }
    },

    async desk(
      { applicationId }: RouteInput<'committee.desk'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'committee.desk'>> {
      const application = await applications.get(applicationId)
      if (!application || application.rounds.length === 0) throw new Refusal('application-not-found')
      const { members } = await acting(visitor)
      const reason = whyNotActing(application, { visitor, members, now: now() })
      const { people, conflicted } = partiesOf(application)
      const closed = [...people, ...conflicted].includes(visitor.id)
      // An officer watches and does not decide, so that only being a party or in conflict closes the desk.
      if (reason && (closed || !hasRole(visitor, 'officer'))) refuseDecider(reason)
      await audit.append({
        event: 'application-examined',
        by: visitor.id,
        subject: applicationId,
        detail: { round: application.round },
      })
      return desk(application, visitor)
    },

    comment: ({ applicationId, ...words }: RouteInput<'committee.comment'>, visitor: Visitor) =>
      act('application-commented', visitor, applicationId, (application, by) =>
        commentOn(application, by, words),
      ),

    askForChanges: ({ applicationId, ...asked }: RouteInput<'committee.ask-for-changes'>, visitor: Visitor) =>
      act('application-returned', visitor, applicationId, (application, by) =>
        returnForChanges(application, by, asked),
      ),

    convene: ({ applicationId, ...called }: RouteInput<'committee.convene'>, visitor: Visitor) => {
      const id = newId<MeetingId>('mtg')
      return act('meeting-convened', visitor, applicationId, (application, by) =>
        conveneMeeting(application, by, { id, rule: ruleOn(rules, called.heldOn), ...called }),
      )
    },

    attend: ({ applicationId, meetingId }: RouteInput<'committee.attend'>, visitor: Visitor) =>
      act('meeting-attended', visitor, applicationId, (application, by) =>
        attendMeeting(application, by, meetingId),
      ),

    setTerms: ({ applicationId, meetingId, terms }: RouteInput<'committee.set-terms'>, visitor: Visitor) =>
      act('meeting-terms-set', visitor, applicationId, (application, by) =>
        setMeetingTerms(application, by, { id: meetingId, terms }),
      ),

    async vote(
      { applicationId, meetingId, ...signed }: RouteInput<'committee.vote'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'committee.vote'>> {
      const { amends = null } = (await applications.get(applicationId)) ?? {}
      const amended = amends ? await permits.get(amends) : null
      if (signed.decision === 'approve' && amended?.permit.state === 'ended')
        throw new Refusal('permit-ended')
      return act('application-vote-signed', visitor, applicationId, (application, by) =>
        signVote(application, by, { ...signed, id: meetingId, permitId: permitOf(application) }),
      )
    },

    adjourn: ({ applicationId, meetingId, reason }: RouteInput<'committee.adjourn'>, visitor: Visitor) =>
      act('meeting-adjourned', visitor, applicationId, (application, by) =>
        adjournMeeting(application, by, { id: meetingId, reason }),
      ),
  }
}

const permitOf = ({ id, amends }: ApplicationRecord): PermitId => amends ?? permitIdFor(id)

const order = (a: { submittedAt: string }, b: { submittedAt: string }) =>
  a.submittedAt < b.submittedAt ? -1 : 1
