/** What was opened of an output on the desk, and the opening of the item in front. The environment keeps both. */
import { useEffect } from 'react'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { Opening } from '../../shared/model/openings.ts'
import { useAct } from '../client/calls.ts'
import { useVisitor } from '../client/session.ts'
import { useOpenedParts, voteKey } from './drafts.ts'

type Desk = RouteOutput<'reviews.desk'>

/** All that the environment has written down of this round, and what to add once it answered. */
export function useOpened(desk: Desk): [readonly Opening[], (more: readonly Opening[]) => void] {
  const [since, add] = useOpenedParts(voteKey(useVisitor(), desk.detail.output))
  return [[...desk.opened, ...since], add]
}

/** Opens the item at a place as it comes to the front; answers why that failed and how to try again. */
export function useOpening(desk: Desk, place: number): { problem: Error | null; again(): void } {
  const [opened, add] = useOpened(desk)
  const { mutate, error } = useAct('reviews.open')
  const { output, items } = desk.detail
  const name = items[place]?.name
  const isOpen = opened.some(({ item, part }) => item === name && part === 'content')
  const again = () =>
    mutate(
      { outputId: output.id, round: output.round, item: place },
      { onSuccess: (answer) => add(answer.opened) },
    )
  const judges = desk.item.whyNot === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each item that comes to the front
  useEffect(() => {
    if (judges && !isOpen) again()
  }, [name, judges])
  return { problem: error, again }
}
