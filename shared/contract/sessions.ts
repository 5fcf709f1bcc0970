import { z } from 'zod'
import { PASSWORD_MOST } from '../model/passwords.ts'
import { Visitor } from '../model/visitor.ts'
import { defineRoute } from './define-route.ts'

/** True while the password is one an operator gave out: nothing but changing it is answered. */
const MustChange = z.boolean().default(false)

export const signIn = defineRoute({
  name: 'sessions.sign-in',
  method: 'POST',
  path: '/api/sessions',
  access: 'open',
  summary:
    'Signs in with a local account. `transport: token` answers an opaque token for the Authorization header; `cookie` sets it as an HttpOnly cookie and answers an empty token.',
  input: z.strictObject({
    login: z.string().trim().min(1).max(100),
    password: z.string().min(1).max(PASSWORD_MOST),
    transport: z.enum(['token', 'cookie']).default('token'),
  }),
  output: z.strictObject({
    token: z.string(),
    expiresAt: z.iso.datetime(),
    visitor: Visitor,
    mustChangePassword: MustChange,
  }),
  refusals: [
    'wrong-credentials',
    'account-locked',
    'account-disabled',
    'first-password-expired',
    'too-many-requests',
  ],
})

export const current = defineRoute({
  name: 'sessions.current',
  method: 'GET',
  path: '/api/session',
  access: 'signed-in',
  summary: 'The visitor of this session.',
  input: z.strictObject({}),
  output: z.strictObject({ visitor: Visitor, expiresAt: z.iso.datetime(), mustChangePassword: MustChange }),
  refusals: ['not-signed-in', 'session-expired'],
})

export const signOut = defineRoute({
  name: 'sessions.sign-out',
  method: 'DELETE',
  path: '/api/session',
  access: 'signed-in',
  summary: 'Ends this session; its token is worth nothing afterwards.',
  input: z.strictObject({}),
  output: z.strictObject({ signedOut: z.literal(true) }),
  refusals: ['not-signed-in', 'session-expired'],
})

export const changePassword = defineRoute({
  name: 'sessions.change-password',
  method: 'POST',
  path: '/api/session/password',
  access: 'signed-in',
  summary:
    'Changes the password of this account. This session goes on; every other one of the account ends. A wrong present password counts like a failed sign-in.',
  input: z.strictObject({
    current: z.string().min(1).max(PASSWORD_MOST),
    next: z.string().min(1).max(PASSWORD_MOST),
  }),
  output: z.strictObject({ changed: z.literal(true) }),
  refusals: ['current-password-wrong', 'password-not-accepted', 'account-locked', 'too-many-requests'],
})
