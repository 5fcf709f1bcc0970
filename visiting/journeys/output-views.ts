/** How outputs are told to people: the record, its rounds and the votes as one view. */
import type { z } from 'zod'
import type { OutputDetail, OutputView } from '../../shared/contract/outputs.ts'
import type { PermitId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { votesNeeded } from '../../shared/model/review-course.ts'
import type {
  FrozenTable,
  OutputRecord,
  OutputsPort,
  RoundRecord,
  VoteRecord,
} from '../outputs/outputs-port.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import type { ReleasesPort } from '../release/releases-port.ts'
import { requiredChanges } from '../review/required-changes.ts'
import type { Courses } from './choose-course.ts'
import type { FrozenRounds } from './frozen-rounds.ts'
import {
  asDataTogether,
  asReleased,
  mayDrawNow,
  relationsAsData,
  reportAsData,
  type ToldTo,
} from './told-table.ts'

export interface OutputViewNeeds {
  outputs: OutputsPort
  permits: PermitsPort
  frozen: FrozenRounds
  releases: ReleasesPort
  courses: Courses
}

/**
 * Whether all votes of a round are in. Its comments are told from then on, so that no vote colours the other; a round
 * that was withdrawn before has none to tell.
 */
export const isRoundFinished = ({ round, state }: OutputRecord, number: number): boolean =>
  number < round || (number === round && state !== 'in-review' && state !== 'withdrawn')

/** The round under way. Throws where the record has none, which is a fault. */
export async function roundOf(
  { outputs }: Pick<OutputViewNeeds, 'outputs'>,
  output: OutputRecord,
): Promise<RoundRecord> {
  const round = await outputs.getRound(output.id, output.round)
  if (!round) throw new Error(`output ${output.id} has no round ${output.round}`)
  return round
}

/** Throws where it is missing, which is a fault: no record names a permit that never was. */
export async function permitOf({ permits }: Pick<OutputViewNeeds, 'permits'>, id: PermitId): Promise<Permit> {
  const found = await permits.get(id)
  if (!found) throw new Error(`permit ${id} is missing`)
  return found.permit
}

/** Votes only of rounds in which all are in, so that none is told before the others are cast. */
export async function viewOutput(
  needs: Omit<OutputViewNeeds, 'frozen'>,
  output: OutputRecord,
): Promise<z.output<typeof OutputView>> {
  const [round, votes, permit, release] = await Promise.all([
    roundOf(needs, output),
    needs.outputs.listVotes(output.id),
    permitOf(needs, output.permitId),
    output.state === 'recalled' && output.releaseId ? needs.releases.get(output.releaseId) : null,
  ])
  const course = output.state === 'in-review' ? await needs.courses.inForce(round) : round.course
  const told = votes.filter((vote) => isRoundFinished(output, vote.round))
  return {
    id: output.id,
    permitId: output.permitId,
    permitTitleJa: permit.titleJa,
    permitTitleEn: permit.titleEn,
    title: output.title,
    items: round.items,
    state: output.state,
    round: output.round,
    by: output.by,
    submittedAt: output.submittedAt,
    dueAt: output.dueAt,
    votesIn: votes.filter((vote) => vote.round === output.round).length,
    votesNeeded: votesNeeded(course),
    course,
    changes: await changesOf(needs, output, told),
    comments: told
      .filter((vote) => vote.comment !== '')
      .map(({ round, decision, comment }) => ({ round, decision, comment })),
    findingCounts: round.findingCounts,
    verified: round.verified,
    releaseId: output.releaseId,
    recall: release?.recalledAt ? { at: release.recalledAt, reason: release.recallReason ?? '' } : null,
  }
}

/** Whether every value in the figure is one that a client may have now. */
export const figureTravels = (output: OutputRecord, item: FrozenTable): boolean =>
  output.state === 'released' || mayDrawNow(item)

/** What the reviewers of finished rounds required, with the researcher's answers from the round after each. */
async function changesOf(
  { outputs }: Pick<OutputViewNeeds, 'outputs'>,
  output: OutputRecord,
  told: readonly VoteRecord[],
): Promise<z.output<typeof OutputView>['changes']> {
  const rounds = [...new Set(told.map(({ round }) => round))].sort((a, b) => a - b)
  const changes = await Promise.all(
    rounds.map(async (number) => {
      const answers =
        number < output.round ? ((await outputs.getRound(output.id, number + 1))?.answers ?? []) : []
      return requiredChanges(told.filter(({ round }) => round === number)).map((change) => {
        const answer = answers.find(({ changeId }) => changeId === change.id)
        return { ...change, answer: answer ? { done: answer.done, text: answer.text } : null }
      })
    }),
  )
  return changes.flat()
}

/**
 * With the content of its round as the reader may have it before the release, or once it is released.
 */
export async function detailOutput(
  needs: OutputViewNeeds,
  output: OutputRecord,
  to: ToldTo,
): Promise<z.output<typeof OutputDetail>> {
  const { items, relations } = await needs.frozen.read(await roundOf(needs, output))
  const tables = items.filter((item) => item.kind === 'table')
  const sent = output.state === 'released' ? tables.map(asReleased) : asDataTogether(tables, { to })
  return {
    output: await viewOutput(needs, output),
    relations: to === 'reviewer' ? relations : relationsAsData(relations, items),
    items: items.map((item) => {
      if (item.kind === 'text') return item
      const { resultId: _result, travels: _travels, rawRows: _raw, drawn: _drawn, ...told } = item
      const report = output.state === 'released' ? item.report : reportAsData(item)
      const figure = item.figure && !figureTravels(output, item) ? { svg: '', png: '' } : item.figure
      return { ...told, table: sent[tables.indexOf(item)]!, report, figure }
    }),
  }
}
