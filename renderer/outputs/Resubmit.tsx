/** Answers a returned output: first what was required, then the results that answer the comments, then the form as it was filled in. */
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeAnswer } from '../../shared/contract/outputs.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { Answers } from './Answers.tsx'
import { draftAgain } from './again.ts'
import { ResultChooser } from './ResultChooser.tsx'
import { SubmitDialog } from './SubmitDialog.tsx'
import type { Gathered } from './submission.ts'

export function Resubmit({ detail, onClose }: { detail: RouteOutput<'outputs.detail'>; onClose(): void }) {
  const { t } = useTranslation('outputs')
  const { output } = detail
  const tables = detail.items.filter((item) => item.kind === 'table')
  const [chosen, setChosen] = useState<Gathered[]>([])
  const next = tables[chosen.length]
  const open = output.changes.filter(({ answer }) => answer === null)
  const [answers, setAnswers] = useState<ChangeAnswer[]>([])

  if (answers.length < open.length)
    return (
      <Modal opened onClose={onClose} title={t('answers.title')} size="lg">
        <p className="vw-dim" style={{ marginTop: 0 }}>
          {t('answers.hint')}
        </p>
        <Answers changes={open} value={answers} onDone={setAnswers} />
      </Modal>
    )

  if (!next)
    return (
      <SubmitDialog
        permitId={output.permitId}
        gathered={null}
        again={{ outputId: output.id, answers, draft: draftAgain(detail, chosen) }}
        onClose={onClose}
      />
    )
  return (
    <Modal opened onClose={onClose} title={t('resubmit.choose')} size="lg">
      <p className="vw-dim" style={{ marginTop: 0 }}>
        {t(tables.length > 1 ? 'resubmit.chooseFor' : 'resubmit.chooseHint', { title: next.title })}
      </p>
      <div data-testid="resubmit-results">
        <ResultChooser
          key={next.name}
          permitId={output.permitId}
          taken={chosen.map(({ resultId }) => resultId)}
          onChoose={({ resultId, sql }) => setChosen([...chosen, { resultId, sql, chart: next.chart }])}
        />
      </div>
    </Modal>
  )
}
