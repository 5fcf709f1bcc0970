/** What became of a run that gave no result: refused, failed, cancelled or lost; or that it needs none. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import type { KnownTable } from './completion.ts'
import { engineErrorWords, withCloseColumns } from './engine-error.ts'
import styles from './ProblemNotice.module.css'
import { type Place, placeOfError, standsAsRun } from './run-marks.ts'
import { activeTab, type Run, useTabs } from './tabs.ts'

export interface RunReportProps {
  run: Run
  /** What the permit holds, for names close to one that there is not. */
  tables: readonly KnownTable[]
  onGoTo(place: Place): void
}

export function RunReport({ run, tables, onGoTo }: RunReportProps) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const { problem, query } = run
  const sql = useTabs((state) => activeTab(state)?.sql ?? '')
  const place = standsAsRun(run, sql) ? placeOfError(run, sql) : null
  const words = (() => {
    const error = query?.error ?? problem?.engineError
    if (query?.state === 'cancelled')
      return { tone: 'info', title: t('run.cancelled'), next: t('run.cancelledNext') }
    if (query?.state === 'done')
      return { tone: 'good', title: t('run.noResult'), next: t('run.noResultNext') }
    if (error) {
      const close = withCloseColumns(error, { sql: run.sql, tables })
      const told = engineErrorWords(close, (key, values) => t(key, { ...values }), language)
      return { tone: 'danger', ...told }
    }
    if (problem) return { tone: problem.status >= 500 ? 'danger' : 'warning', ...problem.words[language] }
    return {
      tone: 'danger',
      title: t('engineError.worker-lost.title'),
      next: t('engineError.worker-lost.next'),
    }
  })()
  return (
    <div className={styles.place}>
      <Notice
        tone={words.tone as 'info'}
        title={words.title}
        next={words.next}
        testId="run-report"
        actions={
          place && (
            <Button variant="default" onClick={() => onGoTo(place)} data-testid="go-to-error">
              {t('run.goTo', { ...place })}
            </Button>
          )
        }
      />
    </div>
  )
}
