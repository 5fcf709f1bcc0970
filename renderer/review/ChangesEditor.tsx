/**
 * The changes a return requires, one field each. Enter goes to a new one, Backspace in an empty one takes it away, so
 * that a list is written without leaving the keyboard.
 */
import { ActionIcon, Textarea } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './ChangesEditor.module.css'

export interface ChangesEditorProps {
  value: string[]
  onChange(changes: string[]): void
  /** A line, counted from 0, to write on at its end; a new object each time. */
  writing: { line: number } | null
}

export function ChangesEditor({ value, onChange, writing }: ChangesEditorProps) {
  const { t } = useTranslation('review')
  const box = useRef<HTMLFieldSetElement>(null)
  const lines = value.length > 0 ? value : ['']
  const focus = (at: number) =>
    // After React has drawn the line.
    setTimeout(() => box.current?.querySelectorAll('textarea')[Math.max(0, at)]?.focus(), 0)

  useEffect(() => {
    if (!writing) return
    const input = box.current?.querySelectorAll('textarea')[writing.line]
    input?.focus()
    input?.setSelectionRange(input.value.length, input.value.length)
  }, [writing])

  function onKeyDown(event: KeyboardEvent, at: number) {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      onChange([...lines.slice(0, at + 1), '', ...lines.slice(at + 1)])
      focus(at + 1)
    } else if (event.key === 'Backspace' && lines[at] === '' && lines.length > 1) {
      event.preventDefault()
      onChange(lines.filter((_, index) => index !== at))
      focus(at - 1)
    }
  }

  return (
    <fieldset ref={box} className={styles.changes} data-testid="review-changes">
      <legend className={styles.legend}>{t('field.changes')}</legend>
      <p className={styles.hint}>{t('field.changesHint')}</p>
      {lines.map((text, at) => (
        <Textarea
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
          key={at}
          size="xs"
          autosize
          minRows={1}
          maxRows={6}
          value={text}
          maxLength={1000}
          leftSection={<span className={styles.number}>{at + 1}</span>}
          rightSection={
            lines.length > 1 && (
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={t('changes.remove', { number: at + 1 })}
                onClick={() => onChange(lines.filter((_, index) => index !== at))}
              >
                <IconX size={12} />
              </ActionIcon>
            )
          }
          aria-label={t('changes.line', { number: at + 1 })}
          onChange={(event) =>
            onChange(lines.map((line, index) => (index === at ? event.currentTarget.value : line)))
          }
          onKeyDown={(event) => onKeyDown(event, at)}
          data-testid={`review-change-${at + 1}`}
        />
      ))}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('changes.add')}
        onClick={() => {
          onChange([...lines, ''])
          focus(lines.length)
        }}
      >
        <IconPlus size={14} />
      </ActionIcon>
    </fieldset>
  )
}
