/** What is on screen while a query runs: percent and rows where the environment knows them, and time in any case. */
import { Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatElapsed, formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './RunProgress.module.css'
import type { Run } from './tabs.ts'

export function RunProgress({ run }: { run: Run }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  const percent = run.query?.progressPercent ?? null
  const rows = run.query?.progressRows ?? null
  const queued = run.query?.state === 'queued'
  return (
    <div className={styles.late}>
      <EmptyState title={queued ? t('queryState.queued') : t('run.running')}>
        <div className={styles.progress} data-testid="run-progress" role="status">
          <Progress
            className={styles.bar}
            value={percent ?? 100}
            animated={percent === null}
            striped={percent === null}
            size={5}
            aria-label={t('run.progress')}
          />
          <div className={styles.numbers}>
            <span>{percent === null ? '' : `${Math.round(percent)}%`}</span>
            {rows !== null && (
              <span data-testid="run-rows">
                {t('run.rows', {
                  read: formatNumber(rows.read, language),
                  of: formatNumber(rows.of, language),
                })}
              </span>
            )}
            <span>{formatElapsed(Math.max(0, now - run.startedAt))}</span>
          </div>
        </div>
        {t('run.runningBody')}
      </EmptyState>
    </div>
  )
}
