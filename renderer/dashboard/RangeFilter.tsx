/** A filter on a quantity or a year: from, until, both included; an empty end is open. */
import { ActionIcon, NumberInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenFilter } from '../../shared/model/open-question.ts'
import styles from './Dashboard.module.css'

export type Range = Extract<OpenFilter, { from: unknown }>

export interface RangeFilterProps {
  filter: Range
  title: string
  onRange(filter: Range): void
  onRemove?: () => void
}

export function RangeFilter({ filter, title, onRange, onRemove }: RangeFilterProps) {
  const { t } = useTranslation('dashboard')
  const labelId = useId()
  const backwards = filter.from !== null && filter.until !== null && filter.from > filter.until
  const end = (which: 'from' | 'until') => (
    <NumberInput
      aria-label={`${title}: ${t(`filter.${which}`)}`}
      placeholder={t(`filter.${which}`)}
      value={filter[which] ?? ''}
      onChange={(value) => onRange({ ...filter, [which]: typeof value === 'number' ? value : null })}
      error={backwards && which === 'until' ? t('filter.backwards') : undefined}
      thousandSeparator={!/year/.test(filter.column)}
      hideControls
      data-testid={`dashboard-filter-${filter.column}-${which}`}
    />
  )
  return (
    <fieldset className={styles.range} aria-labelledby={labelId}>
      <span id={labelId} className={styles.rangeTitle}>
        {title}
      </span>
      <div className={styles.rangeEnds}>
        {end('from')}
        <span aria-hidden>–</span>
        {end('until')}
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('filter.remove', { variable: title })}
            onClick={onRemove}
            data-testid={`dashboard-filter-${filter.column}-remove`}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
    </fieldset>
  )
}
