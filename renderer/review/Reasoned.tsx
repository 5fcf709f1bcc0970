/** An act of an operator or reviewer that keeps its reason: the reason, what still lacks, and the button that does it. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { LEAST_REASON } from './decision.ts'
import styles from './Reasoned.module.css'

export interface ReasonedProps {
  label: string
  /** Words of the button. */
  action: string
  tone?: 'plain' | 'danger'
  act: { isPending: boolean; error: unknown }
  /** What lacks beside the reason, in words; null where nothing does. */
  whyNot?: string | null
  onDo(reason: string): void
  onCancel?: () => void
  testIds: { reason: string; send: string }
}

export function Reasoned({ label, action, tone = 'plain', act, whyNot = null, ...rest }: ReasonedProps) {
  const { onDo, onCancel, testIds } = rest
  const { t } = useTranslation('review')
  const language = useLanguage()
  const [reason, setReason] = useState('')
  const missing = Math.max(0, LEAST_REASON - reason.trim().length)
  const lacks = whyNot ?? (missing > 0 ? t('recall.missing', { count: missing }) : null)
  return (
    <div className={styles.reasoned}>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={10}
        label={label}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-testid={testIds.reason}
        {...(onCancel && { 'data-autofocus': true })}
      />
      {act.error !== null && <Notice tone="danger" {...wordsOf(act.error, language)} />}
      <div className={styles.foot}>
        <span className={`${styles.lacks} vw-dim`}>{lacks}</span>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('app:cancel')}
          </Button>
        )}
        <Button
          color={tone === 'danger' ? 'red' : 'accent'}
          disabled={lacks !== null}
          loading={act.isPending}
          onClick={() => onDo(reason)}
          data-testid={testIds.send}
        >
          {action}
        </Button>
      </div>
    </div>
  )
}
