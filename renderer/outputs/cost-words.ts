/** What protecting a table costs, as a sentence: cells hidden, what is lost of each column, how good the pattern is. */
import type { TFunction } from 'i18next'
import type { Table } from '../display/protected-cell.ts'
import { formatNumber } from '../ui/formats.ts'
import type { Language } from '../ui/language.ts'

export function costWords(
  { summary }: Table,
  { t, language }: { t: TFunction<'outputs'>; language: Language },
): string {
  const { primary, secondary, shown, lost, pattern, gap, method } = summary
  const all = primary + secondary + shown
  const percent = (share: number) =>
    formatNumber(share, language, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 })
  const hidden = primary + secondary
  if (hidden === 0) return t(method === 'suppress' || method === 'none' ? 'cost.nothing' : 'cost.rounded')
  const parts = [t('cost.hidden', { hidden, all, share: percent(hidden / all), primary, secondary })]
  for (const { column, share } of lost) parts.push(t('cost.lost', { column, share: percent(share) }))
  if (pattern && secondary > 0)
    parts.push(pattern === 'optimal' ? t('cost.optimal') : t('cost.heuristic', { gap: percent(gap ?? 0) }))
  return parts.join(t('cost.join'))
}
