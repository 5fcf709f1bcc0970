/** Following an output: what can be done with it now, and why not. Pure. */
import { nextState, type OutputState } from '../../shared/model/output-states.ts'

export type WhyNotExport = 'in-review' | 'returned' | 'withdrawn' | 'sealing' | 'recalled'

/** The reason why an output cannot be exported, or null. */
export function whyNotExport(output: { state: OutputState; releaseId: string | null }): WhyNotExport | null {
  if (output.state === 'released' && output.releaseId !== null) return null
  if (output.state === 'approved' || output.state === 'released') return 'sealing'
  return output.state
}

/** By the state alone; the environment asks who it is. */
export const canResubmit = (state: OutputState): boolean => nextState(state, 'resubmit') !== null
/** By the state alone; the environment asks who it is. */
export const canWithdraw = (state: OutputState): boolean => nextState(state, 'withdraw') !== null

/** File name for a package: the title without what file systems refuse, at most 60 characters, and the release's id. */
export function packageName(title: string, releaseId: string): string {
  const kept = title
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const short = Array.from(kept).slice(0, 60).join('').trim()
  return `${short === '' ? 'output' : short} ${releaseId}.zip`
}
