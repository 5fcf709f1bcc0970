/**
 * Forms being written. What is typed goes to the environment by itself, a moment after the last stroke, one save at a
 * time; until it is there it is kept here, also while the room is closed or the session has ended. Never on disk.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'
import type { ApplicationForm } from '../../shared/model/application-form.ts'
import type { ApplicationId } from '../../shared/model/ids.ts'
import { callRoute } from '../client/calls.ts'
import { onVisitorChange } from '../client/session.ts'

const WAIT_MS = 900

export interface Writing {
  form: ApplicationForm
  revision: number
  /** True while something typed is not in the environment. */
  unsaved: boolean
  saving: boolean
  problem: unknown
  savedAt: string | null
}

const useWritings = create<Record<string, Writing>>(() => ({}))
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const underWay = new Map<string, Promise<void>>()

onVisitorChange(() => {
  for (const timer of timers.values()) clearTimeout(timer)
  timers.clear()
  useWritings.setState({}, true)
})

const update = (id: string, part: Partial<Writing>) =>
  useWritings.setState((writings) => {
    const now = writings[id]
    return now ? { [id]: { ...now, ...part } } : writings
  })

async function saveOnce(id: ApplicationId): Promise<void> {
  const sent = useWritings.getState()[id]
  if (!sent?.unsaved) return
  update(id, { saving: true, problem: null })
  try {
    const { form, revision } = sent
    const saved = await callRoute('applications.save', { applicationId: id, revision, form })
    const stands = useWritings.getState()[id]?.form === form
    update(id, { revision: saved.revision, savedAt: saved.savedAt, saving: false, unsaved: !stands })
  } catch (problem) {
    update(id, { saving: false, problem })
  }
}

/** Saves what is unsaved; answers once it is in the environment or could not be brought there. */
export function saveNow(id: ApplicationId): Promise<void> {
  clearTimeout(timers.get(id))
  const running = (underWay.get(id) ?? Promise.resolve()).then(() => saveOnce(id))
  underWay.set(id, running)
  return running
}

function write(id: ApplicationId, form: ApplicationForm): void {
  update(id, { form, unsaved: true })
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => void saveNow(id), WAIT_MS),
  )
}

/** Forgets what is here and takes what the environment has. */
export const takeAnew = (id: ApplicationId, kept: { form: ApplicationForm; revision: number }): void =>
  useWritings.setState({
    [id]: { ...kept, unsaved: false, saving: false, problem: null, savedAt: null },
  })

/** What this window holds of a draft that is being written; none where it was not opened here. */
export const writingOf = (id: ApplicationId): Writing | undefined => useWritings.getState()[id]

/** The form as it is being written, and how to change a part of it. */
export function useWriting(
  id: ApplicationId,
  kept: { form: ApplicationForm; revision: number },
): [Writing, (part: Partial<ApplicationForm>) => void] {
  const cache = useQueryClient()
  const here = useWritings((writings) => writings[id])
  const isBehind = !here || (!here.unsaved && !here.saving && here.revision < kept.revision)
  useEffect(() => {
    if (isBehind) takeAnew(id, kept)
  }, [isBehind, id, kept])
  const savedAt = here?.savedAt ?? null
  useEffect(() => {
    if (savedAt === null) return
    void cache.invalidateQueries({ queryKey: ['applications.mine'] })
    void cache.invalidateQueries({ queryKey: ['applications.detail'] })
  }, [savedAt, cache])
  useEffect(() => () => void saveNow(id), [id])
  const writing: Writing =
    isBehind || !here ? { ...kept, unsaved: false, saving: false, problem: null, savedAt: null } : here
  return [writing, (part) => write(id, { ...(writingOf(id) ?? writing).form, ...part })]
}
