/** The answer: caveats first, then chart and map, then the table. */
import { Button, Loader, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogTable } from '../../shared/model/catalog.ts'
import type { OpenAnswer, OpenQuestion } from '../../shared/model/open-question.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Plot } from '../display/Plot.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { InventedBadge } from '../ui/InventedBadge.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { type OpenTable, PREFECTURE } from './askable.ts'
import { barsOf } from './bars.ts'
import { CrossTableView } from './CrossTableView.tsx'
import { crossTable, hiddenIn, inWords, type Wording } from './cross-table.ts'
import styles from './Dashboard.module.css'
import { PrefectureMap } from './PrefectureMap.tsx'
import { hasTotals, PublishedTotals } from './PublishedTotals.tsx'
import { useTitles } from './use-titles.ts'

/** More colours than these no legend makes plain. */
const TRACES_DRAWN = 24

export function View({ open, question }: { open: OpenTable; question: OpenQuestion }) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const titles = useTitles(open.table)
  const answer = useAnswer('dashboard.aggregate', question)
  const hasMap = open.table.variables.some(({ name }) => name === PREFECTURE)
  const measure = titles.measure(question.measure)
  const word = wording(question, titles)
  return (
    <>
      <h2 className={styles.heading} data-testid="dashboard-heading">
        {open.table.title[language]}
        {open.dataset.invented && <InventedBadge />}
        <span className={styles.source}>{open.dataset.source[language]}</span>
      </h2>
      {open.dataset.qualityNotes.map((note) => (
        <Notice key={note.en} tone="warning" title={note[language]} testId="dashboard-caveat" />
      ))}
      {answer.isError ? (
        <Notice
          tone="danger"
          {...wordsOf(answer.error, language)}
          testId="dashboard-problem"
          actions={
            <Button variant="default" onClick={() => void answer.refetch()}>
              {t('retry')}
            </Button>
          }
        />
      ) : !answer.data ? (
        <Loader size="sm" />
      ) : answer.data.cells.length === 0 ? (
        <EmptyState title={t('nothing')}>{t('nothingNext')}</EmptyState>
      ) : (
        <>
          <Warnings answer={answer.data} question={question} />
          <Notes table={open.table} question={question} />
          <div className={styles.pictures}>
            <Chart answer={answer.data} question={question} titles={titles} />
            {hasMap && <ByPrefecture question={question} label={t('map.label', { measure })} />}
          </div>
          {hasTotals(open) && <PublishedTotals open={open} />}
          <CrossTableView
            cross={inWords(crossTable(answer.data), word)}
            rowTitles={question.rows.map(titles.variable)}
            measureTitle={measure}
            lowerBounds={question.measure.kind === 'sum'}
          />
        </>
      )}
    </>
  )
}

function Warnings({ answer, question }: { answer: OpenAnswer; question: OpenQuestion }) {
  const { t } = useTranslation('dashboard')
  const hidden = hiddenIn(answer)
  return (
    <>
      {hidden > 0 && (
        <Notice
          tone="info"
          title={t(question.measure.kind === 'mean' ? 'hidden.mean' : 'hidden.sum', { count: hidden })}
          testId="dashboard-hidden"
        />
      )}
      {answer.cut && <Notice tone="warning" title={t('cut', { count: answer.cells.length })} />}
    </>
  )
}

/** What the catalog says of the variables in view: how they are counted, and so what their sum means. */
function Notes({
  table,
  question: { rows, column, measure },
}: {
  table: CatalogTable
  question: OpenQuestion
}) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const used = [...rows, column, measure.kind === 'count' ? null : measure.column]
  return table.variables.map(
    ({ name, title, note }) =>
      note &&
      used.includes(name) && (
        <p key={name} className={styles.note} data-testid="dashboard-note">
          {t('note', { name: title[language], note: note[language] })}
        </p>
      ),
  )
}

const wording =
  ({ rows, column }: OpenQuestion, titles: ReturnType<typeof useTitles>): Wording =>
  (at, value) =>
    titles.value((at === 'column' ? column : rows[at.row]) ?? '', value)

interface ChartProps {
  answer: OpenAnswer
  question: OpenQuestion
  titles: ReturnType<typeof useTitles>
}

function Chart({ answer, question, titles }: ChartProps) {
  const { t } = useTranslation('dashboard')
  const theme = useComputedColorScheme('light')
  const measure = titles.measure(question.measure)
  const empty = t('empty')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language, as the measure does
  const { points, all } = useMemo(
    () => barsOf(answer, { empty, measure, word: wording(question, titles), most: TRACES_DRAWN }),
    [answer, empty, measure],
  )
  const x = question.rows.map(titles.variable).join(' · ')
  return (
    <div className={styles.chart} data-testid="dashboard-chart">
      <div className={styles.plot}>
        <Plot
          spec={{ kind: 'bar', x, y: [measure], colour: question.column, titleText: '', stacked: false }}
          points={points}
          titles={{ x, y: measure, colour: question.column && titles.variable(question.column) }}
          theme={theme}
          masked={{ as: 'hidden', label: t('table.hidden') }}
          label={`${measure} / ${x}`}
        />
      </div>
      {all > TRACES_DRAWN && <p className="vw-dim">{t('chart.onlyFirst', { count: TRACES_DRAWN, all })}</p>}
    </div>
  )
}

/** The same measure under the same filter, whatever stands in the rows. */
function ByPrefecture({ question, label }: { question: OpenQuestion; label: string }) {
  const answer = useAnswer('dashboard.aggregate', { ...question, rows: [PREFECTURE], column: null })
  return (
    <div className={styles.mapFrame}>
      {answer.data ? <PrefectureMap answer={answer.data} label={label} /> : <Loader size="sm" />}
    </div>
  )
}
