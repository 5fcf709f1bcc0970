/** Submissions being written, kept by result so that a closed dialog loses no words. Never on disk. */
import { create } from 'zustand'
import { onVisitorChange } from '../client/session.ts'
import type { Draft } from './submission.ts'

const useDrafts = create<Record<string, Draft>>(() => ({}))
onVisitorChange(() => useDrafts.setState({}, true))

/** The draft under a key, how to change it, and how to be done with it. */
export function useSubmissionDraft(
  key: string,
  begin: () => Draft,
): [Draft, (change: (draft: Draft) => Draft) => void, () => void] {
  const kept = useDrafts((drafts) => drafts[key])
  const draft = kept ?? begin()
  const change = (to: (draft: Draft) => Draft) =>
    useDrafts.setState((drafts) => ({ [key]: to(drafts[key] ?? draft) }))
  const forget = () => useDrafts.setState(({ [key]: _done, ...others }) => others, true)
  return [draft, change, forget]
}
