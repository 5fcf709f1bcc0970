/** Recalling a release: with a reason, recorded, not to be undone. Afterwards it can no longer be exported. */
import { Button, Modal, Text } from '@mantine/core'
import { IconArrowBackUpDouble } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReleaseId } from '../../shared/model/ids.ts'
import { useAct } from '../client/calls.ts'
import { Reasoned } from './Reasoned.tsx'

export function Recall({ releaseId, title }: { releaseId: ReleaseId; title: string }) {
  const { t } = useTranslation('review')
  const [open, setOpen] = useState(false)
  const recall = useAct('releases.recall', { refreshes: ['reviews.desk', 'reviews.queue'] })

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
        <Reasoned
          label={t('recall.reason')}
          action={t('recall.do')}
          tone="danger"
          act={recall}
          onDo={(reason) => recall.mutate({ releaseId, reason }, { onSuccess: () => setOpen(false) })}
          onCancel={() => setOpen(false)}
          testIds={{ reason: 'recall-reason', send: 'recall-send' }}
        />
      </Modal>
    </>
  )
}
