/** Port: local accounts as sign-in needs them, and their sessions. Tokens are known here by their SHA-256 only. */
import type { Role, Visitor } from '../../shared/model/visitor.ts'

export interface Account {
  visitor: Visitor
  passwordHash: string
  /** The password is one the operator gave out; nothing but changing it is answered. */
  mustChangePassword: boolean
  /** When the operator gave it out; null where the person chose it. */
  firstPasswordAt: Date | null
  disabledAt: Date | null
  failures: number
  lockedUntil: Date | null
}

export interface OpenSession {
  visitor: Visitor
  expiresAt: Date
  mustChangePassword: boolean
}

export interface AccountsPort {
  byLogin(login: string): Promise<Account | null>
  byId(id: string): Promise<Visitor | null>
  /** By login. */
  everybody(): Promise<Visitor[]>
  /** Whoever has a role and is not disabled, by login. */
  holders(role: Role): Promise<Visitor[]>
  /** True also of who is not there. */
  isDisabled(id: string): Promise<boolean>
  recordFailure(id: string, state: { failures: number; lockedUntil: Date | null }): Promise<void>
  clearFailures(id: string): Promise<void>
  /**
   * False, and nothing opened, where the account was disabled or its password changed since `passwordHash` was read:
   * checking a password takes a while, and an operator may act meanwhile.
   */
  openSession(session: {
    tokenHash: string
    visitorId: string
    passwordHash: string
    expiresAt: Date
  }): Promise<boolean>
  session(tokenHash: string): Promise<OpenSession | null>
  closeSession(tokenHash: string): Promise<void>
}
