import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Says wherever data is shown that it was made up. */
export function InventedBadge() {
  const { t } = useTranslation('catalog')
  return (
    <Badge color="yellow" variant="outline" size="xs" title={t('invented.hint')} data-testid="invented-badge">
      {t('invented.word')}
    </Badge>
  )
}
