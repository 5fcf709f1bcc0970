/** Which rows of a table are asked for: a period of a date column, or values of a region or code column. */
import { ActionIcon, Select } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RequestedTable } from '../../shared/model/application-form.ts'
import type { CatalogTable } from '../../shared/model/catalog.ts'
import { DateField } from '../ui/DateField.tsx'
import { useLanguage } from '../ui/language.ts'
import styles from './Editor.module.css'
import { ListInput } from './ListInput.tsx'

type Condition = RequestedTable['conditions'][number]

export interface ConditionsFormProps {
  table: CatalogTable
  conditions: readonly Condition[]
  onChange(conditions: Condition[]): void
}

const isDate = (type: string | undefined) => type !== undefined && /^(DATE|TIMESTAMP)/.test(type)

export function ConditionsForm({ table, conditions, onChange }: ConditionsFormProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const typeOf = (column: string) => table.variables.find(({ name }) => name === column)?.type
  const titleOf = (column: string) =>
    table.variables.find(({ name }) => name === column)?.title[language] ?? column
  const replace = (at: number, by: Partial<Condition>) =>
    onChange(conditions.map((one, index) => (index === at ? { ...one, ...by } : one)))

  return (
    <div className={styles.conditions}>
      {conditions.map((condition, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place
        <div key={at} className={styles.condition}>
          <span className={styles.conditionName}>
            {titleOf(condition.column)} <span className="vw-mono vw-dim">{condition.column}</span>
          </span>
          {isDate(typeOf(condition.column)) ? (
            (['from', 'until'] as const).map((end) => (
              <DateField
                key={end}
                clearable
                aria-label={t(`condition.${end}`)}
                leftSection={<span className={styles.end}>{t(`condition.${end}`)}</span>}
                leftSectionWidth={42}
                value={condition[end] ?? ''}
                onChange={(day) => replace(at, { [end]: day || null })}
              />
            ))
          ) : (
            <ListInput
              label={t('condition.values')}
              placeholder={t('condition.valuesHint')}
              values={condition.in ?? []}
              onChange={(values) => replace(at, { in: values })}
            />
          )}
          <ActionIcon
            aria-label={t('condition.remove')}
            onClick={() => onChange(conditions.filter((_one, index) => index !== at))}
          >
            <IconTrash size={15} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      <Select
        searchable
        value={null}
        placeholder={t('condition.add')}
        aria-label={t('condition.add')}
        data={table.variables
          .filter(({ identity }) => identity === null)
          .map(({ name, title }) => ({ value: name, label: `${title[language]}  ${name}` }))}
        onChange={(column) =>
          column &&
          onChange([
            ...conditions,
            { column, from: null, until: null, in: isDate(typeOf(column)) ? null : [] },
          ])
        }
        maw={280}
      />
    </div>
  )
}
