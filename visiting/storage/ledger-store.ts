import type { LedgerEntry, LedgerPort } from '../ledger/ledger-port.ts'
import type { Records } from './records.ts'
import type { RecordsSchema } from './schema.ts'

const entryOf = (row: RecordsSchema['ledger_entry']): LedgerEntry => ({
  outputId: row.output_id as LedgerEntry['outputId'],
  round: row.round,
  item: row.item,
  permitId: row.permit_id as LedgerEntry['permitId'],
  notCompared: row.not_compared as LedgerEntry['notCompared'],
  file: row.file,
  digest: row.digest,
  createdAt: row.created_at,
})

/** The port over the records file: which tables the ledger has, not the sets, which are files. */
export function ledgerStore(records: Records): LedgerPort {
  const withOutputs = () =>
    records.read
      .selectFrom('ledger_entry')
      .innerJoin('output', 'output.id', 'ledger_entry.output_id')
      .selectAll('ledger_entry')
      .select(['output.title', 'output.state', 'output.release_id', 'output.round as current_round'])
  return {
    async put(entries) {
      await records.note(async (trx) => {
        for (const entry of entries) {
          const fields = {
            permit_id: entry.permitId,
            not_compared: entry.notCompared,
            file: entry.file,
            digest: entry.digest,
            created_at: entry.createdAt,
          }
          await trx
            .insertInto('ledger_entry')
            .values({ output_id: entry.outputId, round: entry.round, item: entry.item, ...fields })
            .onConflict((on) => on.columns(['output_id', 'round', 'item']).doUpdateSet(fields))
            .execute()
        }
      })
    },
    async listOfRound(outputId, round) {
      const rows = await records.read
        .selectFrom('ledger_entry')
        .selectAll()
        .where('output_id', '=', outputId)
        .where('round', '=', round)
        .orderBy('item')
        .execute()
      return rows.map(entryOf)
    },
    async listStanding(states) {
      const rows = await withOutputs()
        .leftJoin('release', 'release.id', 'output.release_id')
        .select('release.created_at as released_at')
        .where('output.state', 'in', [...states])
        .whereRef('output.round', '=', 'ledger_entry.round')
        .orderBy('ledger_entry.created_at')
        .execute()
      return rows.map((row) => ({
        ...entryOf(row),
        title: row.title,
        state: row.state as LedgerStandingState,
        releaseId: row.release_id as LedgerStandingRelease,
        releasedAt: row.released_at,
      }))
    },
    async listOfPermit(permitId) {
      const rows = await withOutputs().where('ledger_entry.permit_id', '=', permitId).execute()
      return rows.map((row) => ({
        ...entryOf(row),
        state: row.state as LedgerStandingState,
        current: row.current_round === row.round,
      }))
    },
    async remove(outputId, round) {
      await records.note((trx) =>
        trx.deleteFrom('ledger_entry').where('output_id', '=', outputId).where('round', '=', round).execute(),
      )
    },
    async listWithout(states) {
      const rows = await records.read
        .selectFrom('output')
        .select('output.id')
        .leftJoin('ledger_entry', (join) =>
          join
            .onRef('ledger_entry.output_id', '=', 'output.id')
            .onRef('ledger_entry.round', '=', 'output.round'),
        )
        .where('output.state', 'in', [...states])
        .where('ledger_entry.output_id', 'is', null)
        .execute()
      return rows.map((row) => row.id as LedgerEntry['outputId'])
    },
    async countComparison({ visitorId, permitId, day, limit }) {
      const { comparisons } = await records.note((trx) =>
        trx
          .insertInto('comparison_use')
          .values({ visitor_id: visitorId, permit_id: permitId, day, comparisons: 1 })
          .onConflict((on) =>
            on
              .columns(['visitor_id', 'permit_id', 'day'])
              .doUpdateSet((eb) => ({ comparisons: eb('comparison_use.comparisons', '+', 1) })),
          )
          .returning('comparisons')
          .executeTakeFirstOrThrow(),
      )
      return comparisons <= limit
    },
  }
}

type Standing = Awaited<ReturnType<LedgerPort['listStanding']>>[number]
type LedgerStandingState = Standing['state']
type LedgerStandingRelease = Standing['releaseId']
