import type { PermitId } from '../../shared/model/ids.ts'
import { Permit } from '../../shared/model/permit.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { PermitRecord, PermitsPort } from '../permits/permits-port.ts'
import type { Records } from './records.ts'
import type { RecordsSchema } from './schema.ts'

const permitOf = (row: { document: string; state: string }): Permit =>
  Permit.parse({ ...(JSON.parse(row.document) as object), state: row.state })

const orNull = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))

const recordOf = (row: RecordsSchema['permit']): PermitRecord => ({
  permit: permitOf(row),
  extract: orNull(row.extract),
  ended: orNull(row.ended),
  erasure: orNull(row.erasure),
})

/** The port over the records file. What it gives is shared and must not be changed. */
export function permitsStore(records: Records): PermitsPort {
  // Asked for several times a query, and large. What was read holds until this store writes, or anybody else does.
  const read = new Map<PermitId, { record: PermitRecord; elsewhere: number }>()
  let written = 0
  const forget = () => {
    written += 1
    read.clear()
  }
  const update = async (id: PermitId, fields: Partial<RecordsSchema['permit']>, audit: AuditDraft) => {
    try {
      await records.commit(audit, (trx) =>
        trx.updateTable('permit').set(fields).where('id', '=', id).execute(),
      )
    } finally {
      forget()
    }
  }
  return {
    async get(id) {
      const elsewhere = await records.changesElsewhere()
      const known = read.get(id)
      if (known?.elsewhere === elsewhere) return known.record
      const before = written
      const row = await records.read.selectFrom('permit').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) return null
      const record = recordOf(row)
      if (before === written) read.set(id, { record, elsewhere })
      return record
    },
    async listOf(visitor) {
      const rows = await records.read.selectFrom('permit').selectAll().orderBy('created_at').execute()
      return rows.map(permitOf).filter((permit) => permit.people.includes(visitor))
    },
    async listByState(state) {
      const rows = await records.read.selectFrom('permit').selectAll().where('state', '=', state).execute()
      return rows.map(recordOf)
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
            ended: null,
            erasure: null,
            created_at: new Date().toISOString(),
          })
          .execute(),
      )
    },
    change: (permit, audit) =>
      update(permit.id, { state: 'provisioning', document: JSON.stringify(permit) }, audit),
    bringIntoForce: (id, extract, audit) =>
      update(id, { state: 'in-force', extract: JSON.stringify(extract) }, audit),
    end: (id, ended, audit) => update(id, { state: 'ended', ended: JSON.stringify(ended) }, audit),
    recordErasure: (id, certificate, audit) => update(id, { erasure: JSON.stringify(certificate) }, audit),
  }
}
