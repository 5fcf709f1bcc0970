/** The answer as a table. A value the publisher hid is named as such; a sum with hidden values in it is marked. */
import { useTranslation } from 'react-i18next'
import type { OpenCell } from '../../shared/model/open-question.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Scroller } from '../ui/Scroller.tsx'
import type { CrossTable } from './cross-table.ts'
import styles from './Dashboard.module.css'

const LINES_SHOWN = 500
const COLUMNS_SHOWN = 60

export interface CrossTableViewProps {
  cross: CrossTable
  rowTitles: readonly string[]
  measureTitle: string
  /** True where a figure with hidden values in it can only be larger: sums. */
  lowerBounds: boolean
}

export function CrossTableView({ cross, rowTitles, measureTitle, lowerBounds }: CrossTableViewProps) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const columns = cross.columns.slice(0, COLUMNS_SHOWN)
  const plain = columns.length === 1 && columns[0] === null
  const textOf = (cell: OpenCell | null): string => {
    if (!cell) return ''
    if (cell.value === null) return t('table.hidden')
    const value = formatNumber(cell.value, language, { maximumFractionDigits: 2 })
    return lowerBounds && cell.hidden > 0 ? t('table.withHidden', { value }) : value
  }
  const cut = cross.lines.length > LINES_SHOWN || cross.columns.length > COLUMNS_SHOWN
  return (
    <>
      <Scroller className={styles.tableFrame} label={measureTitle}>
        <table className={styles.table} data-testid="dashboard-table">
          <thead>
            <tr>
              {rowTitles.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              {columns.map((column) => (
                <th key={column ?? ''} scope="col" className={styles.number}>
                  {plain ? measureTitle : (column ?? t('empty'))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cross.lines.slice(0, LINES_SHOWN).map((line) => (
              <tr key={line.key}>
                {line.labels.map((label, i) => (
                  <th key={rowTitles[i]} scope="row">
                    {label ?? t('empty')}
                  </th>
                ))}
                {columns.map((column, i) => (
                  <td key={column ?? ''} className={styles.number}>
                    {textOf(line.cells[i] ?? null)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {cut && (
        <p className="vw-dim" data-testid="dashboard-table-cut">
          {t('table.onlyFirst', { lines: LINES_SHOWN, columns: COLUMNS_SHOWN })}
        </p>
      )}
    </>
  )
}
