/** Cells that are not as they were, the ones a reviewer must look at first. Virtualised: there may be thousands. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { CellChange } from '../../shared/contract/reviews.ts'
import type { Finding } from '../../shared/model/findings.ts'
import { ChangeMark } from '../display/ChangeMark.tsx'
import styles from './Difference.module.css'

type Change = z.output<typeof CellChange>
const ROW_HEIGHT = 24
const ORDER: Change['kind'][] = ['newly-shown', 'changed', 'added', 'newly-hidden', 'removed']

export function ChangedCells({
  cells,
  findings,
  onGo,
}: {
  cells: readonly Change[]
  findings: readonly Finding[]
  /** Shows a cell in the table above. */
  onGo(cell: { row: number; column: string }): void
}) {
  const { t } = useTranslation('review')
  const scroller = useRef<HTMLDivElement>(null)
  const marked = useMemo(() => new Set(findings.map(({ row, column }) => `${row} ${column}`)), [findings])
  const isMarked = (cell: Change) => marked.has(`${cell.row} ${cell.column}`)
  const sorted = useMemo(
    () =>
      [...cells].sort(
        (a, b) =>
          Number(marked.has(`${b.row} ${b.column}`)) - Number(marked.has(`${a.row} ${a.column}`)) ||
          ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
          a.row - b.row,
      ),
    [cells, marked],
  )
  const rows = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  })
  return (
    <div ref={scroller} className={styles.cells} data-testid="changed-cells">
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const cell = sorted[index]!
          const { kind, name, column, before, after } = cell
          return (
            <button
              key={index}
              type="button"
              className={styles.cell}
              data-marked={isMarked(cell)}
              style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
              // Cells that are gone have no place in the table above.
              disabled={kind === 'removed'}
              title={kind === 'removed' ? undefined : t('difference.go')}
              onClick={() => onGo(cell)}
              data-testid={`changed-cell-${index}`}
            >
              <span className={styles.kind} data-kind={kind}>
                <ChangeMark kind={kind} />
              </span>
              <span className={styles.place}>
                {name} › {column}
              </span>
              <span className={styles.value}>
                {before ?? (kind === 'added' ? '' : '■')} {kind !== 'added' && kind !== 'removed' && '→'}{' '}
                {after ?? (kind === 'removed' ? '' : '■')}
              </span>
            </button>
          )
        })}
      </div>
    </div>
  )
}
