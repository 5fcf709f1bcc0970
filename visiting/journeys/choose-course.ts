/**
 * How many people a submitted round needs: chosen from what the operator allows, once, when it is submitted; and asked
 * again at each vote, because what was allowed may have been taken back since. Every doubt leads to two people.
 */
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { FULL_COURSE, type ReviewCourse } from '../../shared/model/review-course.ts'
import { outputClassOf } from '../disclosure/output-classes.ts'
import type { FrozenRound, OutputsPort, RoundRecord } from '../outputs/outputs-port.ts'
import type { Policy } from '../policy/policy.ts'
import type { ReleasesPort } from '../release/releases-port.ts'
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

export function courses(needs: CourseNeeds) {
  const { policies, outputs, releases, frozen, queries, now } = needs

  /** Whether the very query gives its answer from the permit's tables alone. */
  const standsAlone = async (sql: string, { id, tables, linkageApproved }: Permit): Promise<boolean> => {
    try {
      await queries.approve(sql, { permitId: id, tables, workspace: [], linkageApproved })
      return true
    } catch (problem) {
      if (problem instanceof Refusal) return false
      throw problem
    }
  }

  /** The earlier round whose decision may count, with its release; null where there is none. */
  async function reusable(round: FrozenRound, permit: Permit, likeness: string, withinDays: number) {
    if (whyNotRepeatable(round.items) !== null) return null
    for (const item of round.items)
      if (item.kind === 'table' && !(await standsAlone(item.sql, permit))) return null
    for (const earlier of await outputs.listAlike(permit.id, likeness)) {
      const output = await outputs.get(earlier.outputId)
      const release = output?.releaseId ? await releases.get(output.releaseId) : null
      if (!release || release.recalledAt !== null) continue
      if (now().getTime() - Date.parse(release.createdAt) > withinDays * DAY_MS) continue
      const votes = (await outputs.listVotes(earlier.outputId)).filter(
        ({ round: of }) => of === earlier.round,
      )
      const people = new Set(votes.filter(({ decision }) => decision === 'approve').map(({ by }) => by))
      if (earlier.course.kind !== 'full' || people.size < 2) continue
      const before = await frozen.read(earlier)
      const moved = round.items.some((item, place) => {
        const old = before.items[place]
        return (
          item.kind === 'table' &&
          old?.kind === 'table' &&
          movedByFew(old.table, item.table, permit.minimumPersons)
        )
      })
      if (!moved) return { earlier, release }
    }
    return null
  }

  return {
    /** For a round that is about to be frozen. */
    async choose(round: FrozenRound, permit: Permit): Promise<ChosenCourse> {
      const likeness = sha256(Buffer.from(`${permit.id} ${likenessOf(round)}`))
      const { number, policy } = await policies.getCurrent()
      if (policy.lowRisk && whyNotLowRisk(round.items, policy.lowRisk, outputClassOf) === null)
        return { likeness, course: { kind: 'low-risk', policy: number, class: policy.lowRisk } }
      const found = policy.reuse ? await reusable(round, permit, likeness, policy.reuse.withinDays) : null
      if (!found) return { likeness, course: FULL_COURSE }
      const { outputId, round: of } = found.earlier
      const { id: releaseId, createdAt: decidedAt } = found.release
      return {
        likeness,
        course: { kind: 'reuse', policy: number, outputId, round: of, releaseId, decidedAt },
      }
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
