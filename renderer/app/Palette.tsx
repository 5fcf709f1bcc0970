/** Everything that can be done, found by typing: rooms, commands of the room on screen, appearance, leaving. */
import { Kbd, Modal, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Command, findCommands } from '../client/commands.ts'
import { useAllCommands } from './all-commands.ts'
import type { Feature } from './features.tsx'
import styles from './Palette.module.css'

const MOST_SHOWN = 60

export function Palette({ features }: { features: readonly Feature[] }) {
  const { t } = useTranslation('app')
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      // Ctrl+K, and Ctrl+Shift+P as hands know it from Positron.
      if (event.code !== (event.shiftKey ? 'KeyP' : 'KeyK')) return
      // Before the editor takes it as the first half of a chord.
      event.preventDefault()
      event.stopPropagation()
      setOpen((before) => !before)
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])

  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      withCloseButton={false}
      centered={false}
      padding={0}
      size={560}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t('palette.name') } }}
    >
      <Choices features={features} onDone={() => setOpen(false)} />
    </Modal>
  )
}

function Choices({ features, onDone }: { features: readonly Feature[]; onDone: () => void }) {
  const { t } = useTranslation('app')
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const commands = useAllCommands(features)
  const found = useMemo(() => findCommands(commands, search).slice(0, MOST_SHOWN), [commands, search])

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  function choose(command: Command | undefined) {
    if (!command) return
    onDone()
    // After the dialog gave the focus back, so that a command may take it.
    setTimeout(command.run, 0)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt((before) => (before + step + found.length) % Math.max(1, found.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(found[at])
    }
  }

  return (
    <div className={styles.palette} data-testid="palette">
      <TextInput
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        data-autofocus
        data-testid="palette-search"
      />
      <div ref={list} id="palette-list" className={styles.list} role="listbox" aria-label={t('palette.name')}>
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles keys
          <div
            key={command.id}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={styles.option}
            onMouseMove={() => setAt(i)}
            onClick={() => choose(command)}
          >
            <span className={styles.label}>{command.label}</span>
            {command.keys && <Kbd size="xs">{command.keys}</Kbd>}
          </div>
        ))}
        {found.length === 0 && <div className={styles.nothing}>{t('palette.nothing')}</div>}
      </div>
    </div>
  )
}
