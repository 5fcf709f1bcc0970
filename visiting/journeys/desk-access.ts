/** Who may look at an output on the reviewers' desk, and how it stands with them. */
import type { ReviewItem } from '../../shared/contract/reviews.ts'
import { inConflict } from '../../shared/model/conflicts.ts'
import type { OutputId, PermitId } from '../../shared/model/ids.ts'
import { isSameInstitution } from '../../shared/model/institutions.ts'
import { isDeskClosed, WHY_NOT_REVIEW_WORDS, whyNotReview } from '../../shared/model/output-states.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { votesNeeded } from '../../shared/model/review-course.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { OutputRecord, RoundRecord, VoteRecord } from '../outputs/outputs-port.ts'
import type { ConflictsPort, OutputConflict } from '../review/conflicts-port.ts'
import { riskOf } from '../review/decide.ts'
import { namesOf } from './names-of.ts'
import { type OutputViewNeeds, permitOf, roundOf, viewOutput } from './output-views.ts'

export interface DeskNeeds extends OutputViewNeeds {
  accounts: Pick<AccountsPort, 'byId' | 'holders'>
  conflicts: Pick<ConflictsPort, 'list' | 'listOfPermit'>
}

export interface AtDesk {
  item: ReviewItem
  round: RoundRecord
  votes: VoteRecord[]
  permit: Permit
}

export interface DeskAccess {
  itemOf(output: OutputRecord, visitor: Visitor): Promise<AtDesk>
  /** The same of many. */
  itemsOf(outputs: OutputRecord[], visitor: Visitor): Promise<ReviewItem[]>
  /** Why a visitor may not vote on each, or null; by as few looks into the records as that takes. */
  turnsOf(
    outputs: OutputRecord[],
    visitor: Visitor,
  ): Promise<{ output: OutputRecord; whyNot: ReviewItem['whyNot'] }[]>
  /** Outputs in review that fewer may judge than they need, with who remains. */
  listTooFew(): Promise<{ output: OutputRecord; remaining: Visitor[]; needed: number }[]>
  /** Whether a visitor is on a permit or works where its people work. */
  isClose(permit: Permit, visitor: Visitor): Promise<boolean>
  /** Whether a visitor stands in conflict with a permit’s outputs, whatever roles they have. */
  isInConflict(permitId: PermitId, visitor: Visitor): Promise<boolean>
  /** Permits with whose outputs a visitor stands in conflict. */
  conflictedPermits(visitor: Visitor): Promise<Set<PermitId>>
  /** The output, unless it was withdrawn. */
  forReview(id: OutputId): Promise<OutputRecord>
  /**
   * The same as `itemOf`, refused to people of the permit or its institutions, who follow it on their own side, and to
   * whoever has declared a conflict of interest.
   */
  atDesk(output: OutputRecord, visitor: Visitor): Promise<AtDesk>
}

/** `review-not-allowed` with the reason in both languages. */
export const notAllowed = (reason: keyof typeof WHY_NOT_REVIEW_WORDS): Refusal =>
  new Refusal('review-not-allowed', { reason, ...WHY_NOT_REVIEW_WORDS[reason] })

/**
 * An output that its desk does not know is `output-not-found`; whether the visitor may vote is told with the
 * item.
 */
export function deskAccess(needs: DeskNeeds): DeskAccess {
  const { outputs, accounts } = needs

  /** Whose people may not review: the institutions the permit names, and those its people belong to. */
  const closeTo = async (permit: Permit) => {
    const people = await Promise.all(permit.people.map((id) => accounts.byId(id)))
    const own = people.flatMap((person) => (person ? [person.institutionJa] : []))
    return { people: permit.people, institutions: [...permit.institutions, ...own] }
  }

  /** Who could judge anything, and who stands in conflict with which permit’s outputs. */
  const panelOf = async (declared: OutputConflict[]) => ({
    reviewers: await accounts.holders('reviewer'),
    declared,
  })
  type Panel = Awaited<ReturnType<typeof panelOf>>

  /** What closes the desk to anybody, or keeps a vote of theirs from counting, whoever they are. */
  const standingOf = async (output: OutputRecord, { declared }: Panel) => {
    const { people, institutions } = await closeTo(await permitOf(needs, output.permitId))
    return {
      standing: {
        state: output.state,
        conflicted: inConflict(declared.filter(({ permitId }) => permitId === output.permitId)),
      },
      // Nobody judges their own, also once they have left the permit.
      close: { people: [...people, output.by], institutions },
    }
  }
  type Standing = Awaited<ReturnType<typeof standingOf>>

  const remainingOf = ({ standing, close }: Standing, { reviewers }: Panel): Visitor[] =>
    reviewers.filter((one) => whyNotReview({ ...standing, voters: [] }, close, one) === null)

  const itemWith = async (output: OutputRecord, visitor: Visitor, panel: Panel): Promise<AtDesk> => {
    const round = await roundOf(needs, output)
    const [how, votes, permit, view, names] = await Promise.all([
      standingOf(output, panel),
      outputs.listVotes(output.id),
      permitOf(needs, output.permitId),
      viewOutput(needs, output),
      namesOf(accounts, [output.by]),
    ])
    const voters = votes.filter((vote) => vote.round === output.round).map((vote) => vote.by)
    const whyNot = whyNotReview({ ...how.standing, voters }, how.close, visitor)
    const { risk, parts } = riskOf(round)
    const remaining = remainingOf(how, panel)
    const item = {
      output: view,
      whyNot,
      risk,
      riskParts: parts,
      byName: names.get(output.by) ?? null,
      remaining: remaining.map(({ nameJa, nameEn }) => ({ ja: nameJa, en: nameEn })),
      tooFew: output.state === 'in-review' && remaining.length < view.votesNeeded,
    }
    return { item, round, votes, permit }
  }

  const itemOf = async (output: OutputRecord, visitor: Visitor): Promise<AtDesk> =>
    itemWith(output, visitor, await panelOf(await needs.conflicts.listOfPermit(output.permitId)))

  return {
    itemOf,

    async itemsOf(records, visitor) {
      const panel = await panelOf(await needs.conflicts.list())
      return Promise.all(records.map(async (output) => (await itemWith(output, visitor, panel)).item))
    },

    async turnsOf(records, visitor) {
      const panel = await panelOf(await needs.conflicts.list())
      const voted = await outputs.listVotedBy(visitor.id)
      const known = new Map<string, ReturnType<typeof standingOf>>()
      return Promise.all(
        records.map(async (output) => {
          const { id, permitId, by, state } = output
          const of = `${permitId} ${by}`
          if (!known.has(of)) known.set(of, standingOf(output, panel))
          const { standing, close } = await known.get(of)!
          const voters = voted.has(id) ? [visitor.id] : []
          return { output, whyNot: whyNotReview({ ...standing, state, voters }, close, visitor) }
        }),
      )
    },

    async listTooFew() {
      const panel = await panelOf(await needs.conflicts.list())
      const waiting = await outputs.listByState('in-review')
      const found = await Promise.all(
        waiting.map(async (output) => {
          const round = await roundOf(needs, output)
          const remaining = remainingOf(await standingOf(output, panel), panel)
          return { output, remaining, needed: votesNeeded(await needs.courses.inForce(round)) }
        }),
      )
      return found.filter(({ remaining, needed }) => remaining.length < needed)
    },

    async isClose(permit, visitor) {
      const { people, institutions } = await closeTo(permit)
      const same = institutions.some((name) => isSameInstitution(name, visitor.institutionJa))
      return same || people.some((id) => id === visitor.id)
    },

    async isInConflict(permitId, visitor) {
      return inConflict(await needs.conflicts.listOfPermit(permitId)).includes(visitor.id)
    },

    async conflictedPermits(visitor) {
      const declared = (await needs.conflicts.list()).filter(
        (one) => one.by === visitor.id && one.lifted === null,
      )
      return new Set(declared.map(({ permitId }) => permitId))
    },

    async forReview(id) {
      const output = await outputs.get(id)
      if (!output || output.state === 'withdrawn') throw new Refusal('output-not-found')
      return output
    },

    async atDesk(output, visitor) {
      const found = await itemOf(output, visitor)
      const { whyNot } = found.item
      if (isDeskClosed(whyNot)) throw notAllowed(whyNot)
      return found
    },
  }
}
