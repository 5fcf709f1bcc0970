/**
 * Votes being written and what was opened, kept while the person is at the window so that looking elsewhere loses nothing.
 * Never on disk.
 */
import { create } from 'zustand'
import type { Opening } from '../../shared/model/openings.ts'
import { onVisitorChange } from '../client/session.ts'
import { emptyVote, type VoteDraft } from './decision.ts'

const useDrafts = create<Record<string, VoteDraft>>(() => ({}))
const useOpened = create<Record<string, readonly Opening[]>>(() => ({}))
onVisitorChange(() => {
  useDrafts.setState({}, true)
  useOpened.setState({}, true)
})

/** What a vote being written belongs to. */
export const voteKey = (visitor: { id: string }, output: { id: string; round: number }): string =>
  `${visitor.id} ${output.id} ${output.round}`

const EMPTY = emptyVote()

/** The draft under a key, how to change a part of it, and how to be done with it. */
export function useVoteDraft(key: string): [VoteDraft, (part: Partial<VoteDraft>) => void, () => void] {
  const draft = useDrafts((drafts) => drafts[key])
  const change = (part: Partial<VoteDraft>) =>
    useDrafts.setState((drafts) => ({ [key]: { ...(drafts[key] ?? emptyVote()), ...part } }))
  const forget = () => useDrafts.setState(({ [key]: _done, ...others }) => others, true)
  return [draft ?? EMPTY, change, forget]
}

const NOTHING_OPENED: readonly Opening[] = []

/** What the environment wrote down as opened since the desk was asked for; and how to add to it. */
export function useOpenedParts(key: string): [readonly Opening[], (more: readonly Opening[]) => void] {
  const opened = useOpened((all) => all[key]) ?? NOTHING_OPENED
  const add = (more: readonly Opening[]) =>
    useOpened.setState((all) => {
      const before = all[key] ?? NOTHING_OPENED
      const added = more.filter(
        ({ item, part }) => !before.some((one) => one.item === item && one.part === part),
      )
      return added.length === 0 ? all : { [key]: [...before, ...added] }
    })
  return [opened, add]
}
