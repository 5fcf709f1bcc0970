/** Submitting a returned output again: first the result that answers the comments, then the form as it was filled in. */
import { Loader, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeAnswer } from '../../shared/contract/outputs.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Answers } from './Answers.tsx'
import styles from './Outputs.module.css'
import { SubmitDialog } from './SubmitDialog.tsx'
import { emptyDraft } from './submission.ts'

export function Resubmit({ detail, onClose }: { detail: RouteOutput<'outputs.detail'>; onClose(): void }) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const { output } = detail
  const before = detail.items.find((item) => item.kind === 'table')
  const [resultId, setResultId] = useState<ResultId | null>(null)
  const open = output.changes.filter(({ answer }) => answer === null)
  const [answers, setAnswers] = useState<ChangeAnswer[]>([])
  const history = useAnswer('queries.history', { permitId: output.permitId, limit: 100 })
  const results = history.data?.queries.filter((query) => query.state === 'done' && query.resultId !== null)

  if (resultId)
    return (
      <SubmitDialog
        resultId={resultId}
        chart={before?.chart ?? null}
        again={{
          outputId: output.id,
          answers,
          draft: before
            ? { title: output.title, context: before.context, method: before.protection.method }
            : emptyDraft(),
        }}
        onClose={onClose}
      />
    )
  if (answers.length < open.length)
    return (
      <Modal opened onClose={onClose} title={t('answers.title')} size="lg">
        <p className="vw-dim" style={{ marginTop: 0 }}>
          {t('answers.hint')}
        </p>
        <Answers changes={open} value={answers} onDone={setAnswers} />
      </Modal>
    )
  return (
    <Modal opened onClose={onClose} title={t('resubmit.choose')} size="lg">
      <p className="vw-dim" style={{ marginTop: 0 }}>
        {t('resubmit.chooseHint')}
      </p>
      {!results ? (
        <Loader size="sm" />
      ) : results.length === 0 ? (
        <p>{t('resubmit.none')}</p>
      ) : (
        <div className={styles.results} data-testid="resubmit-results">
          {results.map((query) => (
            <button
              key={query.id}
              type="button"
              className={styles.result}
              onClick={() => setResultId(query.resultId)}
            >
              <span>{formatMoment(query.submittedAt, language)}</span>
              <span className={`${styles.resultSql} vw-mono vw-dim`} title={query.sql}>
                {query.sql.replace(/\s+/g, ' ')}
              </span>
            </button>
          ))}
        </div>
      )}
    </Modal>
  )
}
