/**
 * Typed calls of routes. `useAnswer` reads and keeps (GET), `useAct` changes something, `callRoute` and `fetchBytes`
 * are for code outside components. A problem becomes a ProblemError; an ended session also signs the window out.
 */
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Answer } from '../../shared/bridge/workbench-bridge.ts'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { BytesRouteName, JsonRouteName, RouteCall, RouteOutput } from '../../shared/contract/routes.ts'
import { endsSession } from '../../shared/model/problem.ts'
import { bridge } from './bridge.ts'
import { ProblemError, problemIn } from './problem-words.ts'
import { sessionEnded, useSession } from './session.ts'

async function answered<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { visitor } = useSession.getState()
  const answer = await asked
  if (answer.ok) return answer.value
  if (endsSession(answer.problem)) sessionEnded({ visitor, done: answer.problem.code === 'act-done' })
  throw new ProblemError(answer.problem)
}

/** Throws ProblemError. */
export async function callRoute<Name extends JsonRouteName>(
  name: Name,
  input: RouteCall<Name>,
): Promise<RouteOutput<Name>> {
  return answered(bridge.call(name, input))
}

/** Bytes with the headers that belong to them. Throws ProblemError. */
export async function fetchBytes<Name extends BytesRouteName>(
  name: Name,
  input: RouteCall<Name>,
): Promise<BytesAnswer> {
  return answered(bridge.bytes(name, input))
}

const answerKey = <Name extends JsonRouteName>(name: Name, input?: RouteCall<Name>) =>
  input === undefined ? [name] : [name, input]

export interface AnswerOptions {
  enabled?: boolean
  /** Milliseconds; asks again while the room is on screen. */
  refetchInterval?: number
  /** Keeps showing the answer to the last input until the new one is there. */
  keepPrevious?: boolean
}

/**
 * Kept under its name and input until something changes it. `keepPrevious` shows the answer before while a
 * new input is asked; `refetchInterval` in milliseconds.
 */
export function useAnswer<Name extends JsonRouteName>(
  name: Name,
  input: RouteCall<Name>,
  { enabled = true, refetchInterval, keepPrevious = false }: AnswerOptions = {},
): UseQueryResult<RouteOutput<Name>> {
  return useQuery({
    queryKey: answerKey(name, input),
    queryFn: () => callRoute(name, input),
    enabled,
    ...(refetchInterval === undefined ? {} : { refetchInterval }),
    ...(keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
  }) as UseQueryResult<RouteOutput<Name>>
}

/** An act; afterwards the answers of the named routes are asked for again. */
export function useAct<Name extends JsonRouteName>(
  name: Name,
  { refreshes = [] }: { refreshes?: JsonRouteName[] } = {},
): UseMutationResult<RouteOutput<Name>, Error, RouteCall<Name>> {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (input: RouteCall<Name>) => callRoute(name, input),
    onSettled: () => Promise.all(refreshes.map((route) => cache.invalidateQueries({ queryKey: [route] }))),
  })
}

/**
 * One cache for the window. Refusals are final answers and are not asked again; silence is asked once more. Everything is
 * asked at once, also where the machine says that it has no network: the environment may be on this very machine, and
 * whoever cannot be reached is said to be, instead of being waited for without end.
 */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => problemIn(error)?.code === 'unreachable' && failures < 1,
      },
    },
  })
