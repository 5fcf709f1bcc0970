/** The totals a publisher printed beside the sums of what was transcribed, so that a difference is never overlooked. */
import { useTranslation } from 'react-i18next'
import type { OpenAnswer, OpenQuestion } from '../../shared/model/open-question.ts'
import { useAnswer } from '../client/calls.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Scroller } from '../ui/Scroller.tsx'
import type { OpenTable } from './askable.ts'
import styles from './Dashboard.module.css'
import { useTitles } from './use-titles.ts'

/** A table of a dataset that holds the printed totals of its other tables: columns list, program, published, transcribed. */
const TOTALS = 'pmh_totals'

/** Whether the totals that were published with an open table stand in its dataset. */
export const hasTotals = ({ dataset, table }: OpenTable): boolean =>
  table.name !== TOTALS && table.name.startsWith('pmh_') && dataset.tables.some(({ name }) => name === TOTALS)

export function PublishedTotals({ open }: { open: OpenTable }) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const titles = useTitles(open.table)
  const ask = (column: string): OpenQuestion => ({
    table: { schema: open.table.schema, name: TOTALS },
    rows: ['program'],
    column: null,
    measure: { kind: 'sum', column },
    filters: [{ column: 'list', in: [open.table.name] }],
  })
  const published = useAnswer('dashboard.aggregate', ask('published'))
  const transcribed = useAnswer('dashboard.aggregate', ask('transcribed'))
  if (!published.data || !transcribed.data) return null
  const [printed, summed] = [byProgram(published.data), byProgram(transcribed.data)]
  const programs = open.table.variables.map(({ name }) => name).filter((name) => printed.has(name))
  const number = (value: number) => formatNumber(value, language, { maximumFractionDigits: 0 })
  const signed = (value: number) =>
    value > 0 ? `+${number(value)}` : value === 0 ? '0' : `−${number(-value)}`
  const difference = (program: string) => (summed.get(program) ?? 0) - (printed.get(program) ?? 0)
  const agree = programs.every((program) => difference(program) === 0)
  return (
    <section className={styles.totals} aria-label={t('totals.title')} data-testid="dashboard-totals">
      <h3>
        {t('totals.title')}
        <span className={styles.verdict} data-agree={agree}>
          {agree ? `● ${t('totals.agree')}` : `▲ ${t('totals.differ')}`}
        </span>
      </h3>
      <Scroller className={styles.tableFrame} label={t('totals.list')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('totals.list')}</th>
              {programs.map((program) => (
                <th key={program} scope="col" className={styles.number}>
                  {titles.variable(program)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Line title={t('totals.transcribed')} values={programs.map((p) => number(summed.get(p) ?? 0))} />
            <Line title={t('totals.published')} values={programs.map((p) => number(printed.get(p) ?? 0))} />
            <Line title={t('totals.difference')} values={programs.map((p) => signed(difference(p)))} />
          </tbody>
        </table>
      </Scroller>
    </section>
  )
}

function Line({ title, values }: { title: string; values: readonly string[] }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {values.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one cell a programme, whose order is fixed
        <td key={i} className={styles.number}>
          {value}
        </td>
      ))}
    </tr>
  )
}

const byProgram = (answer: OpenAnswer): Map<string, number> =>
  new Map(answer.cells.map((cell) => [cell.rows[0] ?? '', cell.value ?? 0]))
