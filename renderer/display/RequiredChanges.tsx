/** The changes reviewers required, each with the researcher's answer. The same for both sides. */
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { RequiredChange } from '../../shared/contract/outputs.ts'
import styles from './RequiredChanges.module.css'

type Change = z.output<typeof RequiredChange>
const SIGNS = { done: IconCircleCheck, declined: IconCircleX, open: IconCircleDashed } as const

const standingOf = ({ answer }: Change) => (answer === null ? 'open' : answer.done ? 'done' : 'declined')

export function RequiredChanges({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation('disclosure')
  return (
    <ul className={styles.changes} data-testid="required-changes">
      {changes.map((change) => {
        const standing = standingOf(change)
        const Sign = SIGNS[standing]
        return (
          <li key={change.id} className={styles.change} data-standing={standing}>
            <Sign size={16} className={styles.sign} aria-hidden />
            <div>
              <div className={styles.text}>{change.text}</div>
              <div className="vw-dim">
                {t('changes.round', { round: change.round })} · {t(`changes.${standing}`)}
                {change.answer && (
                  <span className={styles.answer}>{t('changes.answer', { text: change.answer.text })}</span>
                )}
              </div>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
