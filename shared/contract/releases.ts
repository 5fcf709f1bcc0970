import { z } from 'zod'
import { OutputId, ReleaseId } from '../model/ids.ts'
import { defineRoute } from './define-route.ts'

export const download = defineRoute({
  name: 'releases.download',
  method: 'GET',
  path: '/api/releases/:releaseId/package',
  access: ['researcher', 'reviewer'],
  summary: 'The signed package of a cleared output. Each download is audited.',
  input: z.strictObject({ releaseId: ReleaseId }),
  output: { bytes: 'application/zip' },
  refusals: ['release-not-found', 'release-recalled', 'review-not-allowed'],
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

export const standing = defineRoute({
  name: 'releases.standing',
  method: 'GET',
  path: '/api/releases/:releaseId/standing',
  access: ['researcher', 'reviewer'],
  summary: 'Whether a release still stands; asked again right before a package is written to disk.',
  input: z.strictObject({ releaseId: ReleaseId }),
  output: z.strictObject({ standing: z.literal(true), digest: z.string() }),
  refusals: ['release-not-found', 'release-recalled', 'review-not-allowed'],
})

export const recalls = defineRoute({
  name: 'releases.recalls',
  method: 'GET',
  path: '/api/recalls',
  access: ['researcher', 'reviewer'],
  summary: 'Releases the visitor has downloaded that were recalled since; copies have to be destroyed.',
  input: z.strictObject({}),
  output: z.strictObject({
    recalls: z.array(
      z.strictObject({
        releaseId: ReleaseId,
        outputId: OutputId,
        title: z.string(),
        downloadedAt: z.iso.datetime(),
        recalledAt: z.iso.datetime(),
        reason: z.string(),
        /** When the visitor said that the copies are destroyed; null while not. */
        confirmedAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
  refusals: [],
})

export const confirmRecall = defineRoute({
  name: 'releases.confirm-recall',
  method: 'POST',
  path: '/api/recalls/:releaseId/confirm',
  access: ['researcher', 'reviewer'],
  summary: 'Says that the copies of a recalled release are destroyed; recorded with who and when.',
  input: z.strictObject({ releaseId: ReleaseId }),
  output: z.strictObject({ confirmed: z.literal(true) }),
  refusals: ['release-not-found'],
})
