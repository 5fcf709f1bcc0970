/** What a chart draws: its kind, which column takes which part, scales and order. Suggestions are one click each. */
import { Button, MultiSelect, SegmentedControl, Select, Switch } from '@mantine/core'
import {
  IconChartBar,
  IconChartDots,
  IconChartLine,
  IconLayoutDistributeVertical,
  IconPyramid,
  IconStairs,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { ChartKind, type ChartSpec, referenceOf } from '../../shared/model/chart.ts'
import { hasWords } from '../../shared/model/chart-words.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './ChartChoices.module.css'
import { intervalsIn } from './chart-columns.ts'
import { groupsOf, measuresOf, suggestedCharts } from './chart-spec.ts'
import type { DisplayColumn } from './column.ts'

const ICONS = {
  bar: IconChartBar,
  line: IconChartLine,
  scatter: IconChartDots,
  step: IconStairs,
  forest: IconLayoutDistributeVertical,
  pyramid: IconPyramid,
} as const

export interface ChartChoicesProps {
  spec: ChartSpec
  columns: readonly DisplayColumn[]
  /** The catalog, whose words a chart may be in. */
  datasets: readonly Dataset[]
  /** Test ids begin with it. */
  name: 'chart' | 'figure'
  onSpec(spec: ChartSpec): void
}

export function ChartChoices({ spec, columns, datasets, name, onSpec }: ChartChoicesProps) {
  const { t } = useTranslation('chart')
  const language = useLanguage()
  const names = (some: readonly DisplayColumn[]) => [...new Set(some.map((column) => column.name))]
  const change = (part: Partial<ChartSpec>) => onSpec({ ...spec, ...part })
  const suggestions = suggestedCharts(columns)
  const same = (other: ChartSpec) =>
    other.kind === spec.kind && other.x === spec.x && other.facet === spec.facet
  const isUpright = spec.kind !== 'forest' && spec.kind !== 'pyramid'
  return (
    <>
      {suggestions.length > 1 && (
        <fieldset className={styles.suggested} aria-label={t('suggested')}>
          {suggestions.map((one) => (
            <Button
              key={one.id}
              variant={same(one.spec) ? 'light' : 'default'}
              size="compact-xs"
              aria-pressed={same(one.spec)}
              onClick={() =>
                onSpec({
                  ...one.spec,
                  titleText: spec.titleText,
                  ...(spec.look ? { look: spec.look } : {}),
                  words: spec.words ?? null,
                })
              }
              data-testid={`${name}-suggest-${one.id}`}
            >
              {t(`suggest.${one.id}`)}
            </Button>
          ))}
        </fieldset>
      )}
      <SegmentedControl
        className={styles.wide ?? ''}
        fullWidth
        size="xs"
        value={spec.kind}
        onChange={(kind) => change({ kind: kind as ChartKind })}
        data={ChartKind.options.map((kind) => {
          const Icon = ICONS[kind]
          return {
            value: kind,
            label: (
              <span className={styles.kind} title={t(`kind.${kind}`)}>
                <Icon size={16} aria-hidden />
                <span className="vw-visually-hidden">{t(`kind.${kind}`)}</span>
              </span>
            ),
          }
        })}
        aria-label={t('kind.name')}
        data-testid={`${name}-kind`}
      />
      <Select
        size="xs"
        label={t(isUpright ? 'x' : 'xLying')}
        data={names(columns)}
        value={spec.x}
        allowDeselect={false}
        onChange={(x) => x && change({ x })}
        data-testid={`${name}-x`}
      />
      <Select
        size="xs"
        label={t('order.name')}
        data={(['natural', 'table', 'value'] as const).map((value) => ({
          value,
          label: t(`order.${value}`),
        }))}
        value={spec.order ?? 'table'}
        allowDeselect={false}
        onChange={(order) => order && change({ order: order as NonNullable<ChartSpec['order']> })}
        data-testid={`${name}-order`}
      />
      <MultiSelect
        className={styles.wide ?? ''}
        size="xs"
        label={t(isUpright ? 'y' : 'yLying')}
        data={names(measuresOf(columns))}
        value={spec.y}
        onChange={(y) => y.length > 0 && change({ y })}
        maxValues={8}
        data-testid={`${name}-y`}
      />
      <Bounds spec={spec} columns={columns} datasets={datasets} name={name} onSpec={onSpec} />
      <Select
        size="xs"
        label={t('colour')}
        data={names(groupsOf(columns))}
        value={spec.colour}
        onChange={(colour) => change({ colour })}
        placeholder={t('none')}
        clearable
        data-testid={`${name}-colour`}
      />
      <Select
        size="xs"
        label={t('facet')}
        data={names(groupsOf(columns))}
        value={spec.facet ?? null}
        onChange={(facet) => change({ facet })}
        placeholder={t('none')}
        clearable
        data-testid={`${name}-facet`}
      />
      {spec.kind !== 'bar' && spec.kind !== 'pyramid' && (
        <>
          <Select
            size="xs"
            label={t('reference')}
            data={[
              { value: '1', label: '1' },
              { value: '0', label: '0' },
            ]}
            value={referenceOf(spec)?.toString() ?? null}
            placeholder={t('none')}
            clearable
            onChange={(at) => change({ reference: at === null ? null : at === '1' ? 1 : 0 })}
            data-testid={`${name}-reference`}
          />
          <Switch
            className={styles.switch ?? ''}
            size="xs"
            label={t('log')}
            checked={spec.log ?? false}
            onChange={(event) => change({ log: event.currentTarget.checked })}
            data-testid={`${name}-log`}
          />
        </>
      )}
      {hasWords(columns, { chart: { words: language }, datasets }) && (
        <Switch
          className={styles.switch ?? ''}
          size="xs"
          label={t('words')}
          checked={Boolean(spec.words)}
          onChange={(event) => change({ words: event.currentTarget.checked ? language : null })}
          data-testid={`${name}-words`}
        />
      )}
      {spec.kind === 'bar' && (
        <Switch
          className={styles.switch ?? ''}
          size="xs"
          label={t('stacked')}
          checked={spec.stacked}
          onChange={(event) => change({ stacked: event.currentTarget.checked })}
          data-testid={`${name}-stacked`}
        />
      )}
    </>
  )
}

/** Lower and upper bound: choosing one that has a partner by its name chooses both. */
function Bounds({ spec, columns, name, onSpec }: ChartChoicesProps) {
  const { t } = useTranslation('chart')
  const [begun, setBegun] = useState<{ low: string | null; high: string | null }>({ low: null, high: null })
  const numbers = measuresOf(columns).map((column) => column.name)
  const now = spec.interval ?? begun
  const choose = (end: 'low' | 'high', column: string | null) => {
    if (column === null) {
      setBegun({ low: null, high: null })
      onSpec({ ...spec, interval: null })
      return
    }
    const pair = intervalsIn(numbers).find((one) => one[end] === column)
    const changed = end === 'low' ? { ...now, low: column } : { ...now, high: column }
    const { low, high } = pair && !spec.interval ? pair : changed
    if (low !== null && high !== null) onSpec({ ...spec, interval: { low, high } })
    else setBegun({ low, high })
  }
  return (['low', 'high'] as const).map((end) => (
    <Select
      key={end}
      size="xs"
      label={t(end)}
      data={[...new Set(numbers)]}
      value={now[end]}
      placeholder={t('none')}
      clearable
      onChange={(column) => choose(end, column)}
      data-testid={`${name}-${end}`}
    />
  ))
}
