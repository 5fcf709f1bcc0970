import type { ReleaseRecord, ReleasesPort } from '../release/releases-port.ts'
import type { Records } from './records.ts'

class AlreadyRecalled extends Error {}

/** The port over the records file: releases, and who took them away. */
export function releasesStore(records: Records): ReleasesPort {
  return {
    async get(id) {
      const row = await records.read.selectFrom('release').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) return null
      return {
        id,
        outputId: row.output_id as ReleaseRecord['outputId'],
        permitId: row.permit_id as ReleaseRecord['permitId'],
        file: row.file,
        digest: row.digest,
        createdAt: row.created_at,
        recalledAt: row.recalled_at,
        recallReason: row.recall_reason,
      }
    },
    async add(release, audit) {
      await records.commit(audit, async (trx) => {
        await trx
          .insertInto('release')
          .values({
            id: release.id,
            output_id: release.outputId,
            permit_id: release.permitId,
            file: release.file,
            digest: release.digest,
            created_at: release.createdAt,
            recalled_at: null,
            recall_reason: null,
          })
          .execute()
        const changed = await trx
          .updateTable('output')
          .set({ state: 'released', release_id: release.id })
          .where('id', '=', release.outputId)
          .where('state', '=', 'approved')
          .executeTakeFirst()
        if (Number(changed.numUpdatedRows) !== 1) throw new Error('the output is not approved')
      })
    },
    async recall(id, { at, reason }, audit) {
      try {
        await records.commit(audit, async (trx) => {
          const changed = await trx
            .updateTable('release')
            .set({ recalled_at: at, recall_reason: reason })
            .where('id', '=', id)
            .where('recalled_at', 'is', null)
            .executeTakeFirst()
          if (Number(changed.numUpdatedRows) !== 1) throw new AlreadyRecalled()
          await trx.updateTable('output').set({ state: 'recalled' }).where('release_id', '=', id).execute()
        })
        return true
      } catch (problem) {
        if (problem instanceof AlreadyRecalled) return false
        throw problem
      }
    },
    async recordCopy({ releaseId, visitorId, at }, audit) {
      try {
        await records.commit(audit, async (trx) => {
          const stands = await trx
            .selectFrom('release')
            .select('id')
            .where('id', '=', releaseId)
            .where('recalled_at', 'is', null)
            .executeTakeFirst()
          if (!stands) throw new AlreadyRecalled()
          await trx
            .insertInto('release_copy')
            .values({ release_id: releaseId, visitor_id: visitorId, at, confirmed_at: null })
            .onConflict((on) =>
              on.columns(['release_id', 'visitor_id']).doUpdateSet({ at, confirmed_at: null }),
            )
            .execute()
        })
        return true
      } catch (problem) {
        if (problem instanceof AlreadyRecalled) return false
        throw problem
      }
    },
    async listCopies(visitor) {
      const rows = await records.read
        .selectFrom('release_copy')
        .selectAll()
        .where('visitor_id', '=', visitor)
        .orderBy('at', 'desc')
        .execute()
      return rows.map((row) => ({
        releaseId: row.release_id as ReleaseRecord['id'],
        visitorId: visitor,
        at: row.at,
        confirmedAt: row.confirmed_at,
      }))
    },
    async countCopies(id) {
      const { count } = await records.read
        .selectFrom('release_copy')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('release_id', '=', id)
        .where('confirmed_at', 'is', null)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async confirmDestroyed({ releaseId, visitorId, at }, audit) {
      await records.commit(audit, (trx) =>
        trx
          .updateTable('release_copy')
          .set({ confirmed_at: at })
          .where('release_id', '=', releaseId)
          .where('visitor_id', '=', visitorId)
          .where('confirmed_at', 'is', null)
          .execute(),
      )
    },
  }
}
