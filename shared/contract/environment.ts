import { z } from 'zod'
import { KeySuccession } from '../model/key-succession.ts'
import { defineRoute } from './define-route.ts'

const DemoPerson = z.strictObject({
  login: z.string(),
  password: z.string(),
  nameJa: z.string(),
  nameEn: z.string(),
  roles: z.array(z.string()),
})

/** Who an environment is. The fingerprint is SHA-256 of the raw Ed25519 public key, hex in groups of four. */
export const EnvironmentIdentity = z.strictObject({
  nameJa: z.string(),
  nameEn: z.string(),
  protocol: z.string(),
  version: z.string(),
  /** Raw Ed25519 public key, base64. */
  publicKey: z.string(),
  fingerprint: z.string(),
  /** True: everything in it is invented, and demo people are listed. */
  demonstration: z.boolean(),
  demoPeople: z.array(DemoPerson),
  /** Whether the whole workbench may be used from a browser. */
  workbenchInBrowser: z.boolean(),
  /** Ed25519 signature (base64) of shared/model/key-proof.ts over the challenge; null where none was given. */
  proof: z.string().nullable(),
  /** Keys it had before, each handing over to the next. */
  succession: z.array(KeySuccession).default([]),
})
export type EnvironmentIdentity = z.infer<typeof EnvironmentIdentity>

export const identity = defineRoute({
  name: 'environment.identity',
  method: 'GET',
  path: '/api/environment',
  access: 'open',
  summary: 'Who this environment is: name, key, protocol; demo people where it is a demonstration.',
  input: z.strictObject({
    /** 32 random bytes, base64: the environment signs them to show that it holds its key. */
    challenge: z.base64().length(44).optional(),
  }),
  output: EnvironmentIdentity,
  refusals: [],
})

export const Health = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  uptimeSeconds: z.number(),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})

export const health = defineRoute({
  name: 'environment.health',
  method: 'GET',
  path: '/api/health',
  access: 'open',
  summary: 'Whether the environment works, part by part. Says which sandbox the workers run in.',
  input: z.strictObject({}),
  output: Health,
  refusals: [],
})
