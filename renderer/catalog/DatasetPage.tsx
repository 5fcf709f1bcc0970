/** One dataset: what it is in law, its caveats, and its tables with variables and what the data looks like. */
import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { useAnswer } from '../client/calls.ts'
import { InventedBadge } from '../ui/InventedBadge.tsx'
import { type Language, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './DatasetPage.module.css'
import { GatherButton } from './GatherButton.tsx'
import { TableSection } from './TableSection.tsx'
import { holdsDatabase, useUsablePermits } from './use-usable-permits.ts'

export interface DatasetPageProps {
  dataset: Dataset
  all: readonly Dataset[]
  /** Name of the table in front, or null for the first. */
  table: string | null
  /** Name of the variable that was looked for. */
  variable: string | null
  onOpen(dataset: string, table?: string): void
}

export function DatasetPage({ dataset, all, table, variable, onOpen }: DatasetPageProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const isHeld = holdsDatabase(useUsablePermits(), dataset.id)
  const profiles = useAnswer('catalog.dataset', { datasetId: dataset.id })
  const front = dataset.tables.find(({ name }) => name === table) ?? dataset.tables[0]
  return (
    <article className={styles.page} data-testid="dataset-page">
      <header>
        <h2 className={styles.title}>
          {dataset.officialTitle[language]}
          {dataset.invented && <InventedBadge />}
        </h2>
        <div className={styles.badges}>
          <Badge color={dataset.access === 'open' || isHeld ? 'teal' : 'gray'}>
            {isHeld ? t('held') : t(`facet.access.${dataset.access}`)}
          </Badge>
          <Badge color="gray">{t(`facet.status.${dataset.status}`)}</Badge>
          <Badge color="gray">{t(`facet.identifiability.${dataset.identifiability}`)}</Badge>
          {dataset.pseudonymisedPlanned && <Badge color="gray">{t('facet.pseudonymised.planned')}</Badge>}
          {dataset.tables.length > 0 && (
            <GatherButton
              tables={dataset.tables.map(({ schema, name }) => ({
                database: dataset.id,
                schema,
                name,
                columns: [],
              }))}
              label={t('gather.dataset')}
              testId={`gather-${dataset.id}`}
            />
          )}
        </div>
      </header>
      {dataset.qualityNotes.map((note) => (
        <Notice key={note.en} tone="warning" title={note[language]} testId="quality-note" />
      ))}
      <LegalFacts dataset={dataset} all={all} onOpen={onOpen} language={language} />
      <section>
        <h2 className={styles.heading}>{t('tables', { count: dataset.tables.length })}</h2>
        {dataset.tables.length === 0 ? (
          <p className="vw-dim">{t('noTables')}</p>
        ) : (
          <nav className={styles.tableTabs} aria-label={t('tables', { count: dataset.tables.length })}>
            {dataset.tables.map((each) => (
              <button
                key={each.name}
                type="button"
                aria-current={each === front}
                className={styles.tableTab}
                onClick={() => onOpen(dataset.id, each.name)}
                data-testid={`table-${each.name}`}
              >
                {each.title[language]}
                <span className="vw-mono vw-dim">{each.name}</span>
              </button>
            ))}
          </nav>
        )}
        {front && (
          <TableSection
            key={front.name}
            database={dataset.id}
            table={front}
            wanted={variable}
            profile={
              profiles.data?.profiles.find(
                ({ schema, name }) => schema === front.schema && name === front.name,
              ) ?? null
            }
          />
        )}
      </section>
      <footer className={styles.source}>
        {t('source')} {dataset.source[language]}
        {dataset.license && ` · ${t('license')} ${dataset.license.title[language]}`}
      </footer>
    </article>
  )
}

interface LegalProps {
  dataset: Dataset
  all: readonly Dataset[]
  onOpen(dataset: string): void
  language: Language
}

/** No law, purpose or body stands behind a table that is published. */
const OF_OPEN_DATA = new Set(['holder', 'consent', 'fee', 'recipients'])

function LegalFacts({ dataset, all, onOpen, language }: LegalProps) {
  const { t } = useTranslation('catalog')
  const year = (value: number | null) => (value === null ? '–' : t('year', { year: String(value) }))
  const list = (words: Dataset['recipients']) =>
    words.map((each) => each[language]).join(t('listComma')) || '–'
  const yesOrNo = (value: boolean) => t(value ? 'fact.yes' : 'fact.no')
  const facts: [string, React.ReactNode][] = [
    ['legalBasis', dataset.legalBasis[language]],
    ['purpose', dataset.purpose?.[language] ?? '–'],
    ['holder', dataset.holder[language]],
    ['contractor', dataset.contractor?.[language] ?? '–'],
    ['advisoryBody', dataset.advisoryBody[language]],
    ['collectedFrom', list(dataset.collectedFrom)],
    ['contents', list(dataset.contents)],
    ['collectsSince', year(dataset.collectsSince)],
    ['providesSince', year(dataset.providesSince)],
    ['consent', dataset.consent[language]],
    ['fee', yesOrNo(dataset.fee)],
    ['penalties', yesOrNo(dataset.penalties)],
    ['recipients', list(dataset.recipients)],
    [
      'linkableWith',
      <span key="links" className={styles.links}>
        {dataset.linkableWith.map((id) => (
          <button key={id} type="button" className={styles.link} onClick={() => onOpen(id)}>
            {all.find((other) => other.id === id)?.title[language] ?? id}
          </button>
        ))}
        {dataset.linkableWith.length === 0 && '–'}
        {!dataset.linkabilityDecided && <span className="vw-dim">{t('fact.undecided')}</span>}
      </span>,
    ],
  ]
  const shown = dataset.access === 'open' ? facts.filter(([name]) => OF_OPEN_DATA.has(name)) : facts
  return (
    <dl className={styles.facts}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`fact.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
