/** What a search found, best first, with the words marked in the text as it is written. */
import { Button } from '@mantine/core'
import { IconColumns3, IconDatabase, IconTable } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { codeAndWord, codeSystemOf } from '../../shared/model/catalog.ts'
import { fold, markHits, queryWords } from '../client/fold.ts'
import type { GatheredTable } from '../client/gathered.ts'
import { sameWords } from '../client/synonyms.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { type Language, useLanguage } from '../ui/language.ts'
import styles from './Catalog.module.css'
import { GatherButton } from './GatherButton.tsx'
import type { Hit } from './search.ts'

const MOST_SHOWN = 150
/** Codes a hit shows of those that were looked for. */
const MOST_CODES = 4
const ICONS = { dataset: IconDatabase, table: IconTable, variable: IconColumns3 }

export interface SearchHitsProps {
  hits: readonly Hit[]
  query: string
  /** Queries that may have been meant where there are no hits. */
  instead: readonly string[]
  onQuery(query: string): void
  onOpen(dataset: string, table?: string, variable?: string): void
}

/** Moves to a hit by its place; false where there is none. */
export function focusHit(within: ParentNode, place: number): boolean {
  const hit = within.querySelectorAll<HTMLElement>('[data-hit]')[place]
  hit?.focus()
  return hit !== undefined
}

/** Up and down go from hit to hit. */
function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const hits = [...event.currentTarget.querySelectorAll('[data-hit]')]
  const here = hits.indexOf(document.activeElement as Element)
  if (step !== undefined && here >= 0 && focusHit(event.currentTarget, here + step)) event.preventDefault()
}

export function SearchHits({ hits, query, instead, onQuery, onOpen }: SearchHitsProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const words = useMemo(() => queryWords(query).flatMap(sameWords), [query])
  if (hits.length === 0)
    return (
      <EmptyState
        title={t('search.none', { query: query.trim() })}
        actions={
          instead.length > 0 && (
            <>
              {t('search.instead')}
              {instead.map((asked) => (
                <Button
                  key={asked}
                  variant="default"
                  size="compact-sm"
                  onClick={() => onQuery(asked)}
                  data-testid="search-instead"
                >
                  {asked}
                </Button>
              ))}
            </>
          )
        }
      >
        {t('search.noneNext')}
      </EmptyState>
    )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons within take the keys
    <div className={styles.hits} onKeyDown={onKeyDown} data-testid="catalog-hits">
      <p className={styles.hitCount} aria-live="polite">
        {t('search.count', { count: hits.length })}
        {hits.length > MOST_SHOWN && ` ${t('search.onlyFirst', { count: MOST_SHOWN })}`}
      </p>
      {hits.slice(0, MOST_SHOWN).map((hit) => {
        const { name, title, note, path, key } = linesOf(hit, { language, words })
        const Icon = ICONS[hit.kind]
        return (
          <div key={key} className={styles.hitRow}>
            <button
              type="button"
              className={styles.hit}
              data-hit
              onClick={() =>
                onOpen(
                  hit.dataset.id,
                  hit.kind === 'dataset' ? undefined : hit.table.name,
                  hit.kind === 'variable' ? hit.variable.name : undefined,
                )
              }
              data-testid={`hit-${hit.kind}`}
            >
              <Icon size={16} stroke={1.6} className={styles.hitIcon} aria-label={t(`kind.${hit.kind}`)} />
              <span className={styles.hitWords}>
                <span>
                  <b>
                    <Marked text={title} words={words} />
                  </b>{' '}
                  <span className="vw-mono vw-dim">
                    <Marked text={name} words={words} />
                  </span>
                </span>
                {note && (
                  <span className="vw-dim">
                    <Marked text={note} words={words} />
                  </span>
                )}
                <span className={styles.hitPath}>
                  <Marked text={path} words={words} />
                </span>
              </span>
            </button>
            <GatherButton
              tables={gatheredBy(hit)}
              label={t(
                `gather.${isColumn(hit) ? 'variable' : hit.kind === 'dataset' ? 'dataset' : 'table'}`,
                { name: title },
              )}
              compact
              testId="gather-hit"
            />
          </div>
        )
      })}
    </div>
  )
}

/** What a hit would add: a variable its column, a table itself, a database its tables. */
function gatheredBy(hit: Hit): GatheredTable[] {
  const database = hit.dataset.id
  if (hit.kind === 'dataset')
    return hit.dataset.tables.map(({ schema, name }) => ({ database, schema, name, columns: [] }))
  const { schema, name } = hit.table
  return [{ database, schema, name, columns: isColumn(hit) ? [hit.variable.name] : [] }]
}

/** Open tables come whole, and the pseudonym comes with every table: there a hit stands for its table. */
const isColumn = (hit: Hit): hit is Extract<Hit, { kind: 'variable' }> =>
  hit.kind === 'variable' && hit.table.level === 'person' && hit.variable.identity !== 'person'

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return markHits(text, words).map((part, i) =>
    part.hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are its order
      <mark key={i} className={styles.mark}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  )
}

function linesOf(hit: Hit, { language, words }: { language: Language; words: readonly string[] }) {
  const dataset = hit.dataset.title[language]
  if (hit.kind === 'dataset') {
    const { id, officialTitle, legalBasis } = hit.dataset
    return { key: id, title: dataset, name: id, note: officialTitle[language], path: legalBasis[language] }
  }
  const address = `${hit.table.schema}.${hit.table.name}`
  if (hit.kind === 'table') {
    const { title, note } = hit.table
    return {
      key: address,
      title: title[language],
      name: address,
      note: note?.[language] ?? null,
      path: dataset,
    }
  }
  const { name, title, note, codes } = hit.variable
  // A code that was looked for is shown, or the hit would not say why it is one.
  const found = codes
    .filter(({ code, title }) => {
      const { text } = fold(`${code} ${title.ja} ${title.en}`)
      return words.some((word) => text.includes(word))
    })
    .map(({ code }) => codeAndWord(hit.variable, code, language))
  const shown = found.length > MOST_CODES ? [...found.slice(0, MOST_CODES), '…'] : found
  return {
    key: `${address}.${name}`,
    title: title[language],
    name,
    note:
      [codeSystemOf(hit.variable, language), ...shown, note?.[language]].filter(Boolean).join(' · ') || null,
    path: `${dataset} › ${hit.table.title[language]}`,
  }
}
