/** What stands behind one cell of a protected table: its value, persons, interval and findings. */
import { useTranslation } from 'react-i18next'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './CellInspector.module.css'
import { FindingView } from './FindingsList.tsx'
import type { GridPlace } from './grid-keys.ts'
import { rowName, standingOf, type Table } from './protected-cell.ts'

export interface CellInspectorProps {
  table: Table
  place: GridPlace | null
  /** What a value is in the code list of its column; null where there is no such word. */
  wordOf(column: number, value: string): string | null
}

export function CellInspector({ table, place, wordOf }: CellInspectorProps) {
  const { t } = useTranslation('disclosure')
  const language = useLanguage()
  const cell = place && table.rows[place.row]?.[place.column]
  if (!place || !cell) return <p className={styles.none}>{t('inspector.none')}</p>
  const column = table.columns[place.column]
  const standing = standingOf(cell, column?.role)
  const findings = cell.findings.map((index) => table.findings[index]).filter((each) => each !== undefined)
  return (
    <div className={styles.inspector} data-testid="cell-inspector" aria-live="polite">
      <div className={styles.place}>
        {rowName(table, place.row, wordOf) ?? t('where.rowNumber', { row: place.row + 1 })} › {column?.name}
      </div>
      <dl className={styles.facts}>
        <dt>{t('inspector.leaves')}</dt>
        <dd>
          {standing !== 'shown' ? (
            <DisclosureMark state="hidden" label={t(`status.${standing}`)} />
          ) : cell.text === null ? (
            <DisclosureMark state="masked" label={t('untold')} />
          ) : (
            <>
              <b>{cell.text || t('blank')}</b>{' '}
              <span className="vw-dim">{wordOf(place.column, cell.text)}</span>
            </>
          )}
        </dd>
        {(standing !== 'shown' || cell.text === null) && (
          <>
            <dt>{t('inspector.why')}</dt>
            <dd>{standing === 'shown' ? t('untoldHint') : t(`statusHint.${standing}`)}</dd>
          </>
        )}
        <dt>{t('inspector.persons')}</dt>
        <dd data-testid="cell-persons">
          {cell.persons === '?' ? t('inspector.unknown') : cell.persons.replace('<', '‹')}
        </dd>
        {cell.interval && (
          <>
            <dt>{t('inspector.interval')}</dt>
            <dd data-testid="cell-interval">
              {t(cell.interval[0] === cell.interval[1] ? 'inspector.exact' : 'inspector.between', {
                low: formatNumber(cell.interval[0], language, { maximumFractionDigits: 2 }),
                high: formatNumber(cell.interval[1], language, { maximumFractionDigits: 2 }),
              })}
            </dd>
          </>
        )}
        <dt>{t('inspector.role')}</dt>
        <dd>
          {t(`terms:columnRole.${column?.role ?? 'derived'}`)} <span className="vw-dim">{column?.type}</span>
        </dd>
      </dl>
      {findings.map((finding, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: findings of a cell are a fixed list
        <FindingView key={index} table={table} wordOf={wordOf} finding={finding} />
      ))}
    </div>
  )
}
