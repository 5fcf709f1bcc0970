/**
 * Looking at a result: what may travel goes as Arrow, the rest as pictures. Each time one is sent it is audited first;
 * against the permit's limit the same page counts once a day, so that scrolling back and fetching the next page
 * ahead cost nobody a page twice. A page fetched ahead counts: it left the environment.
 */
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import { requireInForce } from '../permits/require-in-force.ts'
import type { Results } from '../results/results.ts'

/** One picture as it is counted: a page of a result from one column on, for one person on one day. */
export interface PicturePage {
  visitorId: Visitor['id']
  permitId: PermitId
  /** In Japan's time zone. */
  day: string
  resultId: ResultId
  page: number
  firstColumn: number
}

export interface LookNeeds {
  results: Results
  permits: PermitsPort
  countPicturePage(use: PicturePage & { limit: number }, audit: AuditDraft): Promise<boolean>
  now: () => Date
}

/** `picture-pages-used-up` where the permit's pages of the day are spent. */
export function resultJourneys({ results, permits, countPicturePage, now }: LookNeeds) {
  /** A result is looked at under its permit: when that has ended, so has looking. */
  const requireOwn = async (resultId: ResultId, visitor: Visitor) => {
    const record = await results.require({ resultId, visitorId: visitor.id })
    const { permit } = await requireInForce({ permits, now }, record.permitId, visitor)
    return { record, permit }
  }

  return {
    async view(
      { resultId }: RouteInput<'results.view'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'results.view'>> {
      await requireOwn(resultId, visitor)
      return results.view({ resultId, visitorId: visitor.id })
    },

    async page(
      { resultId, offset, limit }: RouteInput<'results.page'>,
      visitor: Visitor,
    ): Promise<BytesAnswer> {
      await requireOwn(resultId, visitor)
      const bytes = await results.page({ resultId, visitorId: visitor.id, offset, limit })
      // Reading takes a while: the permit may have ended meanwhile.
      await requireOwn(resultId, visitor)
      return { bytes, headers: {} }
    },

    async picture(asked: RouteInput<'results.picture'>, visitor: Visitor): Promise<BytesAnswer> {
      const { resultId, page, firstColumn, scale, theme, language, form } = asked
      const { record, permit } = await requireOwn(resultId, visitor)
      const asking = { resultId, visitorId: visitor.id }
      const limit = permit.picturePagesPerDay
      const day = japanDay(now())
      const counted = await countPicturePage(
        { visitorId: visitor.id, permitId: permit.id, day, resultId, page, firstColumn, limit },
        {
          event: 'picture-seen',
          by: visitor.id,
          subject: permit.id,
          detail: { result: resultId, page, firstColumn, standing: record.plan.kind },
        },
      )
      if (!counted) throw new Refusal('picture-pages-used-up', { limit })
      const person = language === 'ja' ? visitor.nameJa : visitor.nameEn
      const drawn = await results.picture({
        ...asking,
        page,
        firstColumn,
        scale,
        theme,
        language,
        form,
        person,
      })
      await requireOwn(resultId, visitor)
      return drawn
    },
  }
}
