/** How far the checks are, against the time they may take, and the way to end them. */
import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callRoute, useAnswer } from '../client/calls.ts'
import { formatElapsed } from '../ui/formats.ts'
import styles from './CheckProgress.module.css'

/** Checks that are done sooner say nothing about themselves: nothing should jump. */
const QUIET_MS = 600

export interface CheckProgressProps {
  ticket: string
  limitSeconds: number
  /** What goes on while no check of that name runs: before it begins, and after. */
  beside?: string
}

export function CheckProgress({ ticket, limitSeconds, beside }: CheckProgressProps) {
  const { t } = useTranslation('outputs')
  const [loud, setLoud] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLoud(true), QUIET_MS)
    return () => clearTimeout(timer)
  }, [])
  const { data } = useAnswer('outputs.preview-progress', { ticket }, { enabled: loud, refetchInterval: 400 })
  if (!loud) return null
  if (beside !== undefined && !data?.running)
    return (
      <div className={styles.bar} role="status" data-testid="check-beside">
        <span>{beside}</span>
      </div>
    )
  const elapsed = data?.running ? data.elapsedMs : 0
  return (
    <div className={styles.bar} role="status" data-testid="check-progress">
      <Progress
        value={Math.min(100, (elapsed / (limitSeconds * 1000)) * 100)}
        size="xs"
        className={styles.line}
        aria-label={t('progress.name')}
      />
      <span>
        {t(`progress.${data?.running ? data.phase : 'waiting'}`)}
        {data?.running && data.gap !== null && data.phase !== 'pattern'
          ? ` ${t('progress.gap', { gap: Math.round(data.gap * 100) })}`
          : ''}
      </span>
      <span className="vw-dim">
        {t('progress.time', { elapsed: formatElapsed(elapsed), limit: limitSeconds })}
      </span>
      <Button
        variant="default"
        size="compact-xs"
        onClick={() => void callRoute('outputs.cancel-preview', { ticket })}
        data-testid="check-cancel"
      >
        {t('progress.cancel')}
      </Button>
    </div>
  )
}
