/**
 * Submissions being written: one for each permit, and one for each returned output that is answered. Kept on this
 * machine for the person who writes it, as the SQL is, so that neither a closed dialog nor a restart loses words.
 */
import { create } from 'zustand'
import { onVisitorChange, useVisitor } from '../client/session.ts'
import { type Draft, emptyDraft } from './submission.ts'

const useDrafts = create<Record<string, Draft>>(() => ({}))
// What is on disk stays for the person's return; another person gets none of it.
onVisitorChange(() => useDrafts.setState({}, true))

/** Raised when the shape of a draft changes. */
const FORM = 3

const placeOf = (key: string): string => `vw.submission.${key}`

function remembered(key: string): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(placeOf(key)) ?? 'null')
    // A draft of another version of this programme is not taken for one of this.
    return kept?.form === FORM ? (kept.draft as Draft) : null
  } catch {
    return null
  }
}

/** The draft under a key, how to change it, and how to be done with it. */
export function useSubmissionDraft(
  name: string,
  begin: () => Draft = emptyDraft,
): [Draft, (change: (draft: Draft) => Draft) => void, () => void] {
  const key = `${useVisitor().id}/${name}`
  const kept = useDrafts((drafts) => drafts[key])
  const draft = kept ?? remembered(key) ?? begin()
  const change = (to: (draft: Draft) => Draft) => {
    const next = to(useDrafts.getState()[key] ?? draft)
    useDrafts.setState({ [key]: next })
    localStorage.setItem(placeOf(key), JSON.stringify({ form: FORM, draft: next }))
  }
  const forget = () => {
    localStorage.removeItem(placeOf(key))
    useDrafts.setState(({ [key]: _done, ...others }) => others, true)
  }
  return [draft, change, forget]
}
