/** Chooses among the items of an output; nothing to choose where there is one. Where it is asked, says which were opened. */
import { useTranslation } from 'react-i18next'
import { TabBar } from '../ui/TabBar.tsx'
import { FormIcon, type FormOf } from './FormIcon.tsx'

export interface ItemPickerProps {
  items: readonly (FormOf & { title: string })[]
  value: number
  onChange(item: number): void
  /** Those opened so far; present where it matters. */
  opened?: readonly number[]
}

export function ItemPicker({ items, value, onChange, opened }: ItemPickerProps) {
  const { t } = useTranslation('disclosure')
  if (items.length < 2) return null
  return (
    <TabBar
      label={t('items.name')}
      tabs={items.map((item, place) => ({
        id: String(place),
        label: `${place + 1}. ${item.title}`,
        icon: <FormIcon item={item} />,
        ...(opened && !opened.includes(place) ? { note: t('items.unseen') } : {}),
        testId: `item-${place}`,
      }))}
      value={String(value)}
      onChange={(id) => onChange(Number(id))}
    />
  )
}
