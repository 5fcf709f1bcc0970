/** The one window: a sandboxed page that knows nothing of Node, where it was left last time. */
import { fileURLToPath } from 'node:url'
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import icon from '../../resources/icons/icon.png?asset'
import { HOST_ARGUMENT, type HostFacts } from '../../shared/bridge/channels.ts'
import type { Language } from '../../shared/model/words.ts'
import { START_URL } from './origin.ts'
import type { Bounds, Settings } from './settings.ts'

const PRELOAD = fileURLToPath(new URL('../preload/index.cjs', import.meta.url))

export function openWindow({
  settings,
  facts,
  language,
}: {
  settings: Settings
  facts: HostFacts
  language: Language
}): BrowserWindow {
  const bounds = onScreen(settings.bounds)
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...(bounds ? { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height } : {}),
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Visiting Workbench',
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1d20' : '#ffffff',
    webPreferences: {
      preload: PRELOAD,
      additionalArguments: [HOST_ARGUMENT + encodeURIComponent(JSON.stringify(facts))],
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: import.meta.env.DEV,
    },
  })
  if (bounds?.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', () => void settings.keepBounds(boundsOf(window)).catch(logged))
  recoverFromCrash(window, language)
  void window.loadURL((import.meta.env.DEV && process.env.ELECTRON_RENDERER_URL) || START_URL).catch(logged)
  return window
}

/** A page that died is offered again; the session stays, because it is kept outside the page. */
function recoverFromCrash(window: BrowserWindow, language: Language): void {
  const words = {
    ja: { message: '画面の表示が停止しました。', buttons: ['もう一度開く', '終了'] },
    en: { message: 'The display stopped working.', buttons: ['Open again', 'Quit'] },
  }[language]
  window.webContents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    console.error(`The renderer is gone: ${reason}`)
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      defaultId: 0,
      cancelId: 1,
      ...words,
    })
    if (response === 0) window.reload()
    else window.close()
  })
}

const boundsOf = (window: BrowserWindow): Bounds => ({
  ...window.getNormalBounds(),
  maximised: window.isMaximized(),
})

/** Remembered bounds, where enough of them is still on a screen to take hold of. */
function onScreen(bounds: Bounds | null): Bounds | null {
  if (!bounds) return null
  const { workArea } = screen.getDisplayMatching(bounds)
  const width =
    Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x)
  const height =
    Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y)
  return width > 200 && height > 100 ? bounds : null
}

const logged = (problem: unknown) => console.error(problem)
