/** Port: local accounts and their sessions. Tokens are known here by their SHA-256 only. */
import type { Visitor } from '../../shared/model/visitor.ts'

export interface Account {
  visitor: Visitor
  passwordHash: string
  failures: number
  lockedUntil: Date | null
}

export interface AccountsPort {
  byLogin(login: string): Promise<Account | null>
  byId(id: string): Promise<Visitor | null>
  recordFailure(id: string, state: { failures: number; lockedUntil: Date | null }): Promise<void>
  clearFailures(id: string): Promise<void>
  openSession(session: { tokenHash: string; visitorId: string; expiresAt: Date }): Promise<void>
  session(tokenHash: string): Promise<{ visitor: Visitor; expiresAt: Date } | null>
  closeSession(tokenHash: string): Promise<void>
}
