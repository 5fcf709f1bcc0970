/**
 * What is left out: for a variable, the values that stay, for a quantity or a year the range. The values on offer are
 * those the table holds.
 */
import { MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenFilter, OpenQuestion } from '../../shared/model/open-question.ts'
import { useAnswer } from '../client/calls.ts'
import { RangeFilter } from './RangeFilter.tsx'

type ValueFilter = Extract<OpenFilter, { in: unknown }>
/** Stands for the empty value, which no menu can hold; no value of a table begins with this sign. */
const EMPTY = '\u0001'
const MOST_FILTERS = 10

export interface FiltersProps {
  question: OpenQuestion
  /** What can be filtered; `quantity`: by a range. */
  variables: readonly { value: string; label: string; quantity: boolean }[]
  /** A value of a variable as people read it. */
  word(column: string, value: string): string
  onFilters(filters: OpenFilter[]): void
}

export function Filters({ question, variables, word, onFilters }: FiltersProps) {
  const { t } = useTranslation('dashboard')
  const titleOf = (column: string) => variables.find(({ value }) => value === column)?.label ?? column
  const replace = (filter: OpenFilter, next: OpenFilter | null) =>
    onFilters(question.filters.flatMap((each) => (each !== filter ? [each] : next ? [next] : [])))
  const free = variables.filter(({ value }) => !question.filters.some(({ column }) => column === value))
  return (
    <>
      {question.filters.map((filter) =>
        'in' in filter ? (
          <FilterValues
            key={filter.column}
            question={question}
            filter={filter}
            title={titleOf(filter.column)}
            word={word}
            onValues={(chosen) => replace(filter, chosen.length > 0 ? { ...filter, in: chosen } : null)}
          />
        ) : (
          <RangeFilter
            key={filter.column}
            filter={filter}
            title={titleOf(filter.column)}
            onRange={(range) => replace(filter, range)}
            onRemove={() => replace(filter, null)}
          />
        ),
      )}
      {question.filters.length < MOST_FILTERS && (
        <AddFilter
          key={question.filters.length}
          question={question}
          variables={free}
          title={t('filter.add')}
          word={word}
          onAdd={(filter) => onFilters([...question.filters, filter])}
        />
      )}
    </>
  )
}

function AddFilter({
  question,
  variables,
  title,
  word,
  onAdd,
}: {
  question: OpenQuestion
  variables: FiltersProps['variables']
  title: string
  word: FiltersProps['word']
  onAdd(filter: OpenFilter): void
}) {
  const { t } = useTranslation('dashboard')
  const [column, setColumn] = useState<string | null>(null)
  const choose = (chosen: string | null) => {
    const quantity = variables.some(({ value, quantity }) => value === chosen && quantity)
    // A range is there at once, open at both ends; values are only there once one is chosen.
    if (chosen !== null && quantity) onAdd({ column: chosen, from: null, until: null })
    else setColumn(chosen)
  }
  return (
    <>
      <Select
        label={title}
        placeholder={t('filter.none')}
        data={variables.map(({ value, label }) => ({ value, label }))}
        value={column}
        onChange={choose}
        clearable
        searchable
        data-testid="dashboard-filter-variable"
      />
      {column && (
        <FilterValues
          question={question}
          filter={{ column, in: [] }}
          title={t('filter.values')}
          word={word}
          onValues={(chosen) => onAdd({ column, in: chosen })}
        />
      )}
    </>
  )
}

function FilterValues({
  question,
  filter,
  title,
  word,
  onValues,
}: {
  question: OpenQuestion
  filter: ValueFilter
  title: string
  word: FiltersProps['word']
  onValues(values: (string | null)[]): void
}) {
  const { t } = useTranslation('dashboard')
  const answer = useAnswer('dashboard.aggregate', {
    table: question.table,
    rows: [filter.column],
    measure: { kind: 'count' },
  })
  const found = answer.data?.cells.map((cell) => cell.rows[0] ?? null) ?? []
  const all = [...new Set([...found, ...filter.in])]
  return (
    <MultiSelect
      label={title}
      data={all.map((value) => ({
        value: value ?? EMPTY,
        label: value === null ? t('empty') : word(filter.column, value),
      }))}
      value={filter.in.map((value) => value ?? EMPTY)}
      onChange={(chosen) => onValues(chosen.map((value) => (value === EMPTY ? null : value)))}
      maxValues={200}
      limit={200}
      searchable
      clearable
      placeholder={t('filter.choose')}
      data-testid={`dashboard-filter-${filter.column}`}
    />
  )
}
