/** A chart of a result: choose what is drawn; what may not travel stays a gap, and the chart says how many. */
import { TextInput } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import { chartPoints } from '../../shared/model/chart-points.ts'
import type { GroupingSets } from '../../shared/model/facts.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ChartChoices } from './ChartChoices.tsx'
import { ChartNotes } from './ChartNotes.tsx'
import { chartSummary, titlesOf, whyNothingDrawn } from './chart-summary.ts'
import { chartTable } from './chart-table.ts'
import type { DisplayColumn } from './column.ts'
import { Plot } from './Plot.tsx'
import styles from './ResultChart.module.css'
import { totalsOf } from './total-rows.ts'
import type { FetchPage } from './use-pages.ts'

const ROWS_PER_FETCH = 5_000
/** More points than this no eye tells apart, and drawing them takes seconds. */
const MOST_ROWS_DRAWN = 20_000

export interface ResultChartProps {
  resultId: string
  columns: readonly DisplayColumn[]
  /** The catalog, whose words a chart may be in. */
  datasets: readonly Dataset[]
  groupingSets: GroupingSets
  /** Rows to draw; the one that stands for all groups below the minimum is none of them. */
  rowCount: number
  /** True where there are groups below the minimum. */
  hasOthers: boolean
  minimumPersons: number
  theme: 'light' | 'dark'
  spec: ChartSpec | null
  onSpec(spec: ChartSpec): void
  /** Told whether anything is drawn, once it is known. */
  onDrawn(drawn: boolean): void
  fetchPage: FetchPage
  renderProblem(error: unknown, retry: () => void): React.ReactNode
}

export function ResultChart(props: ResultChartProps) {
  const {
    resultId,
    columns,
    datasets,
    groupingSets,
    rowCount,
    hasOthers,
    minimumPersons,
    theme,
    spec,
    onSpec,
    onDrawn,
    fetchPage,
    renderProblem,
  } = props
  const { t } = useTranslation('chart')
  const [pages, setPages] = useState<ResultPage[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: attempt asks again
  useEffect(() => {
    let gone = false
    setPages(null)
    setError(null)
    async function load() {
      const got: ResultPage[] = []
      const drawn = Math.min(rowCount, MOST_ROWS_DRAWN)
      for (let at = 0; at < drawn && !gone; at += ROWS_PER_FETCH) {
        got.push(await fetchPage(at, Math.min(ROWS_PER_FETCH, drawn - at)))
      }
      if (!gone) setPages(got)
    }
    load().catch((reason: unknown) => {
      if (!gone) setError(reason)
    })
    return () => {
      gone = true
    }
  }, [resultId, rowCount, fetchPage, attempt])

  const points = useMemo(
    () =>
      pages && spec
        ? chartPoints(
            chartTable(pages, {
              columns,
              chart: spec,
              datasets,
              totals: totalsOf(groupingSets, { pages, rowCount }),
            }),
            spec,
          )
        : null,
    [pages, columns, datasets, spec, groupingSets, rowCount],
  )

  const why = points && whyNothingDrawn(points)
  const isDrawn = spec !== null && why === null
  useEffect(() => onDrawn(isDrawn), [isDrawn, onDrawn])

  if (!spec) return <EmptyState title={t('noColumn.title')}>{t('noColumn.body')}</EmptyState>
  const titles = titlesOf(spec, points)

  return (
    <div className={styles.frame} data-testid="result-chart">
      <div className={styles.controls}>
        <ChartChoices spec={spec} columns={columns} datasets={datasets} name="chart" onSpec={onSpec} />
        <TextInput
          className={styles.wide ?? ''}
          size="xs"
          label={t('title')}
          value={spec.titleText}
          maxLength={200}
          onChange={(event) => onSpec({ ...spec, titleText: event.currentTarget.value })}
          data-testid="chart-title"
        />
        <div className={styles.notes}>
          {points && <ChartNotes spec={spec} points={points} as="masked" />}
          {hasOthers && (
            <p data-testid="chart-others">
              <DisclosureMark state="masked" compact /> {t('others')}
            </p>
          )}
          {rowCount > MOST_ROWS_DRAWN && (
            <p>{t('onlyFirst', { rows: MOST_ROWS_DRAWN.toLocaleString('en') })}</p>
          )}
        </div>
      </div>
      <div className={styles.plot}>
        {error ? (
          renderProblem(error, () => setAttempt((n) => n + 1))
        ) : why ? (
          <EmptyState title={t('nothing.title')}>
            <span data-testid="chart-nothing" data-why={why}>
              {t(`nothing.${why === 'no-rows' && hasOthers ? 'others' : why}`, { minimum: minimumPersons })}
            </span>
          </EmptyState>
        ) : points ? (
          <Plot
            spec={spec}
            points={points}
            titles={titles}
            theme={theme}
            masked={{ as: 'masked', label: t('masked') }}
            label={spec.titleText || `${titles.y} / ${titles.x}`}
            summary={t('summary', { kind: t(`kind.${spec.kind}`), ...titles, ...chartSummary(points) })}
          />
        ) : null}
      </div>
    </div>
  )
}
