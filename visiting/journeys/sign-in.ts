import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { Identity } from '../identity/identity.ts'
import type { AuditTrail } from './audit-trail.ts'
import { takingTurns } from './taking-turns.ts'

/**
 * Signs in; success and failure are both audited, failures under the name that was tried. Attempts at one account's
 * password take turns, by whichever way: sent all at once, each would find the account not locked yet.
 */
export function signInJourneys({ identity, audit }: { identity: Identity; audit: AuditTrail }) {
  const inTurn = takingTurns<string>()
  return {
    async signIn({
      login,
      password,
    }: RouteInput<'sessions.sign-in'>): Promise<RouteOutput<'sessions.sign-in'>> {
      try {
        const session = await inTurn(login, () => identity.signIn(login, password))
        const { token, visitor, expiresAt, mustChangePassword } = session
        await audit.append({ event: 'signed-in', by: visitor.id, subject: visitor.id, detail: {} })
        return { token, visitor, expiresAt: expiresAt.toISOString(), mustChangePassword }
      } catch (problem) {
        if (problem instanceof Refusal)
          await audit.append({
            event: 'sign-in-refused',
            by: null,
            subject: null,
            detail: { login: login.slice(0, 100), code: problem.code },
          })
        throw problem
      }
    },

    /** Audited with the write, and where refused at the door. */
    async changePassword(
      { current, next }: RouteInput<'sessions.change-password'>,
      { visitor, token }: { visitor: Visitor; token: string },
    ): Promise<RouteOutput<'sessions.change-password'>> {
      await inTurn(visitor.login, () => identity.changePassword({ visitor, token, current, next }))
      return { changed: true }
    },
  }
}
