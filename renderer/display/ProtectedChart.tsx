/** The submitted chart, drawn from nothing but the protected table: hidden cells are gaps, and it says how many. */
import { useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChartSpec } from '../../shared/model/chart.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { chartData } from './chart-data.ts'
import { xKindOf } from './chart-spec.ts'
import { Plot } from './Plot.tsx'
import styles from './ProtectedChart.module.css'
import type { Table } from './protected-cell.ts'
import { displayColumns, pageOf } from './protected-page.ts'

export function ProtectedChart({ table, chart }: { table: Table; chart: ChartSpec }) {
  const { t } = useTranslation('disclosure')
  const theme = useComputedColorScheme('light')
  const columns = useMemo(() => displayColumns(table), [table])
  const data = useMemo(() => chartData([pageOf(table)], columns, chart), [table, columns, chart])
  return (
    <div className={styles.frame} data-testid="protected-chart">
      {data.masked > 0 && (
        <p className={styles.note}>
          <DisclosureMark state="hidden" compact /> {t('chart.gaps', { count: data.masked })}
        </p>
      )}
      <div className={styles.plot}>
        <Plot
          spec={chart}
          traces={data.traces}
          titles={{ x: chart.x, y: chart.y.join(', '), colour: chart.colour }}
          xKind={xKindOf(columns, chart)}
          theme={theme}
          masked={{ as: 'hidden', label: t('terms:disclosure.hidden') }}
          label={chart.titleText || `${chart.y.join(', ')} / ${chart.x}`}
        />
      </div>
    </div>
  )
}
