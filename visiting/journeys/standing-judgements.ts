/**
 * What was found of a statement stands for as long as nothing changed that it depends on: when a query's turn comes, or
 * when it is run again. What is in store is the same object as long as nothing in it changed.
 */
import type { PermitId } from '../../shared/model/ids.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { ApprovedQuery } from '../policy/approved-query.ts'
import { contextOf, isSameContext, type PolicyContext } from '../policy/context.ts'
import type { Policy } from '../policy/policy.ts'
import type { QueriesPort } from './queries-port.ts'
import type { StepNeeds } from './run-steps.ts'

interface Judgements {
  context: PolicyContext
  by: Map<string, ApprovedQuery>
}

const JUDGEMENTS_KEPT = 20
const SEATS_KEPT = 200

/** A person under a permit. */
export const seatOf = (permitId: PermitId, visitor: Visitor): string => `${permitId} ${visitor.id}`

/** One person's statements are judged one after the other: nobody keeps more than one judge from the others. */
export function standingJudgements({
  policy,
  queries,
  inTurn,
}: {
  policy: Policy
  queries: QueriesPort
  inTurn<T>(seat: string, act: () => Promise<T>): Promise<T>
}): StepNeeds['judged'] {
  const judgements = new Map<string, Judgements>()
  return (sql, { permit, extract, visitor }) => {
    const { id } = permit
    const seat = seatOf(id, visitor)
    return inTurn(seat, async () => {
      const workspace = await queries.workspace(id, visitor.id)
      const context = { ...contextOf(permit, workspace), extract: extract.tables }
      const known = judgements.get(seat)
      const standing: Judgements =
        known !== undefined && isSameContext(known.context, context) ? known : { context, by: new Map() }
      const earlier = standing.by.get(sql)
      if (earlier !== undefined) return earlier
      const query = await policy.approve(sql, context)
      if (standing.by.size >= JUDGEMENTS_KEPT) standing.by.clear()
      standing.by.set(sql, query)
      if (judgements.size >= SEATS_KEPT) judgements.clear()
      judgements.set(seat, standing)
      return query
    })
  }
}
