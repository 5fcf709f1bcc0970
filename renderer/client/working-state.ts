/** What the status bar tells about the work in hand; written by the workbench, shown by the shell. */
import { create } from 'zustand'

export interface WorkingState {
  permit: { id: string; titleJa: string; titleEn: string; daysLeft: number } | null
  engine: 'idle' | 'running' | 'failed' | 'lost'
  /** Rows of the result in front; null where there is none or the number may not be said. */
  rows: number | null
  elapsedMs: number | null
}

const AT_REST: WorkingState = { permit: null, engine: 'idle', rows: null, elapsedMs: null }

export const useWorkingState = create<WorkingState>(() => AT_REST)
/** Only the parts given change. */
export const tellWorkingState = (part: Partial<WorkingState>): void => useWorkingState.setState(part)
/** When the workbench is left. */
export const clearWorkingState = (): void => useWorkingState.setState(AT_REST)
