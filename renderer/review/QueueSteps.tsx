/** From one output to the next without going back to the queue; what was written for this one is kept meanwhile. */
import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAltKeys } from '../ui/use-alt-keys.ts'
import styles from './QueueSteps.module.css'
import { useQueueSteps } from './use-queue-steps.ts'

export function QueueSteps({ outputId }: { outputId: OutputId }) {
  const { t } = useTranslation('review')
  const steps = useQueueSteps(outputId)
  const [, go] = useLocation()
  // Where nothing else waits, the way on is the queue.
  const step = (to: OutputId | null): void => {
    if (to !== null) go(`/${to}`)
    else if (steps?.at === null) go('/')
  }
  useAltKeys(steps ? { KeyN: () => step(steps.next), KeyP: () => step(steps.previous) } : {})
  if (!steps) return null
  return (
    <nav className={styles.steps} aria-label={t('steps.name')} data-testid="queue-steps">
      <span className={styles.place}>
        {steps.at === null
          ? t('steps.left', { count: steps.all })
          : t('steps.at', { at: steps.at, all: steps.all })}
      </span>
      {(['previous', 'next'] as const).map((way) => {
        const to = steps[way]
        const word = t(`steps.${way}`)
        const label = `${word} (Alt+${way === 'next' ? 'N' : 'P'})`
        const Icon = way === 'next' ? IconChevronRight : IconChevronLeft
        return to === null ? (
          <ActionIcon key={way} variant="default" disabled aria-label={label}>
            <Icon size={16} />
          </ActionIcon>
        ) : (
          <ActionIcon
            key={way}
            component={Link}
            href={`/${to}`}
            variant="default"
            aria-label={label}
            title={label}
            data-testid={`queue-${way}`}
          >
            <Icon size={16} />
          </ActionIcon>
        )
      })}
    </nav>
  )
}
