import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../client/calls.ts'
import { useLanguage } from '../ui/language.ts'

/** People by their names, found by name or login; one whom no account has any more stands as the log has them. */
export function PersonSelect({ value, onChange }: { value: string; onChange(id: string): void }) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const people = useAnswer('audit.names', {}).data?.people
  const data = useMemo(() => {
    const known = (people ?? []).map(({ id, login, ...name }) => ({
      value: id,
      label: t('filter.person', { name: name[language], login }),
    }))
    const unknown = value !== '' && !known.some((one) => one.value === value) ? [{ value, label: value }] : []
    return [...unknown, ...known]
  }, [people, value, language, t])
  return (
    <Select
      searchable
      clearable
      selectFirstOptionOnChange
      placeholder={t('filter.by')}
      aria-label={t('filter.by')}
      nothingFoundMessage={t('filter.nobody')}
      data={data}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      maxDropdownHeight={420}
      data-testid="audit-filter-by"
    />
  )
}
