/** How outputs are told to people: the record, its rounds and the votes as one view. */
import type { z } from 'zod'
import type { OutputDetail, OutputView } from '../../shared/contract/outputs.ts'
import type { PermitId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { OutputRecord, OutputsPort, RoundRecord } from '../outputs/outputs-port.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import { decide } from '../review/decide.ts'
import type { FrozenRounds } from './frozen-rounds.ts'
import { asData } from './protect-result.ts'

export interface OutputViewNeeds {
  outputs: OutputsPort
  permits: PermitsPort
  frozen: FrozenRounds
}

export async function roundOf(
  { outputs }: Pick<OutputViewNeeds, 'outputs'>,
  output: OutputRecord,
): Promise<RoundRecord> {
  const round = await outputs.getRound(output.id, output.round)
  if (!round) throw new Error(`output ${output.id} has no round ${output.round}`)
  return round
}

export async function permitOf({ permits }: Pick<OutputViewNeeds, 'permits'>, id: PermitId): Promise<Permit> {
  const found = await permits.get(id)
  if (!found) throw new Error(`permit ${id} is missing`)
  return found.permit
}

export async function viewOutput(
  needs: Pick<OutputViewNeeds, 'outputs' | 'permits'>,
  output: OutputRecord,
): Promise<z.output<typeof OutputView>> {
  const [round, votes, permit] = await Promise.all([
    roundOf(needs, output),
    needs.outputs.listVotes(output.id),
    permitOf(needs, output.permitId),
  ])
  const rounds = [...new Set(votes.map((vote) => vote.round))]
  // A round's comments are told once all its votes are in, so that no vote colours the other.
  const finished = rounds.filter((number) => decide(votes.filter((vote) => vote.round === number)) !== 'wait')
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
    comments: votes
      .filter((vote) => finished.includes(vote.round) && vote.comment !== '')
      .map(({ round, decision, comment }) => ({ round, decision, comment })),
    findingCounts: round.findingCounts,
    verified: round.verified,
    releaseId: output.releaseId,
  }
}

export async function detailOutput(
  needs: OutputViewNeeds,
  output: OutputRecord,
): Promise<z.output<typeof OutputDetail>> {
  const { items } = await needs.frozen.read(await roundOf(needs, output))
  const released = output.state === 'released'
  return {
    output: await viewOutput(needs, output),
    items: items.map((item) => {
      if (item.kind === 'text') return item
      const { resultId: _result, travels, rawRows: _raw, table, ...told } = item
      return { ...told, table: released ? table : asData(table, travels) }
    }),
  }
}
