import '@mantine/core/styles.css'
import './ui/tokens.css'
import './ui/base.css'
import i18next from 'i18next'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { bridge } from './client/bridge.ts'
import { startLanguage } from './ui/language.ts'
import { showToast } from './ui/toasts.ts'

startLanguage(bridge.locale)

// A page that was open while its environment was updated asks for parts that are no longer there.
window.addEventListener('vite:preloadError', () => {
  showToast({
    tone: 'warning',
    title: i18next.t('app:partMissing.title'),
    body: i18next.t('app:partMissing.next'),
  })
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
