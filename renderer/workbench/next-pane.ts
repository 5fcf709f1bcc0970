/**
 * F6, as in other workbenches: the keyboard goes on from explorer to editor to result and round again, Shift+F6 back.
 * The editor keeps Tab for itself, so without it nobody would leave the editor without a pointer.
 */
import { useEffect } from 'react'

const PANES = ['explorer-pane', 'editor-pane', 'result-pane']
/** What of a pane takes the keys; the first that is there. */
const TAKES_KEYS = ['[role=tree]', '[role=textbox]', '[role=grid]', 'section[tabindex="0"]', '[role=tab]']

/** To the next pane that is shown, round in a circle; from outside all panes to the editor. */
export function focusNextPane({ back }: { back: boolean }): void {
  // Without those that are hidden; from anywhere else the keyboard goes to the editor.
  const panes = PANES.flatMap((id) => document.querySelector(`[data-testid="pane-${id}"]`) ?? [])
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next =
    at === -1
      ? panes.find((pane) => pane.matches('[data-testid="pane-editor-pane"]'))
      : panes[(at + (back ? panes.length - 1 : 1)) % panes.length]
  const found = TAKES_KEYS.map((selector) => next?.querySelector<HTMLElement>(selector))
  found.find((element) => element)?.focus()
}

/** F6 and Shift+F6 while mounted, except in a dialog. */
export function useNextPaneKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      if (document.querySelector('[role=dialog]')) return
      event.preventDefault()
      focusNextPane({ back: event.shiftKey })
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
