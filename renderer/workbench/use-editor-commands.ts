/** What can be done to tabs and statements, in the palette and by keys. */
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Command, useCommands } from '../client/commands.ts'
import { mac } from '../ui/mac.ts'
import { addressOf, type KnownTable } from './completion.ts'
import { actOf, type EditorAct, keysOf } from './editor-keys.ts'
import { focusNextPane } from './next-pane.ts'

const OFFERED = [
  'run-all',
  'plan',
  'cancel',
  'new-tab',
  'open-file',
  'close-tab',
  'reopen-tab',
  'rename-tab',
  'duplicate-tab',
  'next-tab',
  'previous-tab',
  'next-result',
  'previous-result',
  'toggle-explorer',
  'toggle-results',
  'toggle-inspector',
] as const

export interface EditorActs extends Record<EditorAct, () => void> {
  running: boolean
  run(): void
  format(): void
  insert(name: string): void
}

export function useEditorCommands(tables: readonly KnownTable[], acts: EditorActs): void {
  const { t } = useTranslation('workbench')
  // The latest of each, so that the list of commands stays the same while the person types.
  const latest = useRef(acts)
  latest.current = acts
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'run',
        label: t('command.run'),
        words: 'run',
        keys: `${mac ? '⌘' : 'Ctrl'}+Enter`,
        run: () => latest.current.run(),
      },
      ...OFFERED.map((act) => ({
        id: act,
        label: t(`command.${act}`),
        words: act.replace('-', ' '),
        keys: keysOf(act, { mac }),
        run: () => latest.current[act](),
      })),
      {
        id: 'format',
        label: t('command.format'),
        words: 'format',
        keys: 'Alt+Shift+F',
        run: () => latest.current.format(),
      },
      {
        id: 'next-pane',
        label: t('command.nextPane'),
        words: 'next pane',
        keys: 'F6',
        run: () => focusNextPane({ back: false }),
      },
      ...tables.map((table) => ({
        id: `insert ${addressOf(table)}`,
        label: t('command.insert', { name: addressOf(table) }),
        words: table.title,
        ofMany: true,
        run: () => latest.current.insert(addressOf(table)),
      })),
    ],
    [t, tables],
  )
  useCommands('workbench', commands)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = actOf(event)
      // Where nothing runs, the key is the editor's.
      if (act === 'cancel' && !latest.current.running) return
      if (act === null || event.isComposing || document.querySelector('[role=dialog]')) return
      event.preventDefault()
      event.stopPropagation()
      latest.current[act]()
    }
    // Esc stops what runs, as in R, unless something else on the screen takes it to close itself.
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      if (!latest.current.running || document.querySelector('[role=dialog], [role=menu]')) return
      if (event.target instanceof HTMLInputElement) return
      latest.current.cancel()
    }
    // The editor has this key itself; from the grid or the list of data it means the same.
    const onRun = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event
      if (key !== 'Enter' || !(ctrlKey || metaKey) || altKey || shiftKey) return
      if (event.defaultPrevented || event.isComposing || document.querySelector('[role=dialog]')) return
      if (target instanceof Element && target.closest('.monaco-editor')) return
      event.preventDefault()
      latest.current.run()
    }
    // Before the editor takes it; Esc and running after.
    window.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('keydown', onEscape)
    window.addEventListener('keydown', onRun)
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('keydown', onEscape)
      window.removeEventListener('keydown', onRun)
    }
  }, [])
}
