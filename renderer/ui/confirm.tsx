/** `await confirm({...})` asks before something that cannot be taken back. `ConfirmHost` is mounted once by the shell. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'

export interface Question {
  title: string
  body: string
  confirmLabel: string
  /** 'danger' for what destroys or withdraws. */
  tone?: 'plain' | 'danger'
}

interface Asking {
  question: Question | null
  answer: ((yes: boolean) => void) | null
}

const useAsking = create<Asking>(() => ({ question: null, answer: null }))

export function confirm(question: Question): Promise<boolean> {
  useAsking.getState().answer?.(false)
  return new Promise((resolve) => {
    useAsking.setState({
      question,
      answer: (yes) => {
        useAsking.setState({ question: null, answer: null })
        resolve(yes)
      },
    })
  })
}

/** Where questions are shown. */
export function ConfirmHost() {
  const { t } = useTranslation('app')
  const { question, answer } = useAsking()
  return (
    // Above every other dialog: it is asked from inside them, and was mounted before them.
    <Modal
      opened={question !== null}
      onClose={() => answer?.(false)}
      // What asked may be gone with the answer, and cannot take the focus back.
      onExitTransitionEnd={() => {
        if (document.activeElement === document.body) document.querySelector('main')?.focus()
      }}
      title={question?.title}
      size="md"
      zIndex={400}
    >
      <Text mb="md">{question?.body}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => answer?.(false)} data-testid="confirm-no">
          {t('cancel')}
        </Button>
        <Button
          color={question?.tone === 'danger' ? 'red' : 'accent'}
          onClick={() => answer?.(true)}
          data-testid="confirm-yes"
          data-autofocus
        >
          {question?.confirmLabel}
        </Button>
      </Group>
    </Modal>
  )
}
