import { ReviewPolicy, TWO_ALWAYS } from '../../shared/model/review-course.ts'
import type { PolicyEdition, ReviewPolicyPort } from '../review/policy-port.ts'
import type { Records } from './records.ts'

/** Set at the operator's command line: no account stands behind it. */
const BY_COMMAND = ''

const BEGINNING: PolicyEdition = { number: 0, policy: TWO_ALWAYS, at: null, by: null, reason: '' }

/**
 * The port over the records file. Editions are added, never changed; before the first, two people review
 * everything.
 */
export function reviewPolicyStore(records: Records): ReviewPolicyPort {
  const getCurrent = async (): Promise<PolicyEdition> => {
    const row = await records.read
      .selectFrom('review_policy')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) return BEGINNING
    const { number, document, at, by, reason } = row
    return {
      number,
      policy: ReviewPolicy.parse(JSON.parse(document)),
      at,
      by: by === BY_COMMAND ? null : by,
      reason,
    }
  }
  return {
    getCurrent,
    async add({ policy, at, by, reason }, audit) {
      await records.commit(audit, (trx) =>
        trx
          .insertInto('review_policy')
          .values({ document: JSON.stringify(policy), at: at ?? '', by: by ?? BY_COMMAND, reason })
          .execute(),
      )
      return getCurrent()
    },
  }
}
