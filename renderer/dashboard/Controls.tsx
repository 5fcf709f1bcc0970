/** What is asked: table, rows, columns, measure, filter. */
import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OpenQuestion } from '../../shared/model/open-question.ts'
import { useLanguage } from '../ui/language.ts'
import {
  dimensionsOf,
  filterableOf,
  findTable,
  measureKey,
  measuresOf,
  type OpenTable,
  startingQuestion,
} from './askable.ts'
import styles from './Dashboard.module.css'
import { Filters } from './Filters.tsx'
import { useTitles } from './use-titles.ts'

export interface ControlsProps {
  tables: readonly OpenTable[]
  open: OpenTable
  question: OpenQuestion
  onQuestion(question: OpenQuestion): void
}

export function Controls({ tables, open, question, onQuestion }: ControlsProps) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const titles = useTitles(open.table)
  const key = ({ schema, name }: OpenQuestion['table']) => `${schema}.${name}`
  const groups = [...new Set(tables.map(({ dataset }) => dataset))].map((dataset) => ({
    group: dataset.title[language],
    items: tables
      .filter((each) => each.dataset === dataset)
      .map(({ table }) => ({ value: key(table), label: table.title[language] })),
  }))
  const dimensions = dimensionsOf(open.table).map(({ name }) => ({
    value: name,
    label: titles.variable(name),
  }))
  const filterable = filterableOf(open.table).map(({ variable, quantity }) => ({
    value: variable.name,
    label: titles.variable(variable.name),
    quantity,
  }))
  const measures = measuresOf(open.table)
  const change = (part: Partial<OpenQuestion>) => onQuestion({ ...question, ...part })
  return (
    <form className={styles.controls} aria-label={t('controls')} onSubmit={(event) => event.preventDefault()}>
      <Select
        label={t('table.name')}
        data={groups}
        value={key(question.table)}
        onChange={(chosen) => {
          const next = tables.find(({ table }) => key(table) === chosen)
          if (next && next !== findTable(tables, question.table)) onQuestion(startingQuestion(next))
        }}
        allowDeselect={false}
        maxDropdownHeight={360}
        data-testid="dashboard-choose-table"
      />
      <MultiSelect
        label={t('rows')}
        data={dimensions.filter(({ value }) => value !== question.column)}
        value={question.rows}
        onChange={(rows) => rows.length > 0 && change({ rows })}
        maxValues={3}
        searchable
        data-testid="dashboard-rows"
      />
      <Select
        label={t('column')}
        data={dimensions.filter(({ value }) => !question.rows.includes(value))}
        value={question.column}
        onChange={(column) => change({ column })}
        placeholder={t('noColumn')}
        clearable
        searchable
        data-testid="dashboard-column"
      />
      <Select
        label={t('measure.name')}
        data={measures.map((measure) => ({ value: measureKey(measure), label: titles.measure(measure) }))}
        value={measureKey(question.measure)}
        onChange={(chosen) => {
          const measure = measures.find((each) => measureKey(each) === chosen)
          if (measure) change({ measure })
        }}
        allowDeselect={false}
        data-testid="dashboard-measure"
      />
      <Filters
        key={key(question.table)}
        question={question}
        variables={filterable}
        word={titles.value}
        onFilters={(filters) => change({ filters })}
      />
    </form>
  )
}
