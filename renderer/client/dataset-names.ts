import type { Dataset } from '../../shared/model/catalog.ts'
import type { Language } from '../../shared/model/words.ts'
import { useAnswer } from './calls.ts'

/** Titles of databases in a language; an id the catalog does not know stands for itself. */
export function useDatasetName(language: Language): (id: string) => string {
  const { data } = useAnswer('catalog.datasets', {})
  return (id) => data?.datasets.find((one) => one.id === id)?.title[language] ?? id
}

const NONE: readonly Dataset[] = []

/** The catalog; empty until it is there. */
export const useDatasets = (): readonly Dataset[] => useAnswer('catalog.datasets', {}).data?.datasets ?? NONE
