import { Permit } from '../../shared/model/permit.ts'
import type { PermitExtract, PermitsPort } from '../permits/permits-port.ts'
import type { Records } from './records.ts'

const permitOf = (row: { document: string; state: string }): Permit =>
  Permit.parse({ ...(JSON.parse(row.document) as object), state: row.state })

export function permitsStore(records: Records): PermitsPort {
  return {
    async get(id) {
      const row = await records.read.selectFrom('permit').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) return null
      return {
        permit: permitOf(row),
        extract: row.extract === null ? null : (JSON.parse(row.extract) as PermitExtract),
      }
    },
    async listOf(visitor) {
      const rows = await records.read.selectFrom('permit').selectAll().orderBy('created_at').execute()
      return rows.map(permitOf).filter((permit) => permit.people.includes(visitor))
    },
    async add(permit, audit) {
      await records.commit(audit, (trx) =>
        trx
          .insertInto('permit')
          .values({
            id: permit.id,
            state: permit.state,
            document: JSON.stringify(permit),
            extract: null,
            created_at: new Date().toISOString(),
          })
          .execute(),
      )
    },
    async bringIntoForce(id, extract, audit) {
      await records.commit(audit, (trx) =>
        trx
          .updateTable('permit')
          .set({ state: 'in-force', extract: JSON.stringify(extract) })
          .where('id', '=', id)
          .execute(),
      )
    },
    async end(id, audit) {
      await records.commit(audit, (trx) =>
        trx.updateTable('permit').set({ state: 'ended' }).where('id', '=', id).execute(),
      )
    },
  }
}
