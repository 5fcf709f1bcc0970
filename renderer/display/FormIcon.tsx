/** What an item of an output is, as a sign with its word. */
import { IconChartBar, IconFileText, IconMathFunction, IconStairsDown, IconTable } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type ItemForm, itemFormOf } from '../../shared/model/output-form.ts'

const ICONS = {
  table: IconTable,
  figure: IconChartBar,
  survival: IconStairsDown,
  model: IconMathFunction,
  text: IconFileText,
} as const satisfies Record<ItemForm, unknown>

export type FormOf = Parameters<typeof itemFormOf>[0]

export function FormIcon({ item }: { item: FormOf }) {
  const { t } = useTranslation('forms')
  const form = itemFormOf(item)
  const Icon = ICONS[form]
  return <Icon size={14} role="img" aria-label={t(`kind.${form}`)} />
}
