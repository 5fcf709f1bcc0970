import { z } from 'zod'
import { DatabaseId, PermitId, VisitorId } from './ids.ts'

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

export const PermitState = z.enum(['provisioning', 'in-force', 'ended'])
export type PermitState = z.infer<typeof PermitState>

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
})
export type Permit = z.infer<typeof Permit>

/** Whole days left, counting today; 0 when it is over. Days change at midnight in Japan. */
export function daysLeft(permit: Pick<Permit, 'until'>, now: Date): number {
  const today = new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10)
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
  const today = new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10)
  if (permit.state === 'provisioning' || today < permit.from) return 'permit-not-ready'
  return null
}
