import { useLanguage } from '../ui/language.ts'
import { useAnswer } from './calls.ts'

/** Titles of databases in the language on screen; an id the catalog does not know stands for itself. */
export function useDatasetName(): (id: string) => string {
  const language = useLanguage()
  const { data } = useAnswer('catalog.datasets', {})
  return (id) => data?.datasets.find((one) => one.id === id)?.title[language] ?? id
}
