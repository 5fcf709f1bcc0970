import { z } from 'zod'
import { Visitor } from '../model/visitor.ts'
import { defineRoute } from './define-route.ts'

export const signIn = defineRoute({
  name: 'sessions.sign-in',
  method: 'POST',
  path: '/api/sessions',
  access: 'open',
  summary:
    'Signs in with a local account. `transport: token` answers an opaque token for the Authorization header; `cookie` sets it as an HttpOnly cookie and answers an empty token.',
  input: z.strictObject({
    login: z.string().trim().min(1).max(100),
    password: z.string().min(1).max(200),
    transport: z.enum(['token', 'cookie']).default('token'),
  }),
  output: z.strictObject({ token: z.string(), expiresAt: z.iso.datetime(), visitor: Visitor }),
  refusals: ['wrong-credentials', 'account-locked', 'too-many-requests'],
})

export const current = defineRoute({
  name: 'sessions.current',
  method: 'GET',
  path: '/api/session',
  access: 'signed-in',
  summary: 'The visitor of this session.',
  input: z.strictObject({}),
  output: z.strictObject({ visitor: Visitor, expiresAt: z.iso.datetime() }),
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
