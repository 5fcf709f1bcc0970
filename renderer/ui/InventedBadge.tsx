import { useTranslation } from 'react-i18next'
import styles from './InventedBadge.module.css'

/** Says wherever data is shown that it was made up. */
export function InventedBadge() {
  const { t } = useTranslation('catalog')
  return (
    <span className={styles.badge} title={t('invented.hint')} data-testid="invented-badge">
      {t('invented.word')}
    </span>
  )
}
