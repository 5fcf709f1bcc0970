import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'

const LINES = [
  ['titleJa', 200],
  ['titleEn', 200],
] as const

const TEXTS = [
  ['purpose', 6_000, 3],
  ['benefit', 6_000, 2],
  ['method', 12_000, 4],
  ['purposeEn', 6_000, 2],
] as const

/** What is to be studied, for whose good, and how. */
export function PurposeSection({ form, change }: SectionProps) {
  const { t } = useTranslation('applications')
  return (
    <div className={styles.fields}>
      {LINES.map(([field, most]) => (
        <TextInput
          key={field}
          size="xs"
          label={t(`field.${field}`)}
          maxLength={most}
          value={form[field]}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
          data-testid={`field-${field}`}
        />
      ))}
      {TEXTS.map(([field, most, rows]) => (
        <Textarea
          key={field}
          size="xs"
          autosize
          minRows={rows}
          maxRows={14}
          label={t(`field.${field}`)}
          description={t(`fieldHint.${field}`)}
          maxLength={most}
          value={form[field]}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
          data-testid={`field-${field}`}
        />
      ))}
    </div>
  )
}
