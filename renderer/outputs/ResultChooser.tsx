/** Results of a permit that are still kept, newest first, to choose one of. */
import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Outputs.module.css'

export interface ResultChooserProps {
  permitId: PermitId
  /** Results that are chosen already; they are not offered. */
  taken?: readonly ResultId[]
  onChoose(result: { resultId: ResultId; sql: string }): void
}

export function ResultChooser({ permitId, taken = [], onChoose }: ResultChooserProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const history = useAnswer('queries.history', { permitId, limit: 100 })
  if (!history.data) return <Loader size="sm" />
  const results = history.data.queries.flatMap((query) =>
    query.state === 'done' && query.resultId !== null && !taken.includes(query.resultId)
      ? [{ ...query, resultId: query.resultId }]
      : [],
  )
  if (results.length === 0) return <p>{t('resubmit.none')}</p>
  return (
    <div className={styles.results} data-testid="result-chooser">
      {results.map(({ id, resultId, sql, submittedAt }) => (
        <button key={id} type="button" className={styles.result} onClick={() => onChoose({ resultId, sql })}>
          <span>{formatMoment(submittedAt, language)}</span>
          <span className={`${styles.resultSql} vw-mono vw-dim`} title={sql}>
            {sql.replace(/\s+/g, ' ')}
          </span>
        </button>
      ))}
    </div>
  )
}
