import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { callRoute } from '../client/calls.ts'

export interface Narrowing {
  event: string
  by: string
  subject: string
  /** Days in Japan, both inclusive; empty where there is no bound. */
  from: string
  until: string
}

export const NOTHING_NARROWED: Narrowing = { event: '', by: '', subject: '', from: '', until: '' }

export type Entry = RouteOutput<'audit.entries'>['entries'][number]
const PER_PAGE = 200

/** Pages of entries, newest first; each page goes on below the lowest number of the one before. */
export function useEntries(narrowing: Narrowing) {
  const given = Object.fromEntries(
    Object.entries(narrowing)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  )
  return useInfiniteQuery({
    queryKey: ['audit.entries', given],
    queryFn: ({ pageParam }) =>
      callRoute('audit.entries', {
        limit: PER_PAGE,
        ...(pageParam === null ? {} : { before: pageParam }),
        ...given,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries }) => (entries.length < PER_PAGE ? null : (entries.at(-1)?.seq ?? null)),
    placeholderData: keepPreviousData,
  })
}
