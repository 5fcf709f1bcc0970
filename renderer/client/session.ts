/** Where the window stands: which environment, who is signed in. One state, read by every room. */
import { create } from 'zustand'
import type { Probe, SignedIn } from '../../shared/bridge/workbench-bridge.ts'
import type { Role, Visitor } from '../../shared/model/visitor.ts'

export interface Session {
  environment: Probe | null
  visitor: Visitor | null
  expiresAt: string | null
  /** The password is one the operator gave out; the environment answers nothing before it was changed. */
  mustChangePassword: boolean
  /** True once a session ended without the person's doing; the sign-in screen says so. */
  expired: boolean
  /** Of a session that ended so: what the person did last was done, though its outcome was not shown. */
  done: boolean
}

export const useSession = create<Session>(() => ({
  environment: null,
  visitor: null,
  expiresAt: null,
  mustChangePassword: false,
  expired: false,
  done: false,
}))

const NOBODY = { visitor: null, expiresAt: null, mustChangePassword: false, done: false }

/** Chosen, nobody signed in yet. */
export const enterEnvironment = (environment: Probe): void =>
  useSession.setState({ environment, ...NOBODY, expired: false })

/** Back to choosing one; whoever was signed in is forgotten here. */
export const leaveEnvironment = (): void =>
  useSession.setState({ environment: null, ...NOBODY, expired: false })

/** Takes over what a sign-in answered. */
export const signedIn = ({ visitor, expiresAt, mustChangePassword }: SignedIn): void =>
  useSession.setState({ visitor, expiresAt, mustChangePassword, expired: false, done: false })

/** The first password was replaced: the rooms open. */
export const passwordChanged = (): void => useSession.setState({ mustChangePassword: false })

/** By the person's own act; the environment stays chosen. */
export const signedOut = (): void => useSession.setState({ ...NOBODY, expired: false })

/**
 * The environment no longer knows the session in which `visitor` asked. Their answer may be late: whoever has signed in
 * since stays.
 */
export const sessionEnded = ({
  visitor: asked,
  done,
}: {
  visitor: Session['visitor']
  done: boolean
}): void => {
  const { visitor, expired, ...before } = useSession.getState()
  // Several answers may say so, and one of them that something was done.
  if (visitor === null ? expired : visitor === asked)
    useSession.setState({ ...NOBODY, expired: true, done: done || before.done })
}

/** The signed-in visitor; only for rooms behind the sign-in. */
export function useVisitor(): Visitor {
  const visitor = useSession((session) => session.visitor)
  if (!visitor) throw new Error('This room needs somebody signed in.')
  return visitor
}

/** For what is shown only; the environment asks again at every call. */
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
