/** Everything that can be done, found by typing: rooms, commands of the room on screen, appearance, leaving. */
import { Kbd, Modal, TextInput, useMantineColorScheme } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { bridge } from '../client/bridge.ts'
import { type Command, findCommands, useOfferedCommands } from '../client/commands.ts'
import { signedOut, useSession } from '../client/session.ts'
import { chooseLanguage } from '../ui/language.ts'
import { DIGITS, type Feature, pathOf } from './features.tsx'
import styles from './Palette.module.css'

const MOST_SHOWN = 60

export function Palette({ features }: { features: readonly Feature[] }) {
  const { t } = useTranslation('app')
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.code !== 'KeyK') return
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

function useAllCommands(features: readonly Feature[]): Command[] {
  const { t, i18n } = useTranslation('app')
  const [, go] = useLocation()
  const { setColorScheme } = useMantineColorScheme()
  const visitor = useSession((session) => session.visitor)
  const offered = useOfferedCommands()
  return useMemo(() => {
    const english = i18n.getFixedT('en', 'app')
    const rooms = features.map(
      ({ id }): Command => ({
        id: `room ${id}`,
        label: t('palette.goTo', { room: t(`feature.${id}`) }),
        words: english(`feature.${id}`),
        keys: `${bridge.host === 'desktop' ? 'Ctrl' : 'Alt'}+${DIGITS[id]}`,
        run: () => go(pathOf(id)),
      }),
    )
    const themes = (['light', 'dark', 'auto'] as const).map(
      (scheme): Command => ({
        id: `theme ${scheme}`,
        label: `${t('theme.name')}: ${t(`theme.${scheme}`)}`,
        words: `theme ${scheme}`,
        run: () => setColorScheme(scheme),
      }),
    )
    const languages: Command[] = [
      {
        id: 'language ja',
        label: t('palette.japanese'),
        words: 'language japanese',
        run: () => chooseLanguage('ja'),
      },
      {
        id: 'language en',
        label: t('palette.english'),
        words: 'language english',
        run: () => chooseLanguage('en'),
      },
    ]
    const leaving: Command[] = visitor
      ? [
          {
            id: 'sign-out',
            label: t('person.signOut'),
            words: 'sign out',
            run: () => void bridge.signOut().then(signedOut),
          },
        ]
      : []
    const own = offered.flatMap(({ commands }) => commands)
    const alike = own.filter(({ ofMany }) => ofMany)
    const few = own.filter(({ ofMany }) => !ofMany)
    return [...few, ...rooms, ...themes, ...languages, ...leaving, ...alike]
  }, [t, i18n, features, go, setColorScheme, visitor, offered])
}
