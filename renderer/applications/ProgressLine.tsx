/** Where an application stands on its way, as one line: what is behind, what is now, what is to come. */
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApplicationState } from '../../shared/model/application-states.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Applications.module.css'

const STEPS = ['write', 'submit', 'decide', 'prepare', 'use'] as const

/** The step a state stands at; null where the way ended before its goal. */
const AT: Record<ApplicationState, number | null> = {
  draft: 0,
  returned: 0,
  submitted: 1,
  'under-review': 2,
  approved: 3,
  'in-force': 4,
  rejected: null,
  withdrawn: null,
}

export function ProgressLine({ state, prepared }: { state: ApplicationState; prepared: number | null }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const at = AT[state]
  if (at === null) return null
  return (
    <ol className={styles.progress} aria-label={t('progress.name')} data-testid="application-progress">
      {STEPS.map((step, index) => (
        <li
          key={step}
          data-standing={index < at || state === 'in-force' ? 'done' : index === at ? 'now' : 'next'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={styles.dot} aria-hidden>
            {index < at || state === 'in-force' ? <IconCheck size={11} stroke={3} /> : index + 1}
          </span>
          {t(`progress.${step}`)}
          {step === 'prepare' && prepared !== null && (
            <span className={styles.percent}>{formatNumber(prepared, language, { style: 'percent' })}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
