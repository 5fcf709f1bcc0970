import { z } from 'zod'

/** A short kind, an underscore, lower-case letters and digits: `prm_0a1b…`. New ones have 20; names given by hand may be shorter. */
const idOf = <Kind extends string, Brand extends string>(kind: Kind, brand: Brand) =>
  z
    .string()
    .regex(new RegExp(`^${kind}_[0-9a-z]{4,40}$`))
    .brand(brand)

export const VisitorId = idOf('usr', 'VisitorId')
export type VisitorId = z.infer<typeof VisitorId>
export const PermitId = idOf('prm', 'PermitId')
export type PermitId = z.infer<typeof PermitId>
export const QueryId = idOf('qry', 'QueryId')
export type QueryId = z.infer<typeof QueryId>
/** A result has the identifier of the query that made it, with its own prefix. */
export const ResultId = idOf('res', 'ResultId')
export type ResultId = z.infer<typeof ResultId>
export const OutputId = idOf('out', 'OutputId')
export type OutputId = z.infer<typeof OutputId>
export const ReleaseId = idOf('rel', 'ReleaseId')
export type ReleaseId = z.infer<typeof ReleaseId>
export const ApplicationId = idOf('apl', 'ApplicationId')
export type ApplicationId = z.infer<typeof ApplicationId>
export const MeetingId = idOf('mtg', 'MeetingId')
export type MeetingId = z.infer<typeof MeetingId>
/** A short name from the catalog, such as `ndb`; no number is drawn for it. */
export const DatabaseId = z.string().regex(/^[a-z][a-z0-9]{1,23}$/)
export type DatabaseId = z.infer<typeof DatabaseId>
