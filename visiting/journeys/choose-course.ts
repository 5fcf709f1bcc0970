/**
 * How many people a submitted round needs: chosen from what the operator allows, once, when it is submitted; and asked
 * again at each vote, because what was allowed may have been taken back since. Every doubt leads to two people.
 */
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import {
  FULL_COURSE,
  type ReviewCourse,
  type WhyNotReuse,
  type WhyTwo,
} from '../../shared/model/review-course.ts'
import { outputClassOf } from '../disclosure/output-classes.ts'
import type { FrozenRound, OutputsPort, RoundRecord } from '../outputs/outputs-port.ts'
import { contextOf } from '../policy/context.ts'
import type { Policy } from '../policy/policy.ts'
import type { ReleaseRecord, ReleasesPort } from '../release/releases-port.ts'
import { whyNotLowRisk } from '../review/low-risk.ts'
import type { ReviewPolicyPort } from '../review/policy-port.ts'
import { likenessOf, movedByFew, whyNotRepeatable } from '../review/reuse.ts'
import type { FrozenRounds } from './frozen-rounds.ts'
import { sha256 } from './frozen-rounds.ts'

export interface CourseNeeds {
  policies: ReviewPolicyPort
  outputs: OutputsPort
  releases: ReleasesPort
  frozen: FrozenRounds
  /** Asks whether a query runs without anything of a workspace. */
  queries: Pick<Policy, 'approve'>
  now: () => Date
}

export interface ChosenCourse {
  course: ReviewCourse
  likeness: string
}

const DAY_MS = 86_400_000

/** Two people, one for the low-risk class, or one for a repetition of what two people had decided. */
export function courses(needs: CourseNeeds) {
  const { policies, outputs, releases, frozen, queries, now } = needs

  /** Whether the very query gives its answer from the permit's tables alone. */
  const standsAlone = async (sql: string, permit: Permit): Promise<boolean> => {
    try {
      await queries.approve(sql, contextOf(permit, []))
      return true
    } catch (problem) {
      if (problem instanceof Refusal) return false
      throw problem
    }
  }

  /** The earlier round whose decision may count, with its release; or why none may. */
  async function reusable(
    round: FrozenRound,
    permit: Permit,
    { likeness, withinDays }: { likeness: string; withinDays: number },
  ): Promise<{ earlier: RoundRecord; release: ReleaseRecord } | { why: WhyNotReuse }> {
    const byItself = whyNotRepeatable(round.items)
    if (byItself !== null) return { why: byItself }
    for (const item of round.items)
      if (item.kind === 'table' && !(await standsAlone(item.sql, permit))) return { why: 'reads-workspace' }
    // Of several earlier ones, what stands against the newest.
    let why: WhyNotReuse | null = null
    for (const earlier of await outputs.listAlike(permit.id, likeness)) {
      const output = await outputs.get(earlier.outputId)
      const release = output?.releaseId ? await releases.get(output.releaseId) : null
      const against =
        release === null
          ? 'nothing-like-it'
          : await whyNotThis({ earlier, release }, round, { permit, withinDays })
      if (against === null && release !== null) return { earlier, release }
      why ??= against
    }
    return { why: why ?? 'nothing-like-it' }
  }

  async function whyNotThis(
    { earlier, release }: { earlier: RoundRecord; release: ReleaseRecord },
    round: FrozenRound,
    { permit, withinDays }: { permit: Permit; withinDays: number },
  ): Promise<WhyNotReuse | null> {
    if (release.recalledAt !== null) return 'recalled'
    if (now().getTime() - Date.parse(release.createdAt) > withinDays * DAY_MS) return 'too-long-ago'
    const votes = (await outputs.listVotes(earlier.outputId)).filter(({ round: of }) => of === earlier.round)
    const people = new Set(votes.filter(({ decision }) => decision === 'approve').map(({ by }) => by))
    if (earlier.course.kind !== 'full' || people.size < 2) return 'not-decided-by-two'
    const before = await frozen.read(earlier)
    const moved = round.items.some((item, place) => {
      const old = before.items[place]
      return (
        item.kind === 'table' &&
        old?.kind === 'table' &&
        movedByFew(old.table, item.table, permit.minimumPersons)
      )
    })
    return moved ? 'moved-by-few' : null
  }

  return {
    /** For a round that is about to be frozen. */
    async choose(round: FrozenRound, permit: Permit): Promise<ChosenCourse> {
      const likeness = sha256(Buffer.from(`${permit.id} ${likenessOf(round)}`))
      const { number, policy } = await policies.getCurrent()
      if (policy.lowRisk && whyNotLowRisk(round.items, policy.lowRisk, outputClassOf) === null)
        return { likeness, course: { kind: 'low-risk', policy: number, class: policy.lowRisk } }
      const found = policy.reuse
        ? await reusable(round, permit, { likeness, withinDays: policy.reuse.withinDays })
        : null
      if (!found || 'why' in found) return { likeness, course: FULL_COURSE }
      const { outputId, round: of } = found.earlier
      const { id: releaseId, createdAt: decidedAt } = found.release
      return {
        likeness,
        course: { kind: 'reuse', policy: number, outputId, round: of, releaseId, decidedAt },
      }
    },

    /** What stands against each way the operator allows, for a round that two people judge. */
    async whyTwo(record: RoundRecord, permit: Permit): Promise<WhyTwo[]> {
      const { number, policy } = await policies.getCurrent()
      if (record.course.kind !== 'full') return [{ way: 'policy', why: 'policy-changed' }]
      if (number === 0 || (policy.lowRisk === null && policy.reuse === null)) return []
      const round = await frozen.read(record)
      const reasons: WhyTwo[] = []
      let passes = false
      if (policy.lowRisk) {
        const why = whyNotLowRisk(round.items, policy.lowRisk, outputClassOf)
        if (why) reasons.push({ way: 'low-risk', why })
        else passes = true
      }
      if (policy.reuse) {
        const { withinDays } = policy.reuse
        const found = await reusable(round, permit, { likeness: record.likeness, withinDays })
        if ('why' in found) reasons.push({ way: 'reuse', why: found.why })
        else passes = true
      }
      return passes ? [{ way: 'policy', why: 'submitted-before' }] : reasons
    },

    /** The course as it holds now: what was taken back or recalled since leads back to two people. */
    async inForce({ course }: Pick<RoundRecord, 'course'>): Promise<ReviewCourse> {
      if (course.kind === 'full') return course
      const { number } = await policies.getCurrent()
      if (number !== course.policy) return FULL_COURSE
      if (course.kind === 'low-risk') return course
      const release = await releases.get(course.releaseId)
      return release?.recalledAt === null ? course : FULL_COURSE
    },
  }
}

export type Courses = ReturnType<typeof courses>
