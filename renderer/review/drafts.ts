/** Votes being written, kept while the person is at the window so that looking elsewhere loses nothing. Never on disk. */
import { create } from 'zustand'
import { onVisitorChange } from '../client/session.ts'
import { emptyVote, type VoteDraft } from './decision.ts'

const useDrafts = create<Record<string, VoteDraft>>(() => ({}))
onVisitorChange(() => useDrafts.setState({}, true))

const EMPTY = emptyVote()

/** The draft under a key, how to change a part of it, and how to be done with it. */
export function useVoteDraft(key: string): [VoteDraft, (part: Partial<VoteDraft>) => void, () => void] {
  const draft = useDrafts((drafts) => drafts[key])
  const change = (part: Partial<VoteDraft>) =>
    useDrafts.setState((drafts) => ({ [key]: { ...(drafts[key] ?? emptyVote()), ...part } }))
  const forget = () => useDrafts.setState(({ [key]: _done, ...others }) => others, true)
  return [draft ?? EMPTY, change, forget]
}
