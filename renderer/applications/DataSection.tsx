/** The tables and columns asked for, each column with its reason, and the rows they are limited to. */
import { Anchor, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import {
  catalogTableOf,
  databasesOf,
  exposureOf,
  type RequestedTable,
} from '../../shared/model/application-form.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'
import { ExposureLine } from './ExposureLine.tsx'
import { RequestedTableForm } from './RequestedTableForm.tsx'

export function DataSection({ form, change, datasets }: SectionProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const isThere = (schema: string, name: string) =>
    form.tables.some((table) => table.schema === schema && table.name === name)
  const choices = datasets
    .map((dataset) => ({
      group: dataset.title[language],
      items: dataset.tables
        .filter(({ schema, name }) => !isThere(schema, name))
        .map((table) => ({
          value: `${dataset.id} ${table.schema} ${table.name}`,
          label: `${table.title[language]}  ${table.schema}.${table.name}`,
        })),
    }))
    .filter(({ items }) => items.length > 0)

  function add(value: string | null) {
    const [database, schema, name] = value?.split(' ') ?? []
    if (!database || !schema || !name) return
    change({ tables: [...form.tables, { database, schema, name, columns: [], conditions: [] }] })
  }
  const replace = (asked: RequestedTable, by: RequestedTable | null) =>
    change({ tables: form.tables.flatMap((one) => (one === asked ? (by ? [by] : []) : [one])) })

  return (
    <div className={styles.fields}>
      <ExposureLine exposure={exposureOf(form.tables, datasets)} />
      {databasesOf(form).map((id) => {
        const dataset = datasets.find((one) => one.id === id)
        return (
          <div key={id} className={styles.database}>
            <h4 className={styles.databaseName}>
              <Anchor component={Link} href={`~/catalog/${id}`} size="sm">
                {dataset?.title[language] ?? id}
              </Anchor>
              {dataset && <span className="vw-dim">{dataset.legalBasis[language]}</span>}
            </h4>
            {form.tables
              .filter(({ database }) => database === id)
              .map((asked) => (
                <RequestedTableForm
                  key={`${asked.schema}.${asked.name}`}
                  asked={asked}
                  table={catalogTableOf(datasets, asked)}
                  exposure={exposureOf([asked], datasets)}
                  onChange={(by) => replace(asked, by)}
                />
              ))}
          </div>
        )
      })}
      <Select
        searchable
        value={null}
        data={choices}
        placeholder={t('data.add')}
        aria-label={t('data.add')}
        nothingFoundMessage={t('data.none')}
        onChange={add}
        maw={460}
        data-testid="table-add"
      />
      <p className={styles.hint}>
        {t('data.fromCatalog')}{' '}
        <Anchor component={Link} href="~/catalog" size="xs">
          {t('data.openCatalog')}
        </Anchor>
      </p>
    </div>
  )
}
