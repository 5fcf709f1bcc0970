/**
 * The picture that would leave, for its researchers and its reviewers. Where a value in it may not travel before the
 * release (an unverified table), reviewers see it as every such value is seen: as pixels under a watermark. Researchers
 * do not, because their looks at such values are counted by the page and a figure holds many.
 */
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { RouteInput } from '../../shared/contract/routes.ts'
import { japanTime } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { hasRole, type Visitor } from '../../shared/model/visitor.ts'
import type { FrozenTable, OutputRecord } from '../outputs/outputs-port.ts'
import { watermarkedPng } from '../results/picture.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { DeskAccess, DeskNeeds } from './desk-access.ts'
import { permitOf, roundOf } from './output-views.ts'
import { mayDrawNow } from './protect-result.ts'

export interface FigureNeeds extends DeskNeeds {
  desk: DeskAccess
  audit: AuditTrail
  now: () => Date
}

export function lookAtFigure(needs: FigureNeeds) {
  const { outputs, frozen, desk, audit, now } = needs

  const mayLook = async (visitor: Visitor, outputId: RouteInput<'outputs.figure'>['outputId']) => {
    const output = await outputs.get(outputId)
    if (!output) throw new Refusal('output-not-found')
    const permit = await permitOf(needs, output.permitId)
    if (permit.people.includes(visitor.id)) return { output, own: true }
    if (!hasRole(visitor, 'reviewer')) throw new Refusal('output-not-found')
    const reviewed = await desk.forReview(outputId)
    await desk.atDesk(reviewed, visitor)
    return { output: reviewed, own: false }
  }

  return async (
    { outputId, item: place }: RouteInput<'outputs.figure'>,
    visitor: Visitor,
  ): Promise<BytesAnswer> => {
    const { output, own } = await mayLook(visitor, outputId)
    const item = (await frozen.read(await roundOf(needs, output))).items[place]
    if (item?.kind !== 'table' || !item.drawn) throw new Refusal('figure-missing')
    const travels = mayTravel(output, item)
    if (own && !travels) throw new Refusal('figure-unverified')
    await audit.append({
      event: 'output-figure-seen',
      by: visitor.id,
      subject: outputId,
      detail: { round: output.round, item: item.name },
    })
    const png = Uint8Array.from(Buffer.from(item.drawn.png, 'base64'))
    const bytes = travels
      ? png
      : await watermarkedPng(png, [visitor.nameJa, outputId, `${japanTime(now())} JST`])
    return { bytes, headers: {} }
  }
}

/** Whether every value in the figure is one that a client may have now. */
const mayTravel = (output: OutputRecord, item: FrozenTable): boolean =>
  output.state === 'released' || mayDrawNow(item)
