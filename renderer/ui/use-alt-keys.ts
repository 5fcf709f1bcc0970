import { useEffect } from 'react'

/**
 * Keys held with Alt alone, by where they lie on the keyboard (`KeyN`, `Period`), for as long as a screen is there. What
 * answers false leaves the key to whoever else wants it.
 */
export function useAltKeys(acts: { [code: string]: () => unknown }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const act = acts[event.code]
      if (act === undefined || act() === false) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
