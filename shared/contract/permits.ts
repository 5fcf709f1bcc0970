import { z } from 'zod'
import { DatabaseId, PermitId, VisitorId } from '../model/ids.ts'
import { ErasureCertificate, Permit, PermitState, RowCondition } from '../model/permit.ts'
import { defineRoute } from './define-route.ts'

export const myPermits = defineRoute({
  name: 'permits.mine',
  method: 'GET',
  path: '/api/permits',
  access: ['researcher'],
  summary: 'The permits the visitor is on, with tables and columns.',
  input: z.strictObject({}),
  output: z.strictObject({ permits: z.array(Permit) }),
  refusals: ['not-signed-in', 'session-expired', 'role-needed'],
})

/** A table or view of the researcher's own workspace. */
export const WorkspaceTable = z.strictObject({
  name: z.string(),
  kind: z.enum(['table', 'view', 'macro']),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  /** How its rows relate to persons. */
  level: z.enum(['open', 'person', 'aggregated', 'unverified']),
})
export type WorkspaceTable = z.infer<typeof WorkspaceTable>

/** In how many steps it is told how full a workspace is. */
export const WORKSPACE_STEPS = 20

export const workspace = defineRoute({
  name: 'permits.workspace',
  method: 'GET',
  path: '/api/permits/:permitId/workspace',
  access: ['researcher'],
  summary: 'The researcher’s own tables and views under a permit.',
  input: z.strictObject({ permitId: PermitId }),
  output: z.strictObject({
    tables: z.array(WorkspaceTable),
    /** What is in use at least, in twentieths of the quota; less than one more is. */
    bytes: z.number(),
    quotaBytes: z.number(),
  }),
  refusals: ['permit-not-found', 'permit-ended', 'permit-not-ready'],
})

const Name = z.strictObject({ ja: z.string(), en: z.string() }).nullable()

/** A permit as those know it who end it or watch its use: no table, column or condition of it. */
export const RegisteredPermit = z.strictObject({
  ...Permit.pick({ id: true, titleJa: true, titleEn: true, from: true, until: true, databases: true }).shape,
  state: PermitState,
  /** `name`: null where no account has the id any more. */
  people: z.array(z.strictObject({ id: VisitorId, name: Name })),
  ended: z.strictObject({ at: z.iso.datetime(), reason: z.string(), by: Name }).nullable(),
  /** When its data were erased; null while they are not. */
  erasedAt: z.iso.datetime().nullable(),
})
export type RegisteredPermit = z.infer<typeof RegisteredPermit>

export const register = defineRoute({
  name: 'permits.register',
  method: 'GET',
  path: '/api/permit-register',
  access: ['operator', 'officer'],
  summary: 'All permits of the environment, the last granted first: who, until when, and when they ended.',
  input: z.strictObject({}),
  output: z.strictObject({ permits: z.array(RegisteredPermit) }),
  refusals: ['role-needed'],
})

export const end = defineRoute({
  name: 'permits.end',
  method: 'POST',
  path: '/api/permits/:permitId/end',
  access: ['operator'],
  summary:
    'Ends a permit: its workers stop, and extract, workspaces, results and key are erased. Answers the signed certificate; asking again answers it again.',
  input: z.strictObject({ permitId: PermitId, reason: z.string().trim().min(4).max(2000) }),
  output: ErasureCertificate,
  refusals: ['permit-not-found'],
})

export const change = defineRoute({
  name: 'permits.change',
  method: 'POST',
  path: '/api/permits/:permitId/change',
  access: ['operator'],
  summary:
    'Changes what a permit covers. A new extract is built from the same key; nobody works under the permit until it is ready. The digests of earlier extracts stay in the record.',
  input: z.strictObject({
    permitId: PermitId,
    databases: z.array(DatabaseId).min(1).optional(),
    conditions: z.record(z.string(), z.array(RowCondition)).optional(),
    until: z.iso.date().optional(),
  }),
  output: Permit,
  refusals: ['permit-not-found', 'permit-ended', 'dataset-not-found', 'table-not-permitted'],
})
