/** Who may look at an output on the reviewers' desk, and how it stands with them. */
import type { ReviewItem } from '../../shared/contract/reviews.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { isSameInstitution } from '../../shared/model/institutions.ts'
import { WHY_NOT_REVIEW_WORDS, whyNotReview } from '../../shared/model/output-states.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { OutputRecord, RoundRecord, VoteRecord } from '../outputs/outputs-port.ts'
import { riskOf } from '../review/decide.ts'
import { type OutputViewNeeds, permitOf, roundOf, viewOutput } from './output-views.ts'

export interface DeskNeeds extends OutputViewNeeds {
  accounts: Pick<AccountsPort, 'byId'>
}

export interface AtDesk {
  item: ReviewItem
  round: RoundRecord
  votes: VoteRecord[]
  permit: Permit
}

export interface DeskAccess {
  itemOf(output: OutputRecord, visitor: Visitor): Promise<AtDesk>
  /** Whether a visitor is on a permit or works where its people work. */
  isClose(permit: Permit, visitor: Visitor): Promise<boolean>
  /** The output, unless it was withdrawn. */
  forReview(id: OutputId): Promise<OutputRecord>
  /** The same as `itemOf`, refused to people of the permit or its institutions: they follow it on their own side. */
  atDesk(output: OutputRecord, visitor: Visitor): Promise<AtDesk>
}

export const notAllowed = (reason: keyof typeof WHY_NOT_REVIEW_WORDS): Refusal =>
  new Refusal('review-not-allowed', { reason, ...WHY_NOT_REVIEW_WORDS[reason] })

export function deskAccess(needs: DeskNeeds): DeskAccess {
  const { outputs, accounts } = needs

  /** Whose people may not review: the institutions the permit names, and those its people belong to. */
  const closeTo = async (permit: Permit) => {
    const people = await Promise.all(permit.people.map((id) => accounts.byId(id)))
    const own = people.flatMap((person) => (person ? [person.institutionJa] : []))
    return { people: permit.people, institutions: [...permit.institutions, ...own] }
  }

  const itemOf = async (output: OutputRecord, visitor: Visitor): Promise<AtDesk> => {
    const [round, votes, permit] = await Promise.all([
      roundOf(needs, output),
      outputs.listVotes(output.id),
      permitOf(needs, output.permitId),
    ])
    const voters = votes.filter((vote) => vote.round === output.round).map((vote) => vote.by)
    const standing = { state: output.state, voters, unverified: !round.verified }
    const whyNot = whyNotReview(standing, await closeTo(permit), visitor)
    const { risk, parts } = riskOf(round)
    const item = { output: await viewOutput(needs, output), whyNot, risk, riskParts: parts }
    return { item, round, votes, permit }
  }

  return {
    itemOf,

    async isClose(permit, visitor) {
      const { people, institutions } = await closeTo(permit)
      const same = institutions.some((name) => isSameInstitution(name, visitor.institutionJa))
      return same || people.some((id) => id === visitor.id)
    },

    async forReview(id) {
      const output = await outputs.get(id)
      if (!output || output.state === 'withdrawn') throw new Refusal('output-not-found')
      return output
    },

    async atDesk(output, visitor) {
      const found = await itemOf(output, visitor)
      const { whyNot } = found.item
      if (whyNot === 'on-the-permit' || whyNot === 'same-institution') throw notAllowed(whyNot)
      return found
    },
  }
}
