/**
 * The applicant's acts as pure steps: an application in, the application after and what the audit entry tells out, or
 * a refusal. The store runs them inside its transaction, so that what they judge is what they change.
 */
import { type ApplicationForm, emptyForm, type PersonPart } from '../../shared/model/application-form.ts'
import { type LackContext, lacksOf } from '../../shared/model/application-lacks.ts'
import {
  type ApplicationAct,
  isWritable,
  nextApplicationState,
} from '../../shared/model/application-states.ts'
import { lackWords, STATE_WORDS } from '../../shared/model/application-words.ts'
import type { ApplicationId, PermitId } from '../../shared/model/ids.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { ApplicationRecord, Confirmation, Step } from './applications-port.ts'

const identityOf = ({ roles: _roles, ...identity }: Visitor): Omit<Visitor, 'roles'> => identity

/** Refuses with the state's own name. */
export function refuseState({ state }: Pick<ApplicationRecord, 'state'>): never {
  throw new Refusal('application-state', { stateJa: STATE_WORDS[state].ja, stateEn: STATE_WORDS[state].en })
}

/** The application one step on by the table of states, with its history; refuses where there is no such step. */
export function moved(
  now: ApplicationRecord,
  { act, by, at }: { act: ApplicationAct; by: Visitor['id'] | null; at: string },
): ApplicationRecord {
  const state = nextApplicationState(now.state, act)
  if (!state) return refuseState(now)
  const history = [...now.history, { at, act, round: now.round, by }]
  return { ...now, state, history, changedAt: at }
}

/**
 * Whether the visitor wrote the application or is named on it by login, confirmed or not: those may read it.
 */
export const isNamed = (now: Pick<ApplicationRecord, 'form' | 'applicant'>, visitor: Visitor): boolean =>
  now.applicant.id === visitor.id || now.form.people.some(({ login }) => login.trim() === visitor.login)

function requireApplicant(now: ApplicationRecord, visitor: Visitor): void {
  // Somebody who is not named does not learn that it exists.
  if (!isNamed(now, visitor)) throw new Refusal('application-not-found')
  if (now.applicant.id !== visitor.id) throw new Refusal('application-not-yours')
}

/** A draft of round 0. `amends` names the permit it would change; `at` is an ISO instant. */
export function startApplication(begun: {
  id: ApplicationId
  visitor: Visitor
  form: ApplicationForm
  amends: PermitId | null
  at: string
}): ApplicationRecord {
  const { id, visitor, form, amends, at } = begun
  const record: ApplicationRecord = {
    id,
    applicant: identityOf(visitor),
    state: 'draft',
    round: 0,
    revision: 0,
    form,
    confirmations: [],
    rounds: [],
    comments: [],
    meetings: [],
    conflicts: [],
    history: [{ at, act: 'start', round: 0, by: visitor.id }],
    amends,
    permitId: null,
    createdAt: at,
    changedAt: at,
    submittedAt: null,
    decidedAt: null,
  }
  return { ...record, confirmations: confirmationsFor(record, form, at) }
}

/** Who of before still stands on the form in the same part; the applicant's own act confirms the applicant. */
function confirmationsFor(now: ApplicationRecord, form: ApplicationForm, at: string): Confirmation[] {
  return form.people.flatMap(({ login, part }) => {
    const name = login.trim()
    const before = now.confirmations.find((one) => one.login === name && one.part === part)
    if (before) return [before]
    return name === now.applicant.login ? [{ ...now.applicant, part, at }] : []
  })
}

/**
 * By the applicant, while it is written. `application-moved` where somebody saved since `revision`. Who
 * confirmed a part that changed has to confirm again.
 */
export function saveForm(
  now: ApplicationRecord,
  { visitor, revision, form, at }: { visitor: Visitor; revision: number; form: ApplicationForm; at: string },
): Step {
  requireApplicant(now, visitor)
  if (!isWritable(now.state)) refuseState(now)
  if (revision !== now.revision) throw new Refusal('application-moved')
  const next = { ...now, form, revision: now.revision + 1, changedAt: at }
  return {
    next: { ...next, confirmations: confirmationsFor(now, form, at) },
    detail: { revision: next.revision },
  }
}

/** Refuses who is not named, what is no longer written on, and a part that is not the one shown (`application-moved`). */
export function confirmPart(
  now: ApplicationRecord,
  { visitor, part, at }: { visitor: Visitor; part: PersonPart; at: string },
): Step {
  if (!isNamed(now, visitor)) throw new Refusal('application-not-found')
  if (!isWritable(now.state)) refuseState(now)
  const asked = now.form.people.find(({ login }) => login.trim() === visitor.login)
  // What was agreed to is the part that was shown.
  if (!asked || asked.part !== part) throw new Refusal('application-moved')
  const others = now.confirmations.filter(({ id }) => id !== visitor.id)
  return {
    next: { ...now, confirmations: [...others, { ...identityOf(visitor), part, at }] },
    detail: { part },
  }
}

/**
 * By the applicant: `application-moved`, or `application-incomplete` with how much is lacking and the first
 * of it. The round is frozen with the digest of its form.
 */
export function submitForm(
  now: ApplicationRecord,
  given: {
    visitor: Visitor
    revision: number
    at: string
    digestOf(form: ApplicationForm): string
  } & Pick<LackContext, 'datasets' | 'today' | 'amendsLinkage'>,
): Step {
  const { visitor, revision, at, digestOf, ...context } = given
  requireApplicant(now, visitor)
  if (!isWritable(now.state)) refuseState(now)
  if (revision !== now.revision) throw new Refusal('application-moved')
  const lacks = lacksOf(now.form, {
    ...context,
    applicant: now.applicant.login,
    confirmed: now.confirmations.map(({ login }) => login),
  })
  const [first] = lacks
  if (first)
    throw new Refusal('application-incomplete', {
      count: lacks.length,
      firstJa: lackWords(first, 'ja'),
      firstEn: lackWords(first, 'en'),
    })
  const round = now.round + 1
  const digest = digestOf(now.form)
  const frozen = { round, form: now.form, people: now.confirmations, submittedAt: at, digest }
  const next = moved({ ...now, round }, { act: 'submit', by: visitor.id, at })
  return {
    next: { ...next, submittedAt: at, rounds: [...now.rounds, frozen] },
    detail: { round, digest, databases: [...new Set(now.form.tables.map(({ database }) => database))] },
  }
}

/** By its applicant, in any state that allows it; an open meeting is adjourned with it. */
export function withdrawApplication(
  now: ApplicationRecord,
  { visitor, at }: { visitor: Visitor; at: string },
): Step {
  requireApplicant(now, visitor)
  const next = moved(now, { act: 'withdraw', by: visitor.id, at })
  const meetings = now.meetings.map((meeting) =>
    meeting.state === 'open' ? { ...meeting, state: 'adjourned' as const, closedAt: at } : meeting,
  )
  // What nobody but its own people ever saw is not kept once they give it up.
  const form =
    now.rounds.length > 0
      ? now.form
      : { ...emptyForm(), titleJa: now.form.titleJa, titleEn: now.form.titleEn }
  return { next: { ...next, form, meetings, decidedAt: at }, detail: { round: now.round } }
}
