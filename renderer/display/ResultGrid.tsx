// biome-ignore-all lint/a11y/useSemanticElements: rows and columns that are not on screen do not exist; no table can say so
/**
 * A result as a grid: rows and columns virtualised, pages of Arrow fetched as they come on screen, the whole moved
 * through by keyboard, put in another order by the heads of its columns. Values cannot be copied or selected: nothing of a
 * result leaves the screen before it was cleared; somebody who tries is told why.
 */

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageColumn } from '../../shared/arrow/result-page.ts'
import type { GroupingSets, MaskName } from '../../shared/model/facts.ts'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { showToast } from '../ui/toasts.ts'
import { holds, sought } from './arrange.ts'
import { CellView } from './CellView.tsx'
import { areExactly, type DisplayColumn } from './column.ts'
import { startingWidths } from './column-widths.ts'
import { focusStays } from './focus-stays.ts'
import styles from './Grid.module.css'
import { type GridPlace, placeAfterKey } from './grid-keys.ts'
import { HeaderCell } from './HeaderCell.tsx'
import { numberTextOf } from './number-texts.ts'
import { totalsOf } from './total-rows.ts'
import { type Arrangement, MOST_ROWS_ARRANGED } from './use-arrangement.ts'
import { type FetchPage, ROWS_PER_FETCH, usePages } from './use-pages.ts'

const ROW_HEIGHT = 24
const HEADER_HEIGHT = 42
/** The words of the row that stands for other groups, in either language. */
const OTHERS_WIDTH = 470
/** Browsers lay out elements up to about 33 million pixels high. */
const MOST_ROWS = 1_250_000

/** `row` is one of the result, wherever it is shown. */
export interface FocusedCell extends GridPlace {
  /** Exact text; null for NULL and for masked cells. */
  text: string | null
  mask: MaskName
  persons: number | null
  /** True for the row that stands for all groups below the minimum. */
  isOthers: boolean
}

export interface ResultGridProps {
  resultId: string
  columns: readonly DisplayColumn[]
  rowCount: number
  /** True where the last row stands for all groups below the minimum. */
  hasOthers: boolean
  minimumPersons: number
  /** Writes the persons behind each value beside it. */
  showPersons: boolean
  /** Tell NULLs that are totals. */
  groupingSets: GroupingSets
  /** What a value is in the code list of its column, in the person's language; null where there is no such word. */
  wordOf(column: number, value: string): string | null
  fetchPage: FetchPage
  /** The order and choice of rows that was asked for. */
  arrangement: Arrangement
  /** Somebody wants to find words in the result. */
  onFind(): void
  onFocusCell(cell: FocusedCell | null): void
  /** Somebody clicked on the head of a column. */
  onFocusColumn(column: number): void
  /** What to show where pages cannot be had. */
  renderProblem(error: unknown, retry: () => void): React.ReactNode
}

/**
 * A result as a grid: pages are fetched as they come into view, and what may not travel stands as its mark.
 */
export function ResultGrid(props: ResultGridProps) {
  const {
    resultId,
    columns,
    minimumPersons,
    showPersons,
    groupingSets,
    wordOf,
    fetchPage,
    arrangement,
    onFind,
    onFocusCell,
    onFocusColumn,
    renderProblem,
  } = props
  const { t } = useTranslation('workbench')
  const { order, sorting } = arrangement
  const words = order ? sought(arrangement.find) : ''
  const rowCount = order?.length ?? Math.min(props.rowCount, MOST_ROWS)
  /** Where on screen something stands is a position; which row of the result stands there is another matter. */
  const rowAt = (position: number): number => order?.[position] ?? position
  const othersAt = props.hasOthers ? props.rowCount - 1 : null
  const scroller = useRef<HTMLDivElement>(null)
  const pages = usePages(resultId, fetchPage)
  const { first } = pages
  const [chosenWidths, setChosenWidths] = useState<Record<number, number>>({})
  const [focus, setFocus] = useState<GridPlace | null>(null)
  /** Column by whose head the rows were just put in order. */
  const byHead = useRef<number | null>(null)

  const ownWidths = useMemo(() => startingWidths(columns, first, wordOf), [columns, first, wordOf])
  const numberTexts = useMemo(
    () => columns.map((column, i) => numberTextOf(column, first?.columns[i], first?.rowCount ?? 0)),
    [columns, first],
  )
  const totals = useMemo(
    () =>
      totalsOf(groupingSets, {
        pages: first ? [first] : [],
        rowCount: props.rowCount - (props.hasOthers ? 1 : 0),
      }),
    [groupingSets, first, props.rowCount, props.hasOthers],
  )
  const widthOf = (index: number) =>
    (chosenWidths[index] ?? ownWidths[index] ?? 120) +
    (showPersons && isNumericType(columns[index]?.type ?? '') ? 56 : 0)
  const numberWidth = Math.max(44, String(props.rowCount).length * 8 + 22)

  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // Rows begin below the header, which stays where it is: as much less of them is on screen. So do columns.
    scrollPaddingEnd: HEADER_HEIGHT,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: widthOf,
    overscan: 2,
    scrollPaddingEnd: numberWidth,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are read through estimateSize; these change them
  useEffect(() => across.measure(), [chosenWidths, ownWidths, showPersons])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new result starts at its first cell
  useEffect(() => {
    setFocus(null)
    setChosenWidths({})
    scroller.current?.scrollTo(0, 0)
    onFocusCell(null)
  }, [resultId])

  // What is first now is where reading begins; the column in focus stays in focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another order or choice does this
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
    const head = byHead.current
    byHead.current = null
    // Whoever sorted by a head looks at that column, not at a cell.
    if (head !== null && rowCount > 0) setFocus({ row: 0, column: head })
    else if (focus && rowCount > 0) moveTo({ row: 0, column: focus.column })
    else if (focus) onFocusCell(null)
  }, [order])

  const shownRows = rows.getVirtualItems()
  const shownColumns = across.getVirtualItems()
  const [firstShown, lastShown] = [shownRows[0]?.index, shownRows.at(-1)?.index]
  useEffect(() => {
    if (order === null && firstShown !== undefined && lastShown !== undefined)
      pages.need(firstShown, lastShown)
  })

  const placeOf = (row: number) =>
    order ? arrangement.placeOf(row) : { page: pages.pageOf(row), at: row % ROWS_PER_FETCH }

  function cellAt({ row: position, column }: GridPlace): FocusedCell | null {
    const row = rowAt(position)
    const { page, at } = placeOf(row)
    const cells = page?.columns[column]
    if (!cells) return null
    const [text, mask, persons] = [cells.text(at), cells.mask(at), cells.persons(at)]
    return { row, column, text, mask, persons, isOthers: row === othersAt }
  }

  function personsAt(cells: PageColumn, at: number, column: number): string | null {
    const count = cells.persons(at)
    if (count === null) return null
    const key = areExactly(columns[column]!, count) ? 'grid.persons' : 'grid.personsAtLeast'
    return t(key, { persons: count.toLocaleString('en') })
  }

  function moveTo(place: GridPlace) {
    setFocus(place)
    rows.scrollToIndex(place.row, { align: 'auto' })
    across.scrollToIndex(place.column, { align: 'auto' })
    onFocusCell(cellAt(place))
  }

  function onKeyDown(event: KeyboardEvent) {
    const ctrl = event.ctrlKey || event.metaKey
    if (ctrl && (event.code === 'KeyC' || event.code === 'KeyX')) {
      event.preventDefault()
      return explainNoCopy()
    }
    // Selecting all would select the window around the grid.
    if (ctrl && event.code === 'KeyA') return event.preventDefault()
    if (ctrl && event.code === 'KeyF') {
      event.preventDefault()
      return onFind()
    }
    if (!ctrl && !event.altKey && event.code === 'KeyS') return sortBy(focus?.column ?? 0)
    const rowsOnScreen = Math.max(
      1,
      Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT) / ROW_HEIGHT) - 1,
    )
    const from = focus ?? { row: 0, column: 0 }
    const place = placeAfterKey(
      from,
      { key: event.key, ctrl },
      { rows: rowCount, columns: columns.length, rowsOnScreen },
    )
    if (!place) return
    event.preventDefault()
    // The first plain arrow only shows where one is.
    moveTo(focus || ctrl || !event.key.startsWith('Arrow') ? place : from)
  }

  function sortBy(column: number) {
    if (arrangement.possible) return arrangement.sortBy(column)
    const rows = MOST_ROWS_ARRANGED.toLocaleString('en')
    showToast({ tone: 'info', title: t('grid.noSort.title', { rows }), body: t('grid.noSort.body') })
  }

  const explainNoCopy = () =>
    showToast({ tone: 'info', title: t('grid.noCopy.title'), body: t('grid.noCopy.body') })

  if (pages.error) return renderProblem(pages.error, pages.retry)
  if (arrangement.error) return renderProblem(arrangement.error, arrangement.retry)

  const focusedId = focus
    ? `cell-${focus.row}-${rowAt(focus.row) === othersAt ? 0 : focus.column}`
    : undefined
  const width = numberWidth + across.getTotalSize()
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={t('grid.name')}
      aria-rowcount={rowCount}
      aria-colcount={columns.length}
      aria-activedescendant={focusedId}
      aria-busy={!first}
      tabIndex={0}
      onFocus={focusStays}
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        event.preventDefault()
        explainNoCopy()
      }}
      onContextMenu={(event) => event.preventDefault()}
      data-testid="result-grid"
      data-loaded={first !== undefined}
    >
      <div className={styles.header} style={{ width, height: HEADER_HEIGHT }} role="row" tabIndex={-1}>
        <div className={styles.corner} style={{ width: numberWidth }} />
        {first &&
          shownColumns.map(({ index, start, size }) => (
            <HeaderCell
              key={index}
              column={columns[index]!}
              index={index}
              left={numberWidth + start}
              width={size}
              sorted={sorting?.column === index ? (sorting.descending ? 'descending' : 'ascending') : null}
              onSort={() => {
                byHead.current = arrangement.possible ? index : null
                sortBy(index)
              }}
              onFocus={() => onFocusColumn(index)}
              onResize={(to) => setChosenWidths((widths) => ({ ...widths, [index]: to }))}
              onReset={() => setChosenWidths(({ [index]: _gone, ...rest }) => rest)}
            />
          ))}
      </div>
      <div style={{ height: rows.getTotalSize(), width, position: 'relative' }}>
        {first &&
          shownRows.map(({ index: position, start }) => {
            const row = rowAt(position)
            const { page, at } = placeOf(row)
            return (
              <div
                key={position}
                className={styles.row}
                role="row"
                tabIndex={-1}
                aria-rowindex={position + 1}
                style={{ transform: `translateY(${start}px)`, width, height: ROW_HEIGHT }}
              >
                <div className={styles.number} style={{ width: numberWidth }}>
                  {row === othersAt ? '…' : row + 1}
                </div>
                {row === othersAt && (
                  <div
                    id={`cell-${position}-0`}
                    role="gridcell"
                    tabIndex={-1}
                    className={`${styles.cell} ${styles.others}`}
                    data-mask="below-minimum"
                    aria-selected={focus?.row === position}
                    aria-colindex={1}
                    aria-colspan={columns.length}
                    style={{ left: numberWidth, width: Math.max(OTHERS_WIDTH, across.getTotalSize()) }}
                    onMouseDown={() => moveTo({ row: position, column: focus?.column ?? 0 })}
                    data-testid="other-groups"
                  >
                    <DisclosureMark state="masked" label={`‹${minimumPersons}`} /> {t('grid.others')}
                  </div>
                )}
                {(row === othersAt ? [] : shownColumns).map(({ index, start: left, size }) => {
                  const cells = page?.columns[index]
                  const exact = cells?.text(at) ?? null
                  const mask = cells?.mask(at) ?? 'shown'
                  const here = focus?.row === position && focus.column === index
                  return (
                    <div
                      key={index}
                      id={`cell-${position}-${index}`}
                      role="gridcell"
                      tabIndex={-1}
                      className={styles.cell}
                      data-numeric={isNumericType(columns[index]?.type ?? '')}
                      data-mask={mask}
                      data-found={holds(exact, words)}
                      aria-selected={here}
                      aria-colindex={index + 1}
                      style={{ left: numberWidth + left, width: size }}
                      onMouseDown={() => moveTo({ row: position, column: index })}
                    >
                      {cells && (
                        <CellView
                          text={exact === null ? null : (numberTexts[index]?.(exact) ?? exact)}
                          mask={mask}
                          word={
                            mask !== 'shown'
                              ? null
                              : exact !== null
                                ? wordOf(index, exact)
                                : totals.get(index)?.has(row)
                                  ? t('grid.total')
                                  : null
                          }
                          persons={showPersons && cells.numeric ? personsAt(cells, at, index) : null}
                          minimumPersons={minimumPersons}
                        />
                      )}
                    </div>
                  )
                })}
              </div>
            )
          })}
      </div>
      {first && rowCount === 0 && (
        <div className={styles.tail}>
          {order ? t('grid.noneFound', { words: arrangement.find }) : t('grid.noRows')}
        </div>
      )}
      {props.rowCount > MOST_ROWS && (
        <div className={styles.tail}>{t('grid.onlyFirst', { rows: MOST_ROWS.toLocaleString('en') })}</div>
      )}
    </div>
  )
}
