/** Findings in words, in the order a reviewer reads them. Arrows move through them, and the grid follows. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../shared/model/findings.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './FindingsList.module.css'
import { findingText } from './finding-text.ts'
import type { GridPlace } from './grid-keys.ts'
import { SeveritySign } from './ProtectedGrid.tsx'
import { placeOf, readingOrder, rowName, type Table } from './protected-cell.ts'

export interface FindingsListProps {
  table: Table
  /** Index of the finding in front, or null. */
  current: number | null
  onCurrent(finding: number, place: GridPlace | null): void
}

export function FindingsList({ table, current, onCurrent }: FindingsListProps) {
  const { t } = useTranslation('disclosure')
  const scroller = useRef<HTMLDivElement>(null)
  const order = useMemo(() => readingOrder(table.findings), [table.findings])
  const at = current === null ? -1 : order.indexOf(current)
  const items = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 54,
    overscan: 6,
  })
  useEffect(() => {
    if (at >= 0) items.scrollToIndex(at, { align: 'auto' })
  }, [at, items])

  const choose = (position: number) => {
    const index = order[Math.max(0, Math.min(order.length - 1, position))]
    const finding = index === undefined ? undefined : table.findings[index]
    if (index !== undefined && finding) onCurrent(index, placeOf(table, finding))
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    choose(step)
  }

  if (order.length === 0) return <p className={styles.none}>{t('findings.none')}</p>
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label={t('findings.name')}
      aria-activedescendant={current === null ? undefined : `finding-${current}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="findings-list"
    >
      <div style={{ height: items.getTotalSize(), position: 'relative' }}>
        {items.getVirtualItems().map(({ index: position, start, key }) => {
          const index = order[position] ?? 0
          const finding = table.findings[index]
          if (!finding) return null
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself handles keys
            <div
              key={key}
              ref={items.measureElement}
              data-index={position}
              id={`finding-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => choose(position)}
            >
              <FindingView table={table} finding={finding} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

export function FindingView({ table, finding }: { table: Table; finding: Finding }) {
  const { t } = useTranslation('disclosure')
  const language = useLanguage()
  const { title, next } = findingText(finding, language)
  return (
    <div className={styles.finding}>
      <SeveritySign severity={finding.severity} />
      <div className={styles.words}>
        <div>{title}</div>
        {next && <div className="vw-dim">{next}</div>}
        <div className={styles.foot}>
          <span>{whereOf(table, finding, t)}</span>
          {finding.rule && (
            <span className="vw-mono">
              {finding.rule}
              {finding.edition ? ` (${finding.edition})` : ''}
            </span>
          )}
          {finding.rule && !finding.confirmed && (
            <span className={styles.unconfirmed} title={t('rule.unconfirmedHint')}>
              {t('rule.unconfirmed')}
            </span>
          )}
        </div>
      </div>
    </div>
  )
}

function whereOf(
  table: Table,
  { row, column }: Finding,
  t: (key: string, params: Record<string, string | number>) => string,
): string {
  if (row === null) return column === null ? t('where.whole', {}) : t('where.column', { column })
  const name = rowName(table, row) ?? t('where.rowNumber', { row: row + 1 })
  return column === null ? name : `${name} › ${column}`
}
