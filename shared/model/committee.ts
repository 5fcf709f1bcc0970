/**
 * The committee that decides applications: who belongs to it, how it must be made up, and what its votes decide. The
 * rule is dated data (`resources/committee/`); each meeting's attendance must satisfy it like the committee itself.
 */
import { z } from 'zod'
import { VisitorId } from './ids.ts'
import { isSameInstitution } from './institutions.ts'

const Bilingual = z.strictObject({ ja: z.string(), en: z.string() })

/** What a member stands for, as the composition of the committee asks for it. */
export const CommitteeField = z.enum(['natural-science', 'humanities-social', 'lay'])
export type CommitteeField = z.infer<typeof CommitteeField>

/** A seat with its term. */
export const CommitteeMember = z.strictObject({
  id: VisitorId,
  /** What the member stands for; one person fills one of the required places, whatever they could fill. */
  fields: z.array(CommitteeField).min(1),
  /** Not belonging to the institution that established the committee. */
  outside: z.boolean(),
  sex: z.enum(['female', 'male']),
  /** Term of office, ISO, both inclusive; null while no end is set. */
  from: z.iso.date(),
  until: z.iso.date().nullable(),
})
export type CommitteeMember = z.infer<typeof CommitteeMember>

/** How the committee, and each meeting, must be made up, and how its votes decide. */
export const CompositionRule = z.strictObject({
  edition: z.string(),
  effectiveFrom: z.iso.date(),
  source: Bilingual,
  /** False where it was not read in the text itself; shown so. */
  confirmed: z.boolean(),
  note: Bilingual.nullable(),
  /** Places that different people must fill. */
  fields: z.array(CommitteeField),
  outsideAtLeast: z.int().nonnegative(),
  bothSexes: z.boolean(),
  membersAtLeast: z.int().positive(),
  /** 'all': without unanimity the application is returned; 'majority': more than half decide. */
  decision: z.enum(['all', 'majority']),
})
export type CompositionRule = z.infer<typeof CompositionRule>

/** The rule in force on a day (ISO). Throws where none is: then the data is wrong. */
export function ruleOn(rules: readonly CompositionRule[], day: string): CompositionRule {
  const found = rules
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0]
  if (!found) throw new Error(`no composition rule is in force on ${day}`)
  return found
}

/** Whether the member sits on that day (ISO, of Japan); both ends count. */
export const isInOffice = (member: CommitteeMember, day: string): boolean =>
  member.from <= day && (member.until === null || day <= member.until)

/** What is missing of a quorum: how many are needed, how many there are. */
export const QuorumLack = z.strictObject({
  code: z.enum(['members', 'outside', 'sexes', 'distinct', ...CommitteeField.options]),
  need: z.int(),
  have: z.int(),
})
export type QuorumLack = z.infer<typeof QuorumLack>

type Counted = Pick<CommitteeMember, 'fields' | 'outside' | 'sex'>

/** What those present lack of the rule; empty where they are a quorum. */
export function lacksOfQuorum(rule: CompositionRule, present: readonly Counted[]): QuorumLack[] {
  const lacks: QuorumLack[] = []
  const count = (test: (member: Counted) => boolean) => present.filter(test).length
  for (const field of rule.fields)
    if (count(({ fields }) => fields.includes(field)) === 0) lacks.push({ code: field, need: 1, have: 0 })
  if (lacks.length === 0 && !canFill(rule.fields, present))
    lacks.push({ code: 'distinct', need: rule.fields.length, have: rule.fields.length - 1 })
  const outside = count((member) => member.outside)
  if (outside < rule.outsideAtLeast) lacks.push({ code: 'outside', need: rule.outsideAtLeast, have: outside })
  const sexes = new Set(present.map(({ sex }) => sex)).size
  if (rule.bothSexes && sexes < 2) lacks.push({ code: 'sexes', need: 2, have: sexes })
  if (present.length < rule.membersAtLeast)
    lacks.push({ code: 'members', need: rule.membersAtLeast, have: present.length })
  return lacks
}

/** Whether different people can fill all places: each place takes one, and nobody takes two. */
function canFill(places: readonly CommitteeField[], people: readonly Counted[]): boolean {
  const [place, ...others] = places
  if (place === undefined) return true
  return people.some(
    (person) =>
      person.fields.includes(place) &&
      canFill(
        others,
        people.filter((other) => other !== person),
      ),
  )
}

/** What a member may sign, and what a meeting decides. */
export const CommitteeDecision = z.enum(['approve', 'return', 'reject'])
export type CommitteeDecision = z.infer<typeof CommitteeDecision>

/** What a meeting's votes decide: what all say; else, under 'majority', what more than half say; else a return. */
export function decisionOf(
  rule: Pick<CompositionRule, 'decision'>,
  votes: readonly { decision: CommitteeDecision }[],
): CommitteeDecision {
  const share = (decision: CommitteeDecision) =>
    votes.filter((vote) => vote.decision === decision).length / Math.max(1, votes.length)
  const found = CommitteeDecision.options.find((decision) =>
    rule.decision === 'all' ? share(decision) === 1 : share(decision) > 0.5,
  )
  return found ?? 'return'
}

/** Fewest persons a permit may name as its minimum (NDB-1). */
export const LEAST_MINIMUM_PERSONS = 10

/** What the committee sets when it approves. */
export const PermitTerms = z.strictObject({
  /** Smallest number of persons behind a number sent as data. */
  minimumPersons: z.int().min(LEAST_MINIMUM_PERSONS).max(10_000),
  picturePagesPerDay: z.int().min(0).max(2_000),
  /** Last day of use, ISO; not later than the application asks for. */
  until: z.iso.date(),
})
export type PermitTerms = z.infer<typeof PermitTerms>

/**
 * What a meeting begins with. An amendment that is asked for more data is not to loosen the permit's terms without anybody
 * saying so; of a permit from before the least minimum it takes that one.
 */
export const firstTerms = (
  amended: Pick<PermitTerms, 'minimumPersons' | 'picturePagesPerDay'> | null,
  until: string,
): PermitTerms => ({
  minimumPersons: Math.max(LEAST_MINIMUM_PERSONS, amended?.minimumPersons ?? 0),
  picturePagesPerDay: amended?.picturePagesPerDay ?? 100,
  until,
})

/** In the order in which they are looked for. */
export const WhyNotDecide = z.enum([
  'not-a-member',
  'on-the-application',
  'same-institution',
  'conflict-declared',
])
export type WhyNotDecide = z.infer<typeof WhyNotDecide>

/**
 * The reason why somebody takes no part in deciding an application, or null. Researchers of the application may attend
 * only to explain (guideline, provision 17); people of their institutions stay out by this house's own rule.
 */
export function whyNotDecide(
  application: {
    people: readonly string[]
    institutions: readonly string[]
    conflicted: readonly string[]
  },
  visitor: { id: string; institutionJa: string },
  isMember: boolean,
): WhyNotDecide | null {
  if (application.people.includes(visitor.id)) return 'on-the-application'
  if (!isMember) return 'not-a-member'
  if (application.institutions.some((name) => isSameInstitution(name, visitor.institutionJa)))
    return 'same-institution'
  if (application.conflicted.includes(visitor.id)) return 'conflict-declared'
  return null
}
