import { z } from 'zod'
import { RuleSet } from '../model/rules.ts'
import { defineRoute } from './define-route.ts'

export const RuleEdition = z.strictObject({
  edition: RuleSet,
  /** `superseded`: a later edition of the set has begun. */
  standing: z.enum(['in-force', 'to-come', 'superseded']),
  /** Who added it here; null for the editions that ship with the environment. */
  added: z.strictObject({ at: z.iso.datetime(), by: z.string().nullable(), reason: z.string() }).nullable(),
})
export type RuleEdition = z.infer<typeof RuleEdition>

export const editions = defineRoute({
  name: 'rules.editions',
  method: 'GET',
  path: '/api/rule-editions',
  access: ['researcher', 'reviewer', 'operator', 'officer', 'committee'],
  summary: 'Every edition of every rule set by which outputs are judged, by set, the latest first.',
  input: z.strictObject({}),
  output: z.strictObject({ editions: z.array(RuleEdition) }),
  refusals: [],
})

export const addEdition = defineRoute({
  name: 'rules.add-edition',
  method: 'POST',
  path: '/api/rule-editions',
  access: ['operator'],
  summary:
    'Adds an edition of a rule set, in force from its date for outputs submitted from then on. Never replaces one; audited.',
  input: z.strictObject({ edition: RuleSet, reason: z.string().trim().min(10).max(2000) }),
  output: z.strictObject({ added: RuleEdition }),
  refusals: ['rule-edition-exists', 'rule-edition-backdated', 'rule-edition-narrower'],
})
