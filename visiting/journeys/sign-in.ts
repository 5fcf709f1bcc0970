import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Identity } from '../identity/identity.ts'
import type { AuditTrail } from './audit-trail.ts'
import { takingTurns } from './taking-turns.ts'

/**
 * Signs in; success and failure are both audited, failures under the name that was tried. Attempts under one name take
 * turns: sent all at once, each would find the account not locked yet.
 */
export function signIn({ identity, audit }: { identity: Identity; audit: AuditTrail }) {
  const inTurn = takingTurns<string>()
  return async ({
    login,
    password,
  }: RouteInput<'sessions.sign-in'>): Promise<RouteOutput<'sessions.sign-in'>> => {
    try {
      const { token, visitor, expiresAt } = await inTurn(login, () => identity.signIn(login, password))
      await audit.append({ event: 'signed-in', by: visitor.id, subject: visitor.id, detail: {} })
      return { token, visitor, expiresAt: expiresAt.toISOString() }
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
  }
}
