import { z } from 'zod'
import { ReleaseId } from '../model/ids.ts'
import { defineRoute } from './define-route.ts'

export const download = defineRoute({
  name: 'releases.download',
  method: 'GET',
  path: '/api/releases/:releaseId/package',
  access: ['researcher', 'reviewer'],
  summary: 'The signed package of a cleared output. Each download is audited.',
  input: z.strictObject({ releaseId: ReleaseId }),
  output: { bytes: 'application/zip' },
  refusals: ['release-not-found', 'release-recalled'],
})

export const recall = defineRoute({
  name: 'releases.recall',
  method: 'POST',
  path: '/api/releases/:releaseId/recall',
  access: ['reviewer', 'operator'],
  summary: 'Withdraws a release with a reason; it can no longer be exported.',
  input: z.strictObject({ releaseId: ReleaseId, reason: z.string().trim().min(10).max(4000) }),
  output: z.strictObject({ recalled: z.literal(true) }),
  refusals: ['release-not-found', 'release-recalled'],
})
