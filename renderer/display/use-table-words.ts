/** What the codes of a protected table mean by the catalog, in the person's language; a hint beside them, no part of the table. */
import { useCallback, useMemo } from 'react'
import { type Dataset, meaningOf } from '../../shared/model/catalog.ts'
import { codedVariables } from '../../shared/model/chart-words.ts'
import { useLanguage } from '../ui/language.ts'
import type { Table } from './protected-cell.ts'

/** Answers null where the catalog has no word, or not for certain. */
export function useTableWords(
  table: Table,
  datasets: readonly Dataset[],
): (column: number, value: string) => string | null {
  const language = useLanguage()
  const coded = useMemo(
    () => codedVariables(table.columns, { datasets, valuesOf: (column) => shownValues(table, column) }),
    [table, datasets],
  )
  return useCallback((column, value) => meaningOf(coded[column], value, language), [coded, language])
}

const shownValues = ({ rows }: Table, column: number): (string | null)[] =>
  rows.map((row) => (row[column]?.status === 'shown' ? row[column].text : null))
