/** The submitted chart, drawn from nothing but the protected table: hidden cells are gaps, and it says how many. */
import { useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import { chartPoints } from '../../shared/model/chart-points.ts'
import { ChartNotes } from './ChartNotes.tsx'
import { chartSummary, titlesOf } from './chart-summary.ts'
import { chartTable } from './chart-table.ts'
import { Plot } from './Plot.tsx'
import styles from './ProtectedChart.module.css'
import type { Table } from './protected-cell.ts'
import { displayColumns, pageOf, protectedTotals } from './protected-page.ts'

export interface ProtectedChartProps {
  table: Table
  chart: ChartSpec
  /** The catalog, whose words a chart may be in. */
  datasets: readonly Dataset[]
}

export function ProtectedChart({ table, chart, datasets }: ProtectedChartProps) {
  const { t } = useTranslation('chart')
  const theme = useComputedColorScheme('light')
  const points = useMemo(
    () =>
      chartPoints(
        chartTable([pageOf(table)], {
          columns: displayColumns(table),
          chart,
          datasets,
          totals: protectedTotals(table),
        }),
        chart,
      ),
    [table, chart, datasets],
  )
  const titles = titlesOf(chart, points)
  return (
    <div className={styles.frame} data-testid="protected-chart">
      <div className={styles.note}>
        <ChartNotes spec={chart} points={points} as="hidden" />
      </div>
      <div className={styles.plot}>
        <Plot
          spec={chart}
          points={points}
          titles={titles}
          theme={theme}
          masked={{ as: 'hidden', label: t('terms:disclosure.hidden') }}
          label={chart.titleText || `${titles.y} / ${titles.x}`}
          summary={t('summary', { kind: t(`kind.${chart.kind}`), ...titles, ...chartSummary(points) })}
        />
      </div>
    </div>
  )
}
