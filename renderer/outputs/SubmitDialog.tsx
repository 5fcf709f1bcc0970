/**
 * A submission being written, with the checks beside it as they will be on the reviewer's desk: what would leave, what
 * would be hidden and why, and what each choice costs. Also answers a returned output.
 */
import { Button, Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSend, IconTrash } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { ChangeAnswer } from '../../shared/contract/outputs.ts'
import type { OutputId, PermitId, ResultId } from '../../shared/model/ids.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { confirm } from '../ui/confirm.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { showToast } from '../ui/toasts.ts'
import { AddItem } from './AddItem.tsx'
import { CheckProgress } from './CheckProgress.tsx'
import { useSubmissionDraft } from './drafts.ts'
import { FormChoice } from './FormChoice.tsx'
import { ItemForm } from './ItemForm.tsx'
import { ItemList } from './ItemList.tsx'
import { PreflightList } from './PreflightList.tsx'
import { PreviewPane } from './PreviewPane.tsx'
import { preflight } from './preflight.ts'
import styles from './SubmitDialog.module.css'
import {
  type Draft,
  emptyDraft,
  type Gathered,
  gather,
  type ItemDraft,
  toPreview,
  toSubmission,
  type WhyNotSubmit,
  whyNotSubmit,
  withoutItem,
} from './submission.ts'

export interface SubmitDialogProps {
  permitId: PermitId
  /** The result to take in; null where only what was begun is opened. */
  gathered: Gathered | null
  /** The returned output this goes in for, with what was said about it before. */
  again?: { outputId: OutputId; draft: Draft; answers: ChangeAnswer[] } | undefined
  onClose(): void
  onSubmitted?(outputId: OutputId): void
}

export function SubmitDialog({ permitId, gathered, again, onClose, onSubmitted }: SubmitDialogProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const [draft, setDraft, forget] = useSubmissionDraft(
    again ? again.outputId : permitId,
    () => again?.draft ?? emptyDraft(),
  )
  const [at, setAt] = useState(() => (gathered ? gather(draft, gathered).at : 0))
  // The result the dialog was opened with joins what was begun before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each opening
  useEffect(() => {
    if (gathered) setDraft((before) => gather(before, gathered).draft)
  }, [])
  // Closing takes the dialog away whole, so nobody else gives the focus back to what opened it.
  const [opener] = useState(() => document.activeElement)
  useEffect(() => () => (opener instanceof HTMLElement ? opener.focus() : undefined), [opener])
  const [touched, setTouched] = useState(false)
  const [ticket] = useState(() => crypto.randomUUID())
  const [sending] = useState(() => crypto.randomUUID())

  // Held as text: a new object at each rendering would never come to rest.
  const written = JSON.stringify(toPreview(draft))
  const [askedText] = useDebouncedValue(written, 350)
  const asked = useMemo(() => JSON.parse(askedText) as ReturnType<typeof toPreview>, [askedText])
  const settled = askedText === written
  const seen = useAnswer(
    'outputs.preview',
    { items: [], ...asked, ticket },
    { keepPrevious: true, enabled: asked !== null },
  )
  const first = draft.items.find((item) => item.kind === 'table')
  const view = useAnswer(
    'results.view',
    { resultId: first?.resultId ?? ('' as ResultId) },
    { enabled: first !== undefined },
  )
  // Asked once the choices have come to rest: comparisons are counted. The environment compares again at submission.
  const [restedText] = useDebouncedValue(askedText, 2_000)
  const ledger = useAnswer(
    'outputs.compare',
    { items: [], ...asked },
    { enabled: asked !== null && restedText === askedText && settled && seen.isSuccess },
  )
  const submit = useAct('outputs.submit', { refreshes: ['outputs.list', 'outputs.detail'] })
  const resubmit = useAct('outputs.resubmit', { refreshes: ['outputs.list', 'outputs.detail'] })
  const current = seen.isPlaceholderData || !settled || seen.isError ? null : (seen.data ?? null)
  const whyNot = whyNotSubmit(draft, { preview: current, refused: seen.isError && settled })
  const failed = submit.error ?? resubmit.error
  const place = Math.min(at, Math.max(0, draft.items.length - 1))
  const item = draft.items[place]
  // While the checks run again, what they said before stays on screen; but never another item's.
  const shown = seen.data?.items.length === draft.items.length ? seen.data.items[place] : undefined

  const changeItem = (to: (item: ItemDraft) => ItemDraft) =>
    setDraft((before) => ({
      ...before,
      items: before.items.map((each, index) => (index === place ? to(each) : each)),
    }))
  const add = (next: ItemDraft) => {
    setAt(draft.items.length)
    setDraft((before) => ({ ...before, items: [...before.items, next], declined: [] }))
  }
  const remove = (index: number) =>
    setDraft((before) => ({
      ...before,
      items: withoutItem(before.items, index),
      declined: [],
      declared: [],
    }))

  async function send(form: HTMLFormElement) {
    // What is missing has its mark once this is drawn: the first of it takes the keys.
    flushSync(() => {
      setTouched(true)
      if (whyNot?.reason === 'incomplete' && whyNot.item >= 0) setAt(whyNot.item)
    })
    if (whyNot) return form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
    try {
      const submission = { ...toSubmission(draft), ticket: sending }
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

  async function discard() {
    const yes = await confirm({
      title: t('discard.title'),
      body: t('discard.body'),
      confirmLabel: t('discard.do'),
      tone: 'danger',
    })
    if (!yes) return
    forget()
    onClose()
  }

  return (
    <Modal.Root
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size="min(1480px, 96vw)"
      centered
      classNames={{ content: styles.content, header: styles.header, title: styles.title, body: styles.body }}
    >
      <Modal.Overlay />
      <Modal.Content data-testid="submit-dialog">
        <Modal.Header>
          <Modal.Title>{t(again ? 'form.againTitle' : 'form.title')}</Modal.Title>
          <span className={styles.kept}>{t('form.kept')}</span>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconTrash size={13} />}
            onClick={() => void discard()}
            data-testid="submit-discard"
          >
            {t('discard.do')}
          </Button>
          <Modal.CloseButton ml={8} aria-label={t('app:close')} />
        </Modal.Header>
        <Modal.Body>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault()
              void send(event.currentTarget)
            }}
          >
            <ItemList
              draft={draft}
              preview={current}
              value={place}
              onChange={setAt}
              onRemove={remove}
              onTitle={(title) => setDraft((before) => ({ ...before, title }))}
              touched={touched}
              add={<AddItem permitId={permitId} draft={draft} onAdd={add} />}
            />
            <div className={styles.fields}>
              {item?.kind === 'table' && (
                <FormChoice
                  key={item.resultId}
                  item={item}
                  others={draft.items.flatMap((other, index) =>
                    other.kind === 'table' && index !== place ? [{ place: index, item: other }] : [],
                  )}
                  onChange={changeItem}
                />
              )}
              {item && <ItemForm key={place} item={item} touched={touched} onChange={changeItem} />}
            </div>
            <div className={styles.foot}>
              {item && (
                <PreflightList
                  checks={preflight(item, {
                    seen: shown ?? null,
                    isCurrent: current !== null,
                    minimumPersons: view.data?.minimumPersons ?? 10,
                  })}
                />
              )}
              {(submit.isPending || resubmit.isPending) && (
                <CheckProgress
                  ticket={sending}
                  limitSeconds={draft.timeLimitSeconds}
                  beside={t('ledger.comparing')}
                />
              )}
              {failed && <Notice tone="danger" {...wordsOf(failed, language)} testId="submit-problem" />}
              <div className={styles.send}>
                <span className={styles.why} data-testid="submit-why-not" aria-live="polite">
                  {whyNot ? t(`whyNot.${whyNot.reason}`, whyNotParams(whyNot, t)) : t('whyNot.ready')}
                </span>
                <Button
                  type="submit"
                  leftSection={<IconSend size={15} />}
                  disabled={whyNot !== null && whyNot.reason !== 'incomplete'}
                  loading={submit.isPending || resubmit.isPending}
                  data-testid="submit-send"
                >
                  {t('form.send')}
                </Button>
              </div>
            </div>
          </form>
          <PreviewPane
            draft={draft}
            item={item}
            seen={shown}
            tables={seen.data?.items.map((one) => (one.kind === 'table' ? one.table : null)) ?? []}
            relations={seen.data?.relations ?? []}
            place={place}
            ticket={ticket}
            comparison={ledger.data?.items[place] ?? null}
            comparing={ledger.isFetching}
            comparisonError={ledger.error}
            working={(seen.isFetching || !settled) && asked !== null}
            error={settled ? seen.error : null}
            onRetry={() => void seen.refetch()}
            onItem={changeItem}
            onDraft={setDraft}
          />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function whyNotParams(whyNot: WhyNotSubmit, t: (key: string) => string): Record<string, string | number> {
  if (whyNot.reason === 'blocked') return { count: whyNot.count }
  if (whyNot.reason !== 'incomplete') return {}
  return { fields: whyNot.fields.map((field) => t(`field.${field}.label`)).join(t('listComma')) }
}
