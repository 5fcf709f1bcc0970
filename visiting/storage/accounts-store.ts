import { Visitor } from '../../shared/model/visitor.ts'
import type { AccountActsPort } from '../identity/account-acts-port.ts'
import type { Account, AccountsPort } from '../identity/accounts-port.ts'
import type { Records, RecordsTransaction } from './records.ts'
import type { RecordsSchema } from './schema.ts'

type AccountRow = Omit<RecordsSchema['account'], 'failures' | 'must_change'> & {
  failures: number
  must_change: number
}

const visitorOf = (row: AccountRow): Visitor =>
  Visitor.parse({
    id: row.id,
    login: row.login,
    nameJa: row.name_ja,
    nameEn: row.name_en,
    institutionJa: row.institution_ja,
    institutionEn: row.institution_en,
    roles: JSON.parse(row.roles),
  })

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

const accountOf = (row: AccountRow): Account => ({
  visitor: visitorOf(row),
  passwordHash: row.password_hash,
  mustChangePassword: row.must_change === 1,
  firstPasswordAt: dateOf(row.first_password_at),
  disabledAt: dateOf(row.disabled_at),
  failures: row.failures,
  lockedUntil: dateOf(row.locked_until),
})

const endSessions = (trx: RecordsTransaction, visitorId: string, keep: string | null = null) =>
  trx
    .deleteFrom('session')
    .where('visitor_id', '=', visitorId)
    .where('token_hash', '!=', keep ?? '')
    .execute()

const OPEN_SESSION = `SELECT account.*, session.expires_at FROM session
  JOIN account ON account.id = session.visitor_id WHERE session.token_hash = ? AND account.disabled_at IS NULL`

/** Thrown inside a transaction to leave everything as it was. */
class Overtaken extends Error {}

/** Accounts in the records file: what sign-in asks, and the acts of the operator and of the person. */
export function accountsStore(records: Records): AccountsPort & AccountActsPort {
  const update = (trx: RecordsTransaction, id: string, change: Partial<AccountRow>) =>
    trx.updateTable('account').set(change).where('id', '=', id).executeTakeFirstOrThrow()

  return {
    async list() {
      const rows = await records.read.selectFrom('account').selectAll().orderBy('login').execute()
      return rows.map(accountOf)
    },
    async everybody() {
      const rows = await records.read.selectFrom('account').selectAll().orderBy('login').execute()
      return rows.map(visitorOf)
    },
    async holders(role) {
      const rows = await records.read
        .selectFrom('account')
        .selectAll()
        .where('disabled_at', 'is', null)
        .orderBy('login')
        .execute()
      return rows.map(visitorOf).filter(({ roles }) => roles.includes(role))
    },
    async add({ visitor, passwordHash, mustChangePassword }, audit) {
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
            must_change: mustChangePassword ? 1 : 0,
            first_password_at: mustChangePassword ? new Date().toISOString() : null,
            disabled_at: null,
            locked_until: null,
            created_at: new Date().toISOString(),
          })
          .execute(),
      )
    },
    async setDetails({ id, details }, audit) {
      await records.commit(audit, (trx) =>
        update(trx, id, {
          name_ja: details.nameJa,
          name_en: details.nameEn,
          institution_ja: details.institutionJa,
          institution_en: details.institutionEn,
        }),
      )
    },
    async setRoles({ id, roles }, audit) {
      await records.commit(audit, (trx) => update(trx, id, { roles: JSON.stringify(roles) }))
    },
    async disable({ id, at }, audit) {
      await records.commit(audit, async (trx) => {
        await update(trx, id, { disabled_at: at.toISOString() })
        await endSessions(trx, id)
      })
    },
    async enable(id, audit) {
      await records.commit(audit, (trx) =>
        update(trx, id, { disabled_at: null, failures: 0, locked_until: null }),
      )
    },
    async resetPassword({ id, passwordHash, at }, audit) {
      await records.commit(audit, async (trx) => {
        await update(trx, id, {
          password_hash: passwordHash,
          must_change: 1,
          first_password_at: at.toISOString(),
          failures: 0,
          locked_until: null,
        })
        await endSessions(trx, id)
      })
    },
    async changePassword({ id, before, passwordHash, keepSession }, audit) {
      try {
        await records.commit(audit, async (trx) => {
          const { numUpdatedRows } = await trx
            .updateTable('account')
            .set({
              password_hash: passwordHash,
              must_change: 0,
              first_password_at: null,
              failures: 0,
              locked_until: null,
            })
            .where('id', '=', id)
            .where('password_hash', '=', before)
            .where('disabled_at', 'is', null)
            .executeTakeFirstOrThrow()
          if (numUpdatedRows === 0n) throw new Overtaken()
          await endSessions(trx, id, keepSession)
        })
        return true
      } catch (problem) {
        if (problem instanceof Overtaken) return false
        throw problem
      }
    },
    async byLogin(login) {
      const row = await records.read
        .selectFrom('account')
        .selectAll()
        .where('login', '=', login)
        .executeTakeFirst()
      return row ? accountOf(row) : null
    },
    async byId(id) {
      const row = await records.read.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? visitorOf(row) : null
    },
    async isDisabled(id) {
      const row = await records.read
        .selectFrom('account')
        .select('disabled_at')
        .where('id', '=', id)
        .executeTakeFirst()
      return row === undefined || row.disabled_at !== null
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
    async openSession({ tokenHash, visitorId, passwordHash, expiresAt }) {
      return records.note(async (trx) => {
        const still = await trx
          .selectFrom('account')
          .select('id')
          .where('id', '=', visitorId)
          .where('password_hash', '=', passwordHash)
          .where('disabled_at', 'is', null)
          .executeTakeFirst()
        if (!still) return false
        await trx
          .insertInto('session')
          .values({
            token_hash: tokenHash,
            visitor_id: visitorId,
            created_at: new Date().toISOString(),
            expires_at: expiresAt.toISOString(),
          })
          .execute()
        return true
      })
    },
    async session(tokenHash) {
      const [row] = await records.ask<AccountRow & { expires_at: string }>(OPEN_SESSION, [tokenHash])
      if (!row) return null
      const { visitor, mustChangePassword } = accountOf(row)
      return { visitor, mustChangePassword, expiresAt: new Date(row.expires_at) }
    },
    async closeSession(tokenHash) {
      await records.note((trx) => trx.deleteFrom('session').where('token_hash', '=', tokenHash).execute())
    },
  }
}
