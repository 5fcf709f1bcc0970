import { CommitteeMember } from '../../shared/model/committee.ts'
import type { CommitteePort } from '../permits/committee-port.ts'
import type { Records } from './records.ts'

/** The port over the records file. A seat is never erased, only its term changed. */
export function committeeStore(records: Records): CommitteePort {
  return {
    async list() {
      const rows = await records.read.selectFrom('committee_member').selectAll().execute()
      return rows.map((row) =>
        CommitteeMember.parse({
          id: row.visitor_id,
          fields: JSON.parse(row.fields),
          outside: row.outside === 1,
          sex: row.sex,
          from: row.from_day,
          until: row.until_day,
        }),
      )
    },
    async add(member, audit) {
      await records.commit(audit, (trx) =>
        trx
          .insertInto('committee_member')
          .values({
            visitor_id: member.id,
            fields: JSON.stringify(member.fields),
            outside: member.outside ? 1 : 0,
            sex: member.sex,
            from_day: member.from,
            until_day: member.until,
          })
          .execute(),
      )
    },
    async change(member, audit) {
      await records.commit(audit, (trx) =>
        trx
          .updateTable('committee_member')
          .set({
            fields: JSON.stringify(member.fields),
            outside: member.outside ? 1 : 0,
            sex: member.sex,
            from_day: member.from,
            until_day: member.until,
          })
          .where('visitor_id', '=', member.id)
          .execute(),
      )
    },
  }
}
