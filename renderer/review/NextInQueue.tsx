import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'

/** Leads from a decided output to the most urgent one that still waits for this reviewer. */
export function NextInQueue({ after }: { after: OutputId }) {
  const { t } = useTranslation('review')
  const queue = useAnswer('reviews.queue', {})
  const next = queue.data?.items.find(({ output, whyNot }) => whyNot === null && output.id !== after)
  if (!queue.data) return null
  return (
    <Button
      component={Link}
      href={next ? `/${next.output.id}` : '/'}
      variant="light"
      rightSection={<IconArrowRight size={15} />}
      data-testid="review-next"
    >
      {t(next ? 'next.one' : 'next.queue')}
    </Button>
  )
}
