/** Pages of a result, fetched as they come on screen and kept while the result is. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ResultPage } from '../../shared/arrow/result-page.ts'

export const ROWS_PER_FETCH = 500
const PAGES_KEPT = 40

export type FetchPage = (offset: number, limit: number) => Promise<ResultPage>

export interface Pages {
  /** The page that holds a row, if it is here. */
  pageOf(row: number): ResultPage | undefined
  /** Asks for the pages of these rows that are not here yet. */
  need(first: number, last: number): void
  first: ResultPage | undefined
  error: unknown
  retry(): void
}

export function usePages(resultId: string, fetchPage: FetchPage): Pages {
  const kept = useRef(new Map<number, ResultPage>())
  const asked = useRef(new Set<number>())
  const [, redraw] = useState(0)
  const [error, setError] = useState<unknown>(null)
  const current = useRef(resultId)

  const load = useCallback(
    (index: number) => {
      if (kept.current.has(index) || asked.current.has(index)) return
      asked.current.add(index)
      const of = current.current
      fetchPage(index * ROWS_PER_FETCH, ROWS_PER_FETCH)
        .then((page) => {
          if (of !== current.current) return
          kept.current.set(index, page)
          // The first page stays: column widths and number formats come from it.
          const oldest = [...kept.current.keys()].find((key) => key !== 0 && key !== index)
          if (kept.current.size > PAGES_KEPT && oldest !== undefined) kept.current.delete(oldest)
          redraw((n) => n + 1)
        })
        .catch((reason: unknown) => {
          if (of === current.current) setError(reason)
        })
        .finally(() => asked.current.delete(index))
    },
    [fetchPage],
  )

  useEffect(() => {
    current.current = resultId
    kept.current = new Map()
    asked.current = new Set()
    setError(null)
    load(0)
  }, [resultId, load])

  return {
    pageOf: (row) => kept.current.get(Math.floor(row / ROWS_PER_FETCH)),
    need: (first, last) => {
      if (error) return
      for (let i = Math.floor(first / ROWS_PER_FETCH); i <= Math.floor(last / ROWS_PER_FETCH); i++) load(i)
    },
    first: kept.current.get(0),
    error,
    retry: () => {
      setError(null)
      load(0)
    },
  }
}
