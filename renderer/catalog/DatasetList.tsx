import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { ChoiceList } from '../ui/ChoiceList.tsx'
import { InventedBadge } from '../ui/InventedBadge.tsx'
import { useLanguage } from '../ui/language.ts'
import styles from './Catalog.module.css'
import { holdsDatabase, useUsablePermits } from './use-usable-permits.ts'

export interface DatasetListProps {
  datasets: readonly Dataset[]
  chosen: string | null
  onChoose(id: string): void
}

/** The datasets that are left by the facets, one to be opened beside. */
export function DatasetList({ datasets, chosen, onChoose }: DatasetListProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const permits = useUsablePermits()

  if (datasets.length === 0) return <p className={styles.none}>{t('list.none')}</p>
  return (
    <ChoiceList
      kind="dataset"
      name={t('title')}
      chosen={chosen}
      onChoose={onChoose}
      testId="catalog-list"
      choices={datasets.map((dataset) => ({
        id: dataset.id,
        title: (
          <>
            {dataset.title[language]}
            {dataset.invented && <InventedBadge />}
          </>
        ),
        foot: `${holdsDatabase(permits, dataset.id) ? t('held') : t(`facet.access.${dataset.access}`)} · ${
          dataset.tables.length > 0 ? t('list.tables', { count: dataset.tables.length }) : t('list.noTables')
        }`,
      }))}
    />
  )
}
