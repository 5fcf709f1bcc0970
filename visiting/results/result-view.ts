/** What a client learns of a result before any row: columns, standing, and counts that may travel. */
import type { ResultView } from '../../shared/contract/results.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import { columnsOf } from './facts-of.ts'
import { ACRO_DOMINANCE, isWithheld, type MaskLimits, type ResultGround } from './masking.ts'
import { countMasked } from './page.ts'
import type { ResultRecord } from './results-port.ts'
import { eachBatch } from './stored-result.ts'
import { visibleOf } from './visible-columns.ts'

export const limitsOf = ({ minimumPersons }: Pick<ResultRecord, 'minimumPersons'>): MaskLimits => ({
  minimumPersons,
  dominance: ACRO_DOMINANCE,
})

export const groundOf = ({ plan, stored }: ResultRecord): ResultGround => ({
  plan,
  restsOnAtLeast: stored.restsOnAtLeast,
})

/** A type as it may be shown: the labels of an ENUM could be values of data. */
export const shownType = (type: string): string =>
  type.replace(/\bENUM\s*\((?:'(?:[^']|'')*'|[^()'])*\)/gi, 'ENUM')

/** `masked` remembers counts of masked cells, which take a pass over the result. */
export async function viewOf(
  record: ResultRecord,
  masked: Map<ResultId, Promise<number>>,
): Promise<ResultView> {
  const limits = limitsOf(record)
  const withheld = isWithheld(groundOf(record), limits)
  const visible = visibleOf(record.stored)
  const columns = columnsOf(
    record.plan,
    visible.map((column) => column.name),
  )
  const open = record.plan.kind === 'open'
  return {
    id: record.id,
    permitId: record.permitId,
    sql: record.sql,
    columns: visible.map(({ name, type }, i) => ({
      name,
      type,
      role: columns[i]?.role ?? (open ? 'constant' : 'individual'),
      databases: columns[i]?.databases ?? [],
    })),
    standing: record.plan.kind,
    reason: record.plan.kind === 'unverified' ? record.plan.reason : null,
    rowCount: withheld ? null : record.stored.rows,
    restsOnAtLeast: withheld || open ? null : record.stored.restsOnAtLeast,
    minimumPersons: record.minimumPersons,
    maskedCells: withheld ? null : await maskedCells(record, limits, masked),
    elapsedMs: record.elapsedMs,
    createdAt: record.createdAt,
    expiresAt: record.expiresAt,
    extractDigest: record.extractDigest,
  }
}

/** How many results the number of masked cells is remembered for. */
const REMEMBERED = 1_000

async function maskedCells(
  record: ResultRecord,
  limits: MaskLimits,
  masked: Map<ResultId, Promise<number>>,
): Promise<number> {
  if (record.plan.kind === 'open') return 0
  if (record.plan.kind !== 'aggregated') return record.stored.rows * visibleOf(record.stored).length
  const known = masked.get(record.id)
  if (known) return known
  const counting = countAll(record, limits)
  counting.catch(() => masked.delete(record.id))
  masked.set(record.id, counting)
  const oldest = masked.keys().next()
  if (masked.size > REMEMBERED && !oldest.done) masked.delete(oldest.value)
  return counting
}

async function countAll(record: ResultRecord, limits: MaskLimits): Promise<number> {
  let count = 0
  for await (const batch of eachBatch(record.stored)) count += countMasked(batch, record.plan, limits)
  return count
}
