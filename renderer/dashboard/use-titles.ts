import { useTranslation } from 'react-i18next'
import type { CatalogTable } from '../../shared/model/catalog.ts'
import type { OpenMeasure } from '../../shared/model/open-question.ts'
import { useLanguage } from '../ui/language.ts'

/** Variables and measures of a table in the words of the screen's language. */
export function useTitles(table: CatalogTable) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const variable = (name: string): string =>
    table.variables.find((each) => each.name === name)?.title[language] ?? name
  return {
    variable,
    measure: (measure: OpenMeasure): string =>
      measure.kind === 'count'
        ? t('measure.count')
        : t(`measure.of.${measure.kind}`, { variable: variable(measure.column) }),
  }
}
