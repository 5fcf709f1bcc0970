/** Recalling a release: with a reason, recorded, not to be undone. Afterwards it can no longer be exported. */
import { Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { IconArrowBackUpDouble } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReleaseId } from '../../shared/model/ids.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { LEAST_REASON } from './decision.ts'

export function Recall({ releaseId, title }: { releaseId: ReleaseId; title: string }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const recall = useAct('releases.recall', { refreshes: ['reviews.desk', 'reviews.queue'] })
  const missing = Math.max(0, LEAST_REASON - reason.trim().length)

  async function send() {
    try {
      await recall.mutateAsync({ releaseId, reason })
      setOpen(false)
    } catch {
      // Shown in the dialog through `recall.error`.
    }
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowBackUpDouble size={15} />}
        onClick={() => setOpen(true)}
        data-testid="recall-release"
      >
        {t('recall.open')}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('recall.title')} size="md">
        <Text mb="sm">{t('recall.body', { title })}</Text>
        <Textarea
          autosize
          minRows={3}
          maxRows={10}
          label={t('recall.reason')}
          description={missing > 0 ? t('recall.missing', { count: missing }) : undefined}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-testid="recall-reason"
          data-autofocus
        />
        {recall.error && <Notice tone="danger" {...wordsOf(recall.error, language)} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={() => setOpen(false)}>
            {t('app:cancel')}
          </Button>
          <Button
            color="red"
            disabled={missing > 0}
            loading={recall.isPending}
            onClick={() => void send()}
            data-testid="recall-send"
          >
            {t('recall.do')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
