/** Conflicts of interest: declared by whoever judges, seen and lifted by officers. */
import { z } from 'zod'
import { Conflict, ConflictCategory } from '../model/conflicts.ts'
import { ApplicationId, OutputId, VisitorId } from '../model/ids.ts'
import { PersonName } from './applications.ts'
import { defineRoute } from './define-route.ts'

/** What is judged: an output or an application. */
export const Judged = z.union([OutputId, ApplicationId])
export type Judged = z.infer<typeof Judged>

const About = { subject: Judged, titleJa: z.string(), titleEn: z.string() }

export const ConflictView = z.strictObject({
  ...About,
  ...Conflict.shape,
  person: PersonName.nullable(),
  liftedBy: PersonName.nullable(),
  /** The person took part in a decision on it that was made before the declaration. */
  decidedBefore: z.boolean(),
})
export type ConflictView = z.infer<typeof ConflictView>

/** Something waiting for a decision that those who remain cannot make. */
export const TooFewJudges = z.strictObject({
  ...About,
  /** Who may still judge it. */
  remaining: z.array(PersonName),
  /** Reviewers an output needs; null for applications. */
  needed: z.int().nullable(),
  /** What the members who remain lack of a quorum; empty for outputs. */
  lacksJa: z.string(),
  lacksEn: z.string(),
})
export type TooFewJudges = z.infer<typeof TooFewJudges>

export const declare = defineRoute({
  name: 'conflicts.declare',
  method: 'POST',
  path: '/api/conflicts/:subject',
  access: ['reviewer', 'committee'],
  summary:
    'Declares the visitor’s own conflict of interest. From then on they judge it no more and see no more of it; a vote of the round under way counts for nothing, and a meeting that was voting is adjourned.',
  input: z.strictObject({
    subject: Judged,
    category: ConflictCategory,
    words: z.string().trim().max(2_000).default(''),
  }),
  output: z.strictObject({ declared: z.literal(true) }),
  refusals: [
    'output-not-found',
    'review-not-allowed',
    'application-not-found',
    'committee-not-allowed',
    'conflict-words-missing',
  ],
})

export const list = defineRoute({
  name: 'conflicts.list',
  method: 'GET',
  path: '/api/conflicts',
  access: ['officer'],
  summary: 'All declarations, the newest first, and what too few people remain to decide.',
  input: z.strictObject({}),
  output: z.strictObject({ conflicts: z.array(ConflictView), short: z.array(TooFewJudges) }),
  refusals: [],
})

export const lift = defineRoute({
  name: 'conflicts.lift',
  method: 'POST',
  path: '/api/conflicts/:subject/:by/lift',
  access: ['officer'],
  summary: 'Lifts a declaration, with a reason. Nobody lifts their own.',
  input: z.strictObject({
    subject: Judged,
    by: VisitorId,
    reason: z.string().trim().min(10).max(2_000),
  }),
  output: z.strictObject({ lifted: z.literal(true) }),
  refusals: ['conflict-not-found', 'conflict-own'],
})
