import { Visitor } from '../../shared/model/visitor.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { Records } from './records.ts'
import type { RecordsSchema } from './schema.ts'

const visitorOf = (row: Omit<RecordsSchema['account'], 'failures'>): Visitor =>
  Visitor.parse({
    id: row.id,
    login: row.login,
    nameJa: row.name_ja,
    nameEn: row.name_en,
    institutionJa: row.institution_ja,
    institutionEn: row.institution_en,
    roles: JSON.parse(row.roles),
  })

/** Accounts in the records file. `add` is the operator's; everything else serves sign-in. */
export function accountsStore(
  records: Records,
): AccountsPort & { add(visitor: Visitor, passwordHash: string, audit: AuditDraft): Promise<void> } {
  return {
    async add(visitor, passwordHash, audit) {
      await records.commit(audit, (trx) =>
        trx
          .insertInto('account')
          .values({
            id: visitor.id,
            login: visitor.login,
            name_ja: visitor.nameJa,
            name_en: visitor.nameEn,
            institution_ja: visitor.institutionJa,
            institution_en: visitor.institutionEn,
            roles: JSON.stringify(visitor.roles),
            password_hash: passwordHash,
            locked_until: null,
            created_at: new Date().toISOString(),
          })
          .execute(),
      )
    },
    async byLogin(login) {
      const row = await records.read
        .selectFrom('account')
        .selectAll()
        .where('login', '=', login)
        .executeTakeFirst()
      if (!row) return null
      return {
        visitor: visitorOf(row),
        passwordHash: row.password_hash,
        failures: row.failures,
        lockedUntil: row.locked_until === null ? null : new Date(row.locked_until),
      }
    },
    async byId(id) {
      const row = await records.read.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? visitorOf(row) : null
    },
    async recordFailure(id, { failures, lockedUntil }) {
      await records.note((trx) =>
        trx
          .updateTable('account')
          .set({ failures, locked_until: lockedUntil?.toISOString() ?? null })
          .where('id', '=', id)
          .execute(),
      )
    },
    async clearFailures(id) {
      await records.note((trx) =>
        trx.updateTable('account').set({ failures: 0, locked_until: null }).where('id', '=', id).execute(),
      )
    },
    async openSession({ tokenHash, visitorId, expiresAt }) {
      await records.note((trx) =>
        trx
          .insertInto('session')
          .values({
            token_hash: tokenHash,
            visitor_id: visitorId,
            created_at: new Date().toISOString(),
            expires_at: expiresAt.toISOString(),
          })
          .execute(),
      )
    },
    async session(tokenHash) {
      const row = await records.read
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.visitor_id')
        .selectAll('account')
        .select('session.expires_at')
        .where('session.token_hash', '=', tokenHash)
        .executeTakeFirst()
      return row ? { visitor: visitorOf(row), expiresAt: new Date(row.expires_at) } : null
    },
    async closeSession(tokenHash) {
      await records.note((trx) => trx.deleteFrom('session').where('token_hash', '=', tokenHash).execute())
    },
  }
}
