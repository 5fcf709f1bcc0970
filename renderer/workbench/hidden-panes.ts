/** Which panes of the workbench are hidden, as in DataGrip and VS Code; remembered like their sizes. */
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { focusNextPane } from './next-pane.ts'

export type HideablePane = 'explorer-pane' | 'result-pane' | 'inspector-pane'

interface HiddenPanes {
  hidden: readonly HideablePane[]
}

export const useHiddenPanes = create<HiddenPanes>()(
  persist(() => ({ hidden: [] as readonly HideablePane[] }), {
    name: 'vw.hidden-panes',
    storage: createJSONStorage(() => localStorage),
  }),
)

/** Changes nothing where it is shown already. */
export function showPane(pane: HideablePane): void {
  useHiddenPanes.setState(({ hidden }) => ({ hidden: hidden.filter((each) => each !== pane) }))
}

/** The keyboard goes on to the next pane where it was in the one that is hidden. */
export function togglePane(pane: HideablePane): void {
  const shown = document.querySelector(`[data-testid="pane-${pane}"]`)
  // The keyboard does not go away with what it was in.
  if (shown?.contains(document.activeElement)) focusNextPane({ back: false })
  useHiddenPanes.setState(({ hidden }) => ({
    hidden: hidden.includes(pane) ? hidden.filter((each) => each !== pane) : [...hidden, pane],
  }))
}
