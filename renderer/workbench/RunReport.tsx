/** What became of a run that gave no result: refused, failed, cancelled or lost; or that it needs none. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { wordsFor } from '../../shared/model/refusals.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import type { KnownTable } from './completion.ts'
import { engineErrorWords, toldByKind, withCloseColumns } from './engine-error.ts'
import styles from './ProblemNotice.module.css'
import { type Place, placeOfError, standsAsRun } from './run-marks.ts'
import { adviceOn, fullWidthIn } from './sql-advice.ts'
import { activeTab, type Run, useTabs } from './tabs.ts'

/** Refusals at which full-width letters may be the reason. */
const isOfText = (code: string): boolean => code === 'sql-syntax' || code === 'table-not-permitted'

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
    const error = query?.error ?? problem?.engineError ?? (problem && toldByKind(problem))
    if (query?.state === 'cancelled')
      return { tone: 'info', title: t('run.cancelled'), next: t('run.cancelledNext') }
    if (query?.state === 'done')
      return { tone: 'good', title: t('run.noResult'), next: t('run.noResultNext') }
    if (error) {
      const close = withCloseColumns(error, { sql: run.sql, tables })
      const told = engineErrorWords(close, (key, values) => t(key, { ...values }), language)
      const advice = adviceOn(close, { sql: run.sql, tables })
      return { tone: 'danger', ...told, ...(advice && { next: t(`advice.${advice.kind}`, { ...advice }) }) }
    }
    if (problem) {
      // The environment counts from the start of what was sent; the person, from the start of the tab.
      const { title, next } =
        problem.code === 'sql-syntax' && place
          ? wordsFor(problem.code, { ...problem.params, ...place }, language)
          : problem.words[language]
      const wide = isOfText(problem.code) ? fullWidthIn(run.sql) : null
      const advice = wide ? ` ${t('advice.full-width', { ...wide })}` : ''
      return { tone: problem.status >= 500 ? 'danger' : 'warning', title, next: `${next}${advice}` }
    }
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
