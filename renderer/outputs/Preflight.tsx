/** What the checks find before submitting: the table as it would leave, its findings, and the cell in focus. */
import { Button, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { KeptCell } from '../../shared/model/protection.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ProtectedTableView } from '../display/ProtectedTableView.tsx'
import { ProtectionBar } from '../display/ProtectionBar.tsx'
import { keptName, type Table } from '../display/protected-cell.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Preflight.module.css'

export interface PreflightProps {
  table: Table | null
  working: boolean
  error: unknown
  onRetry(): void
  /** Cells that should stay, and how to change them; K in the table. */
  kept: readonly KeptCell[]
  onKeep(keep: KeptCell[]): void
}

export function Preflight({ table, working, error, onRetry, kept, onKeep }: PreflightProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const datasets = useDatasets()
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
      <ProtectedTableView
        table={table}
        id="preflight"
        datasets={datasets}
        kept={new Set(kept.map(({ row, column }) => keptName({ row, column })))}
        onKeep={({ row, column: at }) => {
          const column = table.columns[at]?.name
          if (column === undefined || table.columns[at]?.role === 'key') return
          const others = kept.filter((one) => one.row !== row || one.column !== column)
          onKeep(others.length < kept.length ? others : [...kept, { row, column }])
        }}
      />
    </div>
  )
}
