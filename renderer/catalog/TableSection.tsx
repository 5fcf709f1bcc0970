/** A table with its variables: types, codes, sensitivity, completeness, and how its values are spread. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { type CatalogTable, codeSystemOf, type Variable } from '../../shared/model/catalog.ts'
import { CodeList } from '../display/CodeList.tsx'
import { formatDay, formatMonth, formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Distribution } from './Distribution.tsx'
import { GatherButton } from './GatherButton.tsx'
import { HeldRows } from './HeldRows.tsx'
import styles from './TableSection.module.css'
import { UseButton } from './UseButton.tsx'

export type Profile = RouteOutput<'catalog.dataset'>['profiles'][number]

export interface TableSectionProps {
  database: string
  table: CatalogTable
  profile: Profile | null
  /** Name of the variable to bring into view. */
  wanted: string | null
}

/** Whether the months in the data are those of the table's period, which stands beside them. */
const wholePeriod = ({ period }: CatalogTable, { first, last }: Profile): boolean =>
  (period?.from.startsWith(first ?? '–') && period.until.startsWith(last ?? '–')) ?? false

export function TableSection({ database, table, profile, wanted }: TableSectionProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const number = (value: number | null) => (value === null ? '–' : formatNumber(value, language))
  return (
    <div className={styles.section} data-testid="catalog-table">
      <p className={styles.lead}>
        <code className="vw-mono">
          {table.schema}.{table.name}
        </code>
        <span>{t(`level.${table.level}`)}</span>
        {table.period && (
          <span>
            {formatDay(table.period.from, language)} – {formatDay(table.period.until, language)}
          </span>
        )}
        {profile && (
          <>
            <span>{t('profile.rows', { shown: number(profile.rows) })}</span>
            {table.level === 'person' && (
              <span>{t('profile.persons', { shown: number(profile.persons) })}</span>
            )}
            {profile.first && profile.last && !wholePeriod(table, profile) && (
              <span>
                {t(profile.first === profile.last ? 'profile.month' : 'profile.months', {
                  from: formatMonth(profile.first, language),
                  until: formatMonth(profile.last, language),
                })}
              </span>
            )}
          </>
        )}
        <UseButton table={table} />
        <GatherButton
          tables={[{ database, schema: table.schema, name: table.name, columns: [] }]}
          label={t('gather.table')}
          testId={`gather-${table.schema}.${table.name}`}
        />
      </p>
      {table.note && <p className={styles.note}>{table.note[language]}</p>}
      <HeldRows table={table} />
      <div className={styles.scroller}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('column.name')}</th>
              <th>{t('column.title')}</th>
              <th>{t('column.type')}</th>
              <th>{t('column.codes')}</th>
              <th>{t('column.sensitivity')}</th>
              <th>{t('column.completeness')}</th>
              <th>{t('column.distribution')}</th>
            </tr>
          </thead>
          <tbody>
            {table.variables.map((variable) => (
              <VariableRow
                key={variable.name}
                of={{ database, schema: table.schema, name: table.name }}
                gatherable={table.level === 'person' && variable.identity !== 'person'}
                variable={variable}
                tablePeriod={table.period}
                profile={profile?.columns.find(({ name }) => name === variable.name) ?? null}
                wanted={variable.name === wanted}
              />
            ))}
          </tbody>
        </table>
      </div>
      {profile && <p className={styles.rounded}>{t('profile.rounded')}</p>}
    </div>
  )
}

const isSamePeriod = (one: CatalogTable['period'], other: CatalogTable['period']): boolean =>
  one?.from === other?.from && one?.until === other?.until

interface VariableRowProps {
  of: { database: string; schema: string; name: string }
  /** Open tables come whole, and the pseudonym comes with every table. */
  gatherable: boolean
  variable: Variable
  /** Shown with the variable only where it differs. */
  tablePeriod: CatalogTable['period']
  profile: Profile['columns'][number] | null
  wanted: boolean
}

function VariableRow({ of, gatherable, variable, tablePeriod, profile, wanted }: VariableRowProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const row = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (wanted) row.current?.scrollIntoView({ block: 'center' })
  }, [wanted])
  return (
    <tr ref={row} data-wanted={wanted} data-testid={`variable-${variable.name}`}>
      <td className="vw-mono">
        <div className={styles.variable}>
          {gatherable && (
            <GatherButton
              tables={[{ ...of, columns: [variable.name] }]}
              label={t('gather.variable', { name: variable.title[language] })}
              compact
              testId={`gather-${of.schema}.${of.name}.${variable.name}`}
            />
          )}
          {variable.name}
        </div>
      </td>
      <td className={styles.words}>
        {variable.title[language]}
        {variable.note && <div className="vw-dim">{variable.note[language]}</div>}
        {variable.period && !isSamePeriod(variable.period, tablePeriod) && (
          <div className="vw-dim">
            {formatDay(variable.period.from, language)} – {formatDay(variable.period.until, language)}
          </div>
        )}
      </td>
      <td className="vw-mono">
        {variable.type}
        {variable.unit && <span className="vw-dim"> {variable.unit}</span>}
      </td>
      <td className={styles.codes}>
        {codeSystemOf(variable, language)}
        <CodeList of={variable.name} codes={variable.codes} />
      </td>
      <td>
        <span className={styles.sensitivity} data-sensitivity={variable.sensitivity}>
          {t(`terms:sensitivity.${variable.sensitivity}`)}
        </span>
        {variable.identity && <div className="vw-dim">{t(`terms:identity.${variable.identity}`)}</div>}
      </td>
      <td>
        {profile?.completeness != null && (
          <span className={styles.completeness}>
            <span className={styles.track} aria-hidden>
              <span className={styles.bar} style={{ width: `${profile.completeness * 100}%` }} />
            </span>
            {formatNumber(profile.completeness, language, { style: 'percent' })}
          </span>
        )}
      </td>
      <td>
        {profile && profile.distribution.length > 0 && (
          <Distribution bins={profile.distribution} variable={variable} />
        )}
      </td>
    </tr>
  )
}
