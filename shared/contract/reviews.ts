import { z } from 'zod'
import { OutputId } from '../model/ids.ts'
import { Decision } from '../model/output-states.ts'
import { defineRoute } from './define-route.ts'
import { OutputDetail, OutputView } from './outputs.ts'

export const ReviewItem = z.strictObject({
  output: OutputView,
  /** Why the visitor may not vote on it, or null. */
  whyNot: z
    .enum(['not-a-reviewer', 'on-the-permit', 'same-institution', 'not-in-review', 'already-voted'])
    .nullable(),
  /** 0–100: findings, hidden cells and unverified shapes weighed; higher wants more care. */
  risk: z.int().min(0).max(100),
})
export type ReviewItem = z.infer<typeof ReviewItem>

export const queue = defineRoute({
  name: 'reviews.queue',
  method: 'GET',
  path: '/api/reviews',
  access: ['reviewer'],
  summary: 'Outputs waiting for review and recently decided, the most urgent first.',
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(ReviewItem) }),
  refusals: [],
})

export const desk = defineRoute({
  name: 'reviews.desk',
  method: 'GET',
  path: '/api/reviews/:outputId',
  access: ['reviewer'],
  summary: 'Everything a reviewer needs to judge an output. Other votes stay hidden until all are in.',
  input: z.strictObject({ outputId: OutputId }),
  output: z.strictObject({
    item: ReviewItem,
    detail: OutputDetail,
    ownVote: z.strictObject({ decision: Decision, comment: z.string(), privateNote: z.string() }).nullable(),
    /** Votes of finished rounds. */
    votes: z.array(
      z.strictObject({
        round: z.int(),
        by: z.string(),
        decision: Decision,
        comment: z.string(),
        privateNote: z.string(),
        at: z.iso.datetime(),
      }),
    ),
  }),
  refusals: ['output-not-found', 'review-not-allowed'],
})

export const vote = defineRoute({
  name: 'reviews.vote',
  method: 'POST',
  path: '/api/reviews/:outputId/votes',
  access: ['reviewer'],
  summary: 'Casts a vote. The second vote decides: two approvals release, otherwise the output is returned.',
  input: z.strictObject({
    outputId: OutputId,
    round: z.int().positive(),
    decision: Decision,
    comment: z.string().trim().max(4000).default(''),
    privateNote: z.string().trim().max(4000).default(''),
    /** The reviewer's own judgement in words; needed to approve an unverified output. */
    judgement: z.string().trim().max(4000).default(''),
  }),
  output: z.strictObject({ output: OutputView }),
  refusals: [
    'output-not-found',
    'output-state',
    'review-not-allowed',
    'comment-missing',
    'review-judgement-missing',
  ],
})

export const picture = defineRoute({
  name: 'reviews.picture',
  method: 'GET',
  path: '/api/reviews/:outputId/picture',
  access: ['reviewer'],
  summary:
    'One page of the submitted table as it is under its protection, drawn with a watermark; hidden cells are marked. Each page is audited.',
  input: z.strictObject({
    outputId: OutputId,
    /** Which item of the output, counted from 0. */
    item: z.coerce.number().int().min(0).default(0),
    page: z.coerce.number().int().min(0).default(0),
    firstColumn: z.coerce.number().int().min(0).default(0),
    scale: z.coerce.number().int().min(1).max(2).default(1),
    theme: z.enum(['light', 'dark']).default('light'),
    language: z.enum(['ja', 'en']).default('ja'),
  }),
  output: { bytes: 'image/png' },
  refusals: ['output-not-found', 'review-not-allowed'],
})
