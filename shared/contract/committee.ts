/**
 * The committee's half. Every act is a member's own, from their own account: attendance and votes cannot be recorded
 * for somebody else. Votes stay hidden until all who attend have signed. Officers read.
 */
import { z } from 'zod'
import { ApplicationForm, PersonPart } from '../model/application-form.ts'
import { ApplicationState } from '../model/application-states.ts'
import {
  CommitteeDecision,
  CommitteeMember,
  CompositionRule,
  PermitTerms,
  WhyNotDecide,
} from '../model/committee.ts'
import { ApplicationId, DatabaseId, MeetingId, PermitId, VisitorId } from '../model/ids.ts'
import { PersonName } from './applications.ts'
import { defineRoute } from './define-route.ts'

const Exposure = z.strictObject({
  columns: z.int(),
  quasi: z.int(),
  sensitive: z.int(),
  of: z.int(),
})

export const CommitteeItem = z.strictObject({
  id: ApplicationId,
  titleJa: z.string(),
  titleEn: z.string(),
  state: ApplicationState,
  round: z.int().positive(),
  submittedAt: z.iso.datetime(),
  institutions: z.array(z.strictObject({ ja: z.string(), en: z.string() })),
  databases: z.array(DatabaseId),
  linkage: z.boolean(),
  amends: PermitId.nullable(),
  exposure: Exposure,
  /** Why the visitor takes no part in deciding it, or null. */
  whyNot: WhyNotDecide.nullable(),
  /** The meeting under way, or null. */
  meeting: z
    .strictObject({
      id: MeetingId,
      attending: z.int(),
      voted: z.int(),
      mine: z.enum(['absent', 'attends', 'voted']),
    })
    .nullable(),
})
export type CommitteeItem = z.infer<typeof CommitteeItem>

export const MeetingView = z.strictObject({
  id: MeetingId,
  round: z.int().positive(),
  heldOn: z.iso.date(),
  agenda: z.string(),
  terms: PermitTerms,
  /** Edition of the composition rule it is held under. */
  edition: z.string(),
  state: z.enum(['open', 'decided', 'adjourned']),
  convenedBy: VisitorId,
  attending: z.array(z.strictObject({ member: VisitorId, at: z.iso.datetime(), voted: z.boolean() })),
  /** Signed votes; empty until all who attend have signed. */
  votes: z.array(
    z.strictObject({
      member: VisitorId,
      decision: CommitteeDecision,
      comment: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  ownVote: CommitteeDecision.nullable(),
  outcome: CommitteeDecision.nullable(),
  closedAt: z.iso.datetime().nullable(),
  /** Why it was adjourned. */
  reason: z.string(),
})
export type MeetingView = z.infer<typeof MeetingView>

const MemberView = CommitteeMember.extend({ ...PersonName.shape, conflict: WhyNotDecide.nullable() })

export const CommitteeDesk = z.strictObject({
  item: CommitteeItem,
  /** The round as it was frozen. */
  form: ApplicationForm,
  people: z.array(z.strictObject({ part: PersonPart, duty: z.string(), person: PersonName })),
  /** Parts of the form that differ from the round before; empty in the first. */
  changed: z.array(z.string()),
  /** What the amended permit covers now; null where none is amended. */
  amended: z
    .strictObject({
      until: z.iso.date(),
      minimumPersons: z.int(),
      picturePagesPerDay: z.int(),
      tables: z.array(z.strictObject({ schema: z.string(), name: z.string(), columns: z.array(z.string()) })),
    })
    .nullable(),
  comments: z.array(
    z.strictObject({
      round: z.int(),
      by: z.strictObject({ nameJa: z.string(), nameEn: z.string() }),
      text: z.string(),
      toApplicant: z.boolean(),
      at: z.iso.datetime(),
    }),
  ),
  meetings: z.array(MeetingView),
  /** Members in office today, with why one takes no part in this application. */
  members: z.array(MemberView),
  rules: z.array(CompositionRule),
})
export type CommitteeDesk = z.infer<typeof CommitteeDesk>

const at = { applicationId: ApplicationId }
const inMeeting = { ...at, meetingId: MeetingId }
const words = (least: number) => z.string().trim().min(least).max(4_000)

export const queue = defineRoute({
  name: 'committee.queue',
  method: 'GET',
  path: '/api/committee/applications',
  access: ['committee', 'officer'],
  summary: 'Submitted applications, those waiting first, the oldest at the top. Drafts are never listed.',
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(CommitteeItem) }),
  refusals: [],
})

export const desk = defineRoute({
  name: 'committee.desk',
  method: 'GET',
  path: '/api/committee/applications/:applicationId',
  access: ['committee', 'officer'],
  summary: 'A submitted application with comments and meetings. Closed to its own people and institutions.',
  input: z.strictObject(at),
  output: CommitteeDesk,
  refusals: ['application-not-found', 'committee-not-allowed'],
})

export const comment = defineRoute({
  name: 'committee.comment',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/comments',
  access: ['committee'],
  summary: 'A comment between members, or for the applicant (who is not told whose it is).',
  input: z.strictObject({ ...at, text: words(2), toApplicant: z.boolean().default(false) }),
  output: CommitteeDesk,
  refusals: ['application-not-found', 'committee-not-allowed', 'application-state'],
})

export const askForChanges = defineRoute({
  name: 'committee.ask-for-changes',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/return',
  access: ['committee'],
  summary:
    'Gives an application back for changes before a meeting takes it up, with words for the applicant.',
  input: z.strictObject({ ...at, round: z.int().positive(), text: words(10) }),
  output: CommitteeDesk,
  refusals: ['application-not-found', 'committee-not-allowed', 'application-state'],
})

export const convene = defineRoute({
  name: 'committee.convene',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/meetings',
  access: ['committee'],
  summary: 'Opens the record of a meeting on an application, with the terms proposed. The convener attends.',
  input: z.strictObject({
    ...at,
    round: z.int().positive(),
    heldOn: z.iso.date(),
    agenda: z.string().trim().max(4_000).default(''),
    terms: PermitTerms,
  }),
  output: CommitteeDesk,
  refusals: [
    'application-not-found',
    'committee-not-allowed',
    'application-state',
    'meeting-day-invalid',
    'meeting-terms-invalid',
  ],
})

export const attend = defineRoute({
  name: 'committee.attend',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/meetings/:meetingId/attendance',
  access: ['committee'],
  summary: 'Records the visitor’s own attendance, until the first vote. Saying it again changes nothing.',
  input: z.strictObject(inMeeting),
  output: CommitteeDesk,
  refusals: [
    'application-not-found',
    'committee-not-allowed',
    'meeting-not-found',
    'meeting-closed',
    'meeting-voting',
  ],
})

export const setTerms = defineRoute({
  name: 'committee.set-terms',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/meetings/:meetingId/terms',
  access: ['committee'],
  summary: 'Changes the terms a meeting votes on, until the first vote. For members who attend.',
  input: z.strictObject({ ...inMeeting, terms: PermitTerms }),
  output: CommitteeDesk,
  refusals: [
    'application-not-found',
    'committee-not-allowed',
    'meeting-not-found',
    'meeting-closed',
    'meeting-voting',
    'meeting-not-attending',
    'meeting-terms-invalid',
  ],
})

export const vote = defineRoute({
  name: 'committee.vote',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/meetings/:meetingId/votes',
  access: ['committee'],
  summary:
    'Signs the visitor’s own vote on the terms they saw. Refused without a quorum, naming what lacks. The last vote of those who attend decides; approval makes the permit.',
  input: z.strictObject({
    ...inMeeting,
    decision: CommitteeDecision,
    /** Goes to the applicant with the decision; needed unless it is an approval. */
    comment: z.string().trim().max(4_000).default(''),
    terms: PermitTerms,
  }),
  output: CommitteeDesk,
  refusals: [
    'application-not-found',
    'committee-not-allowed',
    'meeting-not-found',
    'meeting-closed',
    'meeting-not-attending',
    'meeting-voted',
    'meeting-without-quorum',
    'meeting-terms-moved',
    'meeting-terms-invalid',
    'comment-missing',
    'permit-ended',
  ],
})

export const adjourn = defineRoute({
  name: 'committee.adjourn',
  method: 'POST',
  path: '/api/committee/applications/:applicationId/meetings/:meetingId/adjournment',
  access: ['committee'],
  summary: 'Ends a meeting without a decision; its votes count for nothing. For members who attend.',
  input: z.strictObject({ ...inMeeting, reason: words(5) }),
  output: CommitteeDesk,
  refusals: [
    'application-not-found',
    'committee-not-allowed',
    'meeting-not-found',
    'meeting-closed',
    'meeting-not-attending',
  ],
})
