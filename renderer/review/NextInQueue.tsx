import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import styles from './DecisionPanel.module.css'
import { useQueueSteps } from './use-queue-steps.ts'

/** Leads from a decided output to the next one that still waits for this reviewer; its key is the desk’s. */
export function NextInQueue({ after }: { after: OutputId }) {
  const { t } = useTranslation('review')
  const steps = useQueueSteps(after)
  const button = useRef<HTMLAnchorElement>(null)
  const isThere = steps !== null
  // What was pressed to decide is gone, and left the keys nowhere: they go on with the next output.
  useEffect(() => {
    if (isThere && document.activeElement === document.body) button.current?.focus()
  }, [isThere])
  if (!steps) return null
  return (
    <Button
      component={Link}
      ref={button}
      href={steps.next === null ? '/' : `/${steps.next}`}
      variant="light"
      leftSection={<IconArrowRight size={15} />}
      rightSection={<kbd className={styles.key}>Alt+N</kbd>}
      data-testid="review-next"
    >
      {t(steps.next === null ? 'next.queue' : 'next.one')}
    </Button>
  )
}
