/** The form of a submission, and why it cannot be sent yet. Pure; the environment asks the same things again. */

import { OutputContext, type ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ProtectionMethod } from '../../shared/model/findings.ts'

export const CONTEXT_FIELDS = ['what', 'population', 'variables', 'use', 'audience'] as const
export type ContextField = (typeof CONTEXT_FIELDS)[number]
export type FormField = 'title' | ContextField

/** The kind of thing a person can choose without asking an expert, the usual one first. */
export const METHODS: readonly ProtectionMethod[] = ['suppress', 'round', 'midpoint-6', 'none']

export interface Draft {
  title: string
  context: Record<ContextField, string>
  method: ProtectionMethod
}

export const emptyDraft = (): Draft => ({
  title: '',
  context: { what: '', population: '', variables: '', use: '', audience: '' },
  method: 'suppress',
})

export const LEAST_TITLE = 3

/** Fewest characters of each answer, as the contract asks. */
export function leastOf(field: FormField): number {
  if (field === 'title') return LEAST_TITLE
  return OutputContext.shape[field].minLength ?? 1
}

/** How many characters a field still lacks. */
export function missingOf(draft: Draft, field: FormField): number {
  const text = (field === 'title' ? draft.title : draft.context[field]).trim()
  return Math.max(0, leastOf(field) - text.length)
}

export type WhyNotSubmit =
  | { reason: 'incomplete'; fields: FormField[] }
  | { reason: 'checking' }
  | { reason: 'refused' }
  | { reason: 'blocked'; count: number }

/** The reason why the draft cannot be sent now, or null. `preview` is null while the checks run or after a refusal. */
export function whyNotSubmit(
  draft: Draft,
  preview: ProtectedTable | null,
  refused: boolean,
): WhyNotSubmit | null {
  if (refused) return { reason: 'refused' }
  if (!preview) return { reason: 'checking' }
  const count = preview.findings.filter((finding) => finding.severity === 'blocking').length
  if (count > 0) return { reason: 'blocked', count }
  const fields = (['title', ...CONTEXT_FIELDS] as const).filter((field) => missingOf(draft, field) > 0)
  return fields.length > 0 ? { reason: 'incomplete', fields } : null
}
