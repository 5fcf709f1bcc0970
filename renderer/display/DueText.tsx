import { useTranslation } from 'react-i18next'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './DueText.module.css'
import { dueOf } from './due.ts'

/** How long until a due date, with the date itself behind it. */
export function DueText({ dueAt }: { dueAt: string }) {
  const { t } = useTranslation('disclosure')
  const language = useLanguage()
  const due = dueOf(dueAt, new Date())
  return (
    <span className={styles.due} data-due={due.kind} title={formatMoment(dueAt, language)}>
      {due.kind === 'today' ? t('due.today') : t(`due.${due.kind}`, { count: due.days })}
    </span>
  )
}
