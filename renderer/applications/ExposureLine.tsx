/** How much is asked for, told by number and word: data minimisation is judged by it. */
import { useTranslation } from 'react-i18next'
import type { Exposure } from '../../shared/model/application-form.ts'
import styles from './Editor.module.css'

export function ExposureLine({ exposure }: { exposure: Exposure }) {
  const { t } = useTranslation('applications')
  const { columns, quasi, sensitive, of } = exposure
  return (
    <span className={styles.exposure} data-testid="exposure">
      <span>{t('exposure.columns', { count: columns, of })}</span>
      <span data-kind="quasi-identifier">{t('exposure.quasi', { count: quasi })}</span>
      <span data-kind="sensitive">{t('exposure.sensitive', { count: sensitive })}</span>
    </span>
  )
}
