// biome-ignore-all lint/a11y/useSemanticElements: part of a grid whose rows and columns off screen do not exist
/** The head of a grid's column: its name and what it is; a click sorts by it, its edge resizes it. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import type { DisplayColumn } from './column.ts'
import styles from './Grid.module.css'

/** What ends on the edge of a column resized it, and sorts nothing. */
const stop = (event: React.MouseEvent) => event.stopPropagation()

interface HeaderCellProps {
  column: DisplayColumn
  index: number
  left: number
  width: number
  sorted: 'ascending' | 'descending' | null
  onSort(): void
  onFocus(): void
  onResize(width: number): void
  onReset(): void
}

/**
 * The head of a column: its name, its order, and the edge by which it is made wider; keys do what the pointer
 * does.
 */
export function HeaderCell(props: HeaderCellProps) {
  const { column, index, left, width, sorted, onSort, onFocus, onResize, onReset } = props
  const { t } = useTranslation('terms')
  const { t: tGrid } = useTranslation('workbench')
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp
  const startDrag = (event: React.PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const from = event.clientX
    const target = event.currentTarget
    target.setPointerCapture(event.pointerId)
    const move = (moved: PointerEvent) => onResize(Math.max(48, Math.min(900, width + moved.clientX - from)))
    const end = () => {
      target.removeEventListener('pointermove', move)
      target.removeEventListener('pointerup', end)
    }
    target.addEventListener('pointermove', move)
    target.addEventListener('pointerup', end)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys; S sorts by the column in focus
    <div
      className={styles.headerCell}
      role="columnheader"
      tabIndex={-1}
      aria-colindex={index + 1}
      aria-sort={sorted ?? 'none'}
      data-numeric={isNumericType(column.type)}
      style={{ left, width }}
      onMouseDown={onFocus}
      onClick={onSort}
      title={`${column.name} · ${column.type} · ${t(`columnRole.${column.role}`)}\n${tGrid('grid.sortHint')}`}
    >
      <div className={styles.headerName}>
        {sorted && <Arrow size={13} stroke={2.4} className={styles.sorted} aria-hidden />}
        {column.name}
      </div>
      <div className={styles.headerType}>
        <span className={styles.headerRole}>{t(`columnRole.${column.role}`)}</span> {column.type}
      </div>
      <span
        className={styles.resize}
        onPointerDown={startDrag}
        onClick={stop}
        onDoubleClick={onReset}
        aria-hidden
      />
    </div>
  )
}
