/** Declaring a conflict of interest: what it leads to, the kind of reason, words where they are wanted. */
import { Button, Modal, Select, Text, Textarea } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConflictCategory, wordsAreMissing } from '../../shared/model/conflicts.ts'
import styles from './ConflictForm.module.css'

export interface ConflictFormProps {
  of: 'output' | 'application'
  sending: boolean
  /** What went wrong, in words. */
  problem: ReactNode
  onDeclare(declared: { category: ConflictCategory; words: string }): void
}

export function ConflictForm({ of, sending, problem, onDeclare }: ConflictFormProps) {
  const { t } = useTranslation('terms')
  const [open, setOpen] = useState(false)
  const [category, setCategory] = useState<ConflictCategory | null>(null)
  const [words, setWords] = useState('')
  const lacks =
    category === null
      ? t('conflict.categoryMissing')
      : wordsAreMissing(category, words)
        ? t('conflict.wordsMissing')
        : null
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        leftSection={<IconHandStop size={14} />}
        onClick={() => setOpen(true)}
        data-testid="conflict-open"
      >
        {t('conflict.open')}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('conflict.title')} size="md">
        <div className={styles.form}>
          <Text>{t(`conflict.body.${of}`)}</Text>
          <Select
            label={t('conflict.category')}
            data={ConflictCategory.options.map((value) => ({ value, label: t(`conflict.kind.${value}`) }))}
            value={category}
            onChange={(value) => setCategory(value as ConflictCategory | null)}
            data-autofocus
            data-testid="conflict-category"
          />
          <Textarea
            size="xs"
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2_000}
            label={t('conflict.words')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            data-testid="conflict-words"
          />
          {problem}
          <div className={styles.foot}>
            <span className="vw-dim">{lacks}</span>
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('app:cancel')}
            </Button>
            <Button
              color="red"
              disabled={lacks !== null}
              loading={sending}
              onClick={() => category && onDeclare({ category, words })}
              data-testid="conflict-send"
            >
              {t('conflict.do')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
