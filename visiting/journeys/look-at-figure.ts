/**
 * The picture that would leave, for its researchers and its reviewers. Where a value in it may not travel before the
 * release, reviewers see it as every such value is seen: as pixels under a watermark. Researchers do not, because their
 * looks at such values are counted by the page and a figure holds many: they see what may be told of it, and of an
 * unverified table nothing.
 */

import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { RouteInput } from '../../shared/contract/routes.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { japanTime } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { hasRole, type Visitor } from '../../shared/model/visitor.ts'
import { type FrozenRound, type FrozenTable, tablesOf } from '../outputs/outputs-port.ts'
import { watermarkedPng } from '../results/picture.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { DeskAccess, DeskNeeds } from './desk-access.ts'
import { drawItem } from './draw-item.ts'
import { figureTravels, permitOf, roundOf } from './output-views.ts'
import { asDataTogether } from './told-table.ts'

export interface FigureNeeds extends DeskNeeds {
  desk: DeskAccess
  audit: AuditTrail
  datasets: readonly Dataset[]
  now: () => Date
}

/**
 * `figure-missing` where the item has none, `figure-unverified` to its researchers where nothing of it may be
 * told.
 */
export function lookAtFigure(needs: FigureNeeds) {
  const { outputs, frozen, desk, audit, datasets, now } = needs

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
    const round = await frozen.read(await roundOf(needs, output))
    const item = round.items[place]
    if (item?.kind !== 'table' || !item.drawn) throw new Refusal('figure-missing')
    const travels = figureTravels(output, item)
    if (own && !item.table.verified && !travels) throw new Refusal('figure-unverified')
    const seen = {
      event: 'output-figure-seen',
      by: visitor.id,
      subject: outputId,
      detail: { round: output.round, item: item.name },
    }
    const opening = {
      outputId,
      round: output.round,
      by: visitor.id,
      item: item.name,
      part: 'figure' as const,
    }
    if (own) await audit.append(seen)
    else await outputs.addOpening({ ...opening, at: now().toISOString() }, seen)
    const png = Uint8Array.from(Buffer.from(item.drawn.png, 'base64'))
    if (travels) return { bytes: png, headers: {} }
    if (own) return { bytes: await drawTold(round, { item, datasets }), headers: {} }
    const watermark = [visitor.nameJa, outputId, `${japanTime(now())} JST`]
    return { bytes: await watermarkedPng(png, watermark), headers: {} }
  }
}

/** The figure as its researcher was shown it before submitting: what may be told, and nothing that says what may not. */
async function drawTold(
  round: FrozenRound,
  { item, datasets }: { item: FrozenTable; datasets: readonly Dataset[] },
): Promise<Uint8Array> {
  const tables = tablesOf(round)
  const told = asDataTogether(tables)[tables.indexOf(item)]!
  const drawn = await drawItem(told, { chart: item.chart, report: item.report ?? null, datasets })
  if (!drawn) throw new Refusal('figure-missing')
  return drawn.png
}
