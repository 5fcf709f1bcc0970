/** Where the window stands: which environment, who is signed in. One state, read by every room. */
import { create } from 'zustand'
import type { Probe } from '../../shared/bridge/workbench-bridge.ts'
import type { Role, Visitor } from '../../shared/model/visitor.ts'

export interface Session {
  environment: Probe | null
  visitor: Visitor | null
  expiresAt: string | null
  /** True once a session ended without the person's doing; the sign-in screen says so. */
  expired: boolean
}

export const useSession = create<Session>(() => ({
  environment: null,
  visitor: null,
  expiresAt: null,
  expired: false,
}))

export const enterEnvironment = (environment: Probe): void =>
  useSession.setState({ environment, visitor: null, expiresAt: null, expired: false })

export const leaveEnvironment = (): void =>
  useSession.setState({ environment: null, visitor: null, expiresAt: null, expired: false })

export const signedIn = ({ visitor, expiresAt }: { visitor: Visitor; expiresAt: string }): void =>
  useSession.setState({ visitor, expiresAt, expired: false })

export const signedOut = (): void => useSession.setState({ visitor: null, expiresAt: null, expired: false })

/** The environment no longer knows this session. */
export const sessionEnded = (): void => {
  if (useSession.getState().visitor) useSession.setState({ visitor: null, expiresAt: null, expired: true })
}

/** The signed-in visitor; only for rooms behind the sign-in. */
export function useVisitor(): Visitor {
  const visitor = useSession((session) => session.visitor)
  if (!visitor) throw new Error('This room needs somebody signed in.')
  return visitor
}

export const useHasRole = (role: Role): boolean =>
  useSession((session) => session.visitor?.roles.includes(role) ?? false)

/**
 * Calls back when the window passes from one person to another or to nobody. A session that only expired passes to
 * nobody yet: the same person may go on where they were; another one who signs in then is a change.
 */
export function onVisitorChange(react: () => void): () => void {
  let last = useSession.getState().visitor?.id ?? null
  return useSession.subscribe(({ visitor, expired }) => {
    const now = visitor?.id ?? (expired ? last : null)
    if (now === last) return
    last = now
    react()
  })
}
