/** Chooses among the items of an output; nothing to choose where there is one. */
import { IconFileText, IconTable } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { TabBar } from '../ui/TabBar.tsx'

export interface ItemPickerProps {
  items: readonly { kind: 'table' | 'text'; title: string }[]
  value: number
  onChange(item: number): void
}

export function ItemPicker({ items, value, onChange }: ItemPickerProps) {
  const { t } = useTranslation('disclosure')
  if (items.length < 2) return null
  return (
    <TabBar
      label={t('items.name')}
      tabs={items.map(({ kind, title }, place) => ({
        id: String(place),
        label: `${place + 1}. ${title}`,
        icon: kind === 'table' ? <IconTable size={14} /> : <IconFileText size={14} />,
        testId: `item-${place}`,
      }))}
      value={String(value)}
      onChange={(id) => onChange(Number(id))}
    />
  )
}
