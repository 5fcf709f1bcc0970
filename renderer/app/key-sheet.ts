/** Keys that are no commands: what moves inside an editor, a grid, a list or a desk. Shown by ./KeySheet.tsx. */
import { create } from 'zustand'
import type { FeatureId } from './features.tsx'

/** Groups of keys, each for rooms in which they do something. Ctrl is ⌘ on a Mac. */
export const KEY_GROUPS = [
  {
    id: 'editor',
    of: ['workbench'],
    keys: {
      complete: 'Ctrl+Space',
      comment: 'Ctrl+/',
      find: 'Ctrl+F',
      replace: 'Ctrl+H',
      table: 'F12',
      nextError: 'F8',
      moveLine: 'Alt+↑ Alt+↓',
      cursors: 'Alt+Click',
      stop: 'Esc',
    },
  },
  {
    id: 'grid',
    of: ['workbench', 'outputs', 'review'],
    keys: { move: '← ↑ → ↓', page: 'PageUp PageDown', ends: 'Home End', corners: 'Ctrl+Home Ctrl+End' },
  },
  { id: 'result', of: ['workbench'], keys: { sort: 'S', find: 'Ctrl+F' } },
  {
    id: 'tree',
    of: ['workbench'],
    keys: { open: '→', close: '←', insert: 'Enter' },
  },
  {
    id: 'checked',
    of: ['outputs', 'review'],
    keys: { next: 'N', previous: 'P' },
  },
  {
    id: 'desk',
    of: ['review'],
    keys: {
      approve: 'Alt+A',
      return: 'Alt+R',
      next: 'Alt+N',
      previous: 'Alt+P',
      item: 'Alt+. Alt+,',
      note: 'M',
    },
  },
] as const satisfies readonly { id: string; of: readonly FeatureId[]; keys: Record<string, string> }[]

export const useKeySheet = create(() => ({ open: false }))

export const showKeys = (): void => useKeySheet.setState({ open: true })
