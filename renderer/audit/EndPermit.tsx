/** Ends a permit: what is lost is said, the reason is kept, and its id is typed, since nothing brings it back. */
import { Button, Modal, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisteredPermit } from '../../shared/contract/permits.ts'
import type { ErasureCertificate } from '../../shared/model/permit.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Audit.module.css'

const LEAST_REASON = 4

export interface EndPermitProps {
  permit: RegisteredPermit
  onClose(): void
  onEnded(certificate: ErasureCertificate): void
}

export function EndPermit({ permit, onClose, onEnded }: EndPermitProps) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const end = useAct('permits.end', { refreshes: ['permits.register'] })
  const missing = Math.max(0, LEAST_REASON - reason.trim().length)
  const isNamed = typed.trim() === permit.id
  const lacks =
    missing > 0 ? t('conflicts.liftMissing', { count: missing }) : isNamed ? null : t('permits.end.lacksId')
  return (
    <Modal
      opened
      onClose={end.isPending ? () => {} : onClose}
      title={t('permits.end.title')}
      size="lg"
      data-testid="end-permit"
    >
      <Text fw={600} mb={4}>
        {bilingual(language, permit, 'title')}
      </Text>
      <Text mb="sm">{t('permits.end.body')}</Text>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label={t('permits.end.reason')}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
        data-testid="end-permit-reason"
      />
      <TextInput
        mt="xs"
        size="xs"
        label={
          <>
            {t('permits.end.id')} <span className={`vw-mono ${styles.id}`}>{permit.id}</span>
          </>
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-testid="end-permit-id"
      />
      {end.error && <Notice tone="danger" {...wordsOf(end.error, language)} />}
      <div className={styles.liftFoot}>
        <span className="vw-dim">{end.isPending ? t('permits.end.working') : lacks}</span>
        <Button variant="default" onClick={onClose} disabled={end.isPending}>
          {t('app:cancel')}
        </Button>
        <Button
          color="red"
          disabled={lacks !== null}
          loading={end.isPending}
          onClick={() => end.mutate({ permitId: permit.id, reason }, { onSuccess: onEnded })}
          data-testid="end-permit-do"
        >
          {t('permits.end.do')}
        </Button>
      </div>
    </Modal>
  )
}
