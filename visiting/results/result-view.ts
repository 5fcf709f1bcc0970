/** What a client learns of a result before any row: columns, standing, and counts that may travel. */
import type { ResultView } from '../../shared/contract/results.ts'
import { groupingSetsIn, personsExactFrom } from '../../shared/model/facts.ts'
import type { Arrangement } from './arrangement.ts'
import { columnsOf } from './facts-of.ts'
import { ACRO_DOMINANCE, hasRowsAsData, isWithheld, type MaskLimits, type ResultGround } from './masking.ts'
import type { ResultRecord } from './results-port.ts'
import { visibleOf } from './visible-columns.ts'

/** What a number must rest on to travel: the permit's minimum of persons, and ACRO's n = 2, k = 0.90. */
export const limitsOf = ({ minimumPersons }: Pick<ResultRecord, 'minimumPersons'>): MaskLimits => ({
  minimumPersons,
  dominance: ACRO_DOMINANCE,
})

/** The plan of a result with the persons that the whole of it rests on at least. */
export const groundOf = ({ plan, stored }: ResultRecord): ResultGround => ({
  plan,
  restsOnAtLeast: stored.restsOnAtLeast,
})

/** A type as it may be shown: the labels of an ENUM could be values of data. */
export const shownType = (type: string): string =>
  type.replace(/\bENUM\s*\((?:'(?:[^']|'')*'|[^()'])*\)/gi, 'ENUM')

/**
 * `arranged` tells how the rows of a result stand that may travel. Of individual and unverified rows no number is told:
 * whoever knows the rows of all others has that of one person by it, however small their share.
 */
export async function viewOf(
  record: ResultRecord,
  arranged: (record: ResultRecord) => Promise<Arrangement>,
): Promise<ResultView> {
  const { plan, stored } = record
  const withheld = isWithheld(groundOf(record), limitsOf(record))
  const rows = hasRowsAsData(groundOf(record), limitsOf(record)) ? await arranged(record) : null
  const visible = visibleOf(stored)
  const columns = columnsOf(
    plan,
    visible.map((column) => column.name),
  )
  return {
    id: record.id,
    permitId: record.permitId,
    sql: record.sql,
    columns: visible.map(({ name, type }, i) => ({
      name,
      type,
      role: columns[i]?.role ?? (plan.kind === 'open' ? 'constant' : 'individual'),
      databases: columns[i]?.databases ?? [],
      personsExactFrom: columns[i] ? personsExactFrom(columns[i]) : null,
    })),
    standing: plan.kind,
    reason: plan.kind === 'unverified' ? plan.reason : null,
    groupingSets: groupingSetsIn(plan),
    rowCount: rows?.rows ?? null,
    hasOthers: rows?.hasOthers ?? false,
    // How many persons have rows can be one person's value too; that they are enough is said.
    restsOnAtLeast:
      withheld || plan.kind === 'open'
        ? null
        : plan.kind === 'aggregated'
          ? stored.restsOnAtLeast
          : record.minimumPersons,
    minimumPersons: record.minimumPersons,
    maskedCells: rows?.maskedCells ?? null,
    elapsedMs: record.elapsedMs,
    createdAt: record.createdAt,
    expiresAt: record.expiresAt,
    extractDigest: record.extractDigest,
  }
}
