/** What the checks find before submitting: the table as it would leave, its findings, and the cell in focus. */
import { Button, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { wordsOf } from '../client/problem-words.ts'
import { ProtectedTableView } from '../display/ProtectedTableView.tsx'
import { ProtectionBar } from '../display/ProtectionBar.tsx'
import type { Table } from '../display/protected-cell.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Preflight.module.css'

export interface PreflightProps {
  table: Table | null
  working: boolean
  error: unknown
  onRetry(): void
}

export function Preflight({ table, working, error, onRetry }: PreflightProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  if (error)
    return (
      <div className={styles.padded}>
        <Notice
          tone="danger"
          {...wordsOf(error, language)}
          testId="preflight-problem"
          actions={
            <Button variant="default" onClick={onRetry}>
              {t('preflight.retry')}
            </Button>
          }
        />
      </div>
    )
  if (!table)
    return (
      <div className={styles.working}>
        <Loader size="sm" />
        <span>{t('preflight.working')}</span>
      </div>
    )
  return (
    <div className={styles.preflight} data-working={working} data-testid="preflight">
      <ProtectionBar table={table} />
      <ProtectedTableView table={table} id="preflight" />
    </div>
  )
}
