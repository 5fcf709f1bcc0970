/** To a researcher: which rows of a table the own permits hold, where they do not hold all. */
import { useTranslation } from 'react-i18next'
import type { CatalogTable } from '../../shared/model/catalog.ts'
import { useAnswer } from '../client/calls.ts'
import { useSession } from '../client/session.ts'
import { RowConditions } from '../display/RowConditions.tsx'
import { bilingual, useLanguage } from '../ui/language.ts'

export function HeldRows({ table }: { table: Pick<CatalogTable, 'schema' | 'name' | 'variables'> }) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const asks = useSession(({ visitor }) => visitor?.roles.includes('researcher') ?? false)
  const { data } = useAnswer('permits.mine', {}, { enabled: asks })
  const variable = (column: string) => table.variables.find(({ name }) => name === column)
  const narrowing = (asks ? (data?.permits ?? []) : []).flatMap((permit) => {
    const conditions = permit.conditions?.[`${table.schema}.${table.name}`] ?? []
    return conditions.length > 0 ? [{ permit, conditions }] : []
  })
  return narrowing.map(({ permit, conditions }) => (
    <div key={permit.id} data-testid="held-rows">
      {t('heldRows', { permit: bilingual(language, permit, 'title') })}
      <RowConditions
        conditions={conditions}
        titleOf={(column) => variable(column)?.title[language] ?? column}
        codesOf={(column) => variable(column)?.codes ?? []}
      />
    </div>
  ))
}
