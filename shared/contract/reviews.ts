import { z } from 'zod'
import { ChartSpec } from '../model/chart.ts'
import { Finding } from '../model/findings.ts'
import { DatabaseId, OutputId, PermitId } from '../model/ids.ts'
import { Opening } from '../model/openings.ts'
import { Decision, OutputState } from '../model/output-states.ts'
import { ReviewPolicy, WhyTwo } from '../model/review-course.ts'
import { defineRoute } from './define-route.ts'
import { OutputDetail, OutputView, ProtectedTable, ProtectionChoice } from './outputs.ts'
import { PictureForm, STRIPS_TYPE } from './results.ts'

/** What an output is held against beside the rules: what was approved, and for whom. */
export const DeskPermit = z.strictObject({
  purposeJa: z.string(),
  purposeEn: z.string(),
  from: z.iso.date(),
  until: z.iso.date(),
  databases: z.array(DatabaseId),
  linkageApproved: z.boolean(),
  minimumPersons: z.int(),
  /** Who works under it, so that a reviewer notices a closeness that no record knows of. */
  people: z.array(
    z.strictObject({
      ja: z.string(),
      en: z.string(),
      institutionJa: z.string(),
      institutionEn: z.string(),
      submitted: z.boolean(),
    }),
  ),
})

/** A person as screens name them; null where nobody is known any more, or where no person acted. */
const PersonName = z.strictObject({ ja: z.string(), en: z.string() }).nullable().default(null)

export const ReviewItem = z.strictObject({
  output: OutputView,
  /** Why the visitor may not vote on it, or null. */
  whyNot: z
    .enum([
      'not-a-reviewer',
      'on-the-permit',
      'same-institution',
      'conflict-declared',
      'not-in-review',
      'already-voted',
    ])
    .nullable(),
  /** 0–100: findings, hidden cells and unverified shapes weighed; higher wants more care. */
  risk: z.int().min(0).max(100),
  /** What the risk is the sum of, before it is cut off at 100. */
  riskParts: z.array(
    z.strictObject({
      of: z.enum(['blocking', 'warning', 'note', 'hidden', 'unverified']),
      count: z.int().nonnegative(),
      points: z.int().nonnegative(),
    }),
  ),
  /** Its researcher. */
  byName: PersonName,
  /** Who may judge it, whether or not they have voted; empty where it is not in review. */
  remaining: z.array(z.strictObject({ ja: z.string(), en: z.string() })).default([]),
  /** In review, and fewer may judge it than it needs. */
  tooFew: z.boolean().default(false),
})
export type ReviewItem = z.infer<typeof ReviewItem>

export const queue = defineRoute({
  name: 'reviews.queue',
  method: 'GET',
  path: '/api/reviews',
  access: ['reviewer'],
  summary:
    'Outputs waiting for review, the most urgent first, and those decided, the newest first; narrowed, counted and by the page.',
  input: z.strictObject({
    which: z.enum(['waiting', 'decided', 'all']).default('all'),
    state: OutputState.optional(),
    permitId: PermitId.optional(),
    /** In the title, the permit, the researcher's name, or the number. */
    search: z.string().trim().max(100).default(''),
    /** Submitted at least so many days ago. */
    waitingDays: z.coerce.number().int().min(0).max(3650).optional(),
    offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  output: z.strictObject({
    items: z.array(ReviewItem),
    /** How many there are beside those of the page. */
    total: z.int().nonnegative(),
    /** What else was asked for holds for both. */
    counts: z.strictObject({ waiting: z.int().nonnegative(), decided: z.int().nonnegative() }),
  }),
  refusals: [],
})

export const turns = defineRoute({
  name: 'reviews.turns',
  method: 'GET',
  path: '/api/review-turns',
  access: ['reviewer'],
  summary: 'All outputs in review, the most urgent first, and whether the visitor may judge them.',
  input: z.strictObject({}),
  output: z.strictObject({
    turns: z.array(
      z.strictObject({
        outputId: OutputId,
        dueAt: z.iso.datetime(),
        whyNot: ReviewItem.shape.whyNot,
      }),
    ),
  }),
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
    permit: DeskPermit,
    ownVote: z
      .strictObject({
        decision: Decision,
        comment: z.string(),
        privateNote: z.string(),
        judgement: z.string().default(''),
        changes: z.array(z.string()),
      })
      .nullable(),
    /** Votes of finished rounds. */
    votes: z.array(
      z.strictObject({
        round: z.int(),
        by: z.string(),
        byName: PersonName,
        decision: Decision,
        comment: z.string(),
        privateNote: z.string(),
        /** Why an approval of something unverified was given. */
        judgement: z.string().default(''),
        changes: z.array(z.string()),
        at: z.iso.datetime(),
      }),
    ),
    /** In review by two although the operator allows one: why. Empty otherwise. */
    whyTwo: z.array(WhyTwo).default([]),
    /** Title of the output whose decision counts here; null where none does. */
    reusedTitle: z.string().nullable().default(null),
    /** What the visitor has opened of this round; an approval asks for all of it. */
    opened: z.array(Opening),
  }),
  refusals: ['output-not-found', 'review-not-allowed'],
})

export const open = defineRoute({
  name: 'reviews.open',
  method: 'POST',
  path: '/api/reviews/:outputId/openings',
  access: ['reviewer'],
  summary:
    'Writes down that a reviewer has an item of an output in front of them. Figures and pictures are written down where they are handed out.',
  input: z.strictObject({
    outputId: OutputId,
    round: z.int().positive(),
    /** Which item of the output, counted from 0. */
    item: z.int().min(0),
  }),
  output: z.strictObject({ opened: z.array(Opening) }),
  refusals: ['output-not-found', 'output-state', 'review-not-allowed'],
})

export const vote = defineRoute({
  name: 'reviews.vote',
  method: 'POST',
  path: '/api/reviews/:outputId/votes',
  access: ['reviewer'],
  summary:
    'Casts a vote. The last vote needed decides: approvals alone release, otherwise the output is returned with the changes required.',
  input: z.strictObject({
    outputId: OutputId,
    round: z.int().positive(),
    decision: Decision,
    comment: z.string().trim().max(4000).default(''),
    privateNote: z.string().trim().max(4000).default(''),
    /** Of a return: what has to change, one by one. Where there are none, the comment is the change. */
    changes: z.array(z.string().trim().min(3).max(1000)).max(20).default([]),
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
    'review-unopened',
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
    form: PictureForm.default('png'),
  }),
  output: { bytes: 'image/png', or: STRIPS_TYPE },
  refusals: ['output-not-found', 'review-not-allowed'],
})

const Place = z.strictObject({ row: z.int().nonnegative(), column: z.string() })

/** One cell that is not as it was; `row` is its place in the table now, or in the one before where it is gone. */
export const CellChange = z.strictObject({
  kind: z.enum(['changed', 'newly-hidden', 'newly-shown', 'added', 'removed']),
  ...Place.shape,
  /** The keys of its row, as a person would name it. */
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type CellChange = z.infer<typeof CellChange>

/** How one item differs from the round before; a part that is the same is null or empty. */
const ItemDifference = z.strictObject({
  name: z.string(),
  title: z.string(),
  standing: z.enum(['same', 'changed', 'added', 'removed']),
  sql: z.strictObject({ before: z.string(), after: z.string() }).nullable(),
  text: z.strictObject({ before: z.string(), after: z.string() }).nullable(),
  context: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
  chart: z.strictObject({ before: ChartSpec.nullable(), after: ChartSpec.nullable() }).nullable(),
  protection: z.strictObject({ before: ProtectionChoice, after: ProtectionChoice }).nullable(),
  columns: z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) }),
  /** The table as it was, to be looked at side by side; null for notes, and where no cell differs. */
  earlier: ProtectedTable.nullable().default(null),
  /** Up to 5,000; `cellCount` is how many there are. */
  cells: z.array(CellChange),
  cellCount: z.int().nonnegative(),
  /** What the two versions together could tell. */
  findings: z.array(Finding),
})
export type ItemDifference = z.infer<typeof ItemDifference>

export const difference = defineRoute({
  name: 'reviews.difference',
  method: 'GET',
  path: '/api/reviews/:outputId/difference',
  access: ['reviewer'],
  summary:
    'How the round in review differs from the one before, or from the released output whose decision it reuses. Null where there is nothing to compare with.',
  input: z.strictObject({ outputId: OutputId }),
  output: z.strictObject({
    difference: z
      .strictObject({
        against: z.strictObject({
          kind: z.enum(['round', 'reused']),
          outputId: OutputId,
          outputTitle: z.string().default(''),
          round: z.int(),
        }),
        title: z.strictObject({ before: z.string(), after: z.string() }).nullable(),
        items: z.array(ItemDifference),
      })
      .nullable(),
  }),
  refusals: ['output-not-found', 'review-not-allowed'],
})

const PolicyEdition = z.strictObject({
  /** Counted from 1; 0 is how an environment begins: two people, always. */
  number: z.int().nonnegative(),
  policy: ReviewPolicy,
  at: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  byName: PersonName,
  reason: z.string(),
})

export const policy = defineRoute({
  name: 'reviews.policy',
  method: 'GET',
  path: '/api/review-policy',
  access: ['reviewer', 'operator', 'officer'],
  summary: 'Which outputs the operator lets pass with one reviewer, and the class that is proposed for it.',
  input: z.strictObject({}),
  output: z.strictObject({ edition: PolicyEdition, proposed: ReviewPolicy }),
  refusals: [],
})

export const setPolicy = defineRoute({
  name: 'reviews.set-policy',
  method: 'POST',
  path: '/api/review-policy',
  access: ['operator'],
  summary: 'Sets which outputs may pass with one reviewer. Holds for outputs submitted afterwards; audited.',
  input: z.strictObject({ policy: ReviewPolicy, reason: z.string().trim().min(10).max(2000) }),
  output: z.strictObject({ edition: PolicyEdition }),
  refusals: ['review-policy-class-unknown'],
})
