/**
 * Releases that were recalled after the person took a copy: which, why, and that copies have to be destroyed. Stays until
 * the person says that they are, which is recorded.
 */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct, useAnswer } from '../client/calls.ts'
import { confirm } from '../ui/confirm.tsx'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './RecallNotices.module.css'

export function RecallNotices() {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const answer = useAnswer('releases.recalls', {}, { refetchInterval: 60_000 })
  const act = useAct('releases.confirm-recall', { refreshes: ['releases.recalls'] })
  const open = answer.data?.recalls.filter(({ confirmedAt }) => confirmedAt === null) ?? []
  if (open.length === 0) return null
  return (
    <div className={styles.notices} data-testid="recall-notices">
      {open.map(({ releaseId, title, downloadedAt, recalledAt, reason }) => (
        <Notice
          key={releaseId}
          tone="danger"
          title={t('recalled.title', { title, when: formatMoment(recalledAt, language) })}
          next={t('recalled.next', { when: formatMoment(downloadedAt, language) })}
          actions={
            <Button
              variant="default"
              loading={act.isPending}
              onClick={async () => {
                const yes = await confirm({
                  title: t('recalled.confirmTitle'),
                  body: t('recalled.confirmBody', { title }),
                  confirmLabel: t('recalled.confirm'),
                })
                if (yes) act.mutate({ releaseId })
              }}
              data-testid="recall-confirm"
            >
              {t('recalled.confirm')}
            </Button>
          }
        >
          <div className={styles.reason}>{t('recalled.reason', { reason })}</div>
        </Notice>
      ))}
    </div>
  )
}
