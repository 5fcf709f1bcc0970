/** A chart of a result: choose what is drawn; what may not travel stays a gap, and the chart says how many. */
import { MultiSelect, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { IconChartBar, IconChartDots, IconChartLine } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { chartData } from './chart-data.ts'
import { groupsOf, measuresOf, xKindOf } from './chart-spec.ts'
import type { DisplayColumn } from './column.ts'
import { Plot } from './Plot.tsx'
import styles from './ResultChart.module.css'
import type { FetchPage } from './use-pages.ts'

const ROWS_PER_FETCH = 5_000
/** More points than this no eye tells apart, and drawing them takes seconds. */
const MOST_ROWS_DRAWN = 20_000

export interface ResultChartProps {
  resultId: string
  columns: readonly DisplayColumn[]
  /** Rows to draw; the one that stands for all groups below the minimum is none of them. */
  rowCount: number
  /** True where there are groups below the minimum. */
  hasOthers: boolean
  theme: 'light' | 'dark'
  spec: ChartSpec | null
  onSpec(spec: ChartSpec): void
  fetchPage: FetchPage
  renderProblem(error: unknown, retry: () => void): React.ReactNode
}

export function ResultChart(props: ResultChartProps) {
  const { resultId, columns, rowCount, hasOthers, theme, spec, onSpec, fetchPage, renderProblem } = props
  const { t } = useTranslation('workbench')
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

  const data = useMemo(() => (pages && spec ? chartData(pages, columns, spec) : null), [pages, columns, spec])

  if (!spec) return <EmptyState title={t('chart.none.title')}>{t('chart.none.body')}</EmptyState>
  const names = (some: readonly DisplayColumn[]) => [...new Set(some.map(({ name }) => name))]
  const change = (part: Partial<ChartSpec>) => onSpec({ ...spec, ...part })
  const kindIcon = (Icon: typeof IconChartBar, kind: ChartSpec['kind']) => (
    <span className={styles.kind} title={t(`chart.kind.${kind}`)}>
      <Icon size={15} aria-hidden />
      {t(`chart.kind.${kind}`)}
    </span>
  )

  return (
    <div className={styles.frame} data-testid="result-chart">
      <div className={styles.controls}>
        <SegmentedControl
          orientation="horizontal"
          fullWidth
          value={spec.kind}
          onChange={(kind) => change({ kind: kind as ChartSpec['kind'] })}
          data={[
            { value: 'bar', label: kindIcon(IconChartBar, 'bar') },
            { value: 'line', label: kindIcon(IconChartLine, 'line') },
            { value: 'scatter', label: kindIcon(IconChartDots, 'scatter') },
          ]}
          data-testid="chart-kind"
        />
        <Select
          label={t('chart.x')}
          data={names(columns)}
          value={spec.x}
          onChange={(x) => x && change({ x })}
          data-testid="chart-x"
        />
        <MultiSelect
          label={t('chart.y')}
          data={names(measuresOf(columns))}
          value={spec.y}
          onChange={(y) => y.length > 0 && change({ y })}
          maxValues={8}
          data-testid="chart-y"
        />
        <Select
          label={t('chart.colour')}
          data={names(groupsOf(columns))}
          value={spec.colour}
          onChange={(colour) => change({ colour })}
          placeholder={t('chart.noColour')}
          clearable
          data-testid="chart-colour"
        />
        <TextInput
          size="xs"
          label={t('chart.title')}
          value={spec.titleText}
          maxLength={200}
          onChange={(event) => change({ titleText: event.currentTarget.value })}
          data-testid="chart-title"
        />
        {spec.kind === 'bar' && (
          <Switch
            label={t('chart.stacked')}
            checked={spec.stacked}
            onChange={(event) => change({ stacked: event.currentTarget.checked })}
          />
        )}
        <div className={styles.notes}>
          {data && data.masked > 0 && (
            <p data-testid="chart-gaps">
              <DisclosureMark state="masked" compact /> {t('chart.gaps', { count: data.masked })}
            </p>
          )}
          {hasOthers && (
            <p data-testid="chart-others">
              <DisclosureMark state="masked" compact /> {t('chart.others')}
            </p>
          )}
          {data?.repeats && spec.kind !== 'scatter' && <p>{t('chart.repeats')}</p>}
          {rowCount > MOST_ROWS_DRAWN && (
            <p>{t('chart.onlyFirst', { rows: MOST_ROWS_DRAWN.toLocaleString('en') })}</p>
          )}
        </div>
      </div>
      <div className={styles.plot}>
        {error ? (
          renderProblem(error, () => setAttempt((n) => n + 1))
        ) : data ? (
          <Plot
            spec={spec}
            traces={data.traces}
            titles={{ x: spec.x, y: spec.y.join(', '), colour: spec.colour }}
            xKind={xKindOf(columns, spec)}
            theme={theme}
            masked={{ as: 'masked', label: t('chart.masked') }}
            label={spec.titleText || `${spec.y.join(', ')} / ${spec.x}`}
          />
        ) : null}
      </div>
    </div>
  )
}
