import { createContext } from 'react'

/** Leads somebody who looks around to the sign-in; what the window's address shows stays. */
export const SignInContext = createContext<() => void>(() => undefined)
