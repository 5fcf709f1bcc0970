/**
 * What a result is submitted as, and which of its columns are what. Guessed from the columns' names at first; the
 * researcher's choice stands from then on.
 */
import { SegmentedControl } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { beginModel, beginSurvival, guessForm } from '../../shared/model/guess-form.ts'
import { type ItemForm, itemFormOf, PLAIN_TABLE } from '../../shared/model/output-form.ts'
import { useAnswer } from '../client/calls.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { startingChart } from '../display/chart-spec.ts'
import { useLanguage } from '../ui/language.ts'
import { FigureFields } from './FigureFields.tsx'
import styles from './FormChoice.module.css'
import { ModelColumns } from './ModelColumns.tsx'
import { SurvivalColumns } from './SurvivalColumns.tsx'
import type { ItemDraft, TableDraft } from './submission.ts'

const KINDS = ['table', 'figure', 'survival', 'model'] as const satisfies readonly ItemForm[]

export interface FormChoiceProps {
  item: TableDraft
  /** The other tables of the submission, which a model may take its counts from. */
  others: readonly { place: number; item: TableDraft }[]
  onChange(to: (item: ItemDraft) => ItemDraft): void
}

export function FormChoice({ item, others, onChange }: FormChoiceProps) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const datasets = useDatasets()
  const { data: view } = useAnswer('results.view', { resultId: item.resultId })
  const columns = view?.columns ?? []
  const form = item.form ?? PLAIN_TABLE
  const kind = itemFormOf({ kind: 'table', form, chart: item.chart })
  const change = (part: Partial<TableDraft>) =>
    onChange((before) => (before.kind === 'table' ? { ...before, ...part } : before))

  const isNew = item.form === undefined && view !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the columns are known
  useEffect(() => {
    if (!isNew) return
    const guessed = guessForm(columns)
    change({ form: guessed, ...(guessed.kind === 'survival' ? { chart: null } : {}) })
  }, [isNew])

  function choose(next: ItemForm) {
    if (next === 'survival') change({ form: beginSurvival(columns), chart: null })
    else if (next === 'model') change({ form: beginModel(columns) })
    else if (next === 'figure')
      change({ form: PLAIN_TABLE, chart: item.chart ?? startingChart(columns, language) })
    else change({ form: PLAIN_TABLE, chart: null })
  }

  return (
    <fieldset className={styles.form} disabled={!view}>
      <legend className={styles.legend}>{t('name')}</legend>
      <SegmentedControl
        fullWidth
        size="xs"
        value={kind}
        onChange={(value) => choose(value as ItemForm)}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        data-testid="form-kind"
      />
      <p className={styles.hint}>
        {t(`hint.${kind}`)} {kind !== 'table' && kind !== 'figure' && t('stricter')}
      </p>
      {kind === 'figure' && item.chart && (
        <FigureFields
          chart={item.chart}
          columns={columns}
          datasets={datasets}
          onChange={(chart) => change({ chart })}
        />
      )}
      {form.kind === 'survival' && (
        <SurvivalColumns form={form} columns={columns} onChange={(next) => change({ form: next })} />
      )}
      {form.kind === 'model' && (
        <ModelColumns
          form={form}
          columns={columns}
          others={others}
          onChange={(next) => change({ form: next })}
        />
      )}
    </fieldset>
  )
}
