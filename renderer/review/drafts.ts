/**
 * Votes being written and what was opened, kept while the person is at the window so that looking elsewhere loses nothing.
 * Never on disk.
 */
import { create } from 'zustand'
import { onVisitorChange } from '../client/session.ts'
import { emptyVote, type VoteDraft } from './decision.ts'

const useDrafts = create<Record<string, VoteDraft>>(() => ({}))
const useOpened = create<Record<string, readonly string[]>>(() => ({}))
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

const NOTHING_OPENED: readonly string[] = []

/** Names of the items of an output that were in front, figures as `<item> figure`; and how to add one. */
export function useOpenedParts(key: string): [readonly string[], (name: string) => void] {
  const opened = useOpened((all) => all[key]) ?? NOTHING_OPENED
  const open = (name: string) =>
    useOpened.setState((all) => {
      const before = all[key] ?? NOTHING_OPENED
      return before.includes(name) ? all : { [key]: [...before, name] }
    })
  return [opened, open]
}

export const figureOf = (item: { name: string }): string => `${item.name} figure`
