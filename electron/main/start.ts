/** Start-up: what must be in place before a page may run, in order, and the way out. Wires the rooms together. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog, session } from 'electron'
import type { Language } from '../../shared/model/words.ts'
import { Connection } from '../connection/connection.ts'
import { exportRelease } from '../export/export-release.ts'
import { hardenProcess, hardenSession, isAllowedPage, unsafeSwitch } from './hardening.ts'
import { answerBridge } from './ipc.ts'
import { setMenu } from './menu.ts'
import { declareScheme, serveRenderer } from './protocol.ts'
import { Settings } from './settings.ts'
import { startAddressOf } from './start-address.ts'
import { openWindow } from './window.ts'

const RENDERER = fileURLToPath(new URL('../renderer', import.meta.url))

export async function start(): Promise<void> {
  const unsafe = unsafeSwitch()
  if (unsafe) return refuseSwitch(unsafe)
  // One instance a person: two would overwrite each other's settings.
  if (!app.requestSingleInstanceLock()) return app.quit()
  hardenProcess()
  declareScheme()
  let window: BrowserWindow | null = null
  app.on('second-instance', () => bringForward(window))
  app.on('window-all-closed', () => app.quit())
  // A bug in the background must not put Electron's stack trace in front of a person.
  process.on('uncaughtException', (problem) => console.error('uncaught:', problem))
  await app.whenReady()

  const language: Language = app.getLocale().startsWith('ja') ? 'ja' : 'en'
  const settings = new Settings(app.getPath('userData'))
  const connection = new Connection({ fetch: connectionFetch(), memory: settings })
  hardenSession(session.defaultSession)
  serveRenderer(session.defaultSession, RENDERER)
  setMenu(language)
  answerBridge({
    connection,
    exportRelease: exportRelease({
      download: (releaseId) => connection.download(releaseId),
      stillStands: (releaseId) => connection.call('releases.standing', { releaseId }),
      askWhere: (name) => askWhere(window, { name, language }),
    }),
    speaker: () => ({ windowId: window?.webContents.id ?? null, isOwnPage: isAllowedPage }),
  })
  signOutAtQuit(connection)

  const facts = {
    appVersion: app.getVersion(),
    startAddress: startAddressOf(process.argv, process.env),
    locale: app.getLocale(),
  }
  window = openWindow({ settings, facts, language })
  window.on('closed', () => {
    window = null
  })
}

/**
 * Requests of the connection go through Chromium's network (the system's proxy and certificates), in a session of
 * their own without cache, which no page shares.
 */
function connectionFetch(): ConstructorParameters<typeof Connection>[0]['fetch'] {
  const own = session.fromPartition('connection', { cache: false })
  return (url, init) => own.fetch(url, init)
}

async function askWhere(
  window: BrowserWindow | null,
  { name, language }: { name: string; language: Language },
): Promise<string | null> {
  const title = { ja: 'リリースを書き出す', en: 'Export release' }[language]
  const options = {
    title,
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: 'ZIP', extensions: ['zip'] }],
  }
  const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return chosen.canceled || !chosen.filePath ? null : chosen.filePath
}

/** Leaving ends the session at the environment, too; waiting for it has an end. */
function signOutAtQuit(connection: Connection): void {
  let leaving = false
  app.on('will-quit', (event) => {
    if (leaving) return
    leaving = true
    event.preventDefault()
    const patience = new Promise((resolve) => setTimeout(resolve, 2_000))
    void Promise.race([connection.signOut(), patience]).finally(() => app.exit())
  })
}

function refuseSwitch(name: string): void {
  dialog.showErrorBox(
    'Visiting Workbench',
    `--${name} を付けて起動することはできません。付けずに起動してください。\n\n` +
      `It does not start with --${name}. Start it without.`,
  )
  app.exit(1)
}

function bringForward(window: BrowserWindow | null): void {
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.focus()
}
