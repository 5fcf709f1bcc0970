import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import styles from './DecisionPanel.module.css'

/** Leads from a decided output to the most urgent one that still waits for this reviewer. */
export function NextInQueue({ after }: { after: OutputId }) {
  const { t } = useTranslation('review')
  const queue = useAnswer('reviews.queue', {})
  const next = queue.data?.items.find(({ output, whyNot }) => whyNot === null && output.id !== after)
  const [, go] = useLocation()
  const href = next ? `/${next.output.id}` : '/'
  const ready = queue.data !== undefined
  useEffect(() => {
    if (!ready) return
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.code !== 'KeyN') return
      event.preventDefault()
      go(href)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ready, href, go])
  if (!ready) return null
  return (
    <Button
      component={Link}
      href={href}
      variant="light"
      leftSection={<IconArrowRight size={15} />}
      rightSection={<kbd className={styles.key}>Alt+N</kbd>}
      data-testid="review-next"
    >
      {t(next ? 'next.one' : 'next.queue')}
    </Button>
  )
}
