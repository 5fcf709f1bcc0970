/**
 * Submitting a result, with the checks beside it as they will be on the reviewer's desk: what would leave, what would
 * be hidden and why, and what each way of protecting costs. Also submits a returned output again.
 */
import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeAnswer } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { showToast } from '../ui/toasts.ts'
import { useSubmissionDraft } from './drafts.ts'
import { LedgerLine } from './LedgerLine.tsx'
import { Preflight } from './Preflight.tsx'
import styles from './SubmitDialog.module.css'
import {
  CONTEXT_FIELDS,
  type ContextField,
  type Draft,
  emptyDraft,
  METHODS,
  missingOf,
  whyNotSubmit,
} from './submission.ts'

export interface SubmitDialogProps {
  resultId: ResultId
  chart: ChartSpec | null
  /** The returned output this goes in for, with what was said about it before. */
  again?: { outputId: OutputId; draft: Draft; answers: ChangeAnswer[] } | undefined
  onClose(): void
  onSubmitted?(outputId: OutputId): void
}

export function SubmitDialog({ resultId, chart, again, onClose, onSubmitted }: SubmitDialogProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const begin = () => again?.draft ?? emptyDraft()
  const [draft, setDraft, forget] = useSubmissionDraft(`${resultId} ${again?.outputId ?? ''}`, begin)
  const [touched, setTouched] = useState(false)
  const asked = { kind: 'table' as const, resultId, chart, protection: { method: draft.method } }
  const preview = useAnswer('outputs.preview', { items: [asked] }, { keepPrevious: true })
  const previewed = preview.data?.items[0]
  const submit = useAct('outputs.submit', { refreshes: ['outputs.list', 'outputs.detail'] })
  const resubmit = useAct('outputs.resubmit', { refreshes: ['outputs.list', 'outputs.detail'] })
  const shown = previewed?.kind === 'table' ? previewed.table : null
  const checked = preview.isPlaceholderData ? null : shown
  const ledger = useAnswer('outputs.compare', { items: [asked] }, { enabled: checked !== null })
  const comparison = ledger.data?.items[0] ?? null
  const compared = shown && comparison ? withFindings(shown, comparison.findings) : shown
  // The environment compares again when it is sent: a comparison that cannot be made now keeps nobody.
  const table = ledger.isFetching && !comparison ? null : checked && compared
  const whyNot = whyNotSubmit(draft, table, preview.isError)
  const failed = submit.error ?? resubmit.error
  const sending = submit.isPending || resubmit.isPending

  function change(field: 'title' | ContextField, text: string) {
    setDraft((before) =>
      field === 'title'
        ? { ...before, title: text }
        : { ...before, context: { ...before.context, [field]: text } },
    )
  }
  const errorOf = (field: 'title' | ContextField) => {
    const missing = missingOf(draft, field)
    return touched && missing > 0 ? t('form.missing', { count: missing }) : undefined
  }

  async function send() {
    setTouched(true)
    if (whyNot) return
    const submission = {
      title: draft.title,
      items: [{ ...asked, title: draft.title, context: draft.context }],
    }
    try {
      const output = again
        ? await resubmit.mutateAsync({ outputId: again.outputId, answers: again.answers, ...submission })
        : await submit.mutateAsync(submission)
      showToast({ tone: 'good', title: t('submitted.title'), body: t('submitted.body') })
      forget()
      onSubmitted?.(output.id)
      onClose()
    } catch {
      // Shown in the dialog through `failed`.
    }
  }

  return (
    <Modal.Root
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size="min(1320px, 96vw)"
      centered
      classNames={{ content: styles.content, header: styles.header, title: styles.title, body: styles.body }}
    >
      <Modal.Overlay />
      <Modal.Content data-testid="submit-dialog">
        <Modal.Header>
          <Modal.Title>{t(again ? 'form.againTitle' : 'form.title')}</Modal.Title>
          <Modal.CloseButton aria-label={t('app:close')} />
        </Modal.Header>
        <Modal.Body>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault()
              void send()
            }}
          >
            <div className={styles.fields}>
              <TextInput
                size="xs"
                label={t('field.title.label')}
                placeholder={t('field.title.example')}
                value={draft.title}
                error={errorOf('title')}
                onChange={(event) => change('title', event.currentTarget.value)}
                data-testid="submit-title"
                data-autofocus
              />
              {CONTEXT_FIELDS.map((field) => (
                <Textarea
                  key={field}
                  size="xs"
                  autosize
                  minRows={field === 'what' ? 3 : 2}
                  maxRows={7}
                  label={t(`field.${field}.label`)}
                  description={t(`field.${field}.hint`)}
                  placeholder={t(`field.${field}.example`)}
                  value={draft.context[field]}
                  error={errorOf(field)}
                  onChange={(event) => change(field, event.currentTarget.value)}
                  data-testid={`submit-${field}`}
                />
              ))}
            </div>
            <footer className={styles.foot}>
              {failed && <Notice tone="danger" {...wordsOf(failed, language)} testId="submit-problem" />}
              <div className={styles.send}>
                <span className={styles.why} data-testid="submit-why-not" aria-live="polite">
                  {whyNot ? t(`whyNot.${whyNot.reason}`, whyNotParams(whyNot, t)) : t('whyNot.ready')}
                </span>
                <Button
                  type="submit"
                  leftSection={<IconSend size={15} />}
                  disabled={whyNot !== null && whyNot.reason !== 'incomplete'}
                  loading={sending}
                  data-testid="submit-send"
                >
                  {t('form.send')}
                </Button>
              </div>
            </footer>
          </form>
          <section className={styles.checks} aria-label={t('preflight.name')}>
            <div className={styles.method}>
              <span className={styles.methodName}>{t('method.name')}</span>
              <SegmentedControl
                value={draft.method}
                onChange={(method) =>
                  setDraft((before) => ({ ...before, method: method as Draft['method'] }))
                }
                data={METHODS.map((method) => ({ value: method, label: t(`method.${method}.label`) }))}
                data-testid="submit-method"
              />
              <span className={styles.methodHint}>{t(`method.${draft.method}.hint`)}</span>
            </div>
            {checked && (
              <LedgerLine comparison={comparison} working={ledger.isFetching} error={ledger.error} />
            )}
            <Preflight
              table={compared}
              working={preview.isFetching}
              error={preview.error}
              onRetry={() => void preview.refetch()}
            />
          </section>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function whyNotParams(
  whyNot: NonNullable<ReturnType<typeof whyNotSubmit>>,
  t: (key: string) => string,
): Record<string, string | number> {
  if (whyNot.reason === 'blocked') return { count: whyNot.count }
  if (whyNot.reason !== 'incomplete') return {}
  return { fields: whyNot.fields.map((field) => t(`field.${field}.label`)).join(t('listComma')) }
}
