/** The state of an output as a word with a shape, the same for researcher and reviewer. */
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconHourglass,
  IconLock,
  IconPlayerEject,
  IconXboxX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OutputState } from '../../shared/model/output-states.ts'
import styles from './OutputStateMark.module.css'

const ICONS = {
  'in-review': IconHourglass,
  returned: IconArrowBackUp,
  withdrawn: IconPlayerEject,
  approved: IconLock,
  released: IconCircleCheck,
  recalled: IconXboxX,
} as const

export function OutputStateMark({ state }: { state: OutputState }) {
  const { t } = useTranslation('disclosure')
  const Icon = ICONS[state]
  return (
    <span className={styles.state} data-state={state} title={t(`outputStateHint.${state}`)}>
      <Icon size={14} stroke={2} aria-hidden />
      {t(`outputState.${state}`)}
    </span>
  )
}
