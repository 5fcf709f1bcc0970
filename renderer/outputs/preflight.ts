/**
 * The five reasons for which outputs come back most often, asked before submitting: counts that are not protected, too
 * little context, counts left in words, missing data under a figure, file types. Pure; words are in the messages.
 */
import { columnsDrawn } from '../../shared/model/chart.ts'
import type { Finding } from '../../shared/model/findings.ts'
import { findSmallCounts } from '../../shared/model/small-counts.ts'
import { CONTEXT_FIELDS, findingsOf, type ItemDraft, missingFields, type Preview } from './submission.ts'

const PREFLIGHT = ['counts', 'context', 'words', 'data', 'file'] as const
export type PreflightId = (typeof PREFLIGHT)[number]

export interface PreflightCheck {
  id: PreflightId
  /** `bad` stops the submission, `look` asks for a look. */
  standing: 'good' | 'look' | 'bad' | 'waiting'
  /** Key of the sentence to say, under `preflight.<id>.<say>`. */
  say: string
  params: Record<string, string | number>
}

/** Answers about one item, in a fixed order. `seen`: what the checks said last, whether or not it is of the choices now. */
export function preflight(
  item: ItemDraft,
  {
    seen,
    isCurrent = true,
    minimumPersons,
  }: { seen: Preview['items'][number] | null; isCurrent?: boolean; minimumPersons: number },
): PreflightCheck[] {
  return [
    counts(item, isCurrent ? seen : null),
    context(item, seen),
    words(item, { findings: findingsOf(seen ?? undefined), minimumPersons }),
    data(item, seen),
    file(item),
  ]
}

const say = (
  id: PreflightId,
  standing: PreflightCheck['standing'],
  sentence: string,
  params: PreflightCheck['params'] = {},
): PreflightCheck => ({ id, standing, say: sentence, params })

function counts(item: ItemDraft, seen: Preview['items'][number] | null): PreflightCheck {
  if (item.kind === 'text') return say('counts', 'good', 'none')
  if (seen?.kind !== 'table') return say('counts', 'waiting', 'waiting')
  const { findings, summary, verified } = seen.table
  const count = findings.filter(({ severity }) => severity === 'blocking').length
  if (count > 0) return say('counts', 'bad', summary.method === 'none' ? 'unprotected' : 'blocked', { count })
  if (!verified) return say('counts', 'look', 'unverified')
  return say('counts', 'good', summary.method === 'none' ? 'nothingSmall' : 'protected')
}

/** Answers shorter than this say little, whatever they say. */
const SHORT = 12

function context(item: ItemDraft, seen: Preview['items'][number] | null): PreflightCheck {
  const missing = missingFields(item).length
  if (missing > 0) return say('context', 'bad', 'missing', { count: missing })
  if (item.kind === 'text') return say('context', 'good', 'enough')
  const columns = seen?.kind === 'table' ? seen.table.columns.map(({ name }) => name) : []
  const unnamed = columns.filter((name) => !item.context.variables.includes(name))
  if (unnamed.length > 0) return say('context', 'look', 'columns', { columns: unnamed.join(', ') })
  const short = CONTEXT_FIELDS.filter(
    (field) => field !== 'audience' && item.context[field].trim().length < SHORT,
  ).length
  return short > 0 ? say('context', 'look', 'short', { count: short }) : say('context', 'good', 'enough')
}

const IN_TEXT: ReadonlySet<string> = new Set(['text-completes', 'text-small-count', 'text-unaccounted'])

function words(
  item: ItemDraft,
  { findings, minimumPersons }: { findings: readonly Finding[]; minimumPersons: number },
): PreflightCheck {
  const around =
    item.kind === 'text'
      ? [item.title, item.what]
      : [item.title, ...Object.values(item.context), item.chart?.titleText ?? '']
  const small = around.flatMap((text) => findSmallCounts(text, { least: minimumPersons }))
  if (small.length > 0)
    return say('words', 'look', 'small', { literals: small.map(({ literal }) => literal).join(', ') })
  const marked = findings.filter(({ code, severity }) => IN_TEXT.has(code) && severity !== 'note').length
  return marked > 0 ? say('words', 'look', 'marked', { count: marked }) : say('words', 'good', 'none')
}

function data(item: ItemDraft, seen: Preview['items'][number] | null): PreflightCheck {
  if (item.kind === 'text') return say('data', 'good', 'none')
  const { chart } = item
  if (!chart) return say('data', 'good', 'table')
  if (seen?.kind !== 'table') return say('data', 'waiting', 'waiting')
  const { columns, rows } = seen.table
  const unknown = columnsDrawn(chart).find((name) => !columns.some((column) => column.name === name))
  if (unknown !== undefined) return say('data', 'bad', 'column', { column: unknown })
  const heights = columns.flatMap(({ name }, c) => (chart.y.includes(name) ? [c] : []))
  const isEmpty = rows.length > 0 && rows.every((row) => heights.every((c) => row[c]?.status !== 'shown'))
  return isEmpty ? say('data', 'look', 'hidden') : say('data', 'good', 'chart')
}

/** What pretends to be a note: notebooks, pages, archives and other data as text. */
const DISGUISED: readonly RegExp[] = [
  /^\s*\{\s*"(?:cells|nbformat|metadata)"/,
  /^\s*<(?:!doctype|html|svg|\?xml)/i,
  /^\s*(?:PK|%PDF|\u0089PNG)/,
  /[A-Za-z0-9+/=]{1500}/,
]

function file(item: ItemDraft): PreflightCheck {
  if (item.kind === 'table') return say('file', 'good', 'table')
  return DISGUISED.some((form) => form.test(item.text))
    ? say('file', 'look', 'disguised')
    : say('file', 'good', 'text', { format: item.format })
}
