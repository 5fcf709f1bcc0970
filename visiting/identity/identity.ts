/**
 * Who is knocking. Turns credentials into a Visitor, and a session token back into one. Tokens are 32 random bytes;
 * only their hash is stored. Five failures in a row lock an account for 15 minutes, known or unknown names alike, so
 * that the answer does not tell which names exist.
 */
import { createHash, randomBytes } from 'node:crypto'
import { PASSWORD_WORDS, whyNotPassword } from '../../shared/model/passwords.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AccountActsPort } from './account-acts-port.ts'
import type { AccountsPort, OpenSession } from './accounts-port.ts'
import { HASH_OF_NOBODY, hashPassword, passwordMatches } from './passwords.ts'

/** In a row; a sign-in that succeeds begins anew. */
export const FAILURES_BEFORE_LOCK = 5
/** How long an account then stays locked, also to the right password. */
export const LOCK_MINUTES = 15
/** How long a token is good for, from sign-in, used or not. */
export const SESSION_HOURS = 10
/** A password that came from the operator lies in a letter or a mail: it opens the door for this long. */
export const FIRST_PASSWORD_DAYS = 14

export interface OpenedSession extends OpenSession {
  token: string
}

export interface Identity {
  /**
   * Refuses with `wrong-credentials`, `account-locked`, or, to who knows the password, `account-disabled` or
   * `first-password-expired`.
   */
  signIn(login: string, password: string): Promise<OpenedSession>
  /** Refuses with `not-signed-in` or `session-expired`. */
  visitorOf(token: string | null): Promise<OpenSession>
  /**
   * Refuses with `password-not-accepted`, `account-locked` or `current-password-wrong`, which counts as a failure:
   * who stole a session must not learn the password with it.
   */
  changePassword(change: { visitor: Visitor; token: string; current: string; next: string }): Promise<void>
  signOut(token: string): Promise<void>
}

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

export interface IdentityNeeds {
  accounts: AccountsPort & Pick<AccountActsPort, 'changePassword'>
  now: () => Date
}

/**
 * Signing in refuses with `wrong-credentials`, `account-locked` (and for how many minutes),
 * `account-disabled` or `first-password-expired`. A locked account is refused before its password is looked
 * at.
 */
export function makeIdentity({ accounts, now }: IdentityNeeds): Identity {
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
      const { visitor, passwordHash, mustChangePassword, firstPasswordAt, disabledAt } = account
      await accounts.clearFailures(visitor.id)
      if (disabledAt) throw new Refusal('account-disabled')
      if (firstPasswordAt && now().getTime() - firstPasswordAt.getTime() > FIRST_PASSWORD_DAYS * 86_400_000)
        throw new Refusal('first-password-expired', { days: FIRST_PASSWORD_DAYS })
      const token = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now().getTime() + SESSION_HOURS * 3_600_000)
      const session = { tokenHash: tokenHash(token), visitorId: visitor.id, passwordHash, expiresAt }
      if (!(await accounts.openSession(session))) throw new Refusal('wrong-credentials')
      return { token, visitor, expiresAt, mustChangePassword }
    },

    async visitorOf(token) {
      if (!token) throw new Refusal('not-signed-in')
      const session = await accounts.session(tokenHash(token))
      if (!session) throw new Refusal('not-signed-in')
      if (session.expiresAt <= now()) throw new Refusal('session-expired')
      return session
    },

    async changePassword({ visitor, token, current, next }) {
      const why = whyNotPassword({ password: next, login: visitor.login, before: current })
      if (why)
        throw new Refusal('password-not-accepted', {
          whyJa: PASSWORD_WORDS[why].ja,
          whyEn: PASSWORD_WORDS[why].en,
        })
      const account = await accounts.byLogin(visitor.login)
      if (!account) throw new Refusal('not-signed-in')
      refuseIfLocked(account.lockedUntil)
      if (!(await passwordMatches(account.passwordHash, current))) {
        const after = afterFailure(account.failures)
        await accounts.recordFailure(visitor.id, after)
        refuseIfLocked(after.lockedUntil)
        throw new Refusal('current-password-wrong')
      }
      const changed = await accounts.changePassword(
        {
          id: visitor.id,
          before: account.passwordHash,
          passwordHash: await hashPassword(next),
          keepSession: tokenHash(token),
        },
        {
          event: 'password-changed',
          by: visitor.id,
          subject: visitor.id,
          detail: { first: account.mustChangePassword },
        },
      )
      if (!changed) throw new Refusal('current-password-wrong')
    },

    signOut: (token) => accounts.closeSession(tokenHash(token)),
  }
}
