import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { databasesOf } from '../../shared/model/application-form.ts'
import { DateField } from '../ui/DateField.tsx'
import { useLanguage } from '../ui/language.ts'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'

/** Until when, what becomes of the data then, fee, ethics review elsewhere, conflicts of interest. */
export function TermsSection({ form, change, datasets }: SectionProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const { none, statement } = form.conflicts
  const asked = datasets.filter(({ id }) => databasesOf(form).includes(id))
  const paid = asked.filter(({ fee }) => fee).map(({ title }) => title[language])
  return (
    <div className={styles.fields}>
      <DateField
        maw={190}
        label={t('field.until')}
        value={form.until}
        onChange={(until) => change({ until })}
        data-testid="field-until"
      />
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label={t('field.retention')}
        description={t('fieldHint.retention')}
        maxLength={4_000}
        value={form.retention}
        onChange={(event) => change({ retention: event.currentTarget.value })}
        data-testid="field-retention"
      />
      <Checkbox
        checked={form.feeUnderstood}
        onChange={(event) => change({ feeUnderstood: event.currentTarget.checked })}
        label={t('field.feeUnderstood')}
        description={paid.length > 0 ? t('fee.paid', { names: paid.join(t('listComma')) }) : t('fee.none')}
        data-testid="field-fee"
      />
      <TextInput
        size="xs"
        label={t('field.ethicsReference')}
        description={t('fieldHint.ethicsReference')}
        maxLength={600}
        value={form.ethicsReference}
        onChange={(event) => change({ ethicsReference: event.currentTarget.value })}
      />
      <Radio.Group
        label={t('field.conflicts')}
        value={none === null ? '' : String(none)}
        onChange={(value) => change({ conflicts: { none: value === 'true', statement } })}
      >
        <div className={styles.radios}>
          <Radio value="true" label={t('conflicts.none')} data-testid="conflicts-none" />
          <Radio value="false" label={t('conflicts.some')} data-testid="conflicts-some" />
        </div>
      </Radio.Group>
      {none === false && (
        <Textarea
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          label={t('conflicts.statement')}
          maxLength={4_000}
          value={statement}
          onChange={(event) => change({ conflicts: { none, statement: event.currentTarget.value } })}
        />
      )}
    </div>
  )
}
