/** The order and choice of rows a person asked the grid for. All rows are fetched once it is asked for. */
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import { arrange, nextSorting, type Sorting } from './arrange.ts'
import type { FetchPage } from './use-pages.ts'

/** Larger results are put in order by the environment: ORDER BY. */
export const MOST_ROWS_ARRANGED = 100_000
const ROWS_PER_FETCH = 10_000

export interface Arrangement {
  /** False where there are too many rows to hold them all. */
  possible: boolean
  sorting: Sorting | null
  /** Upwards, downwards, not at all. */
  sortBy(column: number): void
  find: string
  setFind(words: string): void
  /** The result's rows as they are shown; null where all are, as they came, or not all are here yet. */
  order: readonly number[] | null
  /** The page of the whole that holds a row, and its place there. */
  placeOf(row: number): { page: ResultPage | undefined; at: number }
  error: unknown
  retry(): void
}

export interface ArrangementNeeds {
  resultId: string
  columns: number
  /** With the row that stands for all groups below the minimum, where there is one. */
  rowCount: number
  hasOthers: boolean
  fetchPage: FetchPage
}

export function useArrangement(needs: ArrangementNeeds): Arrangement {
  const { resultId, columns, rowCount, hasOthers, fetchPage } = needs
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const [find, setFind] = useState('')
  const [whole, setWhole] = useState<ResultPage[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  const words = useDeferredValue(find)
  const wanted = sorting !== null || words.trim() !== ''
  const possible = rowCount <= MOST_ROWS_ARRANGED

  // biome-ignore lint/correctness/useExhaustiveDependencies: another result begins anew, another attempt asks again
  useEffect(() => {
    if (!wanted || !possible) return
    let gone = false
    async function load() {
      const got: ResultPage[] = []
      for (let at = 0; at < rowCount && !gone; at += ROWS_PER_FETCH)
        got.push(await fetchPage(at, Math.min(ROWS_PER_FETCH, rowCount - at)))
      if (!gone) setWhole(got)
    }
    if (!whole) load().catch((reason: unknown) => !gone && setError(reason))
    return () => {
      gone = true
    }
  }, [resultId, wanted, possible, attempt])

  const placeOf = useCallback(
    (row: number) => ({ page: whole?.[Math.floor(row / ROWS_PER_FETCH)], at: row % ROWS_PER_FETCH }),
    [whole],
  )
  const order = useMemo(() => {
    if (!wanted || !whole) return null
    const others = hasOthers ? 1 : 0
    const rows = arrange(
      {
        count: rowCount - others,
        columns,
        cellAt: (row, column) => {
          const { page, at } = placeOf(row)
          return { cells: page!.columns[column]!, at }
        },
      },
      { sorting, find: words },
    )
    // What stands for many groups has no place among the others, and no word finds it.
    return hasOthers && words.trim() === '' ? [...rows, rowCount - 1] : rows
  }, [wanted, whole, rowCount, columns, hasOthers, sorting, words, placeOf])

  return {
    possible,
    sorting,
    sortBy: (column) => setSorting((now) => nextSorting(now, column)),
    find,
    setFind,
    order,
    placeOf,
    error,
    retry: () => {
      setError(null)
      setAttempt((n) => n + 1)
    },
  }
}
