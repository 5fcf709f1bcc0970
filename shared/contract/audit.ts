import { z } from 'zod'
import { defineRoute } from './define-route.ts'

export const AuditEntry = z.strictObject({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  event: z.string(),
  by: z.string().nullable(),
  /** What it is about: a permit, output, release …; null where it is about nothing in particular. */
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** An entry as officers read it: with the name of the person behind it, where it has one. */
const ReadEntry = AuditEntry.extend({
  byName: z.strictObject({ ja: z.string(), en: z.string() }).nullable(),
})

/** Days in Japan, both inclusive. */
const Period = { from: z.iso.date().optional(), until: z.iso.date().optional() }

export const entries = defineRoute({
  name: 'audit.entries',
  method: 'GET',
  path: '/api/audit',
  access: ['officer', 'operator'],
  summary:
    'The audit log, newest first; filter by day, event, subject and person (id, login or part of a name).',
  input: z.strictObject({
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    event: z.string().max(60).optional(),
    by: z.string().max(60).optional(),
    subject: z.string().max(60).optional(),
    ...Period,
  }),
  output: z.strictObject({ entries: z.array(ReadEntry), total: z.int().nonnegative() }),
  refusals: ['role-needed'],
})

export const people = defineRoute({
  name: 'audit.people',
  method: 'GET',
  path: '/api/audit/people',
  access: ['officer', 'operator'],
  summary: 'Who did what how often: entries counted by person and event, the person last seen first.',
  input: z.strictObject(Period),
  output: z.strictObject({
    people: z.array(
      z.strictObject({
        /** Null counts what nobody who was signed in did. */
        by: z.string().nullable(),
        byName: z.strictObject({ ja: z.string(), en: z.string() }).nullable(),
        lastAt: z.iso.datetime(),
        counts: z.record(z.string(), z.int().positive()),
      }),
    ),
  }),
  refusals: ['role-needed'],
})

export const names = defineRoute({
  name: 'audit.names',
  method: 'GET',
  path: '/api/audit/names',
  access: ['officer', 'operator'],
  summary: 'Everybody with an account, for narrowing the log to one of them.',
  input: z.strictObject({}),
  output: z.strictObject({
    /** By login. */
    people: z.array(z.strictObject({ id: z.string(), login: z.string(), ja: z.string(), en: z.string() })),
  }),
  refusals: ['role-needed'],
})

export const verify = defineRoute({
  name: 'audit.verify',
  method: 'POST',
  path: '/api/audit/verify',
  access: ['officer', 'operator'],
  summary: 'Computes the whole hash chain again and names the first bad entry, if any.',
  input: z.strictObject({}),
  output: z.strictObject({
    entries: z.int().nonnegative(),
    holds: z.boolean(),
    firstBad: z.int().nullable(),
    head: z.string(),
  }),
  refusals: ['role-needed'],
})
