/** The state of an application as a word with a shape. */
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconHourglass,
  IconInbox,
  IconLoader,
  IconPencil,
  IconPlayerEject,
  IconXboxX,
} from '@tabler/icons-react'
import type { ApplicationState } from '../../shared/model/application-states.ts'
import { STATE_WORDS } from '../../shared/model/application-words.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Applications.module.css'

const ICONS = {
  draft: IconPencil,
  submitted: IconInbox,
  'under-review': IconHourglass,
  returned: IconArrowBackUp,
  approved: IconLoader,
  'in-force': IconCircleCheck,
  rejected: IconXboxX,
  withdrawn: IconPlayerEject,
} as const

export function StateMark({ state }: { state: ApplicationState }) {
  const language = useLanguage()
  const Icon = ICONS[state]
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={14} stroke={2} aria-hidden />
      {STATE_WORDS[state][language]}
    </span>
  )
}
