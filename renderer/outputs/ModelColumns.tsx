/** Which columns of a result are the parts of a model, and where the people behind its indicators are counted. */
import { NumberInput, Select, TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelForm } from '../../shared/model/output-form.ts'
import { useAnswer } from '../client/calls.ts'
import { ColumnSelect } from './ColumnSelect.tsx'
import styles from './FormChoice.module.css'
import type { TableDraft } from './submission.ts'

export interface ModelColumnsProps {
  form: ModelForm
  columns: readonly { name: string }[]
  others: readonly { place: number; item: TableDraft }[]
  onChange(form: ModelForm): void
}

export function ModelColumns({ form, columns, others, onChange }: ModelColumnsProps) {
  const { t } = useTranslation('forms')
  const { counts } = form
  const source = others.find(({ place }) => place === counts?.item)
  const { data: view } = useAnswer(
    'results.view',
    { resultId: source?.item.resultId ?? others[0]?.item.resultId ?? ('' as TableDraft['resultId']) },
    { enabled: others.length > 0 },
  )
  const countColumns = view?.columns ?? []
  return (
    <div className={styles.columns} data-testid="model-columns">
      {(['term', 'estimate'] as const).map((field) => (
        <ColumnSelect
          key={field}
          label={t(`model.${field}`)}
          columns={columns}
          value={form[field]}
          testId={`model-${field}`}
          onChange={(column) => onChange({ ...form, [field]: column })}
        />
      ))}
      {(['standardError', 'observations', 'persons'] as const).map((field) => (
        <ColumnSelect
          key={field}
          label={t(`model.${field}`)}
          columns={columns}
          value={form[field]}
          testId={`model-${field}`}
          onChange={(column) => onChange({ ...form, [field]: column })}
          onNone={() => onChange({ ...form, [field]: null })}
        />
      ))}
      {(['statedObservations', 'statedParameters'] as const)
        .filter((field) => field !== 'statedObservations' || form.observations === null)
        .map((field) => (
          <NumberInput
            key={field}
            size="xs"
            min={1}
            allowDecimal={false}
            label={t(`model.${field}`)}
            value={form[field] ?? ''}
            onChange={(value) =>
              onChange({ ...form, [field]: typeof value === 'number' && value >= 1 ? value : null })
            }
            data-testid={`model-${field}`}
          />
        ))}
      {others.length > 0 && form.persons === null && (
        <Select
          size="xs"
          clearable
          label={t('model.counts')}
          placeholder={t('none')}
          data={others.map(({ place, item }) => ({
            value: String(place),
            label: `${place + 1}. ${item.title || item.sql.slice(0, 60)}`,
          }))}
          value={counts === null ? null : String(counts.item)}
          onChange={(value) =>
            onChange({
              ...form,
              counts:
                value === null
                  ? null
                  : {
                      item: Number(value),
                      term: countColumns[0]?.name ?? '-',
                      persons: countColumns.find(({ role }) => role === 'persons')?.name ?? '-',
                    },
            })
          }
          data-testid="model-counts"
        />
      )}
      {counts !== null &&
        (['term', 'persons'] as const).map((field) => (
          <ColumnSelect
            key={field}
            label={t(field === 'term' ? 'model.countsTerm' : 'model.countsPersons')}
            columns={countColumns}
            value={counts[field]}
            testId={`model-counts-${field}`}
            onChange={(column) => onChange({ ...form, counts: { ...counts, [field]: column } })}
          />
        ))}
      <TagsInput
        className={styles.wide ?? ''}
        size="xs"
        label={t('model.continuous')}
        value={form.continuous}
        onChange={(continuous) => onChange({ ...form, continuous })}
        data-testid="model-continuous"
      />
    </div>
  )
}
