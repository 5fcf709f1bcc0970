/** The items of a submission: which there are, which is in front, and the package's own title where there are several. */
import { ActionIcon, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormIcon } from '../display/FormIcon.tsx'
import { SeveritySign } from '../display/ProtectedGrid.tsx'
import styles from './ItemList.module.css'
import { type Draft, findingsOf, LEAST_TITLE, missingFields, type Preview } from './submission.ts'

export interface ItemListProps {
  draft: Draft
  preview: Preview | null
  value: number
  touched: boolean
  onChange(item: number): void
  onRemove(item: number): void
  onTitle(title: string): void
  /** The way to add another. */
  add: ReactNode
}

export function ItemList({
  draft,
  preview,
  value,
  touched,
  onChange,
  onRemove,
  onTitle,
  add,
}: ItemListProps) {
  const { t } = useTranslation('outputs')
  const { items } = draft
  const several = items.length > 1

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = step === undefined ? -1 : value + step
    if (next < 0 || next >= items.length) return
    event.preventDefault()
    onChange(next)
    document.getElementById(`submit-item-${next}`)?.focus()
  }

  return (
    <div className={styles.package}>
      {several && (
        <TextInput
          size="xs"
          label={t('field.package.label')}
          placeholder={t('field.package.example')}
          value={draft.title}
          error={
            touched && draft.title.trim().length < LEAST_TITLE
              ? t('form.missing', { count: LEAST_TITLE - draft.title.trim().length })
              : undefined
          }
          onChange={(event) => onTitle(event.currentTarget.value)}
          data-testid="submit-package"
        />
      )}
      <div className={styles.head}>
        <span className={styles.name}>{t('items.name', { count: items.length })}</span>
        {add}
      </div>
      {several && (
        <ul
          className={styles.list}
          aria-label={t('items.name', { count: items.length })}
          onKeyDown={onKeyDown}
        >
          {items.map((item, index) => {
            const findings = findingsOf(preview?.items[index])
            const worst = findings.some(({ severity }) => severity === 'blocking')
              ? 'blocking'
              : findings.some(({ severity }) => severity === 'warning')
                ? 'warning'
                : null
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place
              <li key={index} className={styles.item} data-here={index === value}>
                <button
                  id={`submit-item-${index}`}
                  type="button"
                  aria-current={index === value}
                  className={styles.choose}
                  onClick={() => onChange(index)}
                  data-testid={`submit-item-${index}`}
                >
                  <FormIcon item={item} />
                  <span className={styles.title} title={item.kind === 'table' ? item.sql : item.text}>
                    {item.title || <em className="vw-dim">{t(`items.untitled.${item.kind}`)}</em>}
                  </span>
                  {worst && <SeveritySign severity={worst} />}
                  {missingFields(item).length > 0 && <span className={styles.lacks}>{t('items.lacks')}</span>}
                </button>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t('items.remove', { title: item.title || t(`items.untitled.${item.kind}`) })}
                  onClick={() => onRemove(index)}
                  data-testid={`submit-remove-${index}`}
                >
                  <IconX size={13} />
                </ActionIcon>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
