import { z } from 'zod'
import { PermitId } from '../model/ids.ts'
import { Permit } from '../model/permit.ts'
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

export const workspace = defineRoute({
  name: 'permits.workspace',
  method: 'GET',
  path: '/api/permits/:permitId/workspace',
  access: ['researcher'],
  summary: 'The researcher’s own tables and views under a permit.',
  input: z.strictObject({ permitId: PermitId }),
  output: z.strictObject({ tables: z.array(WorkspaceTable), bytes: z.number(), quotaBytes: z.number() }),
  refusals: ['permit-not-found', 'permit-ended', 'permit-not-ready'],
})
