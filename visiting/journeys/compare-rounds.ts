/** What is new in a round: against the round before it, or against the release whose decision it reuses. */
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { type FrozenItem, type OutputRecord, type RoundRecord, tablesOf } from '../outputs/outputs-port.ts'
import { differenceOf } from '../review/difference.ts'
import type { DeskAccess, DeskNeeds } from './desk-access.ts'
import { asDataTogether } from './told-table.ts'

type Answer = RouteOutput<'reviews.difference'>

/**
 * For whoever may review the output. What may not travel is left out of both versions, so no difference tells
 * it.
 */
export function compareRounds(needs: DeskNeeds & { desk: DeskAccess }) {
  const { outputs, frozen, desk } = needs

  /** The items as a client may have them: no text of a cell that may not travel, in neither version. */
  const told = async (record: RoundRecord) => {
    const round = await frozen.read(record)
    const tables = tablesOf(round)
    const sent = asDataTogether(tables)
    const asTold = round.items.map(
      (item): FrozenItem =>
        item.kind === 'text' ? item : { ...item, table: sent[tables.indexOf(item)]!, rawRows: [] },
    )
    return { title: round.title, items: asTold }
  }

  const earlierOf = async (output: OutputRecord, { course }: RoundRecord) => {
    if (output.round > 1)
      return { kind: 'round' as const, record: await outputs.getRound(output.id, output.round - 1) }
    if (course.kind !== 'reuse') return null
    return { kind: 'reused' as const, record: await outputs.getRound(course.outputId, course.round) }
  }

  return async ({ outputId }: RouteInput<'reviews.difference'>, visitor: Visitor): Promise<Answer> => {
    const output = await desk.forReview(outputId)
    const { round, permit } = await desk.atDesk(output, visitor)
    const earlier = await earlierOf(output, round)
    if (!earlier?.record) return { difference: null }
    const [before, after] = await Promise.all([told(earlier.record), told(round)])
    return {
      difference: {
        against: {
          kind: earlier.kind,
          outputId: earlier.record.outputId,
          outputTitle: before.title,
          round: earlier.record.round,
        },
        title: before.title === after.title ? null : { before: before.title, after: after.title },
        items: differenceOf(before.items, after.items, { minimumPersons: permit.minimumPersons }),
      },
    }
  }
}
