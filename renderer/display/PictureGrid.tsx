/**
 * A result as the environment drew it, for values that may not travel as data: pictures laid under each other in
 * their fixed geometry, names of columns on top. Each picture is counted and recorded by the environment (the same one
 * once a day), so pictures are asked for only where the view has come to rest: those on screen, then the next one in
 * the direction of scrolling, so that reading on does not wait. Where the number of rows may not be said, pages go on
 * until one says that it is the last.
 */
import { Button, SegmentedControl } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import { PICTURE, type PictureForm } from '../../shared/contract/results.ts'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import { useLanguage } from '../ui/language.ts'
import type { DisplayColumn } from './column.ts'
import styles from './PictureGrid.module.css'
import { usePictures } from './use-pictures.ts'

const COLUMNS_PER_PICTURE = 12
const BODY_HEIGHT = PICTURE.rowsPerPage * PICTURE.rowHeight
/** Long enough that scrolling past does not count as looking. */
const AT_REST_MS = 250

export interface PictureAsked {
  page: number
  firstColumn: number
  scale: 1 | 2
  theme: 'light' | 'dark'
  language: 'ja' | 'en'
  form: PictureForm
}

/** Browsers decode brotli on connections that nobody reads along, and there alone. */
const form: PictureForm = window.isSecureContext ? 'strips' : 'png'

export interface PictureGridProps {
  resultId: string
  columns: readonly DisplayColumn[]
  /** Null where the number of rows may not be said; pages then go on as long as somebody reads on. */
  rowCount: number | null
  theme: 'light' | 'dark'
  /** What looking means for whoever looks. */
  lead: string
  /** A row to begin with, e.g. of a masked cell somebody wants to see. */
  startRow?: number
  fetchPicture(asked: PictureAsked): Promise<BytesAnswer>
  renderProblem(error: unknown, retry: () => void): React.ReactNode
}

export function PictureGrid(props: PictureGridProps) {
  const { resultId, columns, rowCount, theme, lead, startRow = 0, fetchPicture, renderProblem } = props
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const scroller = useRef<HTMLElement>(null)
  const [firstColumn, setFirstColumn] = useState(0)
  const [turned, setTurned] = useState(1)
  /** Where the view is to be, in CSS pixels from the first row; null while it is left to whoever looks. */
  const [goTo, setGoTo] = useState<number | null>(null)
  const [visible, setVisible] = useState<[number, number]>([0, 0])
  const lastTop = useRef(0)
  const [direction, setDirection] = useState<1 | -1>(1)
  const scale = window.devicePixelRatio > 1 ? 2 : 1
  const pictures = usePictures(resultId, fetchPicture)
  const pageCount = rowCount === null ? turned : Math.max(1, Math.ceil(rowCount / PICTURE.rowsPerPage))
  const drawn = columns.slice(firstColumn, firstColumn + COLUMNS_PER_PICTURE)
  const width = PICTURE.rowNumberWidth + drawn.length * PICTURE.columnWidth

  const groups = useMemo(() => {
    const starts = []
    for (let at = 0; at < columns.length; at += COLUMNS_PER_PICTURE) starts.push(at)
    return starts.map((at) => ({
      value: String(at),
      label: `${at + 1}–${Math.min(columns.length, at + COLUMNS_PER_PICTURE)}`,
    }))
  }, [columns])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new result or another start begins anew
  useEffect(() => {
    setFirstColumn(0)
    setTurned(Math.floor(startRow / PICTURE.rowsPerPage) + 1)
    setGoTo(startRow * PICTURE.rowHeight)
  }, [resultId, startRow])

  // Once there is room for it.
  useEffect(() => {
    if (goTo !== null) scroller.current?.scrollTo(0, goTo)
    setGoTo(null)
  }, [goTo])

  function look() {
    const element = scroller.current
    if (!element) return
    if (element.scrollTop !== lastTop.current) setDirection(element.scrollTop > lastTop.current ? 1 : -1)
    lastTop.current = element.scrollTop
    const from = Math.floor(element.scrollTop / BODY_HEIGHT)
    const until = Math.floor(
      (element.scrollTop + element.clientHeight - PICTURE.headerHeight - 1) / BODY_HEIGHT,
    )
    setVisible([from, Math.min(pageCount - 1, Math.max(from, until))])
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that exist decide what is visible
  useEffect(look, [pageCount, resultId])

  useEffect(() => {
    const timer = setTimeout(() => {
      for (let page = visible[0]; page <= visible[1]; page++) {
        pictures.need({ page, firstColumn, scale, theme, language, form })
      }
      // How far it goes on nobody may say, so that one page more is there for whoever reads on.
      if (rowCount === null && lastTop.current > 0 && visible[1] === pageCount - 1) setTurned(pageCount + 1)
      const ahead = direction === 1 ? visible[1] + 1 : visible[0] - 1
      if (ahead >= 0 && ahead < pageCount)
        pictures.need({ page: ahead, firstColumn, scale, theme, language, form })
    }, AT_REST_MS)
    return () => clearTimeout(timer)
  }, [visible, direction, pageCount, rowCount, firstColumn, scale, theme, language, pictures])

  function turn() {
    const next = Math.min(visible[0] + 1, pageCount)
    setTurned(Math.max(turned, next + 1))
    setGoTo(next * BODY_HEIGHT)
  }

  const heightOf = (page: number) => {
    if (rowCount === null) return BODY_HEIGHT
    return (
      Math.max(0, Math.min(PICTURE.rowsPerPage, rowCount - page * PICTURE.rowsPerPage)) * PICTURE.rowHeight
    )
  }

  const totalHeight = (pageCount - 1) * BODY_HEIGHT + heightOf(pageCount - 1)
  const near = Array.from({ length: visible[1] - visible[0] + 3 }, (_, i) => visible[0] - 1 + i).filter(
    (page) => page >= 0 && page < pageCount,
  )

  return (
    <div className={styles.frame} data-testid="picture-grid">
      <div className={styles.bar}>
        <span>{lead}</span>
        <span className={styles.spacer} />
        {groups.length > 1 && (
          <>
            <span>{t('picture.columns')}</span>
            <SegmentedControl
              value={String(firstColumn)}
              onChange={(value) => setFirstColumn(Number(value))}
              data={groups}
            />
          </>
        )}
        {rowCount === null && (
          <Button variant="default" onClick={turn} data-testid="picture-next">
            {t('picture.next')}
          </Button>
        )}
      </div>
      <section
        ref={scroller}
        className={styles.scroller}
        onScroll={look}
        onContextMenu={(event) => event.preventDefault()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keyboard
        tabIndex={0}
        aria-label={t('picture.name')}
      >
        <div className={styles.header} style={{ width, height: PICTURE.headerHeight }}>
          <span style={{ width: PICTURE.rowNumberWidth }} />
          {drawn.map((column, i) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
              key={i}
              className={styles.name}
              data-numeric={isNumericType(column.type)}
              style={{ width: PICTURE.columnWidth }}
              title={column.type}
            >
              {column.name}
            </span>
          ))}
        </div>
        <div style={{ position: 'relative', width, height: totalHeight }}>
          {near.map((page) => {
            const key = { page, firstColumn, scale, theme, language, form } as const
            const url = pictures.urlOf(key)
            const error = pictures.errorOf(key)
            return (
              <div
                key={page}
                className={styles.page}
                style={{ width, top: page * BODY_HEIGHT, height: heightOf(page) }}
              >
                {url && (
                  <img
                    src={url}
                    alt={t('picture.alt', { page: page + 1 })}
                    draggable={false}
                    style={{ width, marginTop: -PICTURE.headerHeight }}
                    data-testid={`picture-${page}`}
                  />
                )}
                {!url && error !== undefined && (
                  <div className={styles.problem}>{renderProblem(error, () => pictures.retry(key))}</div>
                )}
                {!url && error === undefined && <div className={styles.waiting}>{t('picture.drawing')}</div>}
              </div>
            )
          })}
        </div>
      </section>
    </div>
  )
}
