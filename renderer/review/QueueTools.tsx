/** What the queue is narrowed by, and the way through its pages. */
import { ActionIcon, CloseButton, Select, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Queue.module.css'
import type { QueueNarrowing } from './queue-narrowing.ts'

const AGES = ['3', '5', '10', '30'] as const
const DECIDED = ['returned', 'approved', 'released', 'recalled'] as const

export interface QueueToolsProps {
  narrowing: QueueNarrowing
  onNarrow(part: Partial<QueueNarrowing>): void
  /** How many there are, beside those of the page. */
  total: number
  perPage: number
}

export function QueueTools({ narrowing, onNarrow, total, perPage }: QueueToolsProps) {
  const { t } = useTranslation(['review', 'disclosure'])
  return (
    <search className={styles.tools}>
      <TextInput
        size="xs"
        className={styles.search}
        leftSection={<IconSearch size={14} />}
        placeholder={t('find.search')}
        aria-label={t('find.search')}
        value={narrowing.search}
        onChange={(event) => onNarrow({ search: event.currentTarget.value })}
        rightSection={
          narrowing.search !== '' && (
            <CloseButton size="xs" aria-label={t('find.clear')} onClick={() => onNarrow({ search: '' })} />
          )
        }
        data-testid="review-search"
      />
      <Select
        clearable
        placeholder={t('find.age')}
        aria-label={t('find.age')}
        data={AGES.map((value) => ({ value, label: t('find.days', { count: Number(value) }) }))}
        value={narrowing.waitingDays || null}
        onChange={(days) => onNarrow({ waitingDays: (days ?? '') as QueueNarrowing['waitingDays'] })}
        data-testid="review-age"
      />
      {narrowing.which === 'decided' && (
        <Select
          clearable
          placeholder={t('column.state')}
          aria-label={t('column.state')}
          data={DECIDED.map((value) => ({ value, label: t(`disclosure:outputState.${value}`) }))}
          value={narrowing.state || null}
          onChange={(state) => onNarrow({ state: (state ?? '') as QueueNarrowing['state'] })}
          data-testid="review-state"
        />
      )}
      <Pager narrowing={narrowing} onNarrow={onNarrow} total={total} perPage={perPage} />
    </search>
  )
}

function Pager({ narrowing: { offset }, onNarrow, total, perPage }: QueueToolsProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const shown = (count: number) => formatNumber(count, language)
  const until = Math.min(total, offset + perPage)
  return (
    <span className={styles.pager}>
      <span role="status" data-testid="review-total">
        {total <= perPage && offset === 0
          ? t('find.total', { count: total, shown: shown(total) })
          : t('find.page', {
              from: shown(Math.min(total, offset + 1)),
              until: shown(until),
              total: shown(total),
            })}
      </span>
      {total > perPage &&
        (['before', 'after'] as const).map((way) => {
          const Icon = way === 'before' ? IconChevronLeft : IconChevronRight
          return (
            <ActionIcon
              key={way}
              variant="default"
              aria-label={t(`find.${way}`)}
              disabled={way === 'before' ? offset === 0 : until >= total}
              onClick={() =>
                onNarrow({ offset: Math.max(0, offset + (way === 'before' ? -1 : 1) * perPage) })
              }
              data-testid={`review-page-${way}`}
            >
              <Icon size={15} />
            </ActionIcon>
          )
        })}
    </span>
  )
}
