import type { Selectable } from 'kysely'
import { Conflict } from '../../shared/model/conflicts.ts'
import type { OutputId, PermitId } from '../../shared/model/ids.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { ConflictsPort, OutputConflict } from '../review/conflicts-port.ts'
import type { Records, RecordsTransaction } from './records.ts'
import type { RecordsSchema } from './schema.ts'

const conflictOf = (row: Selectable<RecordsSchema['conflict']> & { permit_id: string }): OutputConflict => ({
  outputId: row.output_id as OutputId,
  permitId: row.permit_id as PermitId,
  ...Conflict.parse({
    by: row.visitor_id,
    category: row.category,
    words: row.words,
    at: row.at,
    lifted:
      row.lifted_at === null ? null : { at: row.lifted_at, by: row.lifted_by, reason: row.lift_reason ?? '' },
  }),
})

/**
 * The port over the records file, for conflicts with outputs; those with applications are kept with the
 * application.
 */
export function conflictsStore(records: Records): ConflictsPort {
  const all = () =>
    records.read
      .selectFrom('conflict')
      .innerJoin('output', 'output.id', 'conflict.output_id')
      .selectAll('conflict')
      .select('output.permit_id')
      .orderBy('conflict.at', 'desc')
  return {
    async list() {
      return (await all().execute()).map(conflictOf)
    },
    async listOfPermit(id) {
      return (await all().where('output.permit_id', '=', id).execute()).map(conflictOf)
    },
    async declare({ outputId, permitId, by, category, words, at }, { audit, alerts }) {
      const drafts: AuditDraft[] = []
      try {
        await records.commit(drafts, async (trx) => {
          await trx
            .insertInto('conflict')
            .values({ output_id: outputId, visitor_id: by, category, words, at })
            .execute()
          const taken = await takeVotes(trx, { permitId, by })
          const also = taken.filter((id) => id !== outputId)
          const detail = {
            ...audit.detail,
            voteTaken: taken.includes(outputId),
            ...(also.length > 0 ? { alsoTaken: also } : {}),
          }
          // Read after the change has run, which alone knows it.
          drafts.push({ ...audit, detail }, ...alerts)
        })
        return true
      } catch (problem) {
        if (problem instanceof Error && /UNIQUE.*conflict/.test(problem.message)) return false
        throw problem
      }
    },
    async lift({ outputId, by }, lifted, audit) {
      try {
        await records.commit(audit, async (trx) => {
          const changed = await trx
            .updateTable('conflict')
            .set({ lifted_at: lifted.at, lifted_by: lifted.by, lift_reason: lifted.reason })
            .where('output_id', '=', outputId)
            .where('visitor_id', '=', by)
            .where('lifted_at', 'is', null)
            .executeTakeFirst()
          if (Number(changed.numUpdatedRows) === 0) throw new NoneStands()
        })
        return true
      } catch (problem) {
        if (problem instanceof NoneStands) return false
        throw problem
      }
    },
  }
}

/**
 * Takes away a person's votes on rounds under way of a permit's outputs. A vote that was counted in a decision stays what
 * it was. Answers of which outputs.
 */
async function takeVotes(
  trx: RecordsTransaction,
  { permitId, by }: { permitId: string; by: string },
): Promise<string[]> {
  const votes = await trx
    .selectFrom('vote')
    .innerJoin('output', (join) =>
      join.onRef('output.id', '=', 'vote.output_id').onRef('output.round', '=', 'vote.round'),
    )
    .select(['vote.output_id', 'vote.round'])
    .where('vote.by', '=', by)
    .where('output.state', '=', 'in-review')
    .where('output.permit_id', '=', permitId)
    .execute()
  for (const { output_id, round } of votes)
    await trx
      .deleteFrom('vote')
      .where('output_id', '=', output_id)
      .where('round', '=', round)
      .where('by', '=', by)
      .execute()
  return votes.map(({ output_id }) => output_id)
}

/** Rolls the transaction back, its audit entry with it. */
class NoneStands extends Error {}
