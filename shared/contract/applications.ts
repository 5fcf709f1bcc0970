/** The applicant's half: write, have confirmed, submit, follow. Drafts are seen by their own people only. */
import { z } from 'zod'
import { ApplicationForm, PersonPart } from '../model/application-form.ts'
import { ApplicationAct, ApplicationState } from '../model/application-states.ts'
import { PermitTerms } from '../model/committee.ts'
import { ApplicationId, DatabaseId, PermitId } from '../model/ids.ts'
import { PermitState } from '../model/permit.ts'
import { defineRoute } from './define-route.ts'

export const PersonName = z.strictObject({
  nameJa: z.string(),
  nameEn: z.string(),
  institutionJa: z.string(),
  institutionEn: z.string(),
})
export type PersonName = z.infer<typeof PersonName>

export const ApplicationSummary = z.strictObject({
  id: ApplicationId,
  titleJa: z.string(),
  titleEn: z.string(),
  state: ApplicationState,
  /** How often it was submitted. */
  round: z.int().nonnegative(),
  /** 'invited': named on it and not confirmed yet. */
  mine: z.enum(['applicant', 'person', 'invited']),
  applicant: PersonName,
  databases: z.array(DatabaseId),
  /** The permit this amends, or null for a new one. */
  amends: PermitId.nullable(),
  permitId: PermitId.nullable(),
  changedAt: z.iso.datetime(),
  submittedAt: z.iso.datetime().nullable(),
  decidedAt: z.iso.datetime().nullable(),
})
export type ApplicationSummary = z.infer<typeof ApplicationSummary>

export const ApplicationDetail = z.strictObject({
  application: ApplicationSummary,
  /** Counts saves; a save says which one it builds on. */
  revision: z.int().nonnegative(),
  form: ApplicationForm,
  /** People who confirmed under their own account. */
  confirmed: z.array(z.strictObject({ login: z.string(), person: PersonName, at: z.iso.datetime() })),
  applicantLogin: z.string(),
  /** Words of the committee for the applicant, without names. */
  comments: z.array(z.strictObject({ round: z.int(), text: z.string(), at: z.iso.datetime() })),
  history: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      act: z.union([ApplicationAct, z.literal('start')]),
      round: z.int(),
      /** Named on the applicant's own side only. */
      by: PersonName.nullable(),
    }),
  ),
  terms: PermitTerms.nullable(),
  /** The permit it led to: its state, and how far its data is prepared (0–1) while that goes on. */
  permit: z
    .strictObject({
      id: PermitId,
      state: PermitState,
      until: z.iso.date(),
      prepared: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
  /** Whether the amended permit links its databases; null where none is amended. */
  amendsLinkage: z.boolean().nullable(),
})
export type ApplicationDetail = z.infer<typeof ApplicationDetail>

const Gathered = z.array(
  z.strictObject({
    database: DatabaseId,
    schema: z.string().max(60),
    name: z.string().max(60),
    columns: z.array(z.string().max(100)).max(200),
  }),
)

export const mine = defineRoute({
  name: 'applications.mine',
  method: 'GET',
  path: '/api/applications',
  access: ['researcher'],
  summary: 'Applications the visitor wrote or is named on, newest first.',
  input: z.strictObject({}),
  output: z.strictObject({ applications: z.array(ApplicationSummary) }),
  refusals: [],
})

export const start = defineRoute({
  name: 'applications.start',
  method: 'POST',
  path: '/api/applications',
  access: ['researcher'],
  summary:
    'Starts a draft with what was gathered in the catalog, or as an amendment of a permit the visitor is on.',
  input: z.strictObject({
    tables: Gathered.max(80).default([]),
    amends: PermitId.nullable().default(null),
  }),
  output: ApplicationDetail,
  refusals: ['application-too-many', 'permit-not-found', 'permit-ended', 'amendment-pending'],
})

export const detail = defineRoute({
  name: 'applications.detail',
  method: 'GET',
  path: '/api/applications/:applicationId',
  access: ['researcher'],
  summary: 'One application of the visitor: what is written, who confirmed, what became of it.',
  input: z.strictObject({ applicationId: ApplicationId }),
  output: ApplicationDetail,
  refusals: ['application-not-found'],
})

export const save = defineRoute({
  name: 'applications.save',
  method: 'POST',
  path: '/api/applications/:applicationId/form',
  access: ['researcher'],
  summary:
    'Keeps what is written; durable when answered. Refused where another window saved in between. Who is taken off the form loses their confirmation.',
  input: z.strictObject({
    applicationId: ApplicationId,
    revision: z.int().nonnegative(),
    form: ApplicationForm,
  }),
  output: z.strictObject({ revision: z.int(), savedAt: z.iso.datetime() }),
  refusals: ['application-not-found', 'application-not-yours', 'application-state', 'application-moved'],
})

export const confirm = defineRoute({
  name: 'applications.confirm',
  method: 'POST',
  path: '/api/applications/:applicationId/confirmation',
  access: ['researcher'],
  summary:
    'Somebody named on an application confirms, from their own account, to take part and to keep its duties.',
  input: z.strictObject({ applicationId: ApplicationId, part: PersonPart }),
  output: ApplicationDetail,
  refusals: ['application-not-found', 'application-state', 'application-moved'],
})

export const submit = defineRoute({
  name: 'applications.submit',
  method: 'POST',
  path: '/api/applications/:applicationId/submission',
  access: ['researcher'],
  summary: 'Freezes the form as a round and hands it to the committee.',
  input: z.strictObject({ applicationId: ApplicationId, revision: z.int().nonnegative() }),
  output: ApplicationDetail,
  refusals: [
    'application-not-found',
    'application-not-yours',
    'application-state',
    'application-moved',
    'application-incomplete',
  ],
})

export const withdraw = defineRoute({
  name: 'applications.withdraw',
  method: 'POST',
  path: '/api/applications/:applicationId/withdrawal',
  access: ['researcher'],
  summary: 'Takes an application back before it is decided; an open meeting on it ends.',
  input: z.strictObject({ applicationId: ApplicationId }),
  output: ApplicationDetail,
  refusals: ['application-not-found', 'application-not-yours', 'application-state'],
})
