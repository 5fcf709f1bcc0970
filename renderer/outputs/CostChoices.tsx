/** What hiding a further cell costs: the solver hides what costs least. */
import { ActionIcon, Button, NumberInput, SegmentedControl, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CostChoice } from '../../shared/model/protection.ts'
import { keysOf, type Table } from '../display/protected-cell.ts'
import styles from './ProtectionControls.module.css'

const WAYS = ['value', 'persons', 'equal'] as const

export interface CostChoicesProps {
  costs: CostChoice
  table: Table | null
  onChange(costs: CostChoice): void
}

export function CostChoices({ costs, table, onChange }: CostChoicesProps) {
  const { t } = useTranslation('outputs')
  const columns = table?.columns.filter(({ role }) => role !== 'constant') ?? []
  const isKey = (name: string) => columns.some((column) => column.name === name && column.role === 'key')
  const change = (at: number, part: Partial<CostChoice['weights'][number]>) =>
    onChange({ ...costs, weights: costs.weights.map((one, k) => (k === at ? { ...one, ...part } : one)) })
  return (
    <fieldset className={styles.choice}>
      <legend>{t('choices.costs')}</legend>
      <div className={styles.row}>
        <SegmentedControl
          size="xs"
          value={costs.by}
          onChange={(by) => onChange({ ...costs, by: by as CostChoice['by'] })}
          data={WAYS.map((way) => ({ value: way, label: t(`choices.by.${way}`) }))}
          data-testid="cost-by"
        />
      </div>
      {costs.weights.map(({ column, category, weight }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: weights have no other name than their order
        <div key={at} className={styles.row} data-testid={`weight-${at}`}>
          <Select
            size="xs"
            w={120}
            aria-label={t('choices.column')}
            data={[...new Set([column, ...columns.map(({ name }) => name)])]}
            value={column}
            onChange={(name) => name && change(at, { column: name, category: isKey(name) ? '' : null })}
          />
          {isKey(column) && table && (
            <Select
              size="xs"
              w={120}
              searchable
              aria-label={t('choices.category')}
              placeholder={t('choices.category')}
              data={keysOf(table, column)}
              value={category || null}
              onChange={(value) => change(at, { category: value ?? '' })}
            />
          )}
          <span aria-hidden>×</span>
          <NumberInput
            size="xs"
            w={86}
            min={0.01}
            max={1_000_000}
            aria-label={t('choices.weight')}
            value={weight}
            onChange={(value) => typeof value === 'number' && value > 0 && change(at, { weight: value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('choices.remove')}
            onClick={() => onChange({ ...costs, weights: costs.weights.filter((_, k) => k !== at) })}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          disabled={columns.length === 0 || costs.weights.length >= 200}
          onClick={() => {
            const column = columns.find(({ role }) => role !== 'key') ?? columns[0]!
            const category = column.role === 'key' ? '' : null
            onChange({ ...costs, weights: [...costs.weights, { column: column.name, category, weight: 10 }] })
          }}
          data-testid="weight-add"
        >
          {t('choices.addWeight')}
        </Button>
      </div>
    </fieldset>
  )
}
