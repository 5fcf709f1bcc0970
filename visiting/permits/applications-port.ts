/** Port: applications with all that happened to them, and the committee that decides them. */
import type { ApplicationForm, PersonPart } from '../../shared/model/application-form.ts'
import type { ApplicationAct, ApplicationState } from '../../shared/model/application-states.ts'
import type { CommitteeDecision, PermitTerms } from '../../shared/model/committee.ts'
import type { Conflict } from '../../shared/model/conflicts.ts'
import type { ApplicationId, MeetingId, PermitId, VisitorId } from '../../shared/model/ids.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AuditDraft } from '../audit/chain.ts'

/** Somebody as they stood when they confirmed; what an account says later changes nothing here. */
export type Confirmation = Omit<Visitor, 'roles'> & { part: PersonPart; at: string }

/** What was frozen when the application was submitted; the committee judges this. */
export interface ApplicationRound {
  round: number
  form: ApplicationForm
  people: Confirmation[]
  submittedAt: string
  /** SHA-256 of the canonical form, as the audit entry has it. */
  digest: string
}

export interface MeetingVote {
  by: VisitorId
  decision: CommitteeDecision
  comment: string
  at: string
}

export interface Meeting {
  id: MeetingId
  round: number
  heldOn: string
  agenda: string
  terms: PermitTerms
  edition: string
  convenedBy: VisitorId
  state: 'open' | 'decided' | 'adjourned'
  attending: { by: VisitorId; at: string }[]
  votes: MeetingVote[]
  outcome: CommitteeDecision | null
  closedAt: string | null
  reason: string
}

export interface ApplicationRecord {
  id: ApplicationId
  applicant: Omit<Visitor, 'roles'>
  state: ApplicationState
  round: number
  revision: number
  form: ApplicationForm
  confirmations: Confirmation[]
  rounds: ApplicationRound[]
  comments: { by: VisitorId; round: number; text: string; toApplicant: boolean; at: string }[]
  meetings: Meeting[]
  conflicts: Conflict[]
  history: { at: string; act: ApplicationAct | 'start'; round: number; by: VisitorId | null }[]
  amends: PermitId | null
  permitId: PermitId | null
  createdAt: string
  changedAt: string
  submittedAt: string | null
  decidedAt: string | null
}

/** What an act makes of an application: what it becomes, what its audit entry tells, and entries that follow from it. */
export interface Step {
  next: ApplicationRecord
  detail?: Record<string, unknown>
  also?: AuditDraft[]
}

export interface ApplicationsPort {
  get(id: ApplicationId): Promise<ApplicationRecord | null>
  /** Applications somebody wrote or is named on by their login, newest first. */
  listOf(login: string): Promise<ApplicationRecord[]>
  /** All that were ever submitted. */
  listSubmitted(): Promise<ApplicationRecord[]>
  listByState(state: ApplicationState): Promise<ApplicationRecord[]>
  /** The applications that led to a permit and to its amendments, newest first. */
  listOfPermit(permit: PermitId): Promise<ApplicationRecord[]>
  /** Answers false, and writes nothing, where a pending application amends the same permit. */
  add(application: ApplicationRecord, audit: AuditDraft): Promise<boolean>
  /**
   * Reads the application inside the transaction, takes what `step` makes of it, and writes it with its audit entry.
   * Two changes never meet: the second sees what the first left. Where `step` refuses by throwing, nothing is written.
   * Answers null where there is no such application.
   */
  change(
    id: ApplicationId,
    audit: AuditDraft,
    step: (now: ApplicationRecord) => Step,
  ): Promise<ApplicationRecord | null>
}
