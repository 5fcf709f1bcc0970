/** Chooses one of a result's columns, or none where that is allowed. */
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface ColumnSelectProps {
  label: string
  columns: readonly { name: string }[]
  value: string | null
  testId: string
  onChange(column: string): void
  /** Present where there may be none. */
  onNone?: () => void
}

export function ColumnSelect({ label, columns, value, testId, onChange, onNone }: ColumnSelectProps) {
  const { t } = useTranslation('forms')
  return (
    <Select
      size="xs"
      label={label}
      data={[...new Set(columns.map(({ name }) => name))]}
      value={value}
      placeholder={t('none')}
      clearable={onNone !== undefined}
      allowDeselect={false}
      onChange={(column) => (column === null ? onNone?.() : onChange(column))}
      data-testid={testId}
    />
  )
}
