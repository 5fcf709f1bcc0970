import { type Selectable, sql } from 'kysely'
import type { Opening } from '../../shared/model/openings.ts'
import type { OutputState, WhyNotReview } from '../../shared/model/output-states.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { OutputRecord, OutputsPort, RoundRecord, VoteRecord } from '../outputs/outputs-port.ts'
import type { Records, RecordsTransaction } from './records.ts'
import type { RecordsSchema } from './schema.ts'
import { takeVoidVotes, whyNotVote } from './vote-standing.ts'

const outputOf = (row: RecordsSchema['output']): OutputRecord => ({
  id: row.id as OutputRecord['id'],
  permitId: row.permit_id as OutputRecord['permitId'],
  by: row.by as OutputRecord['by'],
  title: row.title,
  state: row.state as OutputRecord['state'],
  round: row.round,
  submittedAt: row.submitted_at,
  dueAt: row.due_at,
  releaseId: row.release_id as OutputRecord['releaseId'],
})

const voteOf = (row: Selectable<RecordsSchema['vote']>): VoteRecord => ({
  outputId: row.output_id as VoteRecord['outputId'],
  round: row.round,
  by: row.by as VoteRecord['by'],
  decision: row.decision as VoteRecord['decision'],
  comment: row.comment,
  privateNote: row.private_note,
  judgement: row.judgement,
  changes: JSON.parse(row.changes) as string[],
  at: row.at,
})

const roundOf = (row: RecordsSchema['output_round']): RoundRecord => {
  const document = JSON.parse(row.document) as Omit<RoundRecord, 'outputId' | 'round' | 'file' | 'digest'>
  const outputId = row.output_id as RoundRecord['outputId']
  return { outputId, round: row.round, file: row.file, digest: row.digest, ...document }
}

const insertRound = (trx: RecordsTransaction, { outputId, round, file, digest, ...document }: RoundRecord) =>
  trx
    .insertInto('output_round')
    .values({ output_id: outputId, round, file, digest, document: JSON.stringify(document) })
    .execute()

/**
 * The port over the records file: outputs, rounds and votes. An act changes nothing where the state moved on
 * meanwhile.
 */
export function outputsStore(records: Records): OutputsPort {
  const listWhere = async (
    narrow: (query: ReturnType<typeof all>) => ReturnType<typeof all>,
  ): Promise<OutputRecord[]> => (await narrow(all()).execute()).map(outputOf)
  const all = () => records.read.selectFrom('output').selectAll().orderBy('submitted_at', 'desc')

  return {
    async get(id) {
      const row = await records.read.selectFrom('output').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? outputOf(row) : null
    },
    listByPermits: (permits) =>
      permits.length === 0
        ? Promise.resolve([])
        : listWhere((query) => query.where('permit_id', 'in', permits as string[])),
    listForReview: ({ permitId, submittedBefore }) =>
      listWhere((query) =>
        query
          .where('state', '!=', 'withdrawn')
          .$if(permitId !== undefined, (narrowed) => narrowed.where('permit_id', '=', permitId!))
          .$if(submittedBefore !== undefined, (narrowed) =>
            narrowed.where('submitted_at', '<', submittedBefore!),
          ),
      ),
    listByState: (state) => listWhere((query) => query.where('state', '=', state)),
    async getRound(id, round) {
      const row = await records.read
        .selectFrom('output_round')
        .selectAll()
        .where('output_id', '=', id)
        .where('round', '=', round)
        .executeTakeFirst()
      return row ? roundOf(row) : null
    },
    async listAlike(permit, likeness) {
      const rows = await records.read
        .selectFrom('output_round')
        .innerJoin('output', (join) =>
          join
            .onRef('output.id', '=', 'output_round.output_id')
            .onRef('output.round', '=', 'output_round.round'),
        )
        .selectAll('output_round')
        .where('output.permit_id', '=', permit)
        .where('output.state', '=', 'released')
        .where(sql<string>`json_extract(output_round.document, '$.likeness')`, '=', likeness)
        .orderBy('output.submitted_at', 'desc')
        .execute()
      return rows.map(roundOf)
    },
    async listVotedBy(by) {
      const rows = await records.read
        .selectFrom('vote')
        .innerJoin('output', (join) =>
          join.onRef('output.id', '=', 'vote.output_id').onRef('output.round', '=', 'vote.round'),
        )
        .select('output.id')
        .where('vote.by', '=', by)
        .where('output.state', '=', 'in-review')
        .execute()
      return new Set(rows.map(({ id }) => id as OutputRecord['id']))
    },
    async listVotes(id) {
      const rows = await records.read
        .selectFrom('vote')
        .selectAll()
        .where('output_id', '=', id)
        .orderBy('at')
        .execute()
      return rows.map(voteOf)
    },
    async listOpened({ outputId, round, by }) {
      const rows = await records.read
        .selectFrom('opening')
        .select(['item', 'part'])
        .where('output_id', '=', outputId)
        .where('round', '=', round)
        .where('by', '=', by)
        .execute()
      return rows as Opening[]
    },
    async addOpening({ outputId, ...opening }, audit) {
      await records.commit(audit, async (trx) => {
        await trx
          .insertInto('opening')
          .values({ output_id: outputId, ...opening })
          .onConflict((standing) => standing.doNothing())
          .execute()
      })
    },
    async add(output, round, audit) {
      await records.commit(audit, async (trx) => {
        await trx
          .insertInto('output')
          .values({
            id: output.id,
            permit_id: output.permitId,
            by: output.by,
            title: output.title,
            state: output.state,
            round: output.round,
            submitted_at: output.submittedAt,
            due_at: output.dueAt,
            release_id: null,
          })
          .execute()
        await insertRound(trx, round)
      })
    },
    addRound: (output, round, audit) =>
      unlessMoved(
        records.commit(audit, async (trx) => {
          const changed = await trx
            .updateTable('output')
            .set({
              title: output.title,
              state: output.state,
              round: output.round,
              submitted_at: output.submittedAt,
              due_at: output.dueAt,
            })
            .where('id', '=', output.id)
            .where('state', '=', 'returned')
            .executeTakeFirst()
          if (Number(changed.numUpdatedRows) !== 1) throw new StateMoved()
          await insertRound(trx, round)
        }),
      ),
    changeState: (id, { from, to }, audit) =>
      unlessMoved(
        records.commit(audit, async (trx) => {
          const changed = await trx
            .updateTable('output')
            .set({ state: to })
            .where('id', '=', id)
            .where('state', '=', from)
            .executeTakeFirst()
          if (Number(changed.numUpdatedRows) !== 1) throw new StateMoved()
        }),
      ),
    reopen(of, audit) {
      const drafts: AuditDraft[] = []
      return unlessMoved(
        records.commit(drafts, async (trx) => {
          const changed = await trx
            .updateTable('output')
            .set({ state: 'in-review' satisfies OutputState })
            .where('id', '=', of.outputId)
            .where('round', '=', of.round)
            .where('state', '=', 'approved' satisfies OutputState)
            .executeTakeFirst()
          const taken = await takeVoidVotes(trx, of)
          if (Number(changed.numUpdatedRows) !== 1 || taken.length === 0) throw new StateMoved()
          drafts.push(...taken.map((one) => voidEntry(of, one)), audit)
        }),
      )
    },
    async addVote(vote, audit, decide) {
      const drafts = [audit]
      const counted = records.commit(drafts, async (trx) => {
        const why = await whyNotVote(trx, vote)
        if (why) throw new VoteRefused(why)
        await trx
          .insertInto('vote')
          .values({
            output_id: vote.outputId,
            round: vote.round,
            by: vote.by,
            decision: vote.decision,
            comment: vote.comment,
            private_note: vote.privateNote,
            judgement: vote.judgement,
            changes: JSON.stringify(vote.changes),
            at: vote.at,
          })
          .execute()
        const taken = await takeVoidVotes(trx, vote)
        // Read after the change has run, so that what followed from the vote follows its entry in the same write.
        drafts.push(...taken.map((one) => voidEntry(vote, one)))
        const votes = await trx
          .selectFrom('vote')
          .selectAll()
          .where('output_id', '=', vote.outputId)
          .where('round', '=', vote.round)
          .execute()
        const decided = decide(votes.map(voteOf))
        if (!decided) return { state: 'in-review' as const }
        await trx.updateTable('output').set({ state: decided.to }).where('id', '=', vote.outputId).execute()
        drafts.push(decided.audit)
        return { state: decided.to }
      })
      return counted.catch((problem: unknown) => {
        if (problem instanceof VoteRefused) return { whyNot: problem.why }
        throw problem
      })
    },
  }
}

/** Says whose vote counts no more, and not what it was: the round may still be under way. */
const voidEntry = (
  { outputId, round }: Pick<VoteRecord, 'outputId' | 'round'>,
  taken: { by: string; why: WhyNotReview },
): AuditDraft => ({
  event: 'vote-void',
  by: null,
  subject: outputId,
  detail: { round, ...taken },
})

/** Rolls the transaction back, its audit entry with it. */
class StateMoved extends Error {}

/** True once written; false where the state had moved on, and nothing was. */
const unlessMoved = (written: Promise<void>): Promise<boolean> =>
  written.then(
    () => true,
    (problem: unknown) => {
      if (problem instanceof StateMoved) return false
      throw problem
    },
  )

/** The same for a vote that must not count. */
class VoteRefused extends Error {
  readonly why: WhyNotReview
  constructor(why: WhyNotReview) {
    super(why)
    this.why = why
  }
}
