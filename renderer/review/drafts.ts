/** Votes being written, kept while the window is open so that looking elsewhere loses nothing. Never on disk. */
import { create } from 'zustand'
import { emptyVote, type VoteDraft } from './decision.ts'

const useDrafts = create<Record<string, VoteDraft>>(() => ({}))

export function useVoteDraft(key: string): [VoteDraft, (part: Partial<VoteDraft>) => void, () => void] {
  const draft = useDrafts((drafts) => drafts[key])
  const change = (part: Partial<VoteDraft>) =>
    useDrafts.setState((drafts) => ({ [key]: { ...(drafts[key] ?? emptyVote()), ...part } }))
  const forget = () => useDrafts.setState(() => ({ [key]: emptyVote() }))
  return [draft ?? EMPTY, change, forget]
}

const EMPTY = emptyVote()
