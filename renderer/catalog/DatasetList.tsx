import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { InventedBadge } from '../ui/InventedBadge.tsx'
import { useLanguage } from '../ui/language.ts'
import styles from './Catalog.module.css'

export interface DatasetListProps {
  datasets: readonly Dataset[]
  chosen: string | null
  onChoose(id: string): void
}

export function DatasetList({ datasets, chosen, onChoose }: DatasetListProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next =
      step === undefined ? undefined : datasets[datasets.findIndex(({ id }) => id === chosen) + step]
    if (!next) return
    event.preventDefault()
    onChoose(next.id)
    document.getElementById(`dataset-${next.id}`)?.focus()
  }

  if (datasets.length === 0) return <p className={styles.none}>{t('list.none')}</p>
  return (
    <div
      className={styles.list}
      role="listbox"
      tabIndex={-1}
      aria-label={t('title')}
      onKeyDown={onKeyDown}
      data-testid="catalog-list"
    >
      {datasets.map((dataset) => (
        <button
          key={dataset.id}
          id={`dataset-${dataset.id}`}
          type="button"
          role="option"
          aria-selected={dataset.id === chosen}
          className={styles.item}
          onClick={() => onChoose(dataset.id)}
          data-testid={`dataset-${dataset.id}`}
        >
          <span className={styles.itemTitle}>
            {dataset.title[language]}
            {dataset.invented && <InventedBadge />}
          </span>
          <span className={styles.itemFoot}>
            {t(`facet.access.${dataset.access}`)} ·{' '}
            {dataset.tables.length > 0
              ? t('list.tables', { count: dataset.tables.length })
              : t('list.noTables')}
          </span>
        </button>
      ))}
    </div>
  )
}
