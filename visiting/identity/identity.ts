/**
 * Who is knocking. Turns credentials into a Visitor, and a session token back into one. Tokens are 32 random bytes;
 * only their hash is stored. Five failures in a row lock an account for 15 minutes, known or unknown names alike, so
 * that the answer does not tell which names exist.
 */
import { createHash, randomBytes } from 'node:crypto'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from './accounts-port.ts'
import { HASH_OF_NOBODY, passwordMatches } from './passwords.ts'

export const FAILURES_BEFORE_LOCK = 5
export const LOCK_MINUTES = 15
export const SESSION_HOURS = 10

export interface OpenedSession {
  token: string
  visitor: Visitor
  expiresAt: Date
}

export interface Identity {
  /** Refuses with `wrong-credentials` or `account-locked`. */
  signIn(login: string, password: string): Promise<OpenedSession>
  /** Refuses with `not-signed-in` or `session-expired`. */
  visitorOf(token: string | null): Promise<{ visitor: Visitor; expiresAt: Date }>
  signOut(token: string): Promise<void>
}

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

export function makeIdentity({ accounts, now }: { accounts: AccountsPort; now: () => Date }): Identity {
  // Failures of names that do not exist; bounded, because anybody can invent names.
  const strangers = new Map<string, { failures: number; lockedUntil: Date | null }>()

  const refuseIfLocked = (lockedUntil: Date | null) => {
    if (lockedUntil && lockedUntil > now()) {
      const minutes = Math.ceil((lockedUntil.getTime() - now().getTime()) / 60_000)
      throw new Refusal('account-locked', { minutes })
    }
  }
  const afterFailure = (failures: number) => {
    const locked = failures + 1 >= FAILURES_BEFORE_LOCK
    return {
      failures: locked ? 0 : failures + 1,
      lockedUntil: locked ? new Date(now().getTime() + LOCK_MINUTES * 60_000) : null,
    }
  }

  return {
    async signIn(login, password) {
      const account = await accounts.byLogin(login)
      const state = account ?? strangers.get(login) ?? { failures: 0, lockedUntil: null }
      refuseIfLocked(state.lockedUntil)
      const matches = await passwordMatches(account?.passwordHash ?? HASH_OF_NOBODY, password)
      if (!account || !matches) {
        const next = afterFailure(state.failures)
        if (account) await accounts.recordFailure(account.visitor.id, next)
        else {
          if (strangers.size >= 10_000) strangers.clear()
          strangers.set(login, next)
        }
        refuseIfLocked(next.lockedUntil)
        throw new Refusal('wrong-credentials')
      }
      await accounts.clearFailures(account.visitor.id)
      const token = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now().getTime() + SESSION_HOURS * 3_600_000)
      await accounts.openSession({ tokenHash: tokenHash(token), visitorId: account.visitor.id, expiresAt })
      return { token, visitor: account.visitor, expiresAt }
    },

    async visitorOf(token) {
      if (!token) throw new Refusal('not-signed-in')
      const session = await accounts.session(tokenHash(token))
      if (!session) throw new Refusal('not-signed-in')
      if (session.expiresAt <= now()) throw new Refusal('session-expired')
      return session
    },

    signOut: (token) => accounts.closeSession(tokenHash(token)),
  }
}
