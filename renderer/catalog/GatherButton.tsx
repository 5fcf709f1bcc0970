/** Puts something of the catalog among what is gathered for an application, and takes a single thing out again. */
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconFilePlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  dropColumn,
  dropTable,
  type GatheredTable,
  gather,
  isGathered,
  useGathered,
} from '../client/gathered.ts'

export interface GatherButtonProps {
  tables: readonly GatheredTable[]
  label: string
  /** An icon only, for rows. */
  compact?: boolean
  testId: string
}

export function GatherButton({ tables, label, compact = false, testId }: GatherButtonProps) {
  const { t } = useTranslation('catalog')
  const gathered = useGathered((state) => state.tables)
  const column = tables.length === 1 ? tables[0]?.columns[0] : undefined
  const isThere = tables.length > 0 && tables.every((table) => isGathered(gathered, table, column))
  if (tables.length === 0) return null

  function toggle() {
    if (!isThere) return gather(tables)
    for (const table of tables)
      if (column === undefined) dropTable(table)
      else dropColumn(table, column)
  }

  const Icon = isThere ? IconCheck : IconFilePlus
  const words = isThere ? t('gather.gathered') : label
  if (compact)
    return (
      <Tooltip label={words}>
        <ActionIcon
          size={20}
          mr={4}
          color={isThere ? 'accent' : 'gray'}
          aria-label={words}
          aria-pressed={isThere}
          onClick={toggle}
          data-testid={testId}
        >
          <Icon size={14} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    )
  return (
    <Button
      size="compact-xs"
      variant={isThere ? 'light' : 'default'}
      leftSection={<Icon size={14} stroke={1.8} />}
      aria-pressed={isThere}
      onClick={toggle}
      data-testid={testId}
    >
      {isThere ? t('gather.there') : label}
    </Button>
  )
}
