/** Everything that can be done right now, for the palette and for the list of keys. */
import { useMantineColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { bridge } from '../client/bridge.ts'
import { type Command, useOfferedCommands } from '../client/commands.ts'
import { signedOut, useSession } from '../client/session.ts'
import { chooseLanguage } from '../ui/language.ts'
import { showAbout } from './about.ts'
import { DIGITS, type Feature, pathOf } from './features.tsx'
import { showKeys } from './key-sheet.ts'

/** Commands of the room on screen first, then what can be done anywhere. */
export function useAllCommands(features: readonly Feature[]): Command[] {
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
    const help: Command[] = [
      { id: 'keys', label: t('keys.title'), words: 'keyboard shortcuts help', keys: 'F1', run: showKeys },
      { id: 'about', label: t('about.title'), words: 'about licences version help', run: showAbout },
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
    return [...few, ...rooms, ...help, ...themes, ...languages, ...leaving, ...alike]
  }, [t, i18n, features, go, setColorScheme, visitor, offered])
}
