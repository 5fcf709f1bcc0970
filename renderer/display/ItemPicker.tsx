/** Chooses among the items of an output; nothing to choose where there is one. */
import { useTranslation } from 'react-i18next'
import { TabBar } from '../ui/TabBar.tsx'
import { FormIcon, type FormOf } from './FormIcon.tsx'

export interface ItemPickerProps {
  items: readonly (FormOf & { title: string })[]
  value: number
  onChange(item: number): void
}

export function ItemPicker({ items, value, onChange }: ItemPickerProps) {
  const { t } = useTranslation('disclosure')
  if (items.length < 2) return null
  return (
    <TabBar
      label={t('items.name')}
      tabs={items.map((item, place) => ({
        id: String(place),
        label: `${place + 1}. ${item.title}`,
        icon: <FormIcon item={item} />,
        testId: `item-${place}`,
      }))}
      value={String(value)}
      onChange={(id) => onChange(Number(id))}
    />
  )
}
