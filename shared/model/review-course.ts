/**
 * How many people an output needs. Two is the rule. An operator may allow one where little can go wrong (a low-risk
 * class, defined by figures) or where two have already judged the same output on earlier data. Never none: what was
 * released cannot be called back from the world.
 */
import { z } from 'zod'
import { OutputId, ReleaseId } from './ids.ts'

/** What an output must be for one reviewer to be enough. All of it, for every table of the output. */
export const LowRiskClass = z.strictObject({
  /** Identifiers of statbarns (https://www.w3id.org/statbarnsdc) its numbers may belong to, e.g. `Frequencies`. */
  outputClasses: z.array(z.string().min(1).max(80)).min(1).max(20),
  /** Fewest persons behind each number; more than any rule asks. */
  leastPersons: z.int().min(20).max(1_000_000),
  /** Most numbers of the whole output. */
  maxCells: z.int().min(1).max(5_000),
})
export type LowRiskClass = z.infer<typeof LowRiskClass>

/** What the operator allows; both are off until somebody turns them on. */
export const ReviewPolicy = z.strictObject({
  lowRisk: LowRiskClass.nullable(),
  /** Days since two people decided, within which their decision may count for the same output on new data. */
  reuse: z.strictObject({ withinDays: z.int().min(1).max(366) }).nullable(),
})
export type ReviewPolicy = z.infer<typeof ReviewPolicy>

/** The policy as it is until an operator sets another. */
export const TWO_ALWAYS: ReviewPolicy = { lowRisk: null, reuse: null }

/** Which way an output goes; chosen when it is submitted, frozen with the round. `policy`: number of the edition. */
export const ReviewCourse = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('full') }),
  z.strictObject({ kind: z.literal('low-risk'), policy: z.int().nonnegative(), class: LowRiskClass }),
  z.strictObject({
    kind: z.literal('reuse'),
    policy: z.int().nonnegative(),
    outputId: OutputId,
    round: z.int().positive(),
    releaseId: ReleaseId,
    decidedAt: z.iso.datetime(),
  }),
])
export type ReviewCourse = z.infer<typeof ReviewCourse>

/** Two people. */
export const FULL_COURSE: ReviewCourse = { kind: 'full' }

/** Votes of different people that clear an output on this course. */
export const votesNeeded = (course: ReviewCourse): 1 | 2 => (course.kind === 'full' ? 2 : 1)

/** Why an output is not of the low-risk class. Every doubt counts against it. */
export const WhyNotLowRisk = z.enum([
  'text',
  'unverified',
  'finding',
  'hidden-cell',
  'output-class',
  'too-few-persons',
  'too-many-cells',
])
export type WhyNotLowRisk = z.infer<typeof WhyNotLowRisk>

/** Why no earlier decision may count for an output. */
export const WhyNotReuse = z.enum([
  'text',
  'unverified',
  'finding',
  'hidden-cell',
  'reads-clock',
  'reads-workspace',
  'nothing-like-it',
  'recalled',
  'too-long-ago',
  'not-decided-by-two',
  'moved-by-few',
])
export type WhyNotReuse = z.infer<typeof WhyNotReuse>

/**
 * Why two people are asked although the operator allows one: for each way that is allowed, what stands against it.
 * `policy-changed`: one was enough when it was submitted, under an edition that holds no more; `submitted-before`: it
 * would be now, but was submitted before this edition.
 */
export const WhyTwo = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('low-risk'), why: WhyNotLowRisk }),
  z.strictObject({ way: z.literal('reuse'), why: WhyNotReuse }),
  z.strictObject({ way: z.literal('policy'), why: z.enum(['policy-changed', 'submitted-before']) }),
])
export type WhyTwo = z.infer<typeof WhyTwo>
