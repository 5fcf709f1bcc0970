/** From a table that a permit of the person holds to where SQL is written against it. */
import { Button } from '@mantine/core'
import { IconCode } from '@tabler/icons-react'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogTable } from '../../shared/model/catalog.ts'
import { holdsTable } from '../../shared/model/permit.ts'
import { useUsablePermits } from './use-usable-permits.ts'
import { WorkbenchLink } from './workbench-link.ts'

export function UseButton({ table }: { table: Pick<CatalogTable, 'schema' | 'name'> }) {
  const { t } = useTranslation('catalog')
  const goTo = useContext(WorkbenchLink)
  const permits = useUsablePermits()
  if (!goTo || !permits.some((permit) => holdsTable(permit, table))) return null
  return (
    <Button
      size="compact-xs"
      variant="light"
      leftSection={<IconCode size={14} stroke={1.8} />}
      onClick={() => goTo(`${table.schema}.${table.name}`)}
      data-testid={`use-${table.schema}.${table.name}`}
    >
      {t('use')}
    </Button>
  )
}
