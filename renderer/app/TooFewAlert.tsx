import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAnswer } from '../client/calls.ts'
import styles from './StatusBar.module.css'

/** For officers, wherever they are: how much waits for a decision that too few people remain to make. */
export function TooFewAlert() {
  const { t } = useTranslation('app')
  const answer = useAnswer('conflicts.list', {}, { refetchInterval: 60_000 })
  const count = answer.data?.short.length ?? 0
  if (count === 0) return null
  return (
    <Link href="/audit/conflicts" className={`${styles.item} ${styles.alert}`} data-testid="status-too-few">
      <IconAlertTriangle size={13} aria-hidden />
      {t('status.tooFew', { count })}
    </Link>
  )
}
