import { z } from 'zod'
import { DatabaseId, PermitId, VisitorId } from './ids.ts'
import { japanDay } from './japan-time.ts'

/** A column as a permit shows it. `identity` marks pseudonyms: never a quantity, never released. */
export const PermitColumn = z.strictObject({
  name: z.string(),
  /** DuckDB type name, e.g. `VARCHAR`, `DATE`, `DECIMAL(10,2)`. */
  type: z.string(),
  nameJa: z.string(),
  nameEn: z.string(),
  unit: z.string().nullable(),
  noteJa: z.string().nullable(),
  noteEn: z.string().nullable(),
  sensitivity: z.enum(['plain', 'quasi-identifier', 'sensitive']),
  identity: z.enum(['person', 'institution']).nullable(),
})
export type PermitColumn = z.infer<typeof PermitColumn>

/** A table of a permit; addressed in SQL as `schema.name`. */
export const PermitTable = z.strictObject({
  database: DatabaseId,
  schema: z.string(),
  name: z.string(),
  nameJa: z.string(),
  nameEn: z.string(),
  noteJa: z.string().nullable(),
  noteEn: z.string().nullable(),
  /** 'person': rows belong to persons through person_id; 'open': published data without persons. */
  level: z.enum(['person', 'open']),
  columns: z.array(PermitColumn),
})
export type PermitTable = z.infer<typeof PermitTable>

/** A condition on the rows of a table: a period (ISO dates, inclusive) or a list of values of a column. */
export const RowCondition = z.strictObject({
  column: z.string(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  in: z.array(z.string()).nullable(),
})
export type RowCondition = z.infer<typeof RowCondition>

/** provisioning: granted, its data not ready. ended: extract, workspaces, results and key are gone. */
export const PermitState = z.enum(['provisioning', 'in-force', 'ended'])
export type PermitState = z.infer<typeof PermitState>

/** What was granted to whom, on which terms. */
export const Permit = z.strictObject({
  id: PermitId,
  titleJa: z.string(),
  titleEn: z.string(),
  purposeJa: z.string(),
  purposeEn: z.string(),
  state: PermitState,
  /** ISO dates, both inclusive, in Japan's time zone. */
  from: z.iso.date(),
  until: z.iso.date(),
  people: z.array(VisitorId),
  /** Institutions whose people may not review this permit's outputs. */
  institutions: z.array(z.string()),
  databases: z.array(DatabaseId),
  linkageApproved: z.boolean(),
  /** Smallest number of distinct persons on whom a number sent as data may rest. */
  minimumPersons: z.int().min(1),
  /** Pages of individual rows one person may look at as pictures in a day. */
  picturePagesPerDay: z.int().min(0),
  tables: z.array(PermitTable),
  /** Which rows of a table (`schema.name`) the permit covers; a table that is not named is covered whole. */
  conditions: z.record(z.string(), z.array(RowCondition)).optional(),
})
export type Permit = z.infer<typeof Permit>

/** Whether a table is one of the permit's; one of a workspace, which has no schema, is not. */
export const holdsTable = (
  { tables }: Pick<Permit, 'tables'>,
  { schema, name }: { schema: string | null; name: string },
): boolean => tables.some((table) => table.schema === schema && table.name === name)

/** Whole days left, counting today; 0 when it is over. Days change at midnight in Japan. */
export function daysLeft(permit: Pick<Permit, 'until'>, now: Date): number {
  const today = japanDay(now)
  const days = (Date.parse(permit.until) - Date.parse(today)) / 86_400_000
  return Math.max(0, days + 1)
}

/** The reason why a visitor may not work under a permit now, or null. The interface asks the same question. */
export function whyNotUnderPermit(
  permit: Pick<Permit, 'state' | 'from' | 'until' | 'people'>,
  visitor: { id: VisitorId },
  now: Date,
): 'permit-not-found' | 'permit-ended' | 'permit-not-ready' | null {
  // Somebody who is not on a permit does not learn that it exists.
  if (!permit.people.includes(visitor.id)) return 'permit-not-found'
  if (permit.state === 'ended' || daysLeft(permit, now) === 0) return 'permit-ended'
  const today = japanDay(now)
  if (permit.state === 'provisioning' || today < permit.from) return 'permit-not-ready'
  return null
}

/** What was erased when a permit ended, signed by the environment (Ed25519 over the canonical JSON of the rest). */
export const ErasureCertificate = z.strictObject({
  format: z.literal('visiting-erasure/1'),
  permitId: PermitId,
  endedAt: z.iso.datetime(),
  erasedAt: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  /** Digest of the extract that was in force, and of those before it. */
  extractDigests: z.array(z.string()),
  /** Paths are relative to the data folder. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  /**
   * What stays, and why. `ledger`: sets of persons behind cells that were released, under keyed digests that are no
   * pseudonym of the permit; without them later releases could not be kept from giving the same people away.
   */
  kept: z.array(z.strictObject({ path: z.string(), sha256: z.string(), why: z.enum(['ledger']) })).optional(),
  fingerprint: z.string(),
  signature: z.string(),
})
export type ErasureCertificate = z.infer<typeof ErasureCertificate>
