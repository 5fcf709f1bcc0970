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
  const output = await trx
    .selectFrom('output')
    .innerJoin('permit', 'permit.id', 'output.permit_id')
    .select(['output.state', 'output.round', 'output.permit_id', 'output.by', 'permit.document'])
    .where('output.id', '=', outputId)
    .executeTakeFirst()
  const account = await trx
    .selectFrom('account')
    .select(['roles', 'institution_ja'])
    .where('id', '=', by)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!account) return 'not-a-reviewer'
  if (output?.round !== round) return 'not-in-review'
  const { people, institutions } = Parties.parse(JSON.parse(output.document))
  const own = await trx.selectFrom('account').select('institution_ja').where('id', 'in', people).execute()
  const votes = await trx
    .selectFrom('vote')
    .select('by')
    .where('output_id', '=', outputId)
    .where('round', '=', round)
    .execute()
  const conflicts = await trx
    .selectFrom('conflict')
    .innerJoin('output', 'output.id', 'conflict.output_id')
    .select('conflict.visitor_id')
    // One declared of any output holds for all of its permit.
    .where('output.permit_id', '=', output.permit_id)
    .where('conflict.lifted_at', 'is', null)
    .execute()
  return whyNotReview(
    {
      state: OutputState.parse(output.state),
      voters: votes.map((vote) => vote.by),
      conflicted: conflicts.map(({ visitor_id }) => visitor_id),
    },
    {
      people: [...people, output.by],
      institutions: [...institutions, ...own.map(({ institution_ja }) => institution_ja)],
    },
    { id: by, roles: Roles.parse(JSON.parse(account.roles)), institutionJa: account.institution_ja },
  )
}
