/**
 * What the catalog tells of a table or column without a permit: how much there is, how complete, how distributed.
 * The environment rounds persons and leaves small counts out; nothing here comes from a query.
 */
import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { codeAndWord, codeSystemOf, type Variable } from '../../shared/model/catalog.ts'
import type { PermitTable, RowCondition } from '../../shared/model/permit.ts'
import { useAnswer } from '../client/calls.ts'
import { CodeList } from '../display/CodeList.tsx'
import { RowConditions } from '../display/RowConditions.tsx'
import { formatNumber } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './Profile.module.css'

const MOST_LABELS = 8

type Place = Pick<PermitTable, 'database' | 'schema' | 'name'>

function useProfile({ database, schema, name }: Place) {
  const { data } = useAnswer('catalog.dataset', { datasetId: database })
  const profile = data?.profiles.find((each) => each.schema === schema && each.name === name)
  const variables = data?.dataset.tables.find(
    (each) => each.schema === schema && each.name === name,
  )?.variables
  return { profile, variables }
}

/**
 * How large a table is and over which months it goes, as the catalog tells everybody; nothing where it has no
 * profile.
 */
export function TableProfile({ table }: { table: Place }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const { profile } = useProfile(table)
  if (!profile) return null
  const { rows, persons, first, last } = profile
  return (
    <dl className={styles.profile} data-testid="table-profile">
      {rows !== null && (
        <div>
          <dt>{t('profile.rows')}</dt>
          <dd>{formatNumber(rows, language)}</dd>
        </div>
      )}
      {persons !== null && (
        <div>
          <dt>{t('profile.persons')}</dt>
          <dd>{formatNumber(persons, language)}</dd>
        </div>
      )}
      {first && last && (
        <div>
          <dt>{t('profile.period')}</dt>
          <dd>{first === last ? first : `${first} – ${last}`}</dd>
        </div>
      )}
    </dl>
  )
}

/** Which rows of a table the permit holds; nothing where it holds all. */
export function RowsOfTable({
  table,
  conditions,
}: {
  table: PermitTable
  conditions: readonly RowCondition[]
}) {
  const language = useLanguage()
  const { variables } = useProfile(table)
  const column = (name: string) => table.columns.find((one) => one.name === name)
  return (
    <RowConditions
      conditions={conditions}
      titleOf={(name) => bilingual(language, column(name) ?? { nameJa: name, nameEn: name }, 'name')}
      codesOf={(name) => variables?.find((one) => one.name === name)?.codes ?? []}
    />
  )
}

/** The code list of a result's column. */
export function ColumnCodes({ variable }: { variable: Variable }) {
  const language = useLanguage()
  return (
    <>
      {codeSystemOf(variable, language)}
      <CodeList of={variable.name} codes={variable.codes} />
    </>
  )
}

/** What values a column has, as the catalog tells everybody, with what its codes mean. */
export function ColumnProfile({ table, column }: { table: Place; column: string }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const { profile, variables } = useProfile(table)
  const found = profile?.columns.find(({ name }) => name === column)
  const variable = variables?.find(({ name }) => name === column)
  const codes = variable && codeSystemOf(variable, language)
  const labels = found?.distribution ?? []
  const largest = Math.max(1, ...labels.map(({ count }) => count))
  const total = labels.reduce((sum, { count }) => sum + count, 0)
  return (
    <dl className={styles.profile} data-testid="column-profile">
      {codes && (
        <div>
          <dt>{t('profile.codes')}</dt>
          <dd>
            {codes}
            {variable && <CodeList of={variable.name} codes={variable.codes} />}
          </dd>
        </div>
      )}
      {found && found.completeness !== null && (
        <div>
          <dt>{t('profile.completeness')}</dt>
          <dd>{formatNumber(found.completeness, language, { style: 'percent' })}</dd>
        </div>
      )}
      {labels.length > 0 && (
        <div>
          <dt>{t('profile.distribution')}</dt>
          <dd>
            {labels.slice(0, MOST_LABELS).map(({ label, count }) => (
              <div key={label} className={styles.bar}>
                <span className={styles.label} title={codeAndWord(variable, label, language)}>
                  {codeAndWord(variable, label, language)}
                </span>
                <Progress
                  className={styles.track}
                  value={(100 * count) / largest}
                  size={7}
                  radius={0}
                  aria-hidden
                />
                <span className={styles.share}>
                  {formatNumber(count / total, language, { style: 'percent', maximumFractionDigits: 0 })}
                </span>
              </div>
            ))}
            {labels.length > MOST_LABELS && (
              <div className="vw-dim">{t('profile.more', { count: labels.length - MOST_LABELS })}</div>
            )}
          </dd>
        </div>
      )}
    </dl>
  )
}
