/** What the operator lets pass with one reviewer: told to those who review, set with a reason, kept and audited. */
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { ReviewPolicy } from '../../shared/model/review-course.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { OUTPUT_CLASSES } from '../disclosure/output-classes.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { PolicyEdition, ReviewPolicyPort } from '../review/policy-port.ts'
import { namesOf } from './names-of.ts'

export interface PolicyNeeds {
  policies: ReviewPolicyPort
  accounts: Pick<AccountsPort, 'byId'>
  /** The class this version of the environment proposes. */
  proposed: ReviewPolicy
  now: () => Date
}

/** `review-policy-class-unknown` for a class of outputs that Statbarn does not have. */
export function reviewPolicyJourneys({ policies, accounts, proposed, now }: PolicyNeeds) {
  const named = async (edition: PolicyEdition) => {
    const names = await namesOf(accounts, [edition.by])
    return { ...edition, byName: edition.by === null ? null : (names.get(edition.by) ?? null) }
  }
  return {
    async policy(): Promise<RouteOutput<'reviews.policy'>> {
      return { edition: await named(await policies.getCurrent()), proposed }
    },

    async setPolicy(
      { policy, reason }: RouteInput<'reviews.set-policy'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'reviews.set-policy'>> {
      const known: readonly string[] = OUTPUT_CLASSES
      const unknown = policy.lowRisk?.outputClasses.find((name) => !known.includes(name))
      if (unknown !== undefined) throw new Refusal('review-policy-class-unknown', { class: unknown })
      const edition = await policies.add(
        { policy, reason, at: now().toISOString(), by: visitor.id },
        { event: 'review-policy-set', by: visitor.id, subject: null, detail: { policy, reason } },
      )
      return { edition: await named(edition) }
    },
  }
}
