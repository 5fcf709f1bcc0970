/** The shape of a rule set: dated data from `resources/rules/*.json`. A rule is data, never code. */
import { z } from 'zod'

/** What a rule is about: a kind of number, or of key. */
export const CellKind = z.enum([
  'persons',
  'institutions',
  'drug-quantity',
  'sum',
  'mean',
  'rate',
  'extreme',
  'percentile',
  'model',
  'curve',
  /** Rules about the keys of a table rather than about its numbers. */
  'age-band',
  'geography',
  'crossing',
  'death-time',
  'birth-weight',
  /** Showing anything at all to people outside the permit. */
  'publication',
])
export type CellKind = z.infer<typeof CellKind>

/** One rule of a set. */
export const Rule = z.strictObject({
  /** The rule's identifier in its source, e.g. `NDB-1`. */
  id: z.string().min(1).max(40),
  cellKind: CellKind,
  /** 'any', or a tier of municipality by population. */
  geographyTier: z.enum([
    'any',
    'municipality-under-2000',
    'municipality-2000-24999',
    'municipality-25000-plus',
  ]),
  /** Values from 1 (or 0) to threshold − 1 may not be shown. null: the cell kind is not allowed at all. */
  threshold: z.number().nonnegative().nullable(),
  zeroPolicy: z.enum(['show', 'hide']),
  action: z.enum(['hide', 'forbid', 'allow', 'allow-unless-linkable', 'review']),
  /** Further figures a rule needs, e.g. `{ n: 2, k: 0.9 }` for dominance, `{ base: 5 }` for rounding. */
  parameters: z.record(z.string(), z.number()).default({}),
  confirmed: z.boolean(),
  source: z.string().min(1).max(1000),
  noteJa: z.string().max(1000).default(''),
  noteEn: z.string().max(1000).default(''),
})
export type Rule = z.infer<typeof Rule>

/** One edition of one set; the latest that has begun is in force. */
export const RuleSet = z.strictObject({
  /** e.g. `NDB`, `KAIGO`, `ACRO`. */
  set: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/),
  edition: z.string().min(1).max(40),
  effectiveFrom: z.iso.date(),
  /** Databases judged by it; [] for sets that are chosen by name. */
  databases: z.array(z.string().max(60)).max(60),
  titleJa: z.string().min(1).max(200),
  titleEn: z.string().min(1).max(200),
  confirmed: z.boolean(),
  rules: z.array(Rule).min(1).max(500),
})
export type RuleSet = z.infer<typeof RuleSet>
