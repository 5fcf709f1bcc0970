/** Cells that should stay shown (chosen in the table with K) or be hidden; listed and let go here. */
import { Button, CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { KeptCell } from '../../shared/model/protection.ts'
import { rowName, type Table } from '../display/protected-cell.ts'
import styles from './ProtectionControls.module.css'

export interface CellChoicesProps {
  use: 'keep' | 'hide'
  cells: readonly KeptCell[]
  table: Table | null
  onChange(cells: KeptCell[]): void
}

/** Most cells listed by name; the rest is counted. */
const LISTED = 12

export function CellChoices({ use, cells, table, onChange }: CellChoicesProps) {
  const { t } = useTranslation('outputs')
  return (
    <fieldset className={styles.choice}>
      <legend>{t(`choices.${use}`)}</legend>
      {cells.length === 0 && <p className={styles.said}>{t('choices.keepNone')}</p>}
      <div className={styles.row} data-testid={`${use}-cells`}>
        {cells.slice(0, LISTED).map(({ row, column }) => (
          <span key={`${row} ${column}`} className={styles.row}>
            {(table && rowName(table, row)) ?? t('disclosure:where.rowNumber', { row: row + 1 })} › {column}
            <CloseButton
              size="xs"
              aria-label={t(`choices.${use}LetGo`)}
              onClick={() => onChange(cells.filter((one) => one.row !== row || one.column !== column))}
            />
          </span>
        ))}
        {cells.length > LISTED && (
          <span className="vw-dim">{t('choices.more', { count: cells.length - LISTED })}</span>
        )}
        {cells.length > 1 && (
          <Button variant="subtle" size="compact-xs" onClick={() => onChange([])}>
            {t('choices.letAllGo')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
