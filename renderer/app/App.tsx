import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { makeQueryClient } from '../client/calls.ts'
import { ConfirmHost } from '../ui/confirm.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { kitVariables, schemeManager, theme } from '../ui/theme.ts'
import { Entrance } from './Entrance.tsx'
import { Guard } from './Guard.tsx'

export function App() {
  const [queryClient] = useState(makeQueryClient)
  return (
    <MantineProvider
      theme={theme}
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
