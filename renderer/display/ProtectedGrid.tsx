// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid cannot be a table
/**
 * The version of a table that would leave, cell by cell: hidden cells with their sign, shown cells with the mark of
 * their worst finding. Rows are virtualised; arrows move, N and P go to the next and previous marked cell.
 */

import { IconPin } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { type ChangeKind, ChangeMark } from './ChangeMark.tsx'
import { textWidth } from './column-widths.ts'
import { focusStays } from './focus-stays.ts'
import styles from './Grid.module.css'
import { type GridPlace, placeAfterKey } from './grid-keys.ts'
import { type NumberText, numberTextOf } from './number-texts.ts'
import {
  type Cell,
  nameAt,
  nextMarked,
  standingOf,
  type Table,
  toneOf,
  type WordOf,
} from './protected-cell.ts'
import { displayColumns, pageOf, protectedTotals } from './protected-page.ts'
import { protectedWidths, WORD_APART } from './protected-widths.ts'

const ROW_HEIGHT = 25
const HEADER_HEIGHT = 42

export interface ProtectedGridProps {
  table: Table
  selected: GridPlace | null
  onSelect(place: GridPlace): void
  /** The cell under the pointer, or null. */
  onHover?(place: GridPlace | null): void
  /** Enter on a cell. */
  onOpen?(place: GridPlace): void
  /** Names of cells that should stay; they carry a pin. */
  kept?: ReadonlySet<string>
  /** K on a cell. */
  onKeep?(place: GridPlace): void
  /** M on a cell. */
  onNote?(place: GridPlace): void
  /** How cells differ from another version, by name; they carry its sign, and N and P lead through them. */
  changes?: ReadonlyMap<string, ChangeKind>
  /** What a value is in the code list of its column; null where there is no such word. */
  wordOf: WordOf
  /** Tells two grids on one screen apart. */
  id?: string
}

/**
 * The protected table as a grid: each cell with its standing, moved through by keys; only rows on screen are
 * in the page.
 */
export function ProtectedGrid(props: ProtectedGridProps) {
  const {
    table,
    selected,
    onSelect,
    onHover,
    onOpen,
    kept,
    onKeep,
    onNote,
    changes,
    wordOf,
    id = 'protected',
  } = props
  const { t } = useTranslation('disclosure')
  const scroller = useRef<HTMLDivElement>(null)
  const { numberTexts, totals } = useMemo(() => {
    const page = pageOf(table)
    const columns = displayColumns(table)
    return {
      numberTexts: columns.map((column, i) => numberTextOf(column, page.columns[i], page.rowCount)),
      totals: protectedTotals(table),
    }
  }, [table])
  const widths = useMemo(() => {
    const hidden = Math.max(textWidth(t('status.not-allowed')), textWidth(t('status.key')))
    const blank = textWidth(t('blank')) + WORD_APART + textWidth(t('total'))
    const marks = { hidden, untold: textWidth(t('untold')), total: blank }
    return protectedWidths(table, { numberTexts, totals, wordOf, marks })
  }, [table, numberTexts, totals, wordOf, t])
  const numberWidth = Math.max(40, String(table.rows.length).length * 8 + 22)
  const layout = useMemo((): Layout => {
    let left = numberWidth
    const lefts = widths.map((width) => {
      left += width
      return left - width
    })
    return { lefts, widths, numberTexts, totals, wordOf, numberWidth, width: left }
  }, [widths, numberTexts, totals, wordOf, numberWidth])
  const { lefts, width } = layout
  // Handlers that never change, so that rows on screen are not drawn again.
  const handlers = useRef({ onSelect, onHover })
  handlers.current = { onSelect, onHover }
  const select = useCallback((place: GridPlace) => handlers.current.onSelect(place), [])
  const hover = useCallback((place: GridPlace | null) => handlers.current.onHover?.(place), [])

  const rows = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    // Rows begin below the header, which stays where it is: as much less of them is on screen.
    scrollPaddingEnd: HEADER_HEIGHT,
  })
  useEffect(() => {
    if (!selected) return
    rows.scrollToIndex(selected.row, { align: 'auto' })
    const box = scroller.current
    const left = lefts[selected.column] ?? 0
    if (box && left - numberWidth < box.scrollLeft) box.scrollLeft = left - numberWidth
    else if (box && left + (widths[selected.column] ?? 0) > box.scrollLeft + box.clientWidth)
      box.scrollLeft = left + (widths[selected.column] ?? 0) - box.clientWidth
  }, [selected, rows, lefts, widths, numberWidth])

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey) return
    const ctrl = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (!ctrl && (key === 'n' || key === 'p')) {
      const isChanged = changes && ((at: GridPlace) => changes.has(nameAt(table, at)))
      const place = nextMarked(table, selected, key === 'n' ? 1 : -1, isChanged)
      if (place) onSelect(place)
      event.preventDefault()
      return
    }
    if (!ctrl && key === 'k' && selected && onKeep) {
      onKeep(selected)
      event.preventDefault()
      return
    }
    if (!ctrl && key === 'm' && selected && onNote) {
      onNote(selected)
      event.preventDefault()
      return
    }
    if (event.key === 'Enter' && selected) {
      onOpen?.(selected)
      event.preventDefault()
      return
    }
    const rowsOnScreen = Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT) / ROW_HEIGHT) - 1
    const size = {
      rows: table.rows.length,
      columns: table.columns.length,
      rowsOnScreen: Math.max(1, rowsOnScreen),
    }
    const place = placeAfterKey(selected ?? { row: 0, column: 0 }, { key: event.key, ctrl }, size)
    if (!place || table.rows.length === 0) return
    event.preventDefault()
    onSelect(selected ? place : { row: 0, column: 0 })
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={t('grid')}
      aria-rowcount={table.rows.length}
      aria-colcount={table.columns.length}
      aria-activedescendant={selected ? `${id}-${selected.row}-${selected.column}` : undefined}
      tabIndex={0}
      onFocus={focusStays}
      onKeyDown={onKeyDown}
      onMouseLeave={() => onHover?.(null)}
      data-testid="protected-grid"
    >
      <div className={styles.header} style={{ width, height: HEADER_HEIGHT }} role="row" tabIndex={-1}>
        {table.columns.map((column, i) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            key={i}
            className={styles.headerCell}
            role="columnheader"
            tabIndex={-1}
            data-numeric={isNumericType(column.type)}
            style={{ left: lefts[i], width: widths[i] }}
            title={`${column.name} · ${column.type}`}
          >
            <div className={styles.headerName}>{column.name}</div>
            <div className={styles.headerType}>{t(`terms:columnRole.${column.role}`)}</div>
          </div>
        ))}
      </div>
      <div style={{ height: rows.getTotalSize(), width, position: 'relative' }}>
        {rows.getVirtualItems().map(({ index: row, start }) => (
          <Row
            key={row}
            table={table}
            row={row}
            top={start}
            layout={layout}
            selected={selected?.row === row ? selected.column : null}
            kept={kept}
            changes={changes}
            id={id}
            onSelect={select}
            onHover={hover}
          />
        ))}
      </div>
    </div>
  )
}

interface Layout {
  lefts: number[]
  widths: number[]
  numberTexts: NumberText[]
  totals: ReadonlyMap<number, ReadonlySet<number>>
  wordOf: WordOf
  numberWidth: number
  width: number
}

interface RowProps {
  table: Table
  row: number
  top: number
  layout: Layout
  selected: number | null
  kept: ReadonlySet<string> | undefined
  changes: ReadonlyMap<string, ChangeKind> | undefined
  id: string
  onSelect(place: GridPlace): void
  onHover(place: GridPlace | null): void
}

/** Drawn again only when something about itself changes, so that scrolling draws the new rows alone. */
const Row = memo(function Row(props: RowProps) {
  const { table, row, top, layout, selected, kept, changes, id, onSelect, onHover } = props
  const { t } = useTranslation('disclosure')
  const { lefts, widths, numberTexts, totals, wordOf, numberWidth, width } = layout
  return (
    <div
      className={styles.row}
      role="row"
      tabIndex={-1}
      aria-rowindex={row + 1}
      style={{ transform: `translateY(${top}px)`, width, height: ROW_HEIGHT }}
    >
      <div className={styles.number} style={{ width: numberWidth }}>
        {row + 1}
      </div>
      {table.rows[row]?.map((cell, column) => {
        const tone = toneOf(cell, table.findings)
        const change = changes?.get(nameAt(table, { row, column }))
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name than their place
            key={column}
            id={`${id}-${row}-${column}`}
            role="gridcell"
            tabIndex={-1}
            className={styles.cell}
            data-tone={tone}
            data-status={cell.status}
            data-change={change}
            data-numeric={isNumericType(table.columns[column]?.type ?? '')}
            aria-selected={selected === column}
            style={{ left: lefts[column], width: widths[column] }}
            onMouseDown={() => onSelect({ row, column })}
            onMouseEnter={() => onHover({ row, column })}
          >
            {change && (
              <span className={styles.change}>
                <ChangeMark kind={change} short />
              </span>
            )}
            {kept?.has(nameAt(table, { row, column })) && (
              <IconPin size={12} className={styles.pin} aria-label={t('keep.kept')} />
            )}
            <CellContent
              cell={cell}
              role={table.columns[column]?.role}
              tone={tone}
              numberText={numberTexts[column]}
              word={
                totals.get(column)?.has(row)
                  ? t('total')
                  : cell.text === null
                    ? null
                    : wordOf(column, cell.text)
              }
            />
          </div>
        )
      })}
    </div>
  )
})

interface CellContentProps {
  cell: Cell
  role: string | undefined
  tone: ReturnType<typeof toneOf>
  /** How numbers of the column read here; the inspector has the exact text. */
  numberText: NumberText | undefined
  word: string | null
}

function CellContent({ cell, role, tone, numberText, word }: CellContentProps) {
  const { t } = useTranslation('disclosure')
  const standing = standingOf(cell, role)
  if (standing !== 'shown') return <DisclosureMark state="hidden" label={t(`status.${standing}`)} />
  return (
    <>
      {tone !== 'plain' && <SeveritySign severity={tone as 'blocking' | 'warning' | 'note'} />}
      {cell.text === null ? (
        // Too small to be sent, and left as it is: a NULL of the data is a blank here.
        <DisclosureMark state="masked" label={t('untold')} />
      ) : cell.text === '' ? (
        <span className={styles.null} {...(word !== null && { 'data-word': word })}>
          {t('blank')}
        </span>
      ) : (
        <span className={styles.value} {...(word !== null && { 'data-word': word })}>
          {numberText?.(cell.text) ?? cell.text}
        </span>
      )}
    </>
  )
}

const SIGNS = { blocking: '✕', warning: '!', note: 'i' } as const

/** Severity as a shape with a word for screen readers; the same in grid, list and summary. */
export function SeveritySign({ severity }: { severity: keyof typeof SIGNS }) {
  const { t } = useTranslation('disclosure')
  return (
    <span className={styles.sign} data-severity={severity} title={t(`severity.${severity}`)}>
      <span aria-hidden>{SIGNS[severity]}</span>
      <span className="vw-visually-hidden">{t(`severity.${severity}`)}</span>
    </span>
  )
}
