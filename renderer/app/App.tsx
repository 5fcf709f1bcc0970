import { MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { makeQueryClient } from '../client/calls.ts'
import { onVisitorChange, useSession } from '../client/session.ts'
import { ConfirmHost } from '../ui/confirm.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { kitVariables, schemeManager, theme } from '../ui/theme.ts'
import { leaveTabs } from '../workbench/tabs.ts'
import { Entrance } from './Entrance.tsx'
import { Guard } from './Guard.tsx'

/** The whole application: theme, language, queries, and the way in. */
export function App() {
  const [queryClient] = useState(makeQueryClient)
  const { t } = useTranslation('app')
  // What the kit shows as a picture has a name for those who do not see it.
  const named = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: {
          Modal: { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } },
          ...Object.fromEntries(
            ['Select', 'MultiSelect', 'DateInput'].map((name) => [
              name,
              { defaultProps: { clearButtonProps: { 'aria-label': t('clear') } } },
            ]),
          ),
        },
      }),
    [t],
  )
  // What one person was shown, the next one at this window must not see: a reviewer's vote, for example.
  useEffect(
    () =>
      useSession.subscribe((now, before) => {
        if (now.visitor?.id !== before.visitor?.id || now.environment !== before.environment)
          queryClient.clear()
      }),
    [queryClient],
  )
  useEffect(
    () =>
      onVisitorChange(() => {
        leaveTabs()
        // The next person begins at home, not at the last one's application or output.
        if (!useSession.getState().visitor) window.location.hash = ''
      }),
    [],
  )
  // A file that misses the place it was meant for is not opened instead of the workbench.
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    }
    for (const on of ['dragover', 'drop'] as const) window.addEventListener(on, refuse)
    return () => {
      for (const on of ['dragover', 'drop'] as const) window.removeEventListener(on, refuse)
    }
  }, [])
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={kitVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <Guard>
          <Entrance />
        </Guard>
        <Toasts />
        <ConfirmHost />
      </QueryClientProvider>
    </MantineProvider>
  )
}
