import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { PicturePage } from '../journeys/look-at-result.ts'
import type { ResultRecord, ResultsPort } from '../results/results-port.ts'
import type { Records } from './records.ts'

class OverLimit extends Error {}

/** The row as it is written; what is asked by stands in columns of its own. */
export const rowOfResult = (record: ResultRecord) => ({
  id: record.id,
  permit_id: record.permitId,
  visitor_id: record.visitorId,
  expires_at: record.expiresAt,
  document: JSON.stringify(record),
})

const SEE_PAGE = `INSERT INTO picture_seen (visitor_id, result_id, day, page, first_column)
  VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
/** Writes nothing where the day's limit is used up. */
const USE_PAGE = `INSERT INTO picture_use (visitor_id, permit_id, day, pages)
  SELECT ?, ?, ?, 1 WHERE ? > 0
  ON CONFLICT (visitor_id, permit_id, day) DO UPDATE SET pages = pages + 1 WHERE pages < ?`

/** Results in the records file, and the pages each person looked at as pictures. */
export function resultsStore(records: Records): ResultsPort & {
  /**
   * Counts a page unless the person saw it that day already, and writes its audit entry in one transaction; false
   * when the day's limit is used up.
   */
  countPicturePage(use: PicturePage & { limit: number }, audit: AuditDraft): Promise<boolean>
  /** Results of a permit that were not erased yet. */
  listOfPermit(id: PermitId): Promise<ResultId[]>
} {
  const kept = () => records.read.selectFrom('result').select('id').where('document', 'is not', null)
  const idsOf = async (results: ReturnType<typeof kept>) =>
    (await results.execute()).map(({ id }) => id as ResultId)
  return {
    async get(id) {
      const row = await records.read.selectFrom('result').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) return null
      return row.document === null ? 'erased' : (JSON.parse(row.document) as ResultRecord)
    },
    listExpired: (now) => idsOf(kept().where('expires_at', '<=', now)),
    listOfPermit: (id) => idsOf(kept().where('permit_id', '=', id)),
    async delete(id) {
      await records.note((trx) =>
        trx.updateTable('result').set({ document: null }).where('id', '=', id).execute(),
      )
    },
    async countPicturePage({ visitorId, permitId, day, resultId, page, firstColumn, limit }, audit) {
      try {
        await records.commitStatements(audit, (run) => {
          const isFresh = run(SEE_PAGE, [visitorId, resultId, day, page, firstColumn]) > 0
          if (isFresh && run(USE_PAGE, [visitorId, permitId, day, limit, limit]) === 0) throw new OverLimit()
        })
        return true
      } catch (problem) {
        if (problem instanceof OverLimit) return false
        throw problem
      }
    },
  }
}
