import type { KeysPort } from '../release/keys-port.ts'
import type { Records } from './records.ts'

/** The port over the records file, for keys that were replaced: public halves only. */
export function keysStore(records: Records): KeysPort {
  return {
    async listRetired() {
      const rows = await records.read.selectFrom('retired_key').selectAll().orderBy('at').execute()
      return rows.map(({ public_key: publicKey, successor, at, handover, acceptance, reason }) => ({
        publicKey,
        successor,
        at,
        link:
          handover === null || acceptance === null
            ? null
            : { from: publicKey, to: successor, at, handover, acceptance },
        reason,
      }))
    },
    async retire({ publicKey, successor, at, link, reason }, audit, seal) {
      await records.commitAndReseal(seal, audit, (trx) =>
        trx
          .insertInto('retired_key')
          .values({
            public_key: publicKey,
            successor,
            at,
            handover: link?.handover ?? null,
            acceptance: link?.acceptance ?? null,
            reason,
          })
          .execute(),
      )
    },
  }
}
