/**
 * Conflicts of interest: a reviewer or a committee member declares one, officers see all of them and what too few people
 * remain to decide, and lift one with a reason. A declaration, what it takes away and its entries are one write.
 */
import type { ConflictView, Judged, TooFewJudges } from '../../shared/contract/conflicts.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { isPending } from '../../shared/model/application-states.ts'
import { quorumWords } from '../../shared/model/application-words.ts'
import type { CompositionRule } from '../../shared/model/committee.ts'
import { type Conflict, wordsAreMissing } from '../../shared/model/conflicts.ts'
import { type ApplicationId, OutputId } from '../../shared/model/ids.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { OutputsPort } from '../outputs/outputs-port.ts'
import type { ApplicationsPort } from '../permits/applications-port.ts'
import type { CommitteePort } from '../permits/committee-port.ts'
import { declareConflict, liftConflict, whoRemains } from '../permits/conflict-acts.ts'
import type { ConflictsPort } from '../review/conflicts-port.ts'
import { nameOf } from './application-views.ts'
import { type DeskAccess, notAllowed } from './desk-access.ts'

export interface ConflictNeeds {
  conflicts: ConflictsPort
  outputs: Pick<OutputsPort, 'get' | 'listByState' | 'listVotes'>
  desk: DeskAccess
  applications: Pick<ApplicationsPort, 'change' | 'listSubmitted'>
  committee: Pick<CommitteePort, 'list'>
  accounts: Pick<AccountsPort, 'byId' | 'holders'>
  rules: CompositionRule[]
  now: () => Date
}

/** Some categories want words (`conflict-words-missing`); nobody lifts their own (`conflict-own`). */
export function conflictJourneys(needs: ConflictNeeds) {
  const { conflicts, outputs, desk, applications, committee, accounts, rules, now } = needs

  const sitting = async () => ({
    members: await committee.list(),
    holders: await accounts.holders('committee'),
    rules,
    now: now(),
  })

  async function declareOfOutput(outputId: OutputId, visitor: Visitor, told: Told): Promise<void> {
    const output = await desk.forReview(outputId)
    // Somebody who may not review it anyway, or has declared already, is told so.
    const { item } = await desk.atDesk(output, visitor)
    if (item.whyNot === 'not-a-reviewer') throw notAllowed(item.whyNot)
    const { permitId } = output
    const waiting = (await outputs.listByState('in-review')).filter((one) => one.permitId === permitId)
    const alerts = (await desk.itemsOf(waiting, visitor)).flatMap(
      ({ output: { id, votesNeeded }, remaining }) =>
        // Whoever declares is among those who remained, or the desk had been closed.
        remaining.length - 1 < votesNeeded
          ? [short('reviewers-short', id, { remaining: remaining.length - 1, needed: votesNeeded })]
          : [],
    )
    const declared = await conflicts.declare(
      { outputId, permitId, by: visitor.id, ...told, at: now().toISOString(), lifted: null },
      {
        audit: {
          event: 'conflict-declared',
          by: visitor.id,
          subject: outputId,
          detail: { ...told, round: output.round, permit: permitId },
        },
        alerts,
      },
    )
    if (!declared) throw notAllowed('conflict-declared')
  }

  async function declareOfApplication(id: ApplicationId, visitor: Visitor, told: Told): Promise<void> {
    const by = await sitting()
    const changed = await applications.change(
      id,
      { event: 'conflict-declared', by: visitor.id, subject: id, detail: {} },
      (application) => {
        const step = declareConflict(application, { ...by, visitor }, told)
        const { lacks } = whoRemains(step.next, by)
        const alert =
          isPending(step.next.state) && lacks.length > 0 ? [short('committee-short', id, { lacks })] : []
        return { ...step, also: [...(step.also ?? []), ...alert] }
      },
    )
    if (!changed) throw new Refusal('application-not-found')
  }

  const personOf = async (id: string) => {
    const person = await accounts.byId(id)
    return person ? nameOf(person) : null
  }

  const viewOf = async (
    about: Pick<ConflictView, 'subject' | 'titleJa' | 'titleEn' | 'decidedBefore'>,
    conflict: Conflict,
  ): Promise<ConflictView> => ({
    ...about,
    by: conflict.by,
    category: conflict.category,
    words: conflict.words,
    at: conflict.at,
    lifted: conflict.lifted,
    person: await personOf(conflict.by),
    liftedBy: conflict.lifted ? await personOf(conflict.lifted.by) : null,
  })

  async function listOfOutputs(): Promise<ConflictView[]> {
    const all = await conflicts.list()
    return Promise.all(
      all.map(async (conflict) => {
        const output = await outputs.get(conflict.outputId)
        const votes = await outputs.listVotes(conflict.outputId)
        // A vote of a round under way was taken away with the declaration: what is left was counted in a decision.
        const decidedBefore = votes.some(({ by, at }) => by === conflict.by && at < conflict.at)
        const title = output?.title ?? ''
        return viewOf({ subject: conflict.outputId, titleJa: title, titleEn: title, decidedBefore }, conflict)
      }),
    )
  }

  return {
    async declare(
      { subject, category, words }: RouteInput<'conflicts.declare'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'conflicts.declare'>> {
      if (wordsAreMissing(category, words)) throw new Refusal('conflict-words-missing')
      const told = { category, words }
      if (isOutput(subject)) await declareOfOutput(subject, visitor, told)
      else await declareOfApplication(subject, visitor, told)
      return { declared: true }
    },

    async list(): Promise<RouteOutput<'conflicts.list'>> {
      const submitted = await applications.listSubmitted()
      const by = await sitting()
      const ofApplications = submitted.flatMap(({ id, form, conflicts: declared, meetings }) =>
        declared.map((conflict) => {
          const decidedBefore = meetings.some(
            ({ state, votes }) =>
              state === 'decided' && votes.some((vote) => vote.by === conflict.by && vote.at < conflict.at),
          )
          const { titleJa, titleEn } = form
          return viewOf({ subject: id, titleJa, titleEn, decidedBefore }, conflict)
        }),
      )
      const all = [...(await listOfOutputs()), ...(await Promise.all(ofApplications))]
      const tooFew = (await desk.listTooFew()).map(
        ({ output, remaining, needed }): TooFewJudges => ({
          subject: output.id,
          titleJa: output.title,
          titleEn: output.title,
          remaining: remaining.map(nameOf),
          needed,
          lacksJa: '',
          lacksEn: '',
        }),
      )
      const withoutQuorum = submitted
        .filter(({ state }) => isPending(state))
        .flatMap((application): TooFewJudges[] => {
          const { remaining, lacks } = whoRemains(application, by)
          const { titleJa, titleEn } = application.form
          return lacks.length === 0
            ? []
            : [
                {
                  subject: application.id,
                  titleJa,
                  titleEn,
                  remaining: remaining.map(nameOf),
                  needed: null,
                  lacksJa: quorumWords(lacks, 'ja'),
                  lacksEn: quorumWords(lacks, 'en'),
                },
              ]
        })
      return {
        conflicts: all.sort((a, b) => (a.at < b.at ? 1 : -1)),
        short: [...tooFew, ...withoutQuorum],
      }
    },

    async lift(
      { subject, by, reason }: RouteInput<'conflicts.lift'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'conflicts.lift'>> {
      if (by === visitor.id) throw new Refusal('conflict-own')
      const at = now().toISOString()
      const audit = { event: 'conflict-lifted', by: visitor.id, subject, detail: { of: by, reason } }
      const lifted = isOutput(subject)
        ? await conflicts.lift({ outputId: subject, by }, { at, by: visitor.id, reason }, audit)
        : await applications.change(subject, audit, (application) =>
            liftConflict(application, { by, officer: visitor.id, at, reason }),
          )
      if (!lifted) throw new Refusal('conflict-not-found')
      return { lifted: true }
    },
  }
}

type Told = Pick<Conflict, 'category' | 'words'>

const isOutput = (subject: Judged): subject is OutputId => OutputId.safeParse(subject).success

const short = (
  event: 'reviewers-short' | 'committee-short',
  subject: string,
  detail: AuditDraft['detail'],
): AuditDraft => ({ event, by: null, subject, detail })
