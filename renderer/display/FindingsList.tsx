/**
 * Findings in words, in the order a reviewer reads them; those that say the same about one column are one line. Up and
 * down move through the lines, left and right through the cells of a line, and the grid follows.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../shared/model/findings.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './FindingsList.module.css'
import { findingText } from './finding-text.ts'
import { focusStays } from './focus-stays.ts'
import type { GridPlace } from './grid-keys.ts'
import { SeveritySign } from './ProtectedGrid.tsx'
import { groupFindings, placeOf, rowName, type Table, type WordOf } from './protected-cell.ts'

export interface FindingsListProps {
  table: Table
  wordOf: WordOf
  /** Index of the finding in front, or null. */
  current: number | null
  onCurrent(finding: number, place: GridPlace | null): void
}

export function FindingsList({ table, wordOf, current, onCurrent }: FindingsListProps) {
  const { t } = useTranslation('disclosure')
  const scroller = useRef<HTMLDivElement>(null)
  const groups = useMemo(() => groupFindings(table.findings), [table.findings])
  const at = current === null ? -1 : groups.findIndex(({ members }) => members.includes(current))
  const items = useVirtualizer({
    count: groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 54,
    overscan: 6,
  })
  useEffect(() => {
    if (at >= 0) items.scrollToIndex(at, { align: 'auto' })
  }, [at, items])

  const show = (index: number | undefined) => {
    const finding = index === undefined ? undefined : table.findings[index]
    if (index !== undefined && finding) onCurrent(index, placeOf(table, finding))
  }
  const choose = (position: number) =>
    show(groups[Math.max(0, Math.min(groups.length - 1, position))]?.members[0])
  const step = (by: 1 | -1) => {
    const members = groups[at]?.members ?? []
    const next = members.indexOf(current ?? -1) + by
    show(members[(next + members.length) % Math.max(1, members.length)])
  }
  function onKeyDown(event: KeyboardEvent) {
    const line = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: groups.length - 1 }[event.key]
    if (line !== undefined) choose(line)
    else if (event.key === 'ArrowRight') step(1)
    else if (event.key === 'ArrowLeft') step(-1)
    else return
    event.preventDefault()
  }

  if (groups.length === 0) return <p className={styles.none}>{t('findings.none')}</p>
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label={t('findings.name')}
      aria-activedescendant={at < 0 ? undefined : `finding-${at}`}
      tabIndex={0}
      onFocus={focusStays}
      onKeyDown={onKeyDown}
      data-testid="findings-list"
    >
      <div style={{ height: items.getTotalSize(), position: 'relative' }}>
        {items.getVirtualItems().map(({ index: position, start, key }) => {
          const members = groups[position]?.members ?? []
          const here = position === at
          const index = here && current !== null ? current : members[0]
          const finding = index === undefined ? undefined : table.findings[index]
          if (!finding || index === undefined) return null
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself handles keys
            <div
              key={key}
              ref={items.measureElement}
              data-index={position}
              id={`finding-${position}`}
              role="option"
              tabIndex={-1}
              aria-selected={here}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => (here ? step(1) : choose(position))}
              data-testid="finding"
            >
              <FindingView
                table={table}
                wordOf={wordOf}
                finding={finding}
                among={members.length > 1 ? { at: members.indexOf(index) + 1, all: members.length } : null}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

export interface FindingViewProps {
  table: Table
  wordOf: WordOf
  finding: Finding
  /** Its place among the findings of its line; null where it stands alone. */
  among?: { at: number; all: number } | null
}

/** One finding in words: what was found, where and by which rule. */
export function FindingView({ table, wordOf, finding, among = null }: FindingViewProps) {
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
          <span>{whereOf({ table, wordOf }, finding, t)}</span>
          {among && <span className={styles.among}>{t('findings.among', among)}</span>}
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
  { table, wordOf }: Pick<FindingViewProps, 'table' | 'wordOf'>,
  { row, column }: Finding,
  t: (key: string, params: Record<string, string | number>) => string,
): string {
  if (row === null) return column === null ? t('where.whole', {}) : t('where.column', { column })
  const name = rowName(table, row, wordOf) ?? t('where.rowNumber', { row: row + 1 })
  return column === null ? name : `${name} › ${column}`
}
