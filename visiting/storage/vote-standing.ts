import { z } from 'zod'
import { OutputState, type WhyNotReview, whyNotReview } from '../../shared/model/output-states.ts'
import { Permit } from '../../shared/model/permit.ts'
import { Visitor } from '../../shared/model/visitor.ts'
import type { VoteRecord } from '../outputs/outputs-port.ts'
import type { RecordsTransaction } from './records.ts'

const Roles = Visitor.shape.roles
const Parties = z.object({ people: Permit.shape.people, institutions: Permit.shape.institutions })

/**
 * Why a vote must not count, as of this very write, or null. A vote waits for those before it: its output may be taken
 * back meanwhile, its reviewer may lose the role, be disabled, declare a conflict, or join the permit.
 */
export async function whyNotVote(
  trx: RecordsTransaction,
  { outputId, round, by }: Pick<VoteRecord, 'outputId' | 'round' | 'by'>,
): Promise<WhyNotReview | null> {
  const judging = await judgingOf(trx, outputId)
  const voters = await votersOf(trx, { outputId, round })
  const why = await judging.whyNot(by, voters)
  return why === 'not-a-reviewer' || judging.round === round ? why : 'not-in-review'
}

/**
 * Takes away the votes of a round whose voters may not vote any more, as of this very write: what somebody voted before
 * they were disabled or came to stand close decides nothing afterwards. Answers whose, and why.
 */
export async function takeVoidVotes(
  trx: RecordsTransaction,
  { outputId, round }: Pick<VoteRecord, 'outputId' | 'round'>,
): Promise<{ by: string; why: WhyNotReview }[]> {
  const judging = await judgingOf(trx, outputId)
  const taken: { by: string; why: WhyNotReview }[] = []
  for (const by of await votersOf(trx, { outputId, round })) {
    const why = await judging.whyNot(by, [])
    if (!why) continue
    taken.push({ by, why })
    await trx
      .deleteFrom('vote')
      .where('output_id', '=', outputId)
      .where('round', '=', round)
      .where('by', '=', by)
      .execute()
  }
  return taken
}

const votersOf = async (
  trx: RecordsTransaction,
  { outputId, round }: Pick<VoteRecord, 'outputId' | 'round'>,
): Promise<string[]> => {
  const votes = await trx
    .selectFrom('vote')
    .select('by')
    .where('output_id', '=', outputId)
    .where('round', '=', round)
    .execute()
  return votes.map(({ by }) => by)
}

/** The output's round, and why somebody may not judge it where these have voted. */
async function judgingOf(trx: RecordsTransaction, outputId: VoteRecord['outputId']) {
  const output = await trx
    .selectFrom('output')
    .innerJoin('permit', 'permit.id', 'output.permit_id')
    .select(['output.state', 'output.round', 'output.permit_id', 'output.by', 'permit.document'])
    .where('output.id', '=', outputId)
    .executeTakeFirstOrThrow()
  const { people, institutions } = Parties.parse(JSON.parse(output.document))
  const own = await trx.selectFrom('account').select('institution_ja').where('id', 'in', people).execute()
  const conflicts = await trx
    .selectFrom('conflict')
    .innerJoin('output', 'output.id', 'conflict.output_id')
    .select('conflict.visitor_id')
    // One declared of any output holds for all of its permit.
    .where('output.permit_id', '=', output.permit_id)
    .where('conflict.lifted_at', 'is', null)
    .execute()
  const state = OutputState.parse(output.state)
  const conflicted = conflicts.map(({ visitor_id }) => visitor_id)
  const close = {
    people: [...people, output.by],
    institutions: [...institutions, ...own.map(({ institution_ja }) => institution_ja)],
  }
  return {
    round: output.round,
    async whyNot(by: string, voters: string[]): Promise<WhyNotReview | null> {
      const account = await trx
        .selectFrom('account')
        .select(['roles', 'institution_ja'])
        .where('id', '=', by)
        .where('disabled_at', 'is', null)
        .executeTakeFirst()
      if (!account) return 'not-a-reviewer'
      const roles = Roles.parse(JSON.parse(account.roles))
      return whyNotReview({ state, voters, conflicted }, close, {
        id: by,
        roles,
        institutionJa: account.institution_ja,
      })
    },
  }
}
