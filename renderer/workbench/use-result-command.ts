/** What can be done with the result on screen, in the palette and by a key wherever the focus is in the workbench. */
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Command, useCommands } from '../client/commands.ts'
import { mac } from '../ui/mac.ts'

/** Letters by where they are on the keyboard, so that they are found whatever Alt makes of them. */
const LETTERS = { 'show-grid': 'G', 'show-chart': 'C', submit: 'S' } as const

export function useResultCommand(act: keyof typeof LETTERS, run: () => void): void {
  const { t } = useTranslation('workbench')
  // The latest, so that the command stays the same while results come and go.
  const latest = useRef(run)
  latest.current = run
  const commands = useMemo<Command[]>(
    () => [
      {
        id: act,
        label: t(`command.${act}`),
        words: act.replace('-', ' '),
        keys: `${mac ? '⌥' : 'Alt'}+Shift+${LETTERS[act]}`,
        run: () => latest.current(),
      },
    ],
    [t, act],
  )
  useCommands(`workbench ${act}`, commands)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return
      if (event.code !== `Key${LETTERS[act]}` || document.querySelector('[role=dialog]')) return
      event.preventDefault()
      event.stopPropagation()
      latest.current()
    }
    // Before the editor takes it.
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [act])
}
