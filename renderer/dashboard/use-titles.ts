import { useTranslation } from 'react-i18next'
import { type CatalogTable, codeWord } from '../../shared/model/catalog.ts'
import type { OpenMeasure } from '../../shared/model/open-question.ts'
import { useLanguage } from '../ui/language.ts'
import { PREFECTURE } from './askable.ts'
import { prefectureName } from './prefecture-tiles.ts'

/** Variables and measures of a table in the words of the screen's language. */
export function useTitles(table: CatalogTable) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const variable = (name: string): string =>
    table.variables.find((each) => each.name === name)?.title[language] ?? name
  return {
    variable,
    /** A value as people read it: codes by their words, prefectures in the screen's language. */
    value: (column: string, value: string): string => {
      const found = table.variables.find(({ name }) => name === column)
      if (column === PREFECTURE) return prefectureName(value, language)
      return codeWord(found, value, language)
    },
    measure: (measure: OpenMeasure): string =>
      measure.kind === 'count'
        ? t([`measure.countOf.${table.name}`, 'measure.count'])
        : t(`measure.of.${measure.kind}`, { variable: variable(measure.column) }),
  }
}
