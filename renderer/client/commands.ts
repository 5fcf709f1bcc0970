/**
 * What can be done right now, offered by whichever room is on screen, found in the shell's palette (Ctrl/Cmd+K).
 * A room offers its commands while it is mounted; order of offering is order of showing.
 */
import { useEffect } from 'react'
import { create } from 'zustand'

export interface Command {
  id: string
  label: string
  /** Further words to find it by, e.g. the name in the other language. */
  words?: string
  /** As people read it, e.g. `Ctrl+Enter`. */
  keys?: string
  /** One of many alike, to be found by typing: shown after everything else. */
  ofMany?: boolean
  run(): void
}

interface Offer {
  room: string
  commands: readonly Command[]
}

const useOffers = create<{ offers: readonly Offer[] }>(() => ({ offers: [] }))

/** Offers commands while the calling component is on screen; pass a stable list (useMemo). */
export function useCommands(room: string, commands: readonly Command[]): void {
  useEffect(() => {
    const offer = { room, commands }
    useOffers.setState(({ offers }) => ({ offers: [...offers.filter((each) => each.room !== room), offer] }))
    return () => useOffers.setState(({ offers }) => ({ offers: offers.filter((each) => each !== offer) }))
  }, [room, commands])
}

/** In the order of offering. */
export const useOfferedCommands = (): readonly Offer[] => useOffers(({ offers }) => offers)

/** Commands whose words hold every word of the search, those that begin with it first. */
export function findCommands(commands: readonly Command[], search: string): Command[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(({ label, words = '' }) => {
    const text = `${label} ${words}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
  const begins = (command: Command) => command.label.toLowerCase().startsWith(wanted[0] ?? '')
  return [...found.filter(begins), ...found.filter((command) => !begins(command))]
}
