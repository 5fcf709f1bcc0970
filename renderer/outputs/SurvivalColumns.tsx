/** Which columns of a result are the parts of a survival table. */
import { useTranslation } from 'react-i18next'
import type { SurvivalForm } from '../../shared/model/output-form.ts'
import { ColumnSelect } from './ColumnSelect.tsx'
import styles from './FormChoice.module.css'

export interface SurvivalColumnsProps {
  form: SurvivalForm
  columns: readonly { name: string }[]
  onChange(form: SurvivalForm): void
}

export function SurvivalColumns({ form, columns, onChange }: SurvivalColumnsProps) {
  const { t } = useTranslation('forms')
  return (
    <div className={styles.columns} data-testid="survival-columns">
      {(['time', 'atRisk', 'events'] as const).map((field) => (
        <ColumnSelect
          key={field}
          label={t(`survival.${field}`)}
          columns={columns}
          value={form[field]}
          testId={`survival-${field}`}
          onChange={(column) => onChange({ ...form, [field]: column })}
        />
      ))}
      {(['censored', 'strata'] as const).map((field) => (
        <ColumnSelect
          key={field}
          label={t(`survival.${field}`)}
          columns={columns}
          value={form[field]}
          testId={`survival-${field}`}
          onChange={(column) => onChange({ ...form, [field]: column })}
          onNone={() => onChange({ ...form, [field]: null })}
        />
      ))}
    </div>
  )
}
