/**
 * The shape of `window.workbench`: all the renderer can ask of the world outside it. The desktop's preload provides
 * it; in a browser renderer/client provides the same over fetch. Answers are values, never thrown errors.
 */

import type { BytesAnswer } from '../contract/define-route.ts'
import type { EnvironmentIdentity } from '../contract/environment.ts'
import type { BytesRouteName, JsonRouteName, RouteCall, RouteOutput } from '../contract/routes.ts'
import type { Problem } from '../model/problem.ts'
import type { Visitor } from '../model/visitor.ts'

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export interface KnownEnvironment {
  /** Origin, e.g. `https://visiting.example.jp`. */
  address: string
  nameJa: string
  nameEn: string
  fingerprint: string
  demonstration: boolean
  lastUsed: string
}

/** What probing an address found. `known` is the fingerprint remembered for it, if any. */
export interface Probe {
  address: string
  identity: EnvironmentIdentity
  protocol: 'same' | 'service-older' | 'service-newer'
  trust: 'new' | 'same' | 'succeeded' | 'changed'
}

/** What the page learns of a session; the token stays outside it. */
export interface SignedIn {
  visitor: Visitor
  expiresAt: string
  mustChangePassword: boolean
}

export interface WorkbenchBridge {
  host: 'desktop' | 'browser'
  appVersion: string
  /** The address the application was started for (the demonstration, or the portal's own origin); null if none. */
  startAddress: string | null
  locale: string

  environments: {
    known(): Promise<KnownEnvironment[]>
    probe(address: string): Promise<Answer<Probe>>
    /** Remembers name and fingerprint and makes it the environment of the following calls. */
    choose(probe: Probe): Promise<Answer<KnownEnvironment>>
    forget(address: string): Promise<void>
  }

  signIn(input: { login: string; password: string }): Promise<Answer<SignedIn>>
  signOut(): Promise<void>

  call<Name extends JsonRouteName>(name: Name, input: RouteCall<Name>): Promise<Answer<RouteOutput<Name>>>
  bytes<Name extends BytesRouteName>(name: Name, input: RouteCall<Name>): Promise<Answer<BytesAnswer>>

  /**
   * Fetches a release, verifies signature and digests against the environment's remembered key, and only then lets
   * the user choose where to write it. `saved` is null when the user closed the dialog.
   */
  exportRelease(input: {
    releaseId: string
    suggestedName: string
  }): Promise<Answer<{ saved: string | null }>>
}

/** Routes the renderer may call through the bridge; sign-in, sign-out and download have their own ways. */
export const BRIDGED_ELSEWHERE = ['sessions.sign-in', 'sessions.sign-out', 'releases.download'] as const
