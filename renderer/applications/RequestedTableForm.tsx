import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { columnsToAsk, type Exposure, type RequestedTable } from '../../shared/model/application-form.ts'
import type { CatalogTable, Variable } from '../../shared/model/catalog.ts'
import { useLanguage } from '../ui/language.ts'
import { ConditionsForm } from './ConditionsForm.tsx'
import styles from './Editor.module.css'
import { ExposureLine } from './ExposureLine.tsx'

export interface RequestedTableFormProps {
  asked: RequestedTable
  table: CatalogTable | undefined
  exposure: Exposure
  /** Null takes the table out. */
  onChange(by: RequestedTable | null): void
}

/** One table: which of its columns are asked for and why. Those not asked for show on demand. */
export function RequestedTableForm({ asked, table, exposure, onChange }: RequestedTableFormProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [all, setAll] = useState(asked.columns.length === 0)
  const known = table ? columnsToAsk(table) : []
  const shown = known.filter(({ name }) => all || asked.columns.some((column) => column.name === name))
  const last = asked.columns.findLast(({ reason }) => reason.trim() !== '')?.reason
  const lacking = asked.columns.some(({ reason }) => reason.trim() === '')

  const toggle = (name: string) =>
    onChange({
      ...asked,
      columns: asked.columns.some((column) => column.name === name)
        ? asked.columns.filter((column) => column.name !== name)
        : known
            .filter((one) => one.name === name || asked.columns.some((column) => column.name === one.name))
            .map((one) => asked.columns.find((column) => column.name === one.name) ?? { name, reason: '' }),
    })
  const explain = (name: string, reason: string) =>
    onChange({
      ...asked,
      columns: asked.columns.map((column) => (column.name === name ? { name, reason } : column)),
    })
  const fill = (reason: string) =>
    onChange({
      ...asked,
      columns: asked.columns.map((column) => (column.reason.trim() === '' ? { ...column, reason } : column)),
    })

  const address = `${asked.schema}.${asked.name}`
  return (
    <div className={styles.table} data-testid={`asked-${address}`}>
      <div className={styles.tableHead}>
        <b>{table?.title[language] ?? address}</b>
        <span className="vw-mono vw-dim">{address}</span>
        {table?.level === 'person' ? (
          <ExposureLine exposure={exposure} />
        ) : (
          <span className="vw-dim">{t('data.open')}</span>
        )}
        <ActionIcon
          ml="auto"
          aria-label={t('data.remove', { table: address })}
          onClick={() => onChange(null)}
          data-testid={`remove-${address}`}
        >
          <IconTrash size={15} stroke={1.6} />
        </ActionIcon>
      </div>
      {table?.level === 'person' && (
        <>
          <div className={styles.columns}>
            {shown.map((variable) => (
              <ColumnRow
                key={variable.name}
                variable={variable}
                reason={asked.columns.find(({ name }) => name === variable.name)?.reason ?? null}
                onToggle={() => toggle(variable.name)}
                onReason={(reason) => explain(variable.name, reason)}
                id={`${address}.${variable.name}`}
              />
            ))}
          </div>
          <div className={styles.tableFoot}>
            <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
              {t(all ? 'data.showAsked' : 'data.showAll', { count: known.length })}
            </Button>
            {lacking && last && (
              <Button variant="subtle" size="compact-xs" onClick={() => fill(last)}>
                {t('data.sameReason', { reason: last.length > 24 ? `${last.slice(0, 24)}…` : last })}
              </Button>
            )}
          </div>
        </>
      )}
      {table && (
        <ConditionsForm
          table={table}
          conditions={asked.conditions}
          onChange={(conditions) => onChange({ ...asked, conditions })}
        />
      )}
    </div>
  )
}

interface ColumnRowProps {
  variable: Variable
  /** Null where the column is not asked for. */
  reason: string | null
  onToggle(): void
  onReason(reason: string): void
  id: string
}

function ColumnRow({ variable, reason, onToggle, onReason, id }: ColumnRowProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  return (
    <div className={styles.column} data-asked={reason !== null}>
      <Checkbox
        checked={reason !== null}
        onChange={onToggle}
        label={
          <>
            {variable.title[language]} <span className="vw-mono vw-dim">{variable.name}</span>
          </>
        }
        data-testid={`ask-${id}`}
      />
      <span className={styles.sensitivity} data-sensitivity={variable.sensitivity}>
        {t(`terms:sensitivity.${variable.sensitivity}`)}
      </span>
      {reason === null ? (
        <span />
      ) : (
        <TextInput
          size="xs"
          aria-label={t('data.reasonFor', { column: variable.title[language] })}
          placeholder={t('data.reason')}
          maxLength={600}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
          data-testid={`reason-${id}`}
        />
      )}
    </div>
  )
}
