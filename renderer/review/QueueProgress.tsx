import { useTranslation } from 'react-i18next'
import styles from './Queue.module.css'
import type { QueueProgress as Progress } from './queue-order.ts'

/** How much waits for this reviewer and how soon; what is due is said only where it is. */
export function QueueProgress({ progress }: { progress: Progress }) {
  const { t } = useTranslation('review')
  return (
    <div className={styles.progress} data-testid="review-progress">
      <b>{t('progress.mine', { count: progress.mine })}</b>
      <span>{t('progress.others', { count: progress.others })}</span>
      {progress.soon > 0 && <b className={styles.soon}>{t('progress.soon', { count: progress.soon })}</b>}
      {progress.over > 0 && <b className={styles.over}>{t('progress.over', { count: progress.over })}</b>}
    </div>
  )
}
