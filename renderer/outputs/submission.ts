/** A submission being written, and why it cannot be sent yet. Pure; the environment asks the same things again. */
import type { z } from 'zod'
import { OutputContext, type ProtectionChoice, type preview } from '../../shared/contract/outputs.ts'
import type { RouteCall, RouteOutput } from '../../shared/contract/routes.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { Finding, ProtectionMethod } from '../../shared/model/findings.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import type { OutputForm } from '../../shared/model/output-form.ts'
import type { DeclaredRelation } from '../../shared/model/protection.ts'
import type { TextFormat } from '../../shared/model/text-format.ts'

export const CONTEXT_FIELDS = ['what', 'population', 'variables', 'use', 'audience'] as const
export type ContextField = (typeof CONTEXT_FIELDS)[number]
export type FormField = 'title' | ContextField | 'text' | 'package'

/** The kind of thing a person can choose without asking an expert, the usual one first. */
export const METHODS: readonly ProtectionMethod[] = ['suppress', 'round', 'midpoint-6', 'none']

export interface TableDraft {
  kind: 'table'
  resultId: ResultId
  /** To tell results apart in the list of items. */
  sql: string
  chart: ChartSpec | null
  title: string
  context: Record<ContextField, string>
  protection: ProtectionChoice
  /** What it is submitted as; absent until the columns are known and a kind was guessed. */
  form?: OutputForm
}

export interface NoteDraft {
  kind: 'text'
  title: string
  what: string
  format: TextFormat
  text: string
}

export type ItemDraft = TableDraft | NoteDraft

export interface Draft {
  /** Of the package; a single item lends its own. */
  title: string
  items: ItemDraft[]
  /** Relations that the researcher says are none. */
  declined: string[]
  /** Sums the researcher declares beside those that are found. */
  declared: DeclaredRelation[]
  timeLimitSeconds: number
}

export const USUAL_PROTECTION: ProtectionChoice = {
  method: 'suppress',
  base: 5,
  keep: [],
  hide: [],
  costs: { by: 'value', weights: [] },
  recodings: [],
}

/** What a package begins as. */
export const emptyDraft = (): Draft => ({
  title: '',
  items: [],
  declined: [],
  declared: [],
  timeLimitSeconds: 10,
})

export interface Gathered {
  resultId: ResultId
  sql: string
  chart: ChartSpec | null
}

/** A table to begin with; use and audience are taken over from the item before, where most packages agree. */
export function tableDraft(gathered: Gathered, before?: ItemDraft | undefined): TableDraft {
  const { use = '', audience = '' } = before?.kind === 'table' ? before.context : {}
  return {
    kind: 'table',
    ...gathered,
    title: '',
    context: { what: '', population: '', variables: '', use, audience },
    protection: USUAL_PROTECTION,
  }
}

/** A text that begins empty. */
export const noteDraft = (): NoteDraft => ({ kind: 'text', title: '', what: '', format: 'text', text: '' })

/** Adds a result to what was begun, and says at which place it now is; one that is there already gets its new chart. */
export function gather(draft: Draft, gathered: Gathered): { draft: Draft; at: number } {
  const known = draft.items.findIndex((item) => item.kind === 'table' && item.resultId === gathered.resultId)
  if (known < 0)
    return {
      draft: { ...draft, items: [...draft.items, tableDraft(gathered, draft.items.at(-1))], declined: [] },
      at: draft.items.length,
    }
  const items = draft.items.map((item, at) =>
    at === known && item.kind === 'table' && gathered.chart ? { ...item, chart: gathered.chart } : item,
  )
  return { draft: { ...draft, items }, at: known }
}

/** The items without one; a model that counts in it loses its counts, one that counts in a later one follows it. */
export function withoutItem(items: readonly ItemDraft[], gone: number): ItemDraft[] {
  return items
    .filter((_, place) => place !== gone)
    .map((item) => {
      if (item.kind !== 'table' || item.form?.kind !== 'model' || item.form.counts === null) return item
      const { counts } = item.form
      const moved = counts.item > gone ? { ...counts, item: counts.item - 1 } : counts
      return { ...item, form: { ...item.form, counts: counts.item === gone ? null : moved } }
    })
}

export const LEAST_TITLE = 3

/** Fewest characters of each answer, as the contract asks. */
export function leastOf(field: FormField): number {
  if (field === 'title' || field === 'package') return LEAST_TITLE
  if (field === 'text') return 1
  return OutputContext.shape[field].minLength ?? 1
}

const lacks = (text: string, field: FormField): number => Math.max(0, leastOf(field) - text.trim().length)

/** How many characters a field of an item still lacks; 0 for fields that the item does not have. */
export function missingOf(item: ItemDraft, field: FormField): number {
  if (field === 'package') return 0
  if (field === 'title') return lacks(item.title, field)
  if (item.kind === 'text') {
    if (field === 'what') return lacks(item.what, field)
    return field === 'text' ? lacks(item.text, field) : 0
  }
  return field === 'text' ? 0 : lacks(item.context[field], field)
}

const FIELDS: readonly FormField[] = ['title', ...CONTEXT_FIELDS, 'text']

/** The fields of an item that lack something. */
export const missingFields = (item: ItemDraft): FormField[] =>
  FIELDS.filter((field) => missingOf(item, field) > 0)

const packageTitle = ({ title, items }: Draft): string => (items.length === 1 ? items[0]!.title : title)

/** Stands in a choice that is not filled in yet; such choices are not sent. */
export const BLANK = '—'

/** The choices as far as they are filled in. */
function settled({ recodings, costs, ...choice }: ProtectionChoice): ProtectionChoice {
  return {
    ...choice,
    costs: { ...costs, weights: costs.weights.filter(({ category }) => category !== '') },
    recodings: recodings.filter(
      (one) =>
        one.kind !== 'groups' ||
        one.groups.every(({ label, members }) => label !== BLANK && !members.includes(BLANK)),
    ),
  }
}

export type Preview = RouteOutput<'outputs.preview'>

/** What is asked of the checks; null while there is no table. Empty notes have nothing to check. */
export function toPreview(draft: Draft): Omit<z.input<typeof preview.input>, 'ticket'> | null {
  if (!draft.items.some(({ kind }) => kind === 'table')) return null
  return {
    items: draft.items.map((item) =>
      item.kind === 'table'
        ? {
            kind: 'table',
            resultId: item.resultId,
            chart: item.chart,
            protection: settled(item.protection),
            ...(item.form ? { form: item.form } : {}),
          }
        : { kind: 'text', format: item.format, text: item.text === '' ? ' ' : item.text },
    ),
    declined: draft.declined,
    declared: draft.declared,
    timeLimitSeconds: draft.timeLimitSeconds,
  }
}

/** What is sent: without what the draft knows only for the screen. */
export function toSubmission(draft: Draft): RouteCall<'outputs.submit'> {
  const { declined, declared, timeLimitSeconds } = draft
  return {
    title: packageTitle(draft),
    items: draft.items.map((item) => {
      if (item.kind === 'text') return item
      const { sql: _sql, ...table } = item
      return { ...table, protection: settled(item.protection) }
    }),
    declined,
    declared,
    timeLimitSeconds,
  }
}

/** Findings of each item of a preview. */
export const findingsOf = (item: Preview['items'][number] | undefined): readonly Finding[] =>
  item === undefined ? [] : item.kind === 'table' ? item.table.findings : item.findings

export type WhyNotSubmit =
  | { reason: 'incomplete'; item: number; fields: FormField[] }
  | { reason: 'no-table' }
  | { reason: 'checking' }
  | { reason: 'refused' }
  | { reason: 'blocked'; count: number }

/** The reason why the draft cannot be sent now, or null. `preview` is null while the checks run or after a refusal. */
export function whyNotSubmit(
  draft: Draft,
  { preview: seen, refused }: { preview: Preview | null; refused: boolean },
): WhyNotSubmit | null {
  if (!draft.items.some(({ kind }) => kind === 'table')) return { reason: 'no-table' }
  if (refused) return { reason: 'refused' }
  if (!seen) return { reason: 'checking' }
  const count = seen.items.flatMap(findingsOf).filter(({ severity }) => severity === 'blocking').length
  if (count > 0) return { reason: 'blocked', count }
  if (draft.items.length > 1 && lacks(draft.title, 'package') > 0)
    return { reason: 'incomplete', item: -1, fields: ['package'] }
  for (const [item, each] of draft.items.entries()) {
    const fields = missingFields(each)
    if (fields.length > 0) return { reason: 'incomplete', item, fields }
  }
  return null
}
