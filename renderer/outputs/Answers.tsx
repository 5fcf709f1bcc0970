/** One answer for each change the reviewers required: done, or why not. Needed before a returned output goes in again. */
import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ChangeAnswer, RequiredChange } from '../../shared/contract/outputs.ts'
import styles from './Answers.module.css'

type Answer = z.output<typeof ChangeAnswer>
const LEAST_ANSWER = 2

export interface AnswersProps {
  changes: readonly z.output<typeof RequiredChange>[]
  value: Answer[]
  onDone(answers: Answer[]): void
}

export function Answers({ changes, value, onDone }: AnswersProps) {
  const { t } = useTranslation('outputs')
  const [answers, setAnswers] = useState<Record<string, Omit<Answer, 'changeId'>>>(
    Object.fromEntries(value.map(({ changeId, ...answer }) => [changeId, answer])),
  )
  const answerOf = (id: string) => answers[id] ?? { done: true, text: '' }
  const change = (id: string, part: Partial<Omit<Answer, 'changeId'>>) =>
    setAnswers((before) => ({ ...before, [id]: { ...(before[id] ?? { done: true, text: '' }), ...part } }))
  const missing = changes.filter(({ id }) => answerOf(id).text.trim().length < LEAST_ANSWER).length

  return (
    <form
      className={styles.answers}
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === 0) onDone(changes.map(({ id }) => ({ changeId: id, ...answerOf(id) })))
      }}
      data-testid="resubmit-answers"
    >
      {changes.map(({ id, text }) => (
        <fieldset key={id} className={styles.answer}>
          <legend className={styles.text}>{text}</legend>
          <SegmentedControl
            size="xs"
            value={answerOf(id).done ? 'done' : 'declined'}
            onChange={(to) => change(id, { done: to === 'done' })}
            data={[
              { value: 'done', label: t('answers.done') },
              { value: 'declined', label: t('answers.declined') },
            ]}
          />
          <Textarea
            size="xs"
            autosize
            minRows={1}
            maxRows={6}
            aria-label={t('answers.words')}
            placeholder={t(answerOf(id).done ? 'answers.doneExample' : 'answers.declinedExample')}
            value={answerOf(id).text}
            onChange={(event) => change(id, { text: event.currentTarget.value })}
            data-testid={`answer-${id}`}
          />
        </fieldset>
      ))}
      <div className={styles.foot}>
        <span className="vw-dim">{missing > 0 ? t('answers.missing', { count: missing }) : ''}</span>
        <Button type="submit" disabled={missing > 0} data-testid="answers-next">
          {t('answers.next')}
        </Button>
      </div>
    </form>
  )
}
