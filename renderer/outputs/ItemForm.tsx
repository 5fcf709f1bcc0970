/** What a reviewer must know of one item, in the researcher's words; for a note the text itself. */
import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextFormat } from '../../shared/model/text-format.ts'
import {
  CONTEXT_FIELDS,
  type FormField,
  type ItemDraft,
  missingOf,
  type NoteDraft,
  type TableDraft,
} from './submission.ts'

export interface ItemFormProps {
  item: ItemDraft
  /** Whether what is missing is shown as such: after the first try to send. */
  touched: boolean
  onChange(to: (item: ItemDraft) => ItemDraft): void
}

export function ItemForm({ item, touched, onChange }: ItemFormProps) {
  const { t } = useTranslation('outputs')
  const errorOf = (field: FormField) => {
    const missing = missingOf(item, field)
    return touched && missing > 0 ? t('form.missing', { count: missing }) : undefined
  }
  return (
    <>
      <TextInput
        size="xs"
        label={t('field.title.label')}
        placeholder={t('field.title.example')}
        value={item.title}
        error={errorOf('title')}
        onChange={({ currentTarget: { value } }) => onChange((before) => ({ ...before, title: value }))}
        data-testid="submit-title"
        data-autofocus
      />
      {item.kind === 'table' ? (
        <TableFields item={item} errorOf={errorOf} onChange={onChange} />
      ) : (
        <NoteFields item={item} errorOf={errorOf} onChange={onChange} />
      )}
    </>
  )
}

interface FieldsProps<Item> extends Pick<ItemFormProps, 'onChange'> {
  item: Item
  errorOf(field: FormField): string | undefined
}

function TableFields({ item, errorOf, onChange }: FieldsProps<TableDraft>) {
  const { t } = useTranslation('outputs')
  return CONTEXT_FIELDS.map((field) => (
    <Textarea
      key={field}
      size="xs"
      autosize
      minRows={field === 'what' ? 3 : 2}
      maxRows={7}
      label={t(`field.${field}.label`)}
      description={t(`field.${field}.hint`)}
      placeholder={t(`field.${field}.example`)}
      value={item.context[field]}
      error={errorOf(field)}
      onChange={({ currentTarget: { value } }) =>
        onChange((before) =>
          before.kind === 'table' ? { ...before, context: { ...before.context, [field]: value } } : before,
        )
      }
      data-testid={`submit-${field}`}
    />
  ))
}

function NoteFields({ item, errorOf, onChange }: FieldsProps<NoteDraft>) {
  const { t } = useTranslation('outputs')
  const change = (part: Partial<NoteDraft>) =>
    onChange((before) => (before.kind === 'text' ? { ...before, ...part } : before))
  return (
    <>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={5}
        label={t('field.what.label')}
        description={t('note.whatHint')}
        value={item.what}
        error={errorOf('what')}
        onChange={({ currentTarget: { value } }) => change({ what: value })}
        data-testid="submit-what"
      />
      <SegmentedControl
        size="xs"
        value={item.format}
        onChange={(format) => change({ format: format as NoteDraft['format'] })}
        data={TextFormat.options.map((format) => ({ value: format, label: t(`note.format.${format}`) }))}
        data-testid="submit-format"
      />
      <Textarea
        size="xs"
        autosize
        minRows={9}
        maxRows={18}
        label={t('field.text.label')}
        description={t('field.text.hint')}
        value={item.text}
        error={errorOf('text')}
        styles={{ input: { fontFamily: 'var(--vw-mono)' } }}
        onChange={({ currentTarget: { value } }) => change({ text: value })}
        data-testid="submit-text"
      />
    </>
  )
}
