import { Loader } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../ui/language.ts'
import styles from './Audit.module.css'
import { type DetailWords, detailRows, detailText, japanTime } from './detail-text.ts'
import { useDetailWords } from './use-detail-words.ts'
import type { Entry, Narrowing } from './use-entries.ts'

export interface EntriesTableProps {
  entries: readonly Entry[]
  more: boolean
  loading: boolean
  onMore(): void
  onNarrow(part: Partial<Narrowing>): void
}

/** Rows on screen only; further pages come as the end is neared. A row opens to its whole entry with its hashes. */
export function EntriesTable({ entries, more, loading, onMore, onNarrow }: EntriesTableProps) {
  const { t } = useTranslation('audit')
  const words = useDetailWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<number | null>(null)
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 31,
    overscan: 12,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !loading && last >= entries.length - 30) onMore()
  }, [more, loading, last, entries.length, onMore])

  return (
    <div className={styles.table}>
      <div className={styles.head}>
        {(['seq', 'at', 'event', 'by', 'subject', 'detail'] as const).map((name) => (
          <span key={name}>{t(`column.${name}`)}</span>
        ))}
      </div>
      {entries.length === 0 && <p className={styles.none}>{t('none')}</p>}
      <div ref={scroller} className={styles.scroller} data-testid="audit-entries">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start, key }) => {
            const entry = entries[index]
            if (!entry) return null
            return (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                className={styles.place}
                style={{ transform: `translateY(${start}px)` }}
              >
                <EntryRow
                  entry={entry}
                  words={words}
                  open={entry.seq === open}
                  onToggle={() => setOpen(entry.seq === open ? null : entry.seq)}
                  onNarrow={onNarrow}
                />
              </div>
            )
          })}
        </div>
        {loading && <Loader size="xs" m="sm" />}
      </div>
    </div>
  )
}

interface EntryRowProps {
  entry: Entry
  words: DetailWords
  open: boolean
  onToggle(): void
  onNarrow(part: Partial<Narrowing>): void
}

function EntryRow({ entry, words, open, onToggle, onNarrow }: EntryRowProps) {
  const { t, i18n } = useTranslation('audit')
  const language = useLanguage()
  const word = i18n.exists(`audit:event.${entry.event}`) ? t(`event.${entry.event}`) : entry.event
  const person = entry.byName?.[language] ?? entry.by
  const subject = entry.subject === null ? null : words.thing(entry.subject)
  const narrow = (field: keyof Narrowing, text: string | null, shown: string) =>
    text === null ? (
      <span className="vw-dim">–</span>
    ) : (
      <button
        type="button"
        className={styles.narrow}
        title={t('narrow', { value: text })}
        onClick={(event) => {
          event.stopPropagation()
          onNarrow({ [field]: text })
        }}
      >
        {shown}
      </button>
    )
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a wide place to click; keys have the button */}
      <div className={styles.row} onClick={onToggle}>
        <button
          type="button"
          className={`${styles.open} vw-mono vw-dim`}
          aria-expanded={open}
          aria-label={t('open', { seq: entry.seq })}
          onClick={(event) => {
            event.stopPropagation()
            onToggle()
          }}
          data-testid={`audit-entry-${entry.seq}`}
        >
          {entry.seq}
        </button>
        <span>{japanTime(entry.at)}</span>
        <span>{narrow('event', entry.event, word)}</span>
        <span>{narrow('by', entry.by, person ?? '')}</span>
        <span className={subject === null ? 'vw-mono' : ''}>
          {narrow('subject', entry.subject, subject ?? entry.subject ?? '')}
        </span>
        <span className={`${styles.detail} vw-dim`} data-testid="audit-detail">
          {detailText(entry.detail, words)}
        </span>
      </div>
      {open && (
        <dl className={styles.whole} data-testid="audit-entry-open">
          <dt>{t('column.at')}</dt>
          <dd className="vw-mono">{entry.at}</dd>
          <dt>{t('column.event')}</dt>
          <dd>
            {word} <span className="vw-mono vw-dim">{entry.event}</span>
          </dd>
          {entry.subject !== null && (
            <>
              <dt>{t('column.subject')}</dt>
              <dd>
                {subject} <span className="vw-mono vw-dim">{entry.subject}</span>
              </dd>
            </>
          )}
          {detailRows(entry.detail, words).map(([name, value]) => (
            <Fragment key={`${name} ${value}`}>
              <dt>{name}</dt>
              <dd className={styles.value}>{value}</dd>
            </Fragment>
          ))}
          <dt>{t('previousHash')}</dt>
          <dd className="vw-mono">{entry.previousHash}</dd>
          <dt>{t('hash')}</dt>
          <dd className="vw-mono">{entry.hash}</dd>
          <dt>{t('column.detail')}</dt>
          <dd>
            <details>
              <summary>{t('audit-detail:raw')}</summary>
              <pre className={styles.json}>{JSON.stringify(entry.detail, null, 2)}</pre>
            </details>
          </dd>
        </dl>
      )}
    </>
  )
}
