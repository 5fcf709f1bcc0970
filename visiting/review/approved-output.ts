/**
 * An output that was cleared by as many people as its course asks: two, or one where the operator allows it. Only `review` can make one, from the votes themselves, and `release` seals
 * nothing else.
 */
import { type ReviewCourse, votesNeeded } from '../../shared/model/review-course.ts'
import type { FrozenRound, FrozenTable, VoteRecord } from '../outputs/outputs-port.ts'

export interface Clearance {
  frozen: FrozenRound
  votes: VoteRecord[]
  permit: { id: string; people: string[] }
  course: ReviewCourse
}

/**
 * What the door out takes. Frozen, and told from an object of the same shape by its private field
 * (`ApprovedOutput.is`).
 */
export class ApprovedOutput {
  readonly #cleared: Clearance

  private constructor(cleared: Clearance) {
    this.#cleared = cleared
    Object.freeze(this)
  }

  get frozen(): FrozenRound {
    return this.#cleared.frozen
  }
  get tables(): readonly FrozenTable[] {
    return this.#cleared.frozen.items.filter((item) => item.kind === 'table')
  }
  get votes(): readonly VoteRecord[] {
    return this.#cleared.votes
  }
  get course(): ReviewCourse {
    return this.#cleared.course
  }
  get permitId(): string {
    return this.#cleared.permit.id
  }

  /** Makes one if the votes of this very round clear it; throws otherwise, because then a caller is wrong. */
  static from(cleared: Clearance): ApprovedOutput {
    const { frozen, votes, permit, course } = cleared
    const approvals = votes.filter((vote) => vote.round === frozen.round && vote.decision === 'approve')
    const people = new Set(approvals.map((vote) => vote.by))
    const returned = votes.some((vote) => vote.round === frozen.round && vote.decision === 'return')
    const strangers = [...people].every((person) => !permit.people.includes(person))
    if (people.size < votesNeeded(course) || returned || !strangers)
      throw new Error('this output is not cleared')
    return new ApprovedOutput(cleared)
  }

  /** True for objects made here, not for objects of the same shape. */
  static is(value: unknown): value is ApprovedOutput {
    return typeof value === 'object' && value !== null && #cleared in value
  }
}
